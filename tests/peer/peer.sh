#!/bin/sh
# Travel times against an independent reading: Heidelberg through osmium's
# text format, Python's reading of the mode's rules, scipy's Dijkstra; a GMNS
# copy of the same streets; the nearest of many against the least of the rows.
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
"$python" -c 'import numpy, scipy, yaml' 2> /dev/null || {
    echo 'no python3-scipy or no python3-yaml' >&2
    exit 77
}
PYTHONDONTWRITEBYTECODE=1
export PYTHONDONTWRITEBYTECODE

osmium cat --no-progress -f opl -o streets.opl "$streets"
circlet new city.gpkg
circlet import city.gpkg roads "$streets" --json --quiet > counts.json
for mode in walk stick manual_wheelchair drive; do
    rm -f gmns.gpkg
    "$python" "$srcdir/tests/peer/compare_times.py" "$CIRCLET" "$times" \
        streets.opl city.gpkg "$srcdir/geodata/modes/$mode.yaml" counts.json
done
