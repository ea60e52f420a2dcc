#!/bin/sh
# Tags of Heidelberg that are known are hidden: the true times lie within the
# bounds of the city without them, on every street and node and from homes to
# facilities, in all nine modes.
#
# JOURNEYS and LINK_TIMES are the check programs tests/peer/journeys and
# tests/peer/link_times, by default where CIRCLET is.
. "${srcdir:-.}/tests/cli/setup"
journeys=${JOURNEYS:-$(dirname "$CIRCLET")/tests/peer/journeys}
link_times=${LINK_TIMES:-$(dirname "$CIRCLET")/tests/peer/link_times}

shared=${CIRCLET_SHARED:-$srcdir/../shared}
streets=$shared/data/heidelberg/heidelberg.osm.pbf
[ -f "$streets" ] || {
    echo "no $streets: set CIRCLET_SHARED" >&2
    exit 77
}
python=/usr/bin/python3
"$python" -c 'import yaml' 2> /dev/null || {
    echo 'no python3-yaml' >&2
    exit 77
}
PYTHONDONTWRITEBYTECODE=1
export PYTHONDONTWRITEBYTECODE

circlet new city.gpkg
circlet import city.gpkg roads "$streets" --quiet > out
"$python" "$srcdir/tests/peer/hidden_tags.py" "$journeys" "$link_times" \
    city.gpkg "$srcdir/geodata/modes"
