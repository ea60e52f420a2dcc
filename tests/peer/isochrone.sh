#!/bin/sh
# Service areas on real networks: thousands of random homes, each on its side
# of each border by an own test of points in polygons; areas valid as GEOS
# (through ogr2ogr) sees it, and nested; time and memory are said.
. "${srcdir:-.}/tests/cli/setup"

shared=${CIRCLET_SHARED:-$srcdir/../shared}
python=/usr/bin/python3
command -v ogrinfo > /dev/null || { echo 'no ogrinfo' >&2; exit 77; }
[ -x /usr/bin/time ] || measure=
measure=${measure-/usr/bin/time -f %es,%MKB}

# run NAME PBF W S E N LON LAT MODE: five thousand homes in a box.
run() {
    [ -f "$shared/data/$2" ] || {
        echo "no $shared/data/$2: set CIRCLET_SHARED" >&2
        exit 77
    }
    "$python" - "$3" "$4" "$5" "$6" > people.csv <<'END'
import random
import sys
west, south, east, north = map(float, sys.argv[1:])
random.seed(7)
print("id,lon,lat")
for i in range(5000):
    print(f"p{i},{random.uniform(west, east):.6f},"
          f"{random.uniform(south, north):.6f}")
END
    if [ ! -f "$1.gpkg" ]; then
        circlet new "$1.gpkg"
        circlet import "$1.gpkg" roads "$shared/data/$2" --quiet > /dev/null
        circlet import "$1.gpkg" people people.csv --quiet > /dev/null
    fi
    rm -f areas.geojson
    echo "$1, $9:"
    $measure "$CIRCLET" isochrone "$1.gpkg" --policy "$policy" --mode "$9" \
        --cutoff 8,10,15,30 --at "$7,$8" --quiet -o areas.geojson
    "$python" "$srcdir/tests/cli/isochrone_expect.py" areas.geojson people.csv
    ogrinfo -q areas.geojson -dialect sqlite -sql 'SELECT minutes,
        ST_IsValid(geometry) AS valid, ST_NPoints(geometry) AS corners,
        ST_NumGeometries(geometry) AS parts FROM areas' > valid
    if grep -q 'valid (Integer) = 0' valid ||
        [ "$(grep -c 'valid (Integer) = 1' valid)" -ne 4 ]; then
        cat valid >&2
        exit 1
    fi
}

for mode in drive walk manual_wheelchair; do
    run monaco monaco/monaco.osm.pbf 7.405 43.72 7.445 43.755 \
        7.4206 43.7316 $mode
    run heidelberg heidelberg/heidelberg.osm.pbf 8.64 49.38 8.74 49.44 \
        8.6947 49.4094 $mode
    run beijing beijing_roads_5thring/beijing_5thring.osm.pbf \
        116.33 39.88 116.43 39.96 116.38 39.93 $mode
done
