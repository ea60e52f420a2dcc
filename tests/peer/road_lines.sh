#!/bin/sh
# Lines joined into streets against a second way of joining them: those that
# ogr2ogr makes of OpenStreetMap's ways, through three formats.
. "${srcdir:-.}/tests/cli/setup"

shared=${CIRCLET_SHARED:-$srcdir/../shared}
python=/usr/bin/python3
command -v ogr2ogr > /dev/null || { echo 'no ogr2ogr' >&2; exit 77; }
"$python" -c 'import numpy, scipy' 2> /dev/null || {
    echo 'no python3-scipy' >&2
    exit 77
}
PYTHONDONTWRITEBYTECODE=1
export PYTHONDONTWRITEBYTECODE

for name in monaco/monaco heidelberg/heidelberg \
    beijing_roads_5thring/beijing_5thring; do
    streets=$shared/data/$name.osm.pbf
    [ -f "$streets" ] || {
        echo "no $streets: set CIRCLET_SHARED" >&2
        exit 77
    }
    rm -f lines.* city.gpkg
    # Where gpkg and shapefile would keep all digits, GeoJSON keeps those
    # that OpenStreetMap has.
    ogr2ogr -q -f GeoJSON -lco COORDINATE_PRECISION=7 \
        -select osm_id,name,highway,z_order -where 'highway IS NOT NULL' \
        lines.geojson "$streets" lines
    ogr2ogr -q -f GPKG lines.gpkg lines.geojson
    ogr2ogr -q -f 'ESRI Shapefile' -lco ENCODING=UTF-8 lines.shp lines.geojson
    circlet new city.gpkg
    for file in lines.geojson lines.gpkg lines.shp; do
        circlet import city.gpkg roads $file --quiet > .out 2> .err
        echo "${name#*/}, $file:"
        "$python" "$srcdir/tests/peer/line_network.py" lines.geojson city.gpkg
    done
done
