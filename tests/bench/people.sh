#!/bin/sh
# Times the import of a million people from CSV beside ogr2ogr's of the same
# file into a GeoPackage with a spatial index: median seconds (elapsed, and of
# the processor) of RUNS runs each, in turns, the ratio and peak memory; then
# the same file imported once more in place of its rows.
#
#     people.sh
#
# CIRCLET is the program, ROWS how many people.
set -eu
LC_ALL=C
export LC_ALL
srcdir=$(cd "${srcdir:-.}" && pwd)
circlet=${CIRCLET:-./circlet}
runs=${RUNS:-3}
rows=${ROWS:-1000000}

. "$srcdir/tests/bench/timed"

awk -v rows="$rows" 'BEGIN {
    srand(7)
    split("visual hearing speech physical intellectual mental", kind, " ")
    split("none stick crutches manual_wheelchair powered_wheelchair", aid, " ")
    print "id,lon,lat,kind,grade,age,aid,certified"
    for (i = 1; i <= rows; i++)
        printf "p%07d,%.6f,%.6f,%s,%d,%d,%s,yes\n", i, 116.1 + 0.4 * rand(),
            39.8 + 0.3 * rand(), kind[1 + int(6 * rand())],
            1 + int(4 * rand()), int(100 * rand()), aid[1 + int(5 * rand())]
}' > "$scratch/people.csv"

: > "$scratch/own"
: > "$scratch/peer"
: > "$scratch/again"
i=0
while [ "$i" -lt "$runs" ]; do
    rm -f "$scratch/city.gpkg" "$scratch/points.gpkg"
    "$circlet" new "$scratch/city.gpkg"
    timed "$scratch/own" "$circlet" import "$scratch/city.gpkg" people \
        "$scratch/people.csv" --quiet
    timed "$scratch/peer" ogr2ogr -q -f GPKG "$scratch/points.gpkg" \
        "$scratch/people.csv" -oo X_POSSIBLE_NAMES=lon \
        -oo Y_POSSIBLE_NAMES=lat -oo AUTODETECT_TYPE=YES -a_srs EPSG:4326 \
        -lco SPATIAL_INDEX=YES
    timed "$scratch/again" "$circlet" import "$scratch/city.gpkg" people \
        "$scratch/people.csv" --quiet
    i=$((i + 1))
done
compared "$rows people" own peer
compared "$rows people again" again peer
