#!/bin/sh
# circlet compare: two states of a city, who gained, who lost, and why.
. "${srcdir:-.}/tests/cli/setup"

small_city a.gpkg
cp a.gpkg b.gpkg
compare() { circlet compare "$@" --policy "$policy"; }

# ---- by hand ----------------------------------------------------------------

# In b a home stands in the east, where c gains and e enters; d left; the
# grade of b is another one.
printf '%s\n' id,lon,lat,aid,kind,grade,age a,116.01,40.05,none,visual,3,40 \
    b,116.018,40.05,none,visual,4,40 c,116.05,40.05,none,physical,3,40 \
    e,116.051,40.05,none,physical,3,40 > people.csv
printf '%s\n' id,name,type,lon,lat,area_m2,is_comprehensive \
    h1,东街温馨家园,warm_home,116.01,40.05,2,1 \
    h2,西街温馨家园,warm_home,116.05,40.05,2,1 > facilities.csv
circlet import b.gpkg people people.csv --complete > said
circlet import b.gpkg facilities facilities.csv --complete > said
expect 0 'Beijing: service circles for disabled people (2018-2020)
a.gpkg on 31 December 2020, and now b.gpkg on 31 December 2020

PEOPLE BEFORE NOW ENTERED LEFT MOVED CHANGED GAINED COVER LOST COVER
            4   4       1    1     0       1            1          0

CHANGE                OF              RULE        GAINED LOST
facility opened       h2 西街温馨家园 B-CIRCLE-15      1 
people'\''s data changed 1 person                           
entered               1 person                           
left                  1 person                           

RULE        UNIT      COVERED BEFORE           NOW GAINED BY                LOST BY CAME WENT
B-CIRCLE-15 all         2 of 4 (50%) 4 of 4 (100%)      1 facility opened 1            1    1
B-CIRCLE-15 s1 东街道   2 of 4 (50%) 4 of 4 (100%)      1 facility opened 1            1    1

RULE        UNIT      BEFORE NOW  MEASURED  NOW BECAUSE
B-CIRCLE-15 s1 东街道 FAIL   pass      50% 100% facility opened, entered, left
' '' compare a.gpkg b.gpkg --rule B-CIRCLE-15

compare a.gpkg b.gpkg --rule B-CIRCLE-15 --json > out
jq -e '.year_before == 2020 and .year_after == 2020
    and [.rules[] | [.rule, .unit, .before, .after, .reasons, .decided_by]]
        == [["B-CIRCLE-15", "s1", "fail", "pass",
            ["facility_opened", "person_entered", "person_left"],
            "person_left"]]
    and (.rules[0] | .measured_before == 0.5 and .measured_after == 1
        and (.text_zh | startswith("东街道有4名持证残疾人")))
    and .people == {gained: 1, lost: 0, unchanged: 2, before: 4, after: 4,
        entered: 1, left: 1, moved: 0, changed: 1}
    and .changes[0] == {change: "facility_opened", facility: "h2",
        name: "西街温馨家园", type: "warm_home", persons: null,
        rules: [{rule: "B-CIRCLE-15", gained: 1, lost: 0}]}
    and [.changes[].change] == ["facility_opened", "person_changed",
        "person_entered", "person_left"]
    and (.coverage[0] | .covered_before == 2 and .covered_after == 4
        and .gained_by == {facility_opened: 1} and .lost_by == {}
        and .came_by == {person_entered: 1}
        and .went_by == {person_left: 1})' out > said

# ---- the other way round ----------------------------------------------------

compare b.gpkg a.gpkg --rule B-CIRCLE-15 --json > back
jq -e '.people.lost == 1 and .people.gained == 0
    and .coverage[0].lost_by == {facility_closed: 1}
    and .changes[0].facility == "h2"
    and .changes[0].change == "facility_closed"' back > said

# ---- nobody is named without --individuals ----------------------------------

# Ids that can stand nowhere else.
# fresh_city FILE PEOPLE HOMES: the same street with these.
fresh_city() {
    circlet new "$1"
    {
        circlet import "$1" units units.geojson --set level=street \
            --set setting=urban --set residents=1000 --complete
        circlet import "$1" people "$2" --complete
        circlet import "$1" facilities "$3" --complete
        circlet import "$1" roads node.csv link.csv --extent 115,39,117,41
    } > said
}
sed 's/^\([a-e]\),/zz\1,/' people.csv > now.csv
sed '$d' now.csv > then.csv
sed '$d' facilities.csv > homes.csv
fresh_city c.gpkg then.csv homes.csv
fresh_city d.gpkg now.csv facilities.csv
compare c.gpkg d.gpkg > out
compare c.gpkg d.gpkg --json >> out
compare c.gpkg d.gpkg --to named.out.csv >> out
cat named.out.csv >> out
! grep zz out
expect_lines 0 '^B-CIRCLE-15 zzc  *s1  *not covered covered  *facility opened h2$
^B-CIRCLE-15 zze  *s1 .* covered  *entered$' '' \
    compare c.gpkg d.gpkg --rule B-CIRCLE-15 --individuals
compare c.gpkg d.gpkg --rule B-CIRCLE-15 --individuals --json > out
jq -e '[.individuals[] | [.person_before, .person_after, .covered_before,
        .covered_after, .reason, .facility]]
    == [["zzc", "zzc", false, true, "facility_opened", "h2"],
        [null, "zze", null, true, "person_entered", null]]' out > said

# ---- streets, rules, modes, years -------------------------------------------

# The way to c was longer before.
printf '%s\n' id,name,type,lon,lat h1,东街温馨家园,warm_home,116.025,40.05 \
    > near.csv
printf '%s\n' id,lon,lat,aid,kind,grade,age \
    c,116.032,40.05,none,physical,3,40 > one.csv
fresh_city short.gpkg one.csv near.csv
cp short.gpkg long.gpkg
sed 's/^1,1,2,2560/1,1,2,9000/' link.csv > long.csv
circlet import long.gpkg roads node.csv long.csv --extent 115,39,117,41 > said
compare long.gpkg short.gpkg --rule B-CIRCLE-15 --json > out
jq -e '.coverage[0].gained_by == {road_changed: 1}
    and any(.changes[]; .change == "road_changed"
        and .rules == [{rule: "B-CIRCLE-15", gained: 1, lost: 0}])' out > said

policy_with() { # OLD NEW: the policy beside its modes
    mkdir -p geodata/policies
    cp -R "$srcdir/geodata/modes" geodata/
    sed "s/$1/$2/" "$policy" > geodata/policies/other.yaml
}
policy_with 'cutoff_min: 15' 'cutoff_min: 60'
compare a.gpkg a.gpkg --rule B-CIRCLE-15 --json \
    --policy-b geodata/policies/other.yaml > out
jq -e '.coverage[0].gained_by == {standard_changed: 1}' out > said
policy_with 'mode: own' 'mode: drive'
compare a.gpkg a.gpkg --rule B-CIRCLE-15 --json \
    --policy-b geodata/policies/other.yaml > out
jq -e '.coverage[0].gained_by == {mode_changed: 1}' out > said

compare a.gpkg a.gpkg --rule B-CIRCLE-15 --json --year-a 2019 > out
jq -e '.year_before == 2019 and .year_after == 2020
    and [.rules[] | [.before, .after, .reasons]]
        == [["advice", "fail", ["year_changed"]]]
    and .people.unchanged == 4' out > said
compare a.gpkg a.gpkg --rule B-CIRCLE-15 --json --year 2018 --year-b 2019 > out
jq -e '.year_before == 2018 and .year_after == 2019 and .rules == []' out > said

# ---- a city and itself, plans -----------------------------------------------

expect_lines 0 '^No verdict changed\.$' '' compare a.gpkg a.gpkg
compare a.gpkg a.gpkg --json > out
jq -e '.rules == [] and .changes == [] and .units == []
    and .people.gained == 0 and .people.lost == 0
    and .people.unchanged == 4' out > said
circlet site a.gpkg --policy "$policy" --services warm_home --count 1 \
    --plan p > said
compare a.gpkg 'a.gpkg#p' --rule B-CIRCLE-15 --json > out
jq -e '.after == "a.gpkg#p" and .people.gained == 1
    and .coverage[0].gained_by == {facility_opened: 1}' out > said
expect 3 '' "circlet compare: a.gpkg: no plan 'q' (plans: p)\n" \
    compare a.gpkg 'a.gpkg#q' --rule B-CIRCLE-15

jq -e '.changes[0].actions == [{side: "after", plan: "p", action: "a1",
        kind: "build"}]
    and .plans == {before: null, after: {plan: "p", cautious: false,
        actions: 1, cost_cny: 1000000}, cost_difference_cny: 1000000}
    and .actions_before_only == []
    and [.actions_after_only[] | [.id, .kind, .site, .cost_cny]]
        == [["a1", "build", "t1", 1000000]]
    and .kinds == [{rule: "B-CIRCLE-15", kind: "physical", gained: 1, lost: 0}]
    ' out > said
compare 'a.gpkg#p' a.gpkg --rule B-CIRCLE-15 --json > out
jq -e '.people.lost == 1 and .plans.after == null
    and .plans.cost_difference_cny == -1000000
    and .changes[0].actions == [{side: "before", plan: "p", action: "a1",
        kind: "build"}]' out > said

# ---- plan against plan, and one year of a plan against the next -------------

# By hand: q builds a home beside c in 2019 and enlarges h1 in 2020, r builds
# the same home and closes h1.
printf '%s\n' id,kind,year,facility,lon,lat,type,area_m2,cost_cny \
    q1,build,2019,hc,116.05,40.05,warm_home,300,1000 \
    q2,enlarge,2020,h1,,,,100,300 > q.csv
printf '%s\n' id,kind,year,facility,lon,lat,type,area_m2,cost_cny \
    r1,build,2019,hc,116.05,40.05,warm_home,300,1000 \
    r2,close,2020,h1,,,,,50 > r.csv
circlet import a.gpkg plan q.csv > said
circlet import a.gpkg plan r.csv > said
compare 'a.gpkg#q' 'a.gpkg#r' --rule B-CIRCLE-15 --json > out
jq -e '.plans.before == {plan: "q", cautious: false, actions: 2, cost_cny: 1300}
    and .plans.after == {plan: "r", cautious: false, actions: 2, cost_cny: 1050}
    and .plans.cost_difference_cny == -250
    and [.actions_before_only[].id] == ["q2"]
    and [.actions_after_only[].id] == ["r2"]
    and [.changes[] | [.change, .facility, .actions]]
        == [["facility_closed", "h1",
            [{side: "after", plan: "r", action: "r2", kind: "close"},
             {side: "before", plan: "q", action: "q2", kind: "enlarge"}]]]
    and .people.lost == 2 and .coverage[0].lost_by == {facility_closed: 2}
    ' out > said
expect_lines 0 '^cost: 1300 yuan before, 1050 now: 250 less$
^before q  *q2 
^now  *r  *r2 ' '' compare 'a.gpkg#q' 'a.gpkg#r' --rule B-CIRCLE-15
expect_lines 0 '^Both do the same\.$' '' compare 'a.gpkg#q' 'a.gpkg#q'

compare 'a.gpkg#r' 'a.gpkg#r' --rule B-CIRCLE-15 --year-a 2018 --year-b 2019 \
    --json > out
jq -e '.people.gained == 1 and .people.lost == 0
    and .plans.cost_difference_cny == 1000
    and [.actions_after_only[].id] == ["r1"] and .actions_before_only == []
    and [.changes[] | select(.facility) | [.change, .actions[0].action]]
        == [["facility_opened", "r1"]]' out > said
compare 'a.gpkg#r' 'a.gpkg#r' --rule B-CIRCLE-15 --year-a 2019 --year-b 2020 \
    --json > out
jq -e '.people.lost == 2 and [.actions_after_only[].id] == ["r2"]
    and .plans.cost_difference_cny == 50' out > said

# ---- CSV --------------------------------------------------------------------

compare a.gpkg b.gpkg --rule B-CIRCLE-15 --to out.csv > said
expect 0 'rule,unit,unit_name,subject,mode,before,after,measured_before,measured_after,reasons,persons_before,persons_after,covered_before,covered_after,gained,lost,came,went,cover_reasons
B-CIRCLE-15,s1,东街道,,own,fail,pass,0.5,1,facility_opened;person_entered;person_left,4,4,2,4,1,0,1,1,facility_opened;person_entered;person_left
' '' cat out.csv
expect 2 '' "circlet compare: 'out.csv' exists; --force replaces it\n" \
    compare a.gpkg b.gpkg --to out.csv --quiet
compare a.gpkg b.gpkg --to out.csv --force > said

# ---- nothing is changed, and what is wrong ----------------------------------

unchanged a.gpkg circlet compare a.gpkg b.gpkg --policy "$policy" > said
hint="Try 'circlet compare --help' for more information.\n"
expect 2 '' "circlet compare: too few arguments: CITY[#PLAN] CITY[#PLAN]\n$hint" \
    compare a.gpkg
expect 2 '' "circlet compare: --to takes a file that ends in .csv, not 'x.txt'\n$hint" \
    compare a.gpkg b.gpkg --to x.txt
expect 3 '' "circlet compare: policy 'beijing-2018' has no rule 'X'\n" \
    compare a.gpkg b.gpkg --rule X
