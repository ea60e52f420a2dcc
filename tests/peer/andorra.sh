#!/bin/sh
# Slopes of real mountains: Andorra's streets with a tile of SRTM that has
# voids. No void becomes a height; times up and down are those that the
# heights give when worked out again; up takes longer than down.
#
# LINK_TIMES is the check program tests/peer/link_times, by default where
# CIRCLET is.
. "${srcdir:-.}/tests/cli/setup"
link_times=${LINK_TIMES:-$(dirname "$CIRCLET")/tests/peer/link_times}

folder=${CIRCLET_SHARED:-$srcdir/../shared}/data/andorra_mountain
[ -f "$folder/N42E001.hgt.zip" ] || {
    echo "no $folder/N42E001.hgt.zip: set CIRCLET_SHARED" >&2
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
circlet import city.gpkg roads "$folder/andorra.osm.pbf" --quiet > out
circlet import city.gpkg elevation "$folder/N42E001.hgt.zip" --quiet > out
"$python" -m zipfile -e "$folder/N42E001.hgt.zip" .
"$python" "$srcdir/tests/peer/andorra.py" "$link_times" city.gpkg \
    N42E001.hgt "$srcdir/geodata/modes"
