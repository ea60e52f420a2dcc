#!/bin/sh
# Heights of a tile of SRTM against GDAL: the numbers of the four cells around
# a place (gdallocationinfo) and its bilinear mean of them (gdalwarp).
#
# HEIGHTS is the check program tests/peer/heights, by default where CIRCLET is.
. "${srcdir:-.}/tests/cli/setup"
heights=${HEIGHTS:-$(dirname "$CIRCLET")/tests/peer/heights}

shared=${CIRCLET_SHARED:-$srcdir/../shared}
tile=$shared/data/andorra_mountain/N42E001.hgt.zip
[ -f "$tile" ] || {
    echo "no $tile: set CIRCLET_SHARED" >&2
    exit 77
}
command -v gdallocationinfo > /dev/null || { echo 'no gdal-bin' >&2; exit 77; }
PYTHONDONTWRITEBYTECODE=1 /usr/bin/python3 "$srcdir/tests/peer/elevation.py" \
    "$heights" "$tile"
