#!/bin/sh
# Walking times against a plain network of the same Heidelberg that igraph
# searches (length over 1.2 m/s): how they relate, and why, one reason after
# another taken away until nothing is left to explain.
#
# TIMES is the check program tests/peer/times, by default where CIRCLET is.
. "${srcdir:-.}/tests/cli/setup"
times=${TIMES:-$(dirname "$CIRCLET")/tests/peer/times}

shared=${CIRCLET_SHARED:-$srcdir/../shared}
streets=$shared/data/heidelberg/heidelberg.osm.pbf
[ -f "$streets" ] || {
    echo "no $streets: set CIRCLET_SHARED" >&2
    exit 77
}
command -v osmium > /dev/null || { echo 'no osmium' >&2; exit 77; }
python=/usr/bin/python3
"$python" -c 'import igraph, numpy, yaml' 2> /dev/null || {
    echo 'no python3-igraph, python3-scipy or python3-yaml' >&2
    exit 77
}
PYTHONDONTWRITEBYTECODE=1
export PYTHONDONTWRITEBYTECODE

osmium cat --no-progress -f opl -o streets.opl "$streets"
circlet new city.gpkg
circlet import city.gpkg roads "$streets" --quiet > out
"$python" "$srcdir/tests/peer/walk_times.py" "$times" streets.opl city.gpkg \
    "$srcdir/geodata/modes/walk.yaml"
