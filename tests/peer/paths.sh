#!/bin/sh
# Ways of thousands of random pairs through Heidelberg in all nine modes: each
# street and node on them is open to who goes there, by the tags as osmium
# reads them; no wheelchair takes steps, a kerb or a slope over its limit,
# with the kerbs that are mapped and with many more. Times at best are never
# above those as mapped, nor these above those at worst; modes are ordered.
#
# JOURNEYS is the check program tests/peer/journeys, by default where CIRCLET
# is.
. "${srcdir:-.}/tests/cli/setup"
journeys=${JOURNEYS:-$(dirname "$CIRCLET")/tests/peer/journeys}

shared=${CIRCLET_SHARED:-$srcdir/../shared}
streets=$shared/data/heidelberg/heidelberg.osm.pbf
[ -f "$streets" ] || {
    echo "no $streets: set CIRCLET_SHARED" >&2
    exit 77
}
command -v osmium > /dev/null || { echo 'no osmium' >&2; exit 77; }
python=/usr/bin/python3
"$python" -c 'import numpy' 2> /dev/null || {
    echo 'no python3-numpy' >&2
    exit 77
}
PYTHONDONTWRITEBYTECODE=1
export PYTHONDONTWRITEBYTECODE

osmium cat --no-progress -f opl -o streets.opl "$streets"
circlet new city.gpkg
circlet import city.gpkg roads "$streets" --quiet > out
"$python" "$srcdir/tests/peer/paths.py" "$journeys" streets.opl city.gpkg \
    "$srcdir/geodata/modes"
