#!/bin/sh
# Free places and floating catchments in the sample town agree with another
# program's: person by person in fractions, scipy's maximum flow, numpy.
. "${srcdir:-.}/tests/cli/setup"
. "$srcdir/tests/peer/setup"
need_python numpy scipy

sample=$srcdir/geodata/sample
"$CIRCLET" new town.gpkg > made
"$CIRCLET" import town.gpkg units "$sample/units.geojson" --quiet > made
"$CIRCLET" import town.gpkg people "$sample/people.csv" --quiet > made
"$CIRCLET" import town.gpkg facilities "$sample/facilities.csv" --complete \
    --quiet > made
"$CIRCLET" import town.gpkg roads "$sample/node.csv" "$sample/link.csv" \
    --quiet > made
"$CIRCLET" import town.gpkg elevation "$sample/elevation.asc" --quiet > made
"$python" "$srcdir/tests/peer/places.py" "$CIRCLET" "$srcdir/geodata"
