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
circlet=${CIRCLET:-./circlet}
runs=${RUNS:-5}
shared=${CIRCLET_SHARED:-${srcdir:-.}/../shared}

command -v ogr2ogr > /dev/null || { echo 'roads.sh: no ogr2ogr' >&2; exit 77; }
[ -x /usr/bin/time ] || {
    echo 'roads.sh: install the package time' >&2
    exit 77
}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# timed LIST COMMAND...: appends elapsed, user + system seconds and KiB.
timed() {
    list=$1
    shift
    /usr/bin/time -f '%e %U %S %M' -o "$scratch/time" "$@" \
        > "$scratch/out" 2>&1 || {
        cat "$scratch/out" >&2
        exit 1
    }
    awk '{ print $1, $2 + $3, $4 }' "$scratch/time" >> "$list"
}

# median LIST COLUMN
median() {
    sort -n -k "$2,$2" "$1" | awk -v c="$2" '{ v[NR] = $c }
        END { print v[int((NR + 1) / 2)] }'
}

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
    for column in 1 2 3; do
        median "$scratch/own" $column
        median "$scratch/peer" $column
    done | tr '\n' ' ' | awk -v name="${name#*/}" '{
        printf "roads %-16s %5.2f s (cpu %5.2f) %6.1f MiB;  ogr2ogr %5.2f s " \
            "(cpu %5.2f) %6.1f MiB;  ratio %.2f (cpu %.2f)\n",
            name, $1, $3, $5 / 1024, $2, $4, $6 / 1024, $1 / $2, $3 / $4 }'
done
