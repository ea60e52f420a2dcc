#!/bin/sh
# circlet groups: who of which group is covered, and who loses by a plan.
. "${srcdir:-.}/tests/cli/setup"

# ---- a town by hand ---------------------------------------------------------

# Two blind persons stand at the home in the west, which moves to the east.
small_city city.gpkg
cat > hand.csv <<'END'
id,kind,year,facility,site,lon,lat,type,service,places,beds,area_m2,cost_cny
m,move,2020,h1,,116.051,40.05,,,,,,
END
circlet import city.gpkg plan hand.csv --plan move --quiet > out
unchanged city.gpkg circlet groups city.gpkg --exact --policy "$policy" --plan move \
    --by kind,grade --threshold 2 > text
sed -n 1,10p text > top
expect 0 "city.gpkg: groups on 31 December 2020, as it is and with plan 'move'
Exact: with numbers of few persons; not for publication.

Worse off, or with persons who lose their cover:
RULE        DIVIDED BY GROUP  PERSONS COVERED AFTER MEAN MIN AFTER GAINED LOST FARTHER WORSE IN
B-CIRCLE-15 everybody               4     50%   25%     29.2  37.2      1    2       2 cover, sure cover, mean time
B-CIRCLE-15 disability visual       2    100%    0%      4.7  43.9      0    2       2 cover, sure cover, mean time
B-CIRCLE-15 grade      3            4     50%   25%     29.2  37.2      1    2       2 cover, sure cover, mean time

B-CIRCLE-15 15-minute circle in the city (each person's own)
" '' cat top
expect_lines 0 '^disability physical       2      0%   50%     53.7  30.6      1    0       0 *$
^B-CIRCLE-15 disability earlier physical       0% visual      100%         100 physical      53.7 visual        4.7       49$
^                       later   visual         0% physical     50%          50 visual        43.9 physical     30.6     13.3$
^Who has two kinds' '' cat text

# Without a plan, of one rule, and marked.
expect_lines 0 '^DIVIDED BY GROUP PERSONS COVERED MEAN MIN MEDIAN MIN$
^everybody             4\*     50%     29.2        9.5$
^setting    urban      4\*     50%     29.2        9.5$
^\* internal: fewer than 10 persons, not to be published$' '' \
    circlet groups city.gpkg --exact --policy "$policy" --by setting
circlet groups city.gpkg --exact --policy "$policy" --by kind --json > groups.json
jq -e '.plan == null and .losing == [] and .gaps[0].share_after == null and
    (.groups[1] | .group == "visual" and .after == null and .lost == null and
    .before.share == 1 and .internal)' groups.json > said
circlet groups city.gpkg --exact --policy "$policy" --by kind --plan move --csv \
    > groups.csv
head -2 groups.csv > top
expect 0 'rule,mode,by,group,title_zh,title_en,persons,persons_modelled,internal,covered_before,share_before,covered_low_before,persons_low_before,share_low_before,covered_high_before,persons_high_before,share_high_before,timed_before,mean_minutes_before,median_minutes_before,covered_after,share_after,covered_low_after,persons_low_after,share_low_after,covered_high_after,persons_high_after,share_high_after,timed_after,mean_minutes_after,median_minutes_after,gained,lost,farther,losses\n' \
    '' head -1 top
grep -q '^B-CIRCLE-15,own,all,all,,,4,0,yes,2,0.5,.*,1,2,2,cover;sure;time$' top

# compare says it of the same city, with a plan and without.
circlet compare city.gpkg 'city.gpkg#move' --policy "$policy" --json --quiet \
    > compared.json
jq -e '[.groups.losing[] | select(.rule and .by == "kind") | .group] ==
    ["visual"]' compared.json > said
circlet compare city.gpkg 'city.gpkg#move' --policy "$policy" > text
grep -q '^Worse off, or with persons who lose their cover:$' text

# The year decides what the plan has done; a rule that nobody is under.
circlet groups city.gpkg --exact --policy "$policy" --plan move --year 2019 > text
grep -q '^No group is worse off, and nobody loses' text
expect 0 'city.gpkg: groups on 31 December 2020
Exact: with numbers of few persons; not for publication.

No circle rule in force is about anybody.
' '' circlet groups city.gpkg --exact --policy "$policy" --rule B-CIRCLE-30

# ---- what is wrong ----------------------------------------------------------

# What is published has no group of four, and units are asked for by name.
circlet groups city.gpkg --policy "$policy" --json > text
grep -q '"exact":false,.*"groups":\[\]' text
expect 0 'city.gpkg: groups on 31 December 2020

Every group would tell of fewer than 5 persons, in it, covered or not; --exact shows
them.
' '' circlet groups city.gpkg --policy "$policy"
circlet groups city.gpkg --policy "$policy" --json --exact > text
grep -q '"exact":true,.*"group":"all"' text
for option in '--by street' '--unit s1'; do
    expect 2 '' "circlet groups: groups of single units tell of few persons: ask for them with --exact\nTry 'circlet groups --help' for more information.\n" \
        circlet groups city.gpkg --policy "$policy" $option
done

try="Try 'circlet groups --help' for more information.\\n"
expect 2 '' "circlet groups: option '--policy' is missing\\n$try" \
    circlet groups city.gpkg
expect 2 '' "circlet groups: option '--by' takes kind, grade, mode, setting, age, street, not 'kind,aid'\\n$try" \
    circlet groups city.gpkg --exact --policy "$policy" --by kind,aid
expect 2 '' "circlet groups: --json and --csv exclude each other\\n$try" \
    circlet groups city.gpkg --exact --policy "$policy" --json --csv
expect 3 '' "circlet groups: rule 'B-AREA' is none of a circle: no travel time decides it\\n" \
    circlet groups city.gpkg --exact --policy "$policy" --rule B-AREA
expect 3 '' "circlet groups: the city has no unit 'x'\\n" \
    circlet groups city.gpkg --exact --policy "$policy" --unit x
expect 5 '' 'circlet groups: cannot write the output: No space left on device\n' \
    sh -c '"$0" groups city.gpkg --policy "$1" > /dev/full' "$CIRCLET" "$policy"

# ---- the sample town, worked out anew ---------------------------------------

command -v python3 > /dev/null || exit 0
sample=$srcdir/geodata/sample

# make_town FILE FACILITIES: with these facilities.
make_town() {
    circlet new "$1"
    circlet import "$1" units "$sample/units.geojson"
    circlet import "$1" people "$sample/people.csv"
    circlet import "$1" facilities "$2" --complete
    circlet import "$1" sites "$sample/sites.csv"
    circlet import "$1" roads "$sample/node.csv" "$sample/link.csv"
} > said 2>&1

# find_times FOLDER TOWN: of everybody to the nearest facility, in all modes.
find_times() {
    mkdir "$1"
    for mode in walk elderly stick crutches manual_wheelchair \
        powered_wheelchair blind escort drive; do
        circlet matrix "$2" --policy "$policy" --mode $mode --cutoff 60 \
            --nearest 1 --individuals -o "$1/$mode.csv" --quiet > said
    done
}

# homes FILE: the Warm Homes of a list of facilities that are open.
homes() { awk -F, 'NR == 1 || ($3 == "warm_home" && $6 == "open")' "$1"; }

make_town town.gpkg "$sample/facilities.csv"
homes "$sample/facilities.csv" > homes.csv
make_town homes.gpkg homes.csv
find_times before homes.gpkg

# A plan by hand: a home closes, one moves to a site, one is built.
cat > hand.csv <<'END'
id,kind,year,facility,site,lon,lat,type,service,places,beds,area_m2,cost_cny
x,close,2020,W01,,,,,,,,,
b,build,2020,n1,S02,,,warm_home,,,,,900000
END
circlet import town.gpkg plan hand.csv --plan hand --quiet > said
python3 - "$sample" <<'END'
import csv, sys
rows = [row for row in csv.reader(open("homes.csv", encoding="utf-8"))]
site = next(row for row in csv.DictReader(
    open(sys.argv[1] + "/sites.csv", encoding="utf-8")) if row["id"] == "S02")
built = dict.fromkeys(rows[0], "")
built.update(id="n1", name="n1", type="warm_home", lon=site["lon"],
             lat=site["lat"], status="open")
with open("hand_homes.csv", "w", encoding="utf-8", newline="") as out:
    csv.writer(out).writerows(
        [row for row in rows if row[0] != "W01"] + [list(built.values())])
END
make_town hand_homes.gpkg hand_homes.csv
find_times hand hand_homes.gpkg
circlet groups town.gpkg --exact --policy "$policy" --plan hand --json \
    --by kind,grade,mode,setting,age,street > hand.json
python3 "$srcdir/tests/cli/groups_expect.py" "$sample" hand before hand \
    < hand.json
jq -e '[.losing[] | select(.rule == "B-CIRCLE-15" and .lost > 0)] |
    length > 3' hand.json > said

# The plan for all rules: its own figures of mean times are these.
circlet site town.gpkg --policy "$policy" --plan all --json --quiet \
    > all.json || true
circlet groups town.gpkg --exact --policy "$policy" --plan all --json > groups.json
jq -e --slurpfile plan all.json '
    ([.groups[] | select(.rule and .by == "mode")]
        | map(.after.mean_minutes) | max) as $worst |
    (.groups[] | select(.rule == null and .by == "all")
        | .after.mean_minutes) as $all |
    [$plan[0].levels[] | .objective] as $levels |
    [$worst, $all] as $said | $said,
    (($levels | map(. - $worst | fabs < 1e-6) | any) and
     ($levels | map(. - $all | fabs < 1e-6) | any))' groups.json > said ||
    { cat said; exit 1; }

# What judging says of the whole city is the sum over every division.
circlet check town.gpkg --policy "$policy" --json > check.json || true
python3 - <<'END'
import json
check = {(r["rule"], r["mode"]): r for r in json.load(open("check.json"))["rules"]}
compared = 0
for by in ("all", "grade", "mode", "setting", "age"):
    for rule, mode in (("B-CIRCLE-15", "own"), ("B-CIRCLE-30", "drive")):
        rows = [r for r in json.load(open("groups.json"))["groups"]
                if r["rule"] == rule and r["by"] == by]
        whole = check[rule, mode]
        def total(name):
            return sum(r["before"][name] for r in rows)
        assert sum(r["persons"] for r in rows) == whole["persons"]
        assert total("covered") == whole["persons_covered"]
        assert abs(total("covered_low") / total("persons_low")
                   - whole["share_low"]) < 1e-9
        assert abs(total("covered_high") / total("persons_high")
                   - whole["share_high"]) < 1e-9
        compared += 1
assert compared == 10
END

# The same on one thread.
circlet groups town.gpkg --exact --policy "$policy" --plan all --json --threads 1 \
    > one.json
cmp one.json groups.json
