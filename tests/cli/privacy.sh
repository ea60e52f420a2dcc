#!/bin/sh
# What is published of few persons: one who adds and subtracts what exports
# show, over units, over rules about the same persons, today and with a plan,
# finds no number under five; every product hides the same; --exact hides
# nothing and says so.
. "${srcdir:-.}/tests/cli/setup"
command -v sqlite3 > /dev/null || { echo 'no sqlite3' >&2; exit 77; }
python3 -c 'import sqlite3' 2> said || { echo 'no python3' >&2; exit 77; }

sample=$srcdir/geodata/sample
circlet new town.gpkg
for layer in units.geojson people.csv facilities.csv sites.csv; do
    circlet import town.gpkg "${layer%%.*}" "$sample/$layer" > made 2>&1
done
circlet import town.gpkg roads "$sample/node.csv" "$sample/link.csv" > made
for plan in two three all; do
    case $plan in
        two) circlet site town.gpkg --policy "$policy" --services warm_home \
            --count 2 --plan two ;;
        three) circlet site town.gpkg --policy "$policy" \
            --services warm_home --count 3 --plan three ;;
        *) circlet site town.gpkg --policy "$policy" --plan all ;;
    esac > made
    circlet export town.gpkg --policy "$policy" --plan $plan --to $plan.gpkg \
        > made
    circlet export town.gpkg --policy "$policy" --plan $plan \
        --to $plan.exact.gpkg --exact > made
done
circlet export town.gpkg --policy "$policy" --to today.gpkg > made
circlet export town.gpkg --policy "$policy" --to today.exact.gpkg --exact \
    > made
python3 "$srcdir/tests/cli/privacy_attack.py" today.gpkg today.exact.gpkg \
    two.gpkg two.exact.gpkg three.gpkg three.exact.gpkg all.gpkg all.exact.gpkg

# ---- whom a plan leaves outside is told where its findings are
for plan in two three; do
    sqlite3 $plan.gpkg "SELECT i.rule, i.unit, i.persons FROM plan_impossible
        AS i LEFT JOIN finding AS f ON f.plan = i.plan AND f.rule = i.rule AND
        f.unit = i.unit AND f.subject = 'unit' WHERE i.persons > 0 AND
        (i.persons < 5 OR i.persons_modelled BETWEEN 0.001 AND 4.999 OR
        (f.rule IS NOT NULL AND f.persons IS NULL))" >> left
done
if [ -s left ]; then
    cat left
    exit 1
fi
[ "$(sqlite3 two.exact.gpkg 'SELECT count(*) FROM plan_impossible
    WHERE persons > 0')" -gt "$(sqlite3 two.gpkg 'SELECT count(*) FROM
    plan_impossible WHERE persons > 0')" ]

# ---- no message has the id of a person
cat > wrong.csv << 'END'
id,lon,lat,grade,age,weight,certified
SECRET1,116.12,40.10,9,20,1,1
SECRET2,116.12,40.10,2,999,1,1
SECRET3,999,40.10,2,20,1,1
SECRET4,116.12,40.10,2,20,-5,1
SECRET5,116.12,40.10,2,20,1,perhaps
SECRET6,116.12,40.10,2,20,1,1
SECRET6,116.12,40.10,2,20,1,1
END
circlet new wrong.gpkg
circlet import wrong.gpkg people wrong.csv > said 2>&1 || true
grep -q '^1 of 7 rows' said
grep -q 'wrong.csv:8: ' said
circlet import wrong.gpkg people wrong.csv >> said 2>&1 || true
circlet import wrong.gpkg people wrong.csv --strict --json >> said 2>&1 || true
circlet near town.gpkg --policy "$policy" --person SECRET7 --need day_care \
    >> said 2>&1 || true
if grep SECRET said; then
    echo 'a message names a person' >&2
    exit 1
fi

# ---- ledgers of all levels
for level in city district street community; do
    circlet ledger town.gpkg --policy "$policy" --level $level --json \
        > $level.json
    circlet ledger town.gpkg --policy "$policy" --level $level --json --exact \
        > $level.exact.json
done
python3 "$srcdir/tests/cli/privacy_ledger.py" city.json district.json \
    street.json community.json -- city.exact.json district.exact.json \
    street.exact.json community.exact.json

# ---- all of it put together
for exact in '' --exact; do
    circlet groups town.gpkg --policy "$policy" $exact --json \
        > groups$exact.json
done
circlet report town.gpkg --policy "$policy" -o report.html > made
python3 "$srcdir/tests/cli/privacy_joined.py" city.json district.json \
    street.json community.json -- city.exact.json district.exact.json \
    street.exact.json community.exact.json -- today.gpkg today.exact.gpkg \
    groups.json groups--exact.json report.html

# ---- saved findings are hidden as those just made
circlet check town.gpkg --policy "$policy" --save > made || [ $? -eq 1 ]
circlet export town.gpkg --to saved.gpkg > made
for name in today saved; do
    sqlite3 $name.gpkg "SELECT rule, subject_id, mode, verdict, measured,
        persons, persons_covered, shortfall, text_zh, text_en FROM finding
        ORDER BY fid" > $name.rows
done
cmp today.rows saved.rows

# ---- exact files say so, and so does the command
sqlite3 today.exact.gpkg 'SELECT metadata FROM gpkg_metadata' > said
grep -q 'Exact: with numbers of few persons' said
sqlite3 today.gpkg 'SELECT metadata FROM gpkg_metadata' > said
grep -q 'Numbers of few persons' said
expect 0 '{"file":"e.gpkg","plan":null,"findings":0,"exact":true}\n' '' \
    circlet export "$(small_city c.gpkg; echo c.gpkg)" --to e.gpkg --exact \
    --json --quiet

# ---- a workbook hides the same findings
python3 -c 'import openpyxl' 2> said || exit 0
circlet export town.gpkg --policy "$policy" --plan two --to two.xlsx \
    --language en > said || { grep -q 'built without' said && exit 0; }
python3 - << 'END'
import sqlite3

import openpyxl

rows = list(openpyxl.load_workbook('two.xlsx')['Findings'].values)
head = rows[0]
shown = [(r[head.index('RULE')], r[head.index('PERSONS')],
          r[head.index('FINDING')]) for r in rows[1:]]
made = list(sqlite3.connect('two.gpkg').execute(
    'SELECT rule, persons, text_en FROM finding ORDER BY fid'))
assert len(shown) == len(made)
for a, b in zip(shown, made):
    assert a[0] == b[0] and a[1] == b[1] and a[2] == b[2], (a, b)
assert any('so few persons' in (r[2] or '') for r in shown)
END
