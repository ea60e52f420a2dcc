#!/bin/sh
# Times `circlet check` of all rules on a whole Beijing: 550,000 people, each
# in their own mode, 331 streets, 2,500 facilities, the roads inside the 5th
# ring. Median seconds (elapsed, and of the processor) and peak memory of RUNS
# runs; then each rule by itself, and with PROFILE the functions that take the
# time (perf, else valgrind's callgrind).
#
#     check.sh
#
# CIRCLET is the program, PERSONS how many people a row stands for (1), THREADS
# how many threads are used (2), CIRCLET_SHARED where the folder `data` is.
set -eu
LC_ALL=C
export LC_ALL
srcdir=$(cd "${srcdir:-.}" && pwd)
circlet=$(cd "$(dirname "${CIRCLET:-./circlet}")" && pwd)/$(basename \
    "${CIRCLET:-./circlet}")
data=${CIRCLET_SHARED:-$srcdir/../shared}/data
policy=$srcdir/geodata/policies/beijing-2018.yaml
[ -d "$data/beijing_streets" ] || {
    echo "$0: no $data/beijing_streets: set CIRCLET_SHARED" >&2
    exit 77
}
[ -x /usr/bin/time ] || { echo "$0: install the package time" >&2; exit 77; }
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"

# add LAYER FILE OPTION...
add() {
    "$circlet" import city.gpkg "$@" --quiet > imported 2>&1 || {
        cat imported >&2
        exit 1
    }
}

# check_city OPTION...: appends elapsed, user + system seconds and KiB to
# `list`; rules that fail give status 1.
check_city() {
    /usr/bin/time -f '%e %U %S %M' -o time "$circlet" check city.gpkg \
        --policy "$policy" --threads "${THREADS:-2}" --quiet --json "$@" \
        > findings.json 2> said || [ $? -eq 1 ] || {
        cat said >&2
        exit 1
    }
    awk 'NF == 4 { print $1, $2 + $3, $4 }' time >> list
}

# medians NAME
medians() {
    for column in 1 2 3; do
        sort -n -k "$column,$column" list | awk -v c="$column" '
            { v[NR] = $c } END { print v[int((NR + 1) / 2)] }'
    done | tr '\n' ' ' | awk -v name="$1" '{
        printf "%-20s %6.2f s (cpu %6.2f) %7.1f MiB\n", name, $1, $2, $3 / 1024
    }'
    : > list
}

/usr/bin/python3 "$srcdir/tests/bench/make_beijing.py" "$data" made \
    "${PERSONS:-1}"
"$circlet" new city.gpkg > imported
add units made/city.geojson
add units made/districts.geojson
add units "$data/beijing_streets/beijing_streets.shp" --map code=县+乡 \
    --map name=乡 --map parent_code=县 --set level=street
add units made/communities.geojson
add people made/people.csv --complete
add facilities made/facilities.csv --complete
add roads "$data/beijing_roads_5thring/beijing_5thring.osm.pbf"
wc -l made/people.csv made/facilities.csv | awk '/csv/ {
    printf "%s %d\n", $2, $1 - 1 }'

: > list
i=0
while [ "$i" -lt "${RUNS:-3}" ]; do
    check_city
    i=$((i + 1))
done
medians 'all rules'
for rule in $(sed -n 's/^  - id: \([AB]-[A-Z0-9-]*\)$/\1/p' "$policy"); do
    check_city --rule "$rule"
    medians "$rule"
done
[ -z "${PROFILE:-}" ] && exit
if command -v perf > /dev/null; then
    perf record -q -o perf.data "$circlet" check city.gpkg --policy "$policy" \
        --threads "${THREADS:-2}" --quiet > findings.txt || [ $? -eq 1 ]
    perf report -i perf.data --stdio 2> said | grep -v '^#' | head -n 30
else
    valgrind -q --tool=callgrind --callgrind-out-file=calls "$circlet" check \
        city.gpkg --policy "$policy" --threads 1 --quiet > findings.txt ||
        [ $? -eq 1 ]
    callgrind_annotate calls | head -n 60
fi
