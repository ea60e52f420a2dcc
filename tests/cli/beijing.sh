#!/bin/sh
# All of Beijing: 331 streets of a shapefile with Chinese field names, 16
# districts, the roads inside the 5th ring alone, people and homes made by
# tests/data/make_beijing.py.
. "${srcdir:-.}/tests/cli/setup"

shared=${CIRCLET_SHARED:-$srcdir/../shared}
[ -d "$shared/data/beijing_streets" ] || {
    echo "no Beijing data in $shared/data: set CIRCLET_SHARED" >&2
    exit 77
}
command -v python3 > /dev/null || { echo 'no python3' >&2; exit 77; }

policy=$srcdir/geodata/policies/beijing-2018.yaml
streets=$shared/data/beijing_streets/beijing_streets.shp
roads=$shared/data/beijing_roads_5thring/beijing_5thring.osm.pbf

python3 "$srcdir/tests/data/make_beijing.py" "$shared/data" made 50
python3 "$srcdir/tests/data/make_beijing.py" "$shared/data" again 50
diff -r made again

circlet new city.gpkg
circlet import city.gpkg units made/districts.geojson --json > districts.json
circlet import city.gpkg units "$streets" --map code=县+乡 --map name=乡 \
    --map parent_code=县 --set level=street --json > streets.json
circlet import city.gpkg people made/people.csv --json > people.json
circlet import city.gpkg facilities made/facilities.csv --complete \
    --json > facilities.json
circlet import city.gpkg sites made/sites.csv --json > sites.json
circlet import city.gpkg roads "$roads" --json > roads.json

# judge FILE ARGUMENT...: streets without a home are there, so status 1.
judge() {
    to=$1
    shift
    status=0
    circlet check city.gpkg --policy "$policy" --json "$@" > "$to" ||
        status=$?
    [ "$status" -eq 1 ] || explain "status $status instead of 1" check "$@"
}
judge before.json --save
circlet site city.gpkg --policy "$policy" --services warm_home --count 20 \
    --plan twenty --json > plan.json
judge after.json --plan twenty --save
circlet export city.gpkg --to map.gpkg --plan twenty > /dev/null

python3 "$srcdir/tests/cli/beijing_expect.py" "$shared/data" made

if command -v ogrinfo > /dev/null; then
    ogrinfo -ro -so -q map.gpkg > layers
    ogrinfo -ro -so map.gpkg unit > counted
    grep -q 'Feature Count: 347' counted || { cat layers counted >&2; exit 1; }
fi
