#!/bin/sh
# Travel times against an independent reading: Heidelberg through osmium's
# text format, Python's reading of the mode's rules, scipy's Dijkstra; a GMNS
# copy of the same streets; the nearest of many against the least of the rows.
# Turn restrictions, which neither peer knows, are left to turns.sh.
. "${srcdir:-.}/tests/cli/setup"
. "$srcdir/tests/peer/setup"
need_python numpy scipy yaml

heidelberg --json
for mode in walk stick manual_wheelchair drive; do
    rm -f gmns.gpkg
    sed '/^turns: obeyed$/d' "$srcdir/geodata/modes/$mode.yaml" > "$mode.yaml"
    "$python" "$srcdir/tests/peer/compare_times.py" "$CIRCLET" "$times" \
        streets.opl city.gpkg "$mode.yaml" counts
done
