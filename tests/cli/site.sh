#!/bin/sh
# circlet site: the plan as text and JSON, what it says of itself, statuses.
. "${srcdir:-.}/tests/cli/setup"

small_city city.gpkg
site() {
    circlet site city.gpkg --policy "$policy" --services warm_home "$@"
}

site --count 1 --plan p1 > out
sed -n '1,/^What is not a matter/p' out > head
cat > wanted <<'END'
Plan p1: 1 action
persons newly covered: 1; proved: no choice of sites does better
travel mode: own

ACTION KIND  WHAT      WHERE  PERSONS COST (CNY) REASON
a1     build Warm Home 旧校舍       1    1000000 Build at candidate site 旧校舍: Warm Home; persons newly covered: 1 (own mode).

Rules that stay broken somewhere:
RULE         MODE BROKEN TODAY WITH PLAN COVERED TODAY WITH PLAN TITLE
B-CIRCLE-15  own             1         1           50%       75% 15-minute circle in the city
A-MENTAL-DAY                 1         1                         mental-health day station
A-ASSISTIVE                  1         1                         assistive-device station

Kept today and with the plan: 7; broken nowhere, but data is missing: 12.
All verdicts: circlet check ... --plan p1

What the plan cannot mend, and what would do:
RULE        REASON
B-CIRCLE-15 东街道: 1 person is not within 15 min (own mode) of any candidate site; 1 of them lives at no street: one is missing, there or in the data.

Staff that is asked for, and to be engaged (surely - at most):
RULE           UNIT   NEEDED TODAY WITH PLAN TO ENGAGE TODAY WITH PLAN STAFF
B-DIRECTOR     东街道            1         2             0-1       0-2 director
B-DIRECTOR     in all            1         2             0-1       0-2 director
A-MENTAL-STAFF in all            1         1             0-1       0-1 mental-health professional
A-REHAB-STAFF  in all            1         1             0-1       0-1 non-medical rehabilitation worker

Funds: the plan once, and what the policy's funds pay every year:
DISTRICT               ONCE (CNY) YEARLY TODAY (CNY) WITH PLAN (CNY)
outside every district    1000000                    
in all                    1000000                    

No group is worse off, and nobody loses their cover.
END
diff wanted head

site --count 5 --plan p2 --json > out
jq -e '.plan == "p2"
    and .levels == [{name: "covered_persons", objective: 1, bound: 1, gap: 0,
        proof: "optimal", reason: null, mode: "own"}]
    and (.actions | length) == 1
    and (.actions[0] | .site == "t1" and .type == "warm_home"
        and .lon == 116.051 and .lat == 40.05 and .year == 2020
        and .places == null and .fixed == false and .mends == ["B-CIRCLE-15"]
        and .mode == "own" and .persons_gained == 1)
    and (.impossible | length) == 1
    and (.impossible[0] | .rule == "B-CIRCLE-15" and .unit == "s1"
        and .mode == "own" and .persons == 1 and .persons_modelled == 0
        and .reason == null and .missing == 0 and .missing_unit == null
        and .nearest_seconds == null and .persons_off_streets == 1
        and .change.kind == "road")
    and (.rules | map(select(.rule == "B-CIRCLE-15"))[0]
        == {rule: "B-CIRCLE-15", mode: "own", met: false, impossible: true,
            failed_before: 1, failed: 1, persons_modelled: 0})
    and (.rules | map(select(.rule == "A-MENTAL-DAY"))[0].impossible == false)
    ' out > said

# What is not proved is not called the best. The sample town, three homes.
town=$srcdir/geodata/sample
{
    circlet new town.gpkg
    circlet import town.gpkg units "$town/units.geojson"
    circlet import town.gpkg people "$town/people.csv"
    circlet import town.gpkg facilities "$town/facilities.csv" --complete
    circlet import town.gpkg sites "$town/sites.csv"
    circlet import town.gpkg roads "$town/node.csv" "$town/link.csv"
} > out
circlet site town.gpkg --policy "$policy" --services warm_home --count 3 \
    --plan p --json > plan.json
circlet site town.gpkg --policy "$policy" --services warm_home --count 3 \
    --plan p > plan.txt
if jq -e '.levels[0].proof == "optimal"' plan.json > said; then
    jq -e '.levels[0] | .gap == 0 and .objective == .bound' plan.json > said
    grep -q 'proved: no choice of sites does better' plan.txt
else
    jq -e '.levels[0] | .objective < .bound and .gap > 0' plan.json > said
    grep -q 'at most .* are possible, .*; not proved best' plan.txt
fi
jq -e '([.actions[].persons_gained] | add) == .levels[0].objective' \
    plan.json > said

# ---- all rules together -------------------------------------------------------

# The cheapest plan of the sample town: what it promises is what the judge
# finds, and nothing that was kept fails.
circlet check town.gpkg --policy "$policy" --json > before.json || :
circlet site town.gpkg --policy "$policy" --plan all --json > all.json
circlet check town.gpkg --policy "$policy" --plan all --json > after.json || :
jq -e '[.levels[].name] == ["must_shortfall", "must_failures",
        "should_shortfall", "should_failures", "cost_cny",
        "mean_time_worst", "mean_time_all"]
    and all(.levels[5:][]; .bound <= .objective and .objective <= 60)
    and .frontier == null
    and (.levels[0].proof == "optimal")
    and ([.actions[].cost_cny] | add) == .levels[4].objective
    and ([.actions[].kind] | unique | contains(["build", "add_service"]))
    and all(.actions[]; (.mends | length) > 0 and (.text_zh | length) > 0)
    and all(.impossible[]; .reason != null)
    and any(.rules[]; .rule == "B-FUNCTION")' all.json > said
jq -n -e --slurpfile before before.json --slurpfile after after.json '
    def key: [.rule, .unit, .subject, .subject_id, .mode];
    ([$before[0].findings[] | select(.verdict == "fail") | key]) as $failed
    | ([$after[0].findings[] | select(.verdict == "fail") | key]) as $fails
    | ($fails - $failed) == [] and ($fails | length) < ($failed | length)' \
    > said
circlet site town.gpkg --policy "$policy" --plan all > all.txt
grep -q '^shortfall of what should be (persons): 0; proved: less is not' all.txt
grep -q '^What the plan cannot mend, and what would do:$' all.txt
grep -q '^a[0-9]* .* rehabilitation assessment  *东原康复中心 ' all.txt

# What is left says why, and what would do: nobody could be there in time, the
# actions that take a site are those of the plan, and what would be built is
# priced by the catalogue.
jq -e '([.actions[].id]) as $ids
    | all(.impossible[]; (.text_zh | length) > 0 and (.text_en | length) > 0)
    and all(.impossible[] | select(.rule == "B-CIRCLE-15");
        .nearest_seconds > 900 and .median_seconds <= .nearest_seconds
        and .change.kind == "site"
        and .change.cost_cny == 1000000 * .change.count)
    and all(.impossible[] | select(.reason == "sites_taken");
        (.taken_by | length) > 0 and (.taken_by - $ids) == [])
    and all(.impossible[] | select(.rule == "A-MENTAL-DAY");
        .change == {kind: "site", type: "mental_day_station", units: [.unit],
            count: 1, area_m2: 200, beds: null, services: [],
            cost_cny: 600000})
    and ([.impossible[] | select(.rule == "A-REHAB-ASSESS") | .change
        | [.type, .services, .cost_cny]]
        == [["rehabilitation_institution", ["rehabilitation_assessment"],
            13000000]])
    and ([.impossible[] | select(.rule == "A-REHAB-STAFF") | .change
        | [.kind, .type, .count]] == [["engage", "rehab_workers", 1]])' \
    all.json > said

# The staff: 20 beds more ask for 3 physicians, 6 therapists and nurses more;
# of what a new home has nobody knows.
jq -e 'def of(r; u; s): .staff[] | select(.rule == r and .unit_name == u
        and .staff == s) | [.before.needed, .after.needed, .before.missing,
            .after.missing, .after.missing_high];
    of("A-BEDS-STAFF"; "东原区"; "physicians") == [5, 8, 0, 2, 2]
    and of("A-BEDS-STAFF"; "东原区"; "therapists") == [9, 15, 1, 7, 7]
    and of("A-BEDS-STAFF"; "东原区"; "nurses") == [9, 15, 0, 5, 5]
    and of("B-DIRECTOR"; "北关街道"; "directors") == [0, 2, 0, 0, 2]' \
    all.json > said
jq -n -e --slurpfile all all.json --slurpfile after after.json '
    ([$after[0].findings[] | select(.rule == "A-MENTAL-STAFF"
        and .verdict == "fail") | .shortfall] | add)
    == ([$all[0].staff[] | select(.rule == "A-MENTAL-STAFF")
        | .after.missing] | add)' > said

# The money: districts add up, once to what the plan costs, every year to
# what circlet cost says.
circlet cost town.gpkg --policy "$policy" --level city --json > cost.json
jq -n -e --slurpfile all all.json --slurpfile cost cost.json '
    $all[0].funds as $funds
    | $funds.once_cny == $all[0].levels[4].objective
    and ([$funds.districts[].once_cny] | add) == $funds.once_cny
    and ([$funds.districts[].yearly_cny_after.known] | add)
        == $funds.yearly_cny_after.known
    and $funds.yearly_cny_before.known < $funds.yearly_cny_after.known
    and any($cost[0] | .. | numbers; . == $funds.yearly_cny_before.known)' \
    > said
# A small purse: what must be comes first, and no more is spent.
circlet site town.gpkg --policy "$policy" --plan poor --budget 3000000 \
    --json > poor.json
jq -n -e --slurpfile all all.json --slurpfile poor poor.json '
    ([$poor[0].actions[].cost_cny] | add) <= 3000000
    and $poor[0].levels[0].objective > $all[0].levels[0].objective
    and any($poor[0].impossible[]; .reason == "beyond_budget")
    and all($poor[0].impossible[] | select(.reason == "beyond_budget");
        .change.kind == "budget" and (.text_en | test("beyond the budget")))' \
    > said
# What is left out for want of a price is said, and of what price.
mkdir -p less/policies
cp -R "$srcdir/geodata/modes" less
less=less/policies/less.yaml
sed '/^      per_m2_cny: 4000$/d' "$policy" > $less
circlet site town.gpkg --policy $less --plan less --json > less.json
jq -e 'any(.unpriced[]; .kind == "enlarge" and .type == "warm_home"
    and .missing == "actions: enlarge: per_m2_cny" and .ways > 0)' \
    less.json > said
circlet site town.gpkg --policy $less --plan less > less.txt
grep -q '^enlarge *Warm Home .*actions: enlarge: per_m2_cny' less.txt

# ---- proposed sites -------------------------------------------------------------

rm -f siteless.gpkg
circlet new siteless.gpkg
sample=$srcdir/geodata/sample
circlet import siteless.gpkg units "$sample/units.geojson" -q > said
circlet import siteless.gpkg people "$sample/people.csv" -q > said
circlet import siteless.gpkg facilities "$sample/facilities.csv" --complete -q \
    > said
circlet import siteless.gpkg roads "$sample/node.csv" "$sample/link.csv" -q > said
circlet site siteless.gpkg --policy "$policy" --plan all --json > siteless.json
jq -e '(.proposed_sites | length) > 30
    and ([.proposed_sites[].id] | all(startswith("proposed/")))
    and all(.actions[] | select(.kind == "build"); .proposed
        and (.text_en | test("proposed site")) and (.text_zh | test("建议选址")))
    and all(.actions[] | select(.kind != "build"); .proposed | not)' \
    siteless.json > said
# Homes of villages stand in the country alone.
jq -e '[.actions[] | select(.tier == "village") | .site]
    | length > 0 and all(startswith("proposed/990101") | not)' \
    siteless.json > said
circlet verify siteless.gpkg --policy "$policy" --plan all > said
circlet check siteless.gpkg --policy "$policy" --plan all --rule B-CIRCLE-15 \
    > said || :
circlet compare siteless.gpkg siteless.gpkg#all --policy "$policy" > said
circlet export siteless.gpkg --plan all --to proposed.gpkg -q
sqlite3 proposed.gpkg 'SELECT min(proposed), count(*) > 30 FROM plan_site' \
    > said
grep -qx '1|1' said
circlet site siteless.gpkg --policy "$policy" --services warm_home --count 2 \
    --plan two --json > two.json
jq -e '(.actions | length) == 2 and all(.actions[]; .proposed)
    and .levels[0].objective > 0' two.json > said
circlet verify siteless.gpkg --policy "$policy" --plan two > said
for threads in $(thread_counts); do
    circlet site siteless.gpkg --policy "$policy" --plan all --json \
        --threads $threads > siteless.$threads
    cmp siteless.json siteless.$threads
done
# Given sites are enough, unless more are asked for.
jq -e '.proposed_sites == [] and all(.actions[]; .proposed | not)' \
    all.json > said
circlet site town.gpkg --policy "$policy" --plan more --propose --json \
    > more.json
jq -n -e --slurpfile all all.json --slurpfile more more.json '
    ($more[0].proposed_sites | length) > 0
    and $more[0].levels[0].objective <= $all[0].levels[0].objective' > said

# ---- moving and closing --------------------------------------------------------

circlet site town.gpkg --policy "$policy" --plan arranged \
    --allow move,close --json > arranged.json
jq -n -e --slurpfile all all.json --slurpfile now arranged.json '
    $now[0].levels[0:4] == $all[0].levels[0:4]' > said
circlet verify town.gpkg --policy "$policy" --plan arranged > said

# Districts with money of their own: together no more than the sum, and what
# one of them gets more helps.
for more in 1000000 3000000; do
    circlet site town.gpkg --policy "$policy" --plan apart --json \
        --budget "990101=$more,990102=1000000,990103=500000" > apart.$more
done
jq -n -e --slurpfile all all.json --slurpfile less apart.1000000 \
    --slurpfile more apart.3000000 '
    ([$less[0].actions[].cost_cny] | add) <= 2500000
    and ([$more[0].actions[].cost_cny] | add) <= 4500000
    and $less[0].levels[0].objective >= $more[0].levels[0].objective
    and $more[0].levels[0].objective > $all[0].levels[0].objective
    and any($less[0].impossible[]; .reason == "beyond_budget")' > said
# What each budget buys: more for more, and never more than the plan itself.
circlet site town.gpkg --policy "$policy" --plan steps --frontier all --json \
    > steps.json
jq -n -e --slurpfile all all.json --slurpfile steps steps.json '
    ($steps[0].frontier) as $points
    | ($points | length) > 1 and ($points | length) <= 10
    and ([range(1; $points | length)
          | $points[.].cost_cny > $points[. - 1].cost_cny
            and $points[.].must_shortfall < $points[. - 1].must_shortfall]
         | all)
    and all($points[]; .cost_cny <= .budget_cny
        and .cost_bound_cny <= .cost_cny
        and .must_shortfall_bound <= .must_shortfall)
    and $points[-1].must_shortfall == $all[0].levels[0].objective
    and ($steps[0] | del(.frontier, .plan) | .actions | map(.cost_cny))
        == ($all[0].actions | map(.cost_cny))' > said
circlet site town.gpkg --policy "$policy" --plan steps --csv \
    --frontier 0:3000000:1000000 > steps.csv
head -n 1 steps.csv | grep -q '^budget_cny,cost_cny,cost_bound_cny,persons,'
awk -F, 'NR > 1 && ($2 > $1 || $3 > $2 || $6 > $5) {exit 1}
    END {exit NR < 2}' steps.csv
circlet site town.gpkg --policy "$policy" --plan steps \
    --frontier 1000000:2000000 | grep -q '^What must be, for less money:$'
# Nobody is covered for more than a limit; who is left out is told.
circlet site town.gpkg --policy "$policy" --plan thrifty \
    --max-cost-per-person 1 --json > thrifty.json
jq -n -e --slurpfile all all.json --slurpfile thrifty thrifty.json '
    $thrifty[0].levels[4].objective <= $all[0].levels[4].objective' > said
for threads in $(thread_counts); do
    circlet site town.gpkg --policy "$policy" --plan all --json \
        --threads $threads > all.$threads
    cmp all.json all.$threads
done

# ---- what is sure -----------------------------------------------------------

# A cautious plan costs no less, counts no more people, says so, keeps the
# rest apart, and is found again by the verifier at the same bound.
circlet site town.gpkg --policy "$policy" --plan sure --cautious \
    --json > sure.json
jq -n -e --slurpfile all all.json --slurpfile sure sure.json '
    $sure[0].cautious and ($all[0].cautious | not)
    and $sure[0].levels[4].objective >= $all[0].levels[4].objective
    and ([$sure[0].actions[].persons_gained] | add)
        <= ([$all[0].actions[].persons_gained] | add)
    and ($sure[0].in_doubt | length) > 0
    and all($sure[0].in_doubt[]; .reason == "in_doubt")
    and all($sure[0].impossible[]; .reason != "in_doubt")
    and ($all[0] | has("in_doubt") | not)' > said
circlet check town.gpkg --policy "$policy" --plan sure --json > sure_check.json \
    || :
jq -n -e --slurpfile sure sure.json --slurpfile found sure_check.json '
    ([$sure[0].in_doubt[], $sure[0].impossible[] | .rule + " " + .unit]
        | unique) as $left
    | all($found[0].findings[] | select(.rule == "B-CIRCLE-15"
            and .verdict != "pass" and .verdict != "no_data");
        . as $one | $left | index("B-CIRCLE-15 " + $one.unit) != null)
    ' > said
circlet verify town.gpkg --policy "$policy" --plan sure > said
circlet site town.gpkg --policy "$policy" --plan sure --cautious > sure.txt
grep -q '^Cautious: persons count where they surely are covered\.$' sure.txt
grep -q '^What can be had as assumed, but not surely:$' sure.txt
circlet site town.gpkg --policy "$policy" --services warm_home --count 3 \
    --plan sure3 --cautious --json > sure3.json
jq -n -e --slurpfile all plan.json --slurpfile sure sure3.json '
    $sure[0].cautious
    and $sure[0].levels[0].objective < $all[0].levels[0].objective
    and ([$sure[0].actions[].persons_gained] | add)
        == $sure[0].levels[0].objective' > said
circlet verify town.gpkg --policy "$policy" --plan sure3 > said

# ---- what is wrong ----------------------------------------------------------

hint="Try 'circlet site --help' for more information.\n"
expect 2 '' "circlet site: '--count' needs '--services'\n$hint" \
    circlet site city.gpkg --policy "$policy" --plan p --count 1
expect 2 '' "circlet site: '--budget' does not go with '--count'\n$hint" \
    site --plan p --count 1 --budget 5
takes='whole yuan above 0, or CODE=YUAN for a unit, YEAR:YUAN or YEAR:CODE=YUAN'
takes="$takes for a year, divided by commas"
for wrong in 1.5 0 5,6 s1= =5 s1=-1 s1=1.5; do
    expect 2 '' "circlet site: option '--budget' takes $takes, not '$wrong'\n$hint" \
        site --plan p --budget "$wrong"
done
expect 3 '' "circlet site: budget 'nowhere=5' is of a unit that the city has not\n" \
    site --plan p --budget 7,nowhere=5
expect 2 '' "circlet site: budget 's1=6' is of a unit or year that has one already\n" \
    site --plan p --budget s1=5,s1=6
expect 2 '' "circlet site: option '--max-cost-per-person' takes a whole number of yuan above 0, not '0'\n$hint" \
    site --plan p --max-cost-per-person 0
for wrong in 5 5:4 1:2:0 a:b 1:2:3:4 0:2000:1; do
    expect 2 '' "circlet site: option '--frontier' takes FIRST:LAST[:STEP] in yuan, at most 1000 steps, or all, not '$wrong'\n$hint" \
        site --plan p --frontier "$wrong"
done
expect 2 '' "circlet site: '--csv' needs '--frontier'\n$hint" \
    site --plan p --csv
expect 2 '' "circlet site: '--frontier' does not go with '--count'\n$hint" \
    site --plan p --count 1 --frontier all
expect 4 '' "circlet site: the site 't1' is to be built on, and forbidden\n" \
    site --plan p --keep t1 --forbid t1
expect 4 '' "circlet site: building on all sites that are to be kept costs more than the budget\n" \
    site --plan p --keep t1 --budget 1
expect 3 '' "circlet site: the city has no site 't99'\n" \
    site --plan p --forbid t99
expect 2 '' "circlet site: option '--count' takes a whole number from 1 to 100000, not '0'\n$hint" \
    site --plan p --count 0
expect 2 '' "circlet site: option '--plan' is missing\n$hint" site --count 1

printf '%s\n' id,name,lon,lat > none.csv
circlet new bare.gpkg
circlet import bare.gpkg units units.geojson --set level=street > out
unchanged bare.gpkg expect 3 '' \
    'circlet site: bare.gpkg has no roads: import them first\n' \
    circlet site bare.gpkg --policy "$policy" --services warm_home \
    --count 1 --plan p

# A word that no rule knows is a mistake, not a plan of nothing.
status=0
circlet site town.gpkg --policy "$policy" --services warm_hom --plan typo \
    > said 2> err || status=$?
[ "$status" -eq 3 ]
grep -q "warm_hom" err
