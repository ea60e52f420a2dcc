#!/bin/sh
# The areas of stored units against GDAL: valid by its judgement, as large as
# in the source where that is valid, and where it is not, as what GDAL's own
# repair of the source gives. Pairs that overlap, by GDAL's own overlays.
. "${srcdir:-.}/tests/cli/setup"

shared=${CIRCLET_SHARED:-$srcdir/../shared}
[ -d "$shared/data/beijing_streets" ] || {
    echo "no Beijing data in $shared/data: set CIRCLET_SHARED" >&2
    exit 77
}
python=/usr/bin/python3
"$python" -c 'from osgeo import ogr' 2> /dev/null || {
    echo 'no python3-gdal' >&2
    exit 77
}
PYTHONDONTWRITEBYTECODE=1
export PYTHONDONTWRITEBYTECODE
streets=$shared/data/beijing_streets/beijing_streets.shp
districts=$shared/data/beijing_districts/beijing_districts.geojson

circlet new city.gpkg
circlet import city.gpkg units "$districts" --map code=name \
    --set level=district --json > districts.json
circlet import city.gpkg units "$streets" --map code=县+乡 --map name=乡 \
    --set level=street --json > streets.json
"$python" "$srcdir/tests/peer/areas.py" same city.gpkg district \
    "$districts" 0 name
"$python" "$srcdir/tests/peer/areas.py" same city.gpkg street \
    "$streets" 0 县 乡

# The same streets, each third with corners exchanged so that it crosses
# itself, and each seventh moved over its neighbours.
"$python" "$srcdir/tests/peer/areas.py" spoil "$streets" spoiled.geojson
circlet new spoiled.gpkg
circlet import spoiled.gpkg units spoiled.geojson --set level=street \
    --rejects notes.csv --json > spoiled.json 2> /dev/null
"$python" "$srcdir/tests/peer/areas.py" same spoiled.gpkg street \
    spoiled.geojson 100 code
"$python" "$srcdir/tests/peer/areas.py" overlaps spoiled.gpkg notes.csv
