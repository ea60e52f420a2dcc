#!/bin/sh
# The table of the manual: what share of Heidelberg's homes is within 15
# minutes of a tram stop, in each of the nine modes, at worst, as mapped and
# at best. Prints it; checks that bounds and modes are in order.
. "${srcdir:-.}/tests/cli/setup"

shared=${CIRCLET_SHARED:-$srcdir/../shared}
streets=$shared/data/heidelberg/heidelberg.osm.pbf
[ -f "$streets" ] || {
    echo "no $streets: set CIRCLET_SHARED" >&2
    exit 77
}
command -v osmium > /dev/null || { echo 'no osmium' >&2; exit 77; }
python=/usr/bin/python3
"$python" -c 'import numpy, yaml' 2> /dev/null || {
    echo 'no python3-numpy or no python3-yaml' >&2
    exit 77
}
PYTHONDONTWRITEBYTECODE=1
export PYTHONDONTWRITEBYTECODE
streets=$(cd "$(dirname "$streets")" && pwd)/heidelberg.osm.pbf

osmium cat --no-progress -f opl -o streets.opl "$streets"
"$python" "$srcdir/tests/peer/coverage.py" "$CIRCLET" streets.opl "$streets" \
    "$srcdir/geodata"
