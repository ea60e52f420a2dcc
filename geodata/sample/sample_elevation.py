#!/usr/bin/python3
"""Makes heights for the sample town: the same bytes each time.

    sample_elevation.py [FOLDER]

FOLDER is where elevation.asc and elevation.prj go; without it the folder of this script.
Heights are sums of whole numbers, so that every version of Python gives
the same.
"""

import os
import sys

WGS_84 = (
    'GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",'
    '6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],'
    'UNIT["Degree",0.0174532925199433]]\n'
)

COLUMNS, ROWS = 187, 160  # of 0.002 degrees: 170 m x 222 m
WEST_E3, SOUTH_E3 = 115998, 39998  # corner, thousandths of a degree

# The hill in town: where 塔山 stands, by cell, and how high it is.
HILL_X, HILL_Y, HILL_DM, HILL_REACH = 81, 66, 300, 3


def height_dm(column, row):
    """Decimetres above the sea at a cell counted from the south-west: a
    plain that falls to the south by 0.15 %, mountains that rise in the
    north by 2.5 %, rolling by 4 m, and one hill."""
    height = 400 + row * 3 + max(0, row - 85) * 52
    wave = (column * 7 + row * 3) % 60
    height += (wave if wave < 30 else 60 - wave) * 40 // 30
    away = abs(column - HILL_X) + abs(row - HILL_Y)
    return height + HILL_DM * max(0, HILL_REACH - away) // HILL_REACH


def main(arguments):
    if len(arguments) > 2:
        sys.exit("usage: sample_elevation.py [FOLDER]")
    folder = os.path.dirname(os.path.abspath(arguments[0]))
    if len(arguments) == 2:
        folder = arguments[1]
        os.makedirs(folder, exist_ok=True)
    path = os.path.join(folder, "elevation.asc")
    with open(path, "w", encoding="ascii", newline="") as out:
        out.write("ncols %d\nnrows %d\n" % (COLUMNS, ROWS))
        out.write("xllcorner %d.%03d\n" % divmod(WEST_E3, 1000))
        out.write("yllcorner %d.%03d\n" % divmod(SOUTH_E3, 1000))
        out.write("cellsize 0.002\nNODATA_value -9999\n")
        for row in reversed(range(ROWS)):
            out.write(" ".join("%d.%d" % divmod(height_dm(column, row), 10)
                               for column in range(COLUMNS)) + "\n")
    with open(os.path.join(folder, "elevation.prj"), "w",
              encoding="ascii", newline="") as out:
        out.write(WGS_84)


main(sys.argv)
