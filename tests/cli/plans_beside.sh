#!/bin/sh
# What is published of two plans of one city beside each other, and of today,
# outside the findings: no number of one to four persons, and none as the
# difference of two files; what is hidden is the same with every plan.
. "${srcdir:-.}/tests/cli/setup"
command -v python3 > said || { echo 'no python3' >&2; exit 77; }

sample_town town.gpkg
plans='one two three'
# plan NAME OPTION...: of Warm Homes alone, each plan near the others.
plan() {
    name=$1
    shift
    circlet site town.gpkg --policy "$policy" --services warm_home --quiet \
        --plan "$name" "$@" > said
}
plan two --count 2
plan three --count 3
cat > hand.csv <<'ROWS'
id,kind,year,facility,site,lon,lat,type,service,places,beds,area_m2,cost_cny
x,close,2020,W01,,,,,,,,,
b,build,2020,n1,S02,,,warm_home,,,,,900000
ROWS
circlet import town.gpkg plan hand.csv --plan one --quiet > said
for name in $plans; do
    circlet groups town.gpkg --policy "$policy" --plan "$name" --json \
        > "$name.json"
    circlet groups town.gpkg --policy "$policy" --plan "$name" --json --exact \
        > "$name.exact.json"
    circlet report town.gpkg --policy "$policy" --plan "$name" \
        --language en -o "$name.html" --quiet > said
done
circlet groups town.gpkg --policy "$policy" --json > today.json
circlet report town.gpkg --policy "$policy" --language en -o today.html \
    --quiet > said

# Said once where steps are taken, and nowhere else.
said='told in steps of 5 persons'
circlet groups town.gpkg --policy "$policy" --plan two > text
grep -q "$said" text
for name in $plans; do
    [ "$(grep -o "$said" "$name.html" | wc -l)" -eq 1 ]
done
circlet groups town.gpkg --policy "$policy" > text
circlet groups town.gpkg --policy "$policy" --plan two --exact > exact
if grep "$said" text exact today.html; then exit 1; fi

# Over years: what is begun when makes two plans.
plan early --years 2018,2020 --budget 2018:9000000,2020:1000000
plan late --years 2018,2020 --budget 2018:3000000,2020:9000000
for name in early late; do
    circlet report town.gpkg --policy "$policy" --plan $name --language en \
        -o $name.html --quiet > said
done

python3 "$srcdir/tests/cli/plans_beside.py" groups $plans
python3 "$srcdir/tests/cli/plans_beside.py" pages $plans
python3 "$srcdir/tests/cli/plans_beside.py" years early late

# ---- workbooks
python3 -c 'import openpyxl' 2> said || exit 0
for name in early late; do
    circlet export town.gpkg --policy "$policy" --plan $name --to $name.xlsx \
        --language en > said || { grep -q 'built without' said && exit 0; }
    circlet export town.gpkg --policy "$policy" --plan $name --exact \
        --to $name.exact.xlsx --language en > said
done
python3 "$srcdir/tests/cli/plans_beside.py" books early late
