#!/bin/sh
# The sample town: made again byte for byte, imported whole, judged as its
# README says, and better off with three new Warm Homes.
. "${srcdir:-.}/tests/cli/setup"
command -v python3 > /dev/null || { echo 'no python3' >&2; exit 77; }

sample=$srcdir/geodata/sample
policy=$srcdir/geodata/policies/beijing-2018.yaml

python3 "$sample/make_sample.py" made
for file in units.geojson people.csv facilities.csv sites.csv venues.csv \
    waivers.csv node.csv link.csv; do
    cmp "$sample/$file" "made/$file"
done

circlet new town.gpkg
circlet import town.gpkg units "$sample/units.geojson" --json > units.json
circlet import town.gpkg people "$sample/people.csv" --json > people.json
circlet import town.gpkg facilities "$sample/facilities.csv" --complete \
    --json > facilities.json
circlet import town.gpkg sites "$sample/sites.csv" --json > sites.json
circlet import town.gpkg roads "$sample/node.csv" "$sample/link.csv" \
    --json > roads.json
circlet import town.gpkg venues "$sample/venues.csv" > said
circlet import town.gpkg waivers "$sample/waivers.csv" > said
circlet import town.gpkg elevation "$sample/elevation.asc" --json > heights.json

# judge FILE ARGUMENT...: a rule that must be kept is broken, so status 1.
judge() {
    to=$1
    shift
    status=0
    circlet check town.gpkg --policy "$policy" --json "$@" > "$to" ||
        status=$?
    [ "$status" -eq 1 ] || explain "status $status instead of 1" check "$@"
}
judge before.json --save

# Every rule is judged somewhere: none has but what lacks data. All verdicts
# occur, and a waiver is cited.
for year in 2018 2019 2020; do
    judge $year.json --year $year
done
circlet policy "$policy" --json | jq '[.rules[].rule] | sort' > rules.json
jq -s '[.[].findings[] | select(.verdict != "no_data") | .rule]
    | unique | sort' 2018.json 2019.json 2020.json > judged.json
cmp rules.json judged.json

# Each is kept somewhere and broken (or to be advised on) elsewhere, but:
# variants give advice alone; a list that can be made is never missing.
jq -s '[.[].findings[]] | group_by(.rule) | map({rule: .[0].rule,
        verdicts: (map(.verdict) | unique)})
    | map(select((.verdicts | index("pass") | not)
        or (.verdicts | index("fail") or index("advice") | not)) | .rule)
    | map(select(test("/") | not)) | sort' \
    2018.json 2019.json 2020.json > one-sided.json
jq -e '. == ["A-VILLAGE-PLAN", "B-AUDIT"]' \
    one-sided.json > said || { cat one-sided.json >&2; exit 1; }
jq -s -e 'map(.findings[] | select(.rule == "B-REFORM-BASE")
    | [.verdict, .measured]) == [["pass", 20], ["fail", 11]]' \
    2018.json 2019.json 2020.json > said || { cat said >&2; exit 1; }
jq -s -e '[.[].findings[].verdict] | unique
    == ["advice", "fail", "no_data", "pass", "undecided"]' \
    2018.json 2019.json 2020.json > said
jq -e '[.findings[] | select(.reasons | index("waived"))]
    | length == 1 and .[0].rule == "A-ASSISTIVE" and .[0].verdict == "advice"
        and (.[0].text_zh | test("栖残函〔2018〕21号"))' 2018.json > said
circlet site town.gpkg --policy "$policy" --services warm_home --count 3 \
    --plan three --json > plan.json
judge after.json --plan three --save
circlet export town.gpkg --to map.gpkg --plan three > /dev/null

python3 "$srcdir/tests/cli/sample_expect.py" "$sample"

if command -v ogrinfo > /dev/null; then
    ogrinfo -ro -so -q map.gpkg > layers
    for layer in unit facility plan_action finding; do
        grep -q "$layer" layers || { cat layers >&2; exit 1; }
    done
fi

# The same sources give the same bytes.
import_people() {
    circlet new "$1"
    circlet import "$1" units "$sample/units.geojson" > /dev/null
    circlet import "$1" people "$sample/people.csv" > /dev/null
}
import_people one.gpkg
import_people two.gpkg
cmp one.gpkg two.gpkg
