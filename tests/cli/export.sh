#!/bin/sh
# circlet export: saved findings and plans into a GeoPackage, never over a
# file unasked.
. "${srcdir:-.}/tests/cli/setup"

small_city city.gpkg
remark() {
    printf 'circlet export: remark: no findings are saved: give --policy '
    printf "FILE, or run 'circlet check city.gpkg --policy FILE%s --save' first" "$1"
}
expect 0 'map.gpkg written, with 0 findings\n' "$(remark '')\n" \
    circlet export city.gpkg --to map.gpkg
unchanged map.gpkg expect 3 '' 'circlet export: map.gpkg: exists already\n' \
    circlet export city.gpkg --to map.gpkg

circlet check city.gpkg --policy "$policy" --save > out || [ $? -eq 1 ]
cp city.gpkg before.gpkg
expect 0 'map.gpkg written, with 22 findings\n' '' \
    circlet export city.gpkg --to map.gpkg --force
cmp city.gpkg before.gpkg

circlet site city.gpkg --policy "$policy" --services warm_home --count 1 \
    --plan p > out
expect 0 '{"file":"plan.gpkg","plan":"p","findings":0,"exact":false}\n' \
    "$(remark ' --plan p')\n" \
    circlet export city.gpkg --to plan.gpkg --plan p --json
expect 0 '{"file":"plan.gpkg","plan":"p","findings":0,"exact":false}\n' '' \
    circlet export city.gpkg --to plan.gpkg --plan p --json --quiet --force
circlet check city.gpkg --policy "$policy" --plan p --save > out ||
    [ $? -eq 1 ]
expect 0 'plan.gpkg written, with 24 findings\n' '' \
    circlet export city.gpkg --to plan.gpkg --plan p --force

expect 3 '' "circlet export: city.gpkg: no plan 'q' (plans: p)\n" \
    circlet export city.gpkg --to other.gpkg --plan q
[ ! -e other.gpkg ]
unchanged city.gpkg expect 2 '' \
    'circlet export: city.gpkg: an export cannot replace its own city\n' \
    circlet export city.gpkg --to city.gpkg --force
expect 2 '' "circlet export: option '--to' is missing
Try 'circlet export --help' for more information.\n" \
    circlet export city.gpkg
