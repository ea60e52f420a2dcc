#!/bin/sh
# The table of the manual: what share of Heidelberg's homes is within 15
# minutes of a tram stop, in each of the nine modes, at worst, as mapped and
# at best. Prints it; checks that bounds and modes are in order.
. "${srcdir:-.}/tests/cli/setup"
. "$srcdir/tests/peer/setup"
need_python numpy yaml

heidelberg
rm city.gpkg # one with people is made
"$python" "$srcdir/tests/peer/coverage.py" "$CIRCLET" streets.opl "$streets" \
    "$srcdir/geodata"
