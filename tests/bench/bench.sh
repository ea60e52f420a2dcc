#!/bin/sh
# Times circlet on all of Beijing, median of five runs and peak memory, and
# its nearest query beside scipy's and igraph's Dijkstra on the same streets.
#
#     bench.sh
#
# CIRCLET is the program, TIMES the check program tests/peer/times, srcdir
# the source tree, CIRCLET_SHARED the folder with the Beijing data. One line
# a case: name, median seconds, peak MiB.
set -eu
LC_ALL=C
PYTHONDONTWRITEBYTECODE=1
export LC_ALL PYTHONDONTWRITEBYTECODE
srcdir=$(cd "${srcdir:-.}" && pwd)
circlet=${CIRCLET:-./circlet}
times=${TIMES:-tests/peer/times}
python=/usr/bin/python3
runs=${RUNS:-5}
shared=${CIRCLET_SHARED:-$srcdir/../shared}
policy=$srcdir/geodata/policies/beijing-2018.yaml

[ -d "$shared/data/beijing_streets" ] || {
    echo "bench.sh: no Beijing data in $shared/data: set CIRCLET_SHARED" >&2
    exit 77
}
[ -x /usr/bin/time ] || {
    echo 'bench.sh: install the package time' >&2
    exit 77
}

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
made=$scratch/made
"$python" "$srcdir/tests/data/make_beijing.py" "$shared/data" "$made"

# measure NAME COMMAND...: each run starts from the same city file; exit
# status 1 is an answer.
measure() {
    name=$1
    shift
    : > "$scratch/seconds"
    peak=0
    i=0
    while [ "$i" -lt "$runs" ]; do
        cp "$scratch/base.gpkg" "$scratch/city.gpkg"
        status=0
        /usr/bin/time -v -o "$scratch/time" "$@" > "$scratch/out" \
            2> "$scratch/err" || status=$?
        [ "$status" -le 1 ] || {
            cat "$scratch/err" >&2
            exit "$status"
        }
        awk '/Elapsed/ { n = split($NF, t, ":"); s = 0
            for (k = 1; k <= n; k++) s = 60 * s + t[k]
            print s }' "$scratch/time" >> "$scratch/seconds"
        kib=$(awk '/Maximum resident/ { print $NF }' "$scratch/time")
        [ "$kib" -le "$peak" ] || peak=$kib
        i=$((i + 1))
    done
    sort -n "$scratch/seconds" | awk -v name="$name" -v peak="$peak" '
        { s[NR] = $1 }
        END { printf "%-28s %8.2f s %8.1f MiB\n", name,
            s[int((NR + 1) / 2)], peak / 1024 }'
    cp "$scratch/city.gpkg" "$scratch/done.gpkg"
}

# keep: the next case starts from what the last one left.
keep() { mv "$scratch/done.gpkg" "$scratch/base.gpkg"; }

city=$scratch/city.gpkg
"$circlet" new "$scratch/base.gpkg"
measure 'import 16 districts' "$circlet" import "$city" units \
    "$made/districts.geojson"
keep
measure 'import 331 streets' "$circlet" import "$city" units \
    "$shared/data/beijing_streets/beijing_streets.shp" --map code=县+乡 \
    --map name=乡 --map parent_code=县 --set level=street
keep
measure 'import 55,000 people' "$circlet" import "$city" people \
    "$made/people.csv"
keep
measure 'import facilities' "$circlet" import "$city" facilities \
    "$made/facilities.csv" --complete
keep
measure 'import sites' "$circlet" import "$city" sites "$made/sites.csv"
keep
measure 'import roads, 5th ring' "$circlet" import "$city" roads \
    "$shared/data/beijing_roads_5thring/beijing_5thring.osm.pbf"
keep
measure 'check' "$circlet" check "$city" --policy "$policy" --json
measure 'check --save' "$circlet" check "$city" --policy "$policy" --save \
    --json
keep
measure 'site --count 20' "$circlet" site "$city" --policy "$policy" \
    --services warm_home --count 20 --plan twenty --json
keep
measure 'check --plan --save' "$circlet" check "$city" --policy "$policy" \
    --plan twenty --save --json
keep
measure 'export' "$circlet" export "$city" --to "$scratch/map.gpkg" --force

if [ -x "$times" ] && "$python" -c 'import scipy, yaml' 2> /dev/null; then
    "$python" "$srcdir/tests/bench/peer_ratio.py" "$times" \
        "$scratch/base.gpkg" "$srcdir/geodata/modes/walk.yaml"
else
    echo "bench.sh: no $times or no python3-scipy, python3-yaml: no peers" >&2
fi
CIRCLET=$circlet CIRCLET_SHARED=$shared srcdir=$srcdir \
    sh "$srcdir/tests/bench/roads.sh"
CIRCLET=$circlet srcdir=$srcdir sh "$srcdir/tests/bench/people.sh"
CIRCLET=$circlet srcdir=$srcdir CIRCLET_SHARED=$shared \
    sh "$srcdir/tests/bench/check.sh"

# The reach engine; the folder of the benches is that of this build.
bench=${BENCH:-tests/bench}
if [ -x "$bench/reach_own" ]; then
    "$bench/memory_speed"
    CIRCLET=$circlet CIRCLET_SHARED=$shared srcdir=$srcdir RUNS=$runs \
        MAKE_GRAPH=$bench/make_graph REACH_OWN=$bench/reach_own \
        sh "$srcdir/tests/bench/reach.sh"
    for case in manual_wheelchair:15 drive:30; do
        echo "a whole city, 7,000 sites, 550,000 people, $case min:"
        "$bench/whole_city" "$srcdir/geodata/modes/${case%:*}.yaml" \
            "${case#*:}" 2
    done
else
    echo "bench.sh: no $bench/reach_own" >&2
fi
CIRCLET=$circlet srcdir=$srcdir CIRCLET_SHARED=$shared BENCH=$bench \
    sh "$srcdir/tests/bench/siting.sh"
