#!/bin/sh
# Tags of Heidelberg that are known are hidden: the true times lie within the
# bounds of the city without them, on every street and node and from homes to
# facilities, in all nine modes.
. "${srcdir:-.}/tests/cli/setup"
. "$srcdir/tests/peer/setup"
need_python yaml

heidelberg
"$python" "$srcdir/tests/peer/hidden_tags.py" "$journeys" "$link_times" \
    city.gpkg "$srcdir/geodata/modes"
