#!/bin/sh
# circlet cost: what the funds of a policy come to.
. "${srcdir:-.}/tests/cli/setup"

small_city city.gpkg
expect 0 'city.gpkg: 2020, by beijing-2018
A model of cost: what is asked for at least, not what was paid.

FUND               NAME                  PAID   SOURCE
B-FUND/basic       basic running costs   yearly 京残发〔2017〕72号 三(二)1
B-FUND/projects    projects              yearly 京残发〔2017〕72号 三(二)1
B-FUND/stars       reward for five stars yearly 京残发〔2017〕72号 三(二)2
B-FUND/reform-base reform bases          once   京残发〔2017〕72号 三(二)3

Facilities, and persons whose nearest they are within their circle
CODE NAME     facilities   persons   persons, at least   persons, at most
s1   东街道            1        2*                  2*                 2*
     total             1        2*                  2*                 2*

Funds (CNY)
CODE NAME     basic running costs   projects   reward for five stars   reform bases
s1   东街道               200000*      1000*                       0              0
     total                200000*      1000*                       0              0

Sums paid every year (CNY)
CODE NAME     yearly   yearly, at least   yearly, at most
s1   东街道  201000*            201000*           501000*
     total   201000*            201000*           501000*

Sums paid once (CNY)
CODE NAME     once   once, at least   once, at most
s1   东街道      0                0         300000*
     total       0                0         300000*

* internal: fewer than 10 persons, not to be published
' '' circlet cost city.gpkg --policy "$policy"
expect 0 'level,code,name,parent_code,facilities,B-FUND/projects_persons,B-FUND/projects_persons_low,B-FUND/projects_persons_high,B-FUND/basic_cny,B-FUND/projects_cny,B-FUND/stars_cny,yearly_cny,yearly_cny_low,yearly_cny_high,once_cny,once_cny_low,once_cny_high,internal,incomplete,hidden
facility,h1,东街温馨家园,s1,1,2,2,2,200000,1000,0,201000,201000,501000,0,0,0,,,
total,,,,1,2,2,2,200000,1000,0,201000,201000,501000,0,0,0,,,
' '' circlet cost city.gpkg --policy "$policy" --level facility --csv \
    --year 2018 --threshold 2

# A person who might be near enough makes a range, and no street no answer.
unknown_slopes city.gpkg
circlet import city.gpkg people people.csv --complete > said
circlet cost city.gpkg --policy "$policy" --json > text
grep -q '"B-FUND/projects_persons":2,' text
{
    circlet new bare.gpkg
    circlet import bare.gpkg units units.geojson --set level=street \
        --set setting=urban
    circlet import bare.gpkg people people.csv
    circlet import bare.gpkg facilities facilities.csv
} > said
expect_lines 0 '^s1   东街道            1         ?                   0                  ?$
^s1   东街道  200000+             200000           500000+$
^+ or more: of some it is not known$' '' \
    circlet cost bare.gpkg --policy "$policy"

# ---- what is wrong ----------------------------------------------------------

try="Try 'circlet cost --help' for more information.\\n"
expect 2 '' "circlet cost: option '--policy' is missing\\n$try" \
    circlet cost city.gpkg
expect 2 '' "circlet cost: unknown level 'household'\\n$try" \
    circlet cost city.gpkg --policy "$policy" --level household
mkdir -p p/policies
cp -r "$srcdir/geodata/modes" p/modes
awk '/^funds:/ { skip = 1 } /^rules:/ { skip = 0 } !skip' "$policy" \
    > p/policies/plain.yaml
expect 3 '' "circlet cost: policy 'beijing-2018' has no funds\\n" \
    circlet cost city.gpkg --policy p/policies/plain.yaml

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
for level in facility street district city; do
    unchanged town.gpkg circlet cost town.gpkg --policy "$policy" \
        --level $level --json > $level.json
done
circlet ledger town.gpkg --policy "$policy" --level city --json --exact \
    > ledger.json
python3 - <<'END'
import json

costs = {level: json.load(open(level + ".json"))
         for level in ["facility", "street", "district", "city"]}
first = costs["city"]["total"]["figures"]

# The sums are the same at every level.
for level, cost in costs.items():
    assert cost["total"]["figures"] == first, level
    for name, figure in first.items():
        rows = sum(row["figures"][name] for row in cost["rows"])
        assert abs(rows - figure) < 1e-6, (level, name)
for row in costs["district"]["rows"]:
    homes = [home for home in costs["street"]["rows"]
             if home["parent"] == row["code"]]
    for name, figure in row["figures"].items():
        assert abs(sum(h["figures"][name] for h in homes) - figure) < 1e-6

# The clause, home by home.
for home in costs["facility"]["rows"]:
    f = home["figures"]
    assert f["yearly_cny"] == 200000 + 500 * f["B-FUND/projects_persons"] + \
        f["B-FUND/stars_cny"]
    assert f["yearly_cny_low"] <= f["yearly_cny"] <= f["yearly_cny_high"]

# Whoever is within the circle of their setting has one nearest home.
covered = json.load(open("ledger.json"))["total"]["figures"]
assert first["B-FUND/projects_persons"] == \
    covered["B-CIRCLE-15_covered"] + covered["B-CIRCLE-30_covered"] > 1000
END
