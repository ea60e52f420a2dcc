#!/bin/sh
# circlet ledger: figures for each unit, the same in total at every level.
. "${srcdir:-.}/tests/cli/setup"

# ---- a town by hand ---------------------------------------------------------

small_city city.gpkg
expect 0 'level,code,name,parent_code,persons,kind_visual,kind_hearing,kind_speech,kind_physical,kind_intellectual,kind_mental,kind_unknown,grade_1,grade_2,grade_3,grade_4,grade_unknown,age_0-15,age_16-59,age_60+,age_unknown,need_unknown,aid_none,aid_stick,aid_crutches,aid_manual_wheelchair,aid_powered_wheelchair,aid_guide_dog,aid_escort,aid_unknown,certified_yes,certified_no,certified_unknown,poor_yes,poor_no,poor_unknown,facilities,type_warm_home,staff_directors,staff_physicians,staff_therapists,staff_nurses,staff_rehab_workers,staff_mental_staff,area_m2,internal,incomplete,hidden
street,s1,东街道,,4,2,0,0,2,0,0,0,0,0,4,0,0,0,4,0,0,4,4,0,0,0,0,0,0,0,4,0,0,0,0,4,1,1,,,,,,,2,,staff_directors;staff_physicians;staff_therapists;staff_nurses;staff_rehab_workers;staff_mental_staff,
total,,,,4,2,0,0,2,0,0,0,0,0,4,0,0,0,4,0,0,4,4,0,0,0,0,0,0,0,4,0,0,0,0,4,1,1,,,,,,,2,,staff_directors;staff_physicians;staff_therapists;staff_nurses;staff_rehab_workers;staff_mental_staff,
' '' circlet ledger city.gpkg --level street --csv --ages 16,60 --exact \
    --threshold 2

circlet ledger city.gpkg --level street --policy "$policy" --exact > text
head -6 text > top
expect 0 'city.gpkg: on 31 December 2020
Exact: with numbers of few persons; not for publication.

People by kind of disability (persons; who has two kinds counts in both, and once in all)
CODE NAME     all   visual   hearing   speech   physical   intellectual   mental
s1   东街道    4*       2*         0        0         2*              0        0
' '' cat top
expect_lines 0 '^CODE NAME     concerned   covered   share   at least   at most$
^s1   东街道          4\*        2\*     50%         2\*        2\*$
^s1   东街道                   1          1                1           1$
^\* internal: fewer than 10 persons, not to be published$
^? not known$' '' cat text

# Who lives in no community stands in a row of its own.
circlet ledger city.gpkg --level community --exact > text
expect_lines 0 '^     (no unit, in 东街道)    4\*' '' cat text

# What is published says nothing of four persons.
circlet ledger city.gpkg --level community > text
expect_lines 0 '^     (no unit, in 东街道) *x ' '' cat text
expect_lines 0 '^x not published: it would tell of fewer than 5 persons' '' cat text
circlet ledger city.gpkg --level street --json > text
grep -q '"exact":false,.*"hidden_below":5,' text
grep -q '"persons":null,' text
circlet ledger city.gpkg --level street --json --exact > text
grep -q '"exact":true,.*"hidden_below":0,' text
grep -q '"persons":4,' text

# Households are asked for by name only.
expect 2 '' 'circlet ledger: households are single persons or few: ask for them with --individuals
Try '\''circlet ledger --help'\'' for more information.
' circlet ledger city.gpkg --level household
circlet ledger city.gpkg --level household --individuals --json > text
grep -q '"rows":\[{"code":null,"name":null,"parent":"s1"' text

# ---- what is wrong ----------------------------------------------------------

try="Try 'circlet ledger --help' for more information.\\n"
expect 2 '' "circlet ledger: option '--level' is missing\\n$try" \
    circlet ledger city.gpkg
expect 2 '' "circlet ledger: unknown level 'facility'\\n$try" \
    circlet ledger city.gpkg --level facility
expect 2 '' "circlet ledger: option '--ages' takes ascending ages such as 18,60, not '60,18'\\n$try" \
    circlet ledger city.gpkg --level city --ages 60,18
expect 2 '' "circlet ledger: --json and --csv exclude each other\\n$try" \
    circlet ledger city.gpkg --level city --json --csv
status=0
circlet ledger none.gpkg --level city > out 2> err || status=$?
[ "$status" -eq 3 ] && [ ! -s out ] && grep -q 'none.gpkg' err

# ---- the sample town --------------------------------------------------------

command -v python3 > /dev/null || exit 0
sample=$srcdir/geodata/sample
{
    circlet new town.gpkg
    circlet import town.gpkg units "$sample/units.geojson"
    circlet import town.gpkg people "$sample/people.csv"
    circlet import town.gpkg facilities "$sample/facilities.csv" --complete
    circlet import town.gpkg roads "$sample/node.csv" "$sample/link.csv"
} > said
for level in city district street community household; do
    unchanged town.gpkg circlet ledger town.gpkg --level $level \
        --policy "$policy" --individuals --json > $level.json
done
circlet check town.gpkg --policy "$policy" --json > check.json || true
python3 - "$sample/people.csv" <<'END'
import csv, json, sys

levels = ["city", "district", "street", "community", "household"]
ledgers = {level: json.load(open(level + ".json")) for level in levels}
people = list(csv.DictReader(open(sys.argv[1], encoding="utf-8")))

def total(name, rows):
    return round(sum(row["figures"][name] or 0 for row in rows), 3)

# Sums agree at every level, and under every unit.
compared = 0
for upper, lower in zip(levels, levels[1:]):
    high, low = ledgers[upper], ledgers[lower]
    for name in low["total"]["figures"]:
        if lower != "household":
            assert total(name, low["rows"]) == \
                (low["total"]["figures"][name] or 0), (lower, name)
        assert (low["total"]["figures"][name] or 0) == \
            (high["total"]["figures"][name] or 0), (lower, name)
        for row in high["rows"]:
            if row["code"] is None:
                continue
            under = [r for r in low["rows"] if r["parent"] == row["code"]]
            if upper == "community" or lower != "household":
                assert total(name, under) == (row["figures"][name] or 0), \
                    (lower, name, row["code"])
                compared += 1
assert compared > 1000, compared

# Everybody is counted, and each kind as in the source.
figures = ledgers["city"]["total"]["figures"]
assert figures["persons"] == sum(float(p["weight"] or 1) for p in people)
for kind in ["visual", "mental"]:
    assert figures["kind_" + kind] == sum(
        float(p["weight"] or 1) for p in people
        if kind in p["kind"].split(";"))

# Coverage is that of the findings.
rows = {row["code"]: row["figures"] for row in ledgers["street"]["rows"]}
found = 0
for finding in json.load(open("check.json"))["findings"]:
    if finding["rule"] != "B-CIRCLE-15" or finding["measured"] is None:
        continue
    row = rows[finding["unit"]]
    if row["B-CIRCLE-15_concerned"]:
        share = row["B-CIRCLE-15_covered"] / row["B-CIRCLE-15_concerned"]
        assert abs(share - finding["measured"]) < 1e-9, finding
        found += 1
assert found >= 5, found

# Small counts are marked.
street = ledgers["street"]
small = [name for row in street["rows"] for name, figure in
         row["figures"].items() if name.startswith("kind_") and
         0 < figure < 10]
marked = [name for row in street["rows"] for name in row["internal"]
          if name.startswith("kind_")]
assert small and small == marked
END
