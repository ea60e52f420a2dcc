#!/bin/sh
# What is closed to each mode and why: Heidelberg through osmium's text format
# and rules written from the README's words, against the program and its
# modes; the bounds hold the nominal time, and modes are ordered, on every
# link. Prints the counts by mode and reason.
#
# LINK_TIMES is the check program tests/peer/link_times, by default where
# CIRCLET is.
. "${srcdir:-.}/tests/cli/setup"
link_times=${LINK_TIMES:-$(dirname "$CIRCLET")/tests/peer/link_times}

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
"$python" "$srcdir/tests/peer/modes.py" "$link_times" streets.opl city.gpkg \
    "$srcdir/geodata/modes"
