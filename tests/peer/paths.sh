#!/bin/sh
# Ways of thousands of random pairs through Heidelberg in all nine modes: each
# street and node on them is open to who goes there, by the tags as osmium
# reads them; no wheelchair takes steps, a kerb or a slope over its limit,
# with the kerbs that are mapped and with many more. Times at best are never
# above those as mapped, nor these above those at worst; modes are ordered.
. "${srcdir:-.}/tests/cli/setup"
. "$srcdir/tests/peer/setup"
need_python numpy

heidelberg
"$python" "$srcdir/tests/peer/paths.py" "$journeys" streets.opl city.gpkg \
    "$srcdir/geodata/modes"
