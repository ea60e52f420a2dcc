#!/bin/sh
# Plans of one city that are published beside each other: their tables tell of
# no few persons, nor does what differs between them; they come back as what
# they are, and circlet verify finds what they claim and what they do not.
. "${srcdir:-.}/tests/cli/setup"
command -v python3 > /dev/null || { echo 'no python3' >&2; exit 77; }
python3 -c 'import sqlite3' || { echo 'no sqlite3 in python3' >&2; exit 77; }

sample=$srcdir/geodata/sample
circlet new town.gpkg
{
    circlet import town.gpkg units "$sample/units.geojson"
    circlet import town.gpkg people "$sample/people.csv"
    circlet import town.gpkg facilities "$sample/facilities.csv" --complete
    circlet import town.gpkg sites "$sample/sites.csv"
    circlet import town.gpkg roads "$sample/node.csv" "$sample/link.csv"
    circlet import town.gpkg venues "$sample/venues.csv"
} > out 2>&1
cp town.gpkg back.gpkg
cp town.gpkg exact.gpkg

# plan NAME OPTION...: makes it, and exports it for others and for oneself.
plan() {
    name=$1
    shift
    circlet site town.gpkg --policy "$policy" --plan "$name" --quiet "$@" \
        > out
    circlet export town.gpkg --policy "$policy" --plan "$name" \
        --to "$name.gpkg" --quiet > out
    circlet export town.gpkg --policy "$policy" --plan "$name" --exact \
        --to "$name.exact.gpkg" --quiet > out
}
plan all
plan poor --budget 3000000
plan homes --services warm_home --budget 8000000
plan kept --services warm_home --budget 8000000 --keep S11
plan six --services warm_home --count 6
plan eight --services warm_home --count 8
budgets=2018:20000000,2019:30000000
plan years --years 2018,2019,2020 --budget $budgets
plans='all poor homes kept six eight years'

set --
for name in $plans; do
    set -- "$@" $name.gpkg $name.exact.gpkg
done
python3 "$srcdir/tests/cli/two_plans.py" "$@"

# Facilities and sites have the same sentences.
sqlite3 all.gpkg "SELECT group_concat(text_en, ' ') FROM (SELECT text_en FROM
    plan_action WHERE site IS NOT NULL ORDER BY site, position)" > wanted
sqlite3 all.gpkg "SELECT action_en FROM facility WHERE action_en IS NOT NULL
    UNION ALL SELECT text_en FROM plan_action" | grep -o 'newly covered: .*' |
    grep -vc 'at least' > said || true
echo 0 | diff - said
sqlite3 all.exact.gpkg "SELECT count(*) FROM plan_action WHERE text_en LIKE
    '%at least%' OR text_zh LIKE '%至少%'" > said
echo 0 | diff - said

# ---- coming back ------------------------------------------------------------

# back CITY FILE NAME WORD: it comes in, and a remark has the word.
back() {
    circlet import "$1" plan "$2:plan_action" --plan "$3" > out 2> err
    grep -q "remark: the plan is as it was $4" err || { cat err >&2; exit 1; }
}
# table FILE NAME TABLE KEY: all that a table says of a plan.
table() {
    columns=$(sqlite3 "$1" "SELECT group_concat('quote(' || name || ')')
        FROM pragma_table_info('$3') WHERE name NOT IN ('fid', 'run',
        'digest', 'sources') ORDER BY name")
    sqlite3 "$1" "SELECT $columns FROM $3 WHERE $4 = '$2' ORDER BY fid"
}
for name in $plans; do
    back back.gpkg $name.gpkg $name published
    back exact.gpkg $name.exact.gpkg $name exported
    for part in plan:name plan_level:plan plan_impossible:plan \
        plan_certificate:plan; do
        table $name.gpkg $name "${part%:*}" "${part#*:}" > wanted
        table back.gpkg $name "${part%:*}" "${part#*:}" | diff wanted -
        table town.gpkg $name "${part%:*}" "${part#*:}" > wanted
        table exact.gpkg $name "${part%:*}" "${part#*:}" | diff wanted -
    done
    for city in town back; do
        sqlite3 $city.gpkg "SELECT id, kind, facility, site, service, type,
            places, beds, area_m2, year, start_year, cost_cny, fixed, mends
            FROM plan_action WHERE plan = '$name' ORDER BY position" > $city.txt
    done
    diff town.txt back.txt
done
sqlite3 back.gpkg "SELECT years, budgets FROM plan WHERE name = 'years'" > said
echo "2018;2019;2020|$budgets" | diff - said

# Published again it is the same, and so it is from a city that has no more.
for name in $plans; do
    circlet export back.gpkg --policy "$policy" --plan $name --to again.gpkg \
        --force --quiet > out
    for part in plan:name plan_action:plan plan_level:plan; do
        table $name.gpkg $name "${part%:*}" "${part#*:}" > wanted
        table again.gpkg $name "${part%:*}" "${part#*:}" | diff wanted -
    done
done

# ---- verifying --------------------------------------------------------------

verify() { # CITY PLAN
    status=0
    circlet verify "$1" --policy "$policy" --plan "$2" --json --quiet > out ||
        status=$?
}
for name in $plans; do
    verify back.gpkg $name
    [ $status -eq 0 ] || { jq -c '.claims[] | select(.holds == false)' out >&2
        exit 1; }
    jq -e '.holds and ([.claims[] | select(.what | IN("persons_gained",
            "persons_modelled", "impossible_persons", "impossible_modelled"))]
        | length > 0 and all(.is_claimed | not))
        and ([.claims[] | select(.what == "cost_cny" or .what == "mends"
            or .what == "carried_out")] | length > 0 and all(.holds))
        and all(.claims[] | select(.is_claimed | not); .holds == null
            and .reason != null)' out > said || { head -c 2000 out >&2; exit 1; }
    verify exact.gpkg $name
    [ $status -eq 0 ]
    jq -e 'all(.claims[]; .is_claimed)' out > said
done
circlet verify back.gpkg --policy "$policy" --plan six > out
sed -n 2p out | grep -q '^It was published, with persons in steps of 5: [0-9]* numbers and proofs are not claimed$'
circlet verify exact.gpkg --policy "$policy" --plan six > out
if grep 'published\|not claimed' out; then
    exit 1
fi

# found CITY SQL WHAT: the change is found as a claim that differs.
found() {
    cp "$1" planted.gpkg
    sqlite3 planted.gpkg "$2"
    verify planted.gpkg six
    [ $status -eq 1 ] || { echo "status $status after: $2" >&2; exit 1; }
    jq -e --arg what "$3" 'any(.claims[]; .holds == false and .what == $what)' \
        out > said || { echo "not found: $2" >&2; exit 1; }
}
first="WHERE plan = 'six' AND position = 0"
found back.gpkg "UPDATE plan_action SET persons_gained = persons_gained + 5
    $first" persons_gained
found back.gpkg "UPDATE plan_action SET persons_gained = persons_gained + 0.5
    $first" persons_gained
found back.gpkg "UPDATE plan_action SET persons_gained = NULL $first" \
    persons_gained
found back.gpkg "UPDATE plan_action SET cost_cny = cost_cny + 1 $first" cost_cny
found back.gpkg "UPDATE plan_level SET objective = objective + 5
    WHERE plan = 'six'" objective
# An exact plan does not become a published one by saying so.
found exact.gpkg "UPDATE plan SET persons_step = 5 WHERE name = 'six'" \
    persons_step
found exact.gpkg "UPDATE plan_action SET persons_gained = persons_gained + 1
    $first" persons_gained

# ---- what is told of it -----------------------------------------------------

circlet report town.gpkg --policy "$policy" --plan all -o town.html --quiet \
    > out
grep -o 'newly covered: [^(<]*' town.html | grep -v 'at least' > said || true
grep -o '新增覆盖[^（<]*人（' town.html | grep -v '至少' >> said || true
if [ -s said ]; then
    cat said >&2
    exit 1
fi
grep -c 'newly covered: at least' town.html > said
# The table of actions has the numbers of the export.
sqlite3 all.gpkg "SELECT iif(persons_gained IS NULL, '1',
    printf('%g', persons_gained)) FROM plan_action ORDER BY position" > wanted
sed -n '/id="actions-table"/,/<\/table>/p' town.html |
    grep '^<tr data-a' | sed 's/.*<td class="n" data-v="\([0-9.]*\)">[^"]*<td class="n" data-v.*/\1/' |
    diff wanted -

python3 -c 'import openpyxl' 2> said || exit 0
circlet export town.gpkg --policy "$policy" --plan all --to all.xlsx \
    --language en > said || { grep -q 'built without' said && exit 0; }
python3 - << 'END'
import sqlite3

import openpyxl

rows = list(openpyxl.load_workbook('all.xlsx')['Plan'].values)
head = rows[0]
shown = [(r[head.index('ID')], r[head.index('PERSONS GAINED')],
          r[head.index('WHAT IT IS')]) for r in rows[1:]]
made = list(sqlite3.connect('all.gpkg').execute(
    'SELECT id, persons_gained, text_en FROM plan_action ORDER BY position'))
assert shown == made, (shown[:3], made[:3])
END
