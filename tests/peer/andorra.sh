#!/bin/sh
# Slopes of real mountains: Andorra's streets with a tile of SRTM that has
# voids. No void becomes a height; times up and down are those that the
# heights give when worked out again; up takes longer than down.
. "${srcdir:-.}/tests/cli/setup"
. "$srcdir/tests/peer/setup"
need_python yaml
need_data andorra_mountain/andorra.osm.pbf
streets=$data_file
need_data andorra_mountain/N42E001.hgt.zip

circlet new city.gpkg
circlet import city.gpkg roads "$streets" --quiet > out
circlet import city.gpkg elevation "$data_file" --quiet > out
"$python" -m zipfile -e "$data_file" .
"$python" "$srcdir/tests/peer/andorra.py" "$link_times" city.gpkg \
    N42E001.hgt "$srcdir/geodata/modes"
