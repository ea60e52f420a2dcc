#!/bin/sh
# Times circlet's reach engine beside its peers on the same graphs, in turns:
# median microseconds a source of RUNS rounds, the ratio to circlet's on one
# thread, and how many settled nodes a second that is. Every program must
# reach the same nodes in the same sum of times.
#
#     reach.sh [CASE...]
#
# "reach" counts and sums what is reached, as the peers do; without it rows
# are made of it and read, the making of a query included. A case is porto-walk, city-walk, city-drive, new_york-walk, new_york-drive
# or counts (instructions of two fixed searches); without one: all. MAKE_GRAPH,
# REACH_OWN and CIRCLET are the programs, CIRCLET_SHARED the folder with the
# data; peers that are not installed are said to be missing.
set -eu
LC_ALL=C
PYTHONDONTWRITEBYTECODE=1
export LC_ALL PYTHONDONTWRITEBYTECODE
srcdir=$(cd "${srcdir:-.}" && pwd)
here=$srcdir/tests/bench
circlet=${CIRCLET:-./circlet}
make_graph=${MAKE_GRAPH:-tests/bench/make_graph}
own=${REACH_OWN:-tests/bench/reach_own}
runs=${RUNS:-5}
side=${SIDE:-1040}
shared=${CIRCLET_SHARED:-$srcdir/../shared}
cases=${*:-porto-walk city-walk city-drive new_york-walk new_york-drive counts}

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# The peers are compiled here, so that circlet's build needs none of them.
missing() { echo "reach.sh: no $1: it is left out" >&2; }
peers=
if g++ -O3 -std=c++17 -DNDEBUG -c "$here/reach_boost.cpp" \
    -o "$scratch/boost.o" 2> "$scratch/log" &&
    gcc -O3 -c "$here/graph_file.c" -o "$scratch/file.o" &&
    g++ "$scratch/boost.o" "$scratch/file.o" -o "$scratch/boost"; then
    peers="$peers boost"
else
    missing 'Boost.Graph (libboost-graph-dev)'
fi
if flags=$(pkg-config --cflags --libs igraph 2> /dev/null) &&
    gcc -O3 "$here/reach_igraph.c" "$here/graph_file.c" -o \
        "$scratch/igraph" $flags 2> "$scratch/log"; then
    peers="$peers igraph"
else
    missing 'igraph (libigraph-dev)'
fi
if /usr/bin/python3 -c 'import scipy' 2> /dev/null; then
    peers="$peers scipy"
else
    missing 'scipy (python3-scipy)'
fi
if ls /usr/share/postgresql/*/extension/pgrouting.control > /dev/null 2>&1
then
    peers="$peers pgrouting"
else
    missing 'pgRouting (postgresql-15-pgrouting)'
fi

# make CASE: its graph.
make() {
    case $1 in
    porto-walk)
        [ -f "$shared/data/porto/porto.osm.pbf" ] || return 1
        "$circlet" new "$scratch/porto.gpkg"
        "$circlet" import "$scratch/porto.gpkg" roads \
            "$shared/data/porto/porto.osm.pbf" > "$scratch/log" 2>&1
        "$make_graph" mode "$scratch/porto.gpkg" \
            "$srcdir/geodata/modes/walk.yaml" "$scratch/$1"
        ;;
    city-*) "$make_graph" city "$side" "${1#city-}" "$scratch/$1" ;;
    new_york-*)
        [ -d "$shared/data/new_york" ] || return 1
        for part in node link; do
            gzip -dc "$shared/data/new_york/$part.csv.gz" \
                > "$scratch/$part.csv"
        done
        "$make_graph" gmns "$scratch/node.csv" "$scratch/link.csv" \
            "${1#new_york-}" "$scratch/$1"
        ;;
    esac
}

# ask PROGRAM GRAPH CUTOFF_S SOURCES: "us a source, reached, sum".
ask() {
    program=$1
    shift
    case $program in
    circlet:*) # KIND:LANES:THREADS
        IFS=: read -r name kind lanes threads << END
$program
END
        "$own" "$1" "$2" "$3" "$kind" "$threads" "$lanes"
        ;;
    boost | igraph) "$scratch/$program" "$@" ;;
    scipy) /usr/bin/python3 "$here/reach_scipy.py" "$@" ;;
    pgrouting) sh "$here/reach_pgrouting.sh" "$@" ;;
    esac | sed 's/.*; //'
}

# share PROGRAM SOURCES FAR: how many sources a program of that speed is
# asked for; ratios are per source.
share() {
    case $1-$3 in
    circlet:*) echo "$2" ;;
    boost-near) echo "$2" ;;
    boost-far) echo $(($2 / 20)) ;;
    scipy-near | igraph-near) echo $(($2 / 10)) ;;
    pgrouting-near) echo "$2" ;;
    *) echo $(($2 / 100)) ;;
    esac
}

# compare CASE CUTOFF_S SOURCES near|far: to reach by one thread and two, and
# with plain vectors; then rows to all nodes by the engine.
compare() {
    graph=$scratch/$1
    reference=circlet:$4-reach:$best:1
    programs="$reference circlet:$4-reach:$best:2 circlet:$4:$best:1"
    [ "$4" = near ] || programs="$programs circlet:far-reach:baseline:1"
    for round in $(seq "$runs"); do
        for program in $programs $peers; do
            # A database is filled for each answer: once must do.
            [ "$program" != pgrouting ] || [ "$round" = 1 ] || continue
            asked=$(share "$program" "$3" "$4")
            ask "$program" "$graph" "$2" "$asked" |
                sed "s/^/$program $asked /" >> "$scratch/answers"
        done
    done
    for program in $peers; do
        # The same sources of circlet's, for the sums to be compared.
        asked=$(share "$program" "$3" "$4")
        ask "$reference" "$graph" "$2" "$asked" |
            sed "s/^/check $asked /" >> "$scratch/answers"
    done
    awk -v name="$1" -v reference="$reference" \
        -f "$here/reach_table.awk" "$scratch/answers"
    rm -f "$scratch/answers"
}

# Instructions inside the searches alone.
count() {
    command -v valgrind > /dev/null || { missing valgrind; return; }
    "$make_graph" city 200 drive "$scratch/counts" > "$scratch/log"
    for kind in near far; do
        valgrind --tool=callgrind --callgrind-out-file="$scratch/cg" \
            --toggle-collect="$([ $kind = near ] && echo ci_search_run ||
                echo ci_far_count)" "$own" "$scratch/counts" \
            $([ $kind = near ] && echo 120 || echo 600) 64 $kind-reach 1 \
            baseline \
            > "$scratch/log" 2> "$scratch/err"
        awk -v kind="$kind" '/Collected/ {
            printf "%s %d\n", kind, $NF }' "$scratch/err" >> "$scratch/kept"
    done
    awk 'FNR == NR { if (!/^#/) kept[$1] = $2; next }
        {
            more = 100 * ($2 / kept[$1] - 1)
            printf "counts        %s search, 2 x 64 sources: %d instructions, " \
                "%+.1f %% of those kept\n", $1, $2, more
            if (more > 2 || more < -2)
                bad = 1
        }
        END {
            if (bad)
                print "reach.sh: another count than in reach_counts.txt: why?" \
                    > "/dev/stderr"
            exit bad
        }' "$here/reach_counts.txt" "$scratch/kept"
}

best=baseline
for set in avx2 avx512; do
    flag=$set
    [ $set = avx512 ] && flag=avx512f
    ! grep -qw "$flag" /proc/cpuinfo || best=$set
done

for case in $cases; do
    [ "$case" != counts ] || { count; continue; }
    make "$case" > "$scratch/made" 2>&1 || {
        echo "reach.sh: no data for $case: it is left out" >&2
        continue
    }
    echo "$case: $(tail -n 1 "$scratch/made")"
    case $case in
    *-walk) compare "$case" 900 1000 near ;;
    *-drive) compare "$case" 1800 1000 far ;;
    esac
done
