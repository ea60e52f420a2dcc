#!/bin/sh
# Times the import of .osm.pbf files beside ogr2ogr's of their lines layer
# into a GeoPackage: median seconds (elapsed, and of the processor) of RUNS
# runs each, in turns, the ratio and peak memory.
#
#     roads.sh
#
# CIRCLET is the program, CIRCLET_SHARED the folder with the data.
set -eu
LC_ALL=C
export LC_ALL
srcdir=$(cd "${srcdir:-.}" && pwd)
circlet=${CIRCLET:-./circlet}
runs=${RUNS:-5}
shared=${CIRCLET_SHARED:-$srcdir/../shared}

. "$srcdir/tests/bench/timed"

for name in heidelberg/heidelberg beijing_roads_5thring/beijing_5thring \
    porto/porto; do
    file=$shared/data/$name.osm.pbf
    [ -f "$file" ] || { echo "roads.sh: no $file" >&2; continue; }
    : > "$scratch/own"
    : > "$scratch/peer"
    i=0
    while [ "$i" -lt "$runs" ]; do
        rm -f "$scratch/city.gpkg" "$scratch/lines.gpkg"
        "$circlet" new "$scratch/city.gpkg"
        timed "$scratch/own" "$circlet" import "$scratch/city.gpkg" roads \
            "$file" --quiet
        timed "$scratch/peer" ogr2ogr -q -f GPKG "$scratch/lines.gpkg" \
            "$file" lines
        i=$((i + 1))
    done
    compared "roads ${name#*/}" own peer
done
