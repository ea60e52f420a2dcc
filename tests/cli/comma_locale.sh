#!/bin/sh
# Under a locale with a decimal comma every byte is as it is under C: what
# is read, what is stored, what is printed.
. "${srcdir:-.}/tests/cli/setup"

[ -e "${LOCPATH:-}/de_DE.UTF-8/LC_NUMERIC" ] || {
    echo 'no locale with a decimal comma could be made' >&2
    exit 77
}

# answers FOLDER: the whole way on the sample town; its files and outputs.
answers() {
    mkdir "$1"
    (
        cd "$1"
        sample=$srcdir/geodata/sample
        circlet new town.gpkg
        circlet import town.gpkg units "$sample/units.geojson"
        circlet import town.gpkg people "$sample/people.csv"
        circlet import town.gpkg facilities "$sample/facilities.csv"
        circlet import town.gpkg sites "$sample/sites.csv"
        circlet import town.gpkg roads "$sample/node.csv" "$sample/link.csv"
        circlet info town.gpkg --json > info.json
        circlet site town.gpkg --policy "$policy" --services warm_home \
            --count 2 --plan two --json > site.json
        circlet check town.gpkg --policy "$policy" --save > check.txt || :
        circlet check town.gpkg --policy "$policy" --json > check.json || :
        circlet export town.gpkg --to out.gpkg
        # A circlet without .xlsx files says so.
        circlet export town.gpkg --to out.xlsx --policy "$policy" \
            --plan two 2> xlsx.txt || grep -q 'built without' xlsx.txt
    ) > /dev/null
}

answers plain
LC_ALL=de_DE.UTF-8
export LC_ALL
# The locale is really there, and really writes a comma.
[ "$(env printf '%.1f' 1,5)" = 1,5 ]
answers comma

for file in town.gpkg info.json site.json check.json check.txt out.gpkg; do
    cmp "plain/$file" "comma/$file"
done
[ ! -s plain/out.xlsx ] || cmp plain/out.xlsx comma/out.xlsx
