"""Compares circlet's heights of a tile with GDAL's.

    elevation.py HEIGHTS TILE.hgt.zip
"""

import os
import random
import subprocess
import sys
import zipfile

SIDE, VOID = 1201, -32768
COUNT = 1500


def run(command, text):
    return subprocess.run(command, input=text, capture_output=True, text=True,
                          check=True).stdout.split()


def cells(tile, places):
    """GDAL's numbers of cells (column, row)."""
    text = "".join("%d %d\n" % place for place in places)
    return [int(x) for x in run(["gdallocationinfo", "-valonly", tile], text)]


def choose(tile):
    """Places as column and row with fractions: some anywhere, some around
    voids, which GDAL says where they are."""
    chance = random.Random(42)
    places = [(chance.uniform(0, SIDE - 1), chance.uniform(0, SIDE - 1))
              for _ in range(COUNT)]
    spots = [(chance.randrange(SIDE), chance.randrange(SIDE))
             for _ in range(40000)]
    voids = [spot for spot, height in zip(spots, cells(tile, spots))
             if height == VOID]
    for column, row in voids:
        for _ in range(4):
            places.append((
                min(max(column + chance.uniform(-2, 2), 0), SIDE - 1),
                min(max(row + chance.uniform(-2, 2), 0), SIDE - 1)))
    return places


def corners(place):
    column, row = (min(int(x), SIDE - 2) for x in place)
    return [(column + dx, row + dy) for dy in (0, 1) for dx in (0, 1)]


def bilinear(place, heights):
    if VOID in heights:
        return None
    x, y = (at - min(int(at), SIDE - 2) for at in place)
    a, b, c, d = heights
    return (a * (1 - x) + b * x) * (1 - y) + (c * (1 - x) + d * x) * y


def warped(tile, folder):
    """GDAL's own bilinear heights at the middles of a finer raster that is
    set off by a quarter of a cell, as {(column, row): height}."""
    out = os.path.join(folder, "warped.asc")
    step = 1 / 1200
    west, north = 1 + 400 * step, 43 - 500 * step
    size = 60
    subprocess.run(
        ["gdalwarp", "-q", "-overwrite", "-r", "bilinear", "-ot", "Float64",
         "-te", repr(west), repr(north - size * step), repr(west + size * step),
         repr(north), "-tr", repr(step / 2), repr(step / 2), tile,
         os.path.join(folder, "warped.tif")], check=True)
    subprocess.run(["gdal_translate", "-q", "-of", "AAIGrid",
                    os.path.join(folder, "warped.tif"), out], check=True)
    with open(out) as grid:
        lines = [line.split() for line in grid]
    lines = [line for line in lines if line[0][0] in "-0123456789"]
    return {(400 + (i + 0.5) / 2, 500 + (j + 0.5) / 2): float(height)
            for j, line in enumerate(lines) for i, height in enumerate(line)}


def ask(program, tile, places):
    text = "".join("%.12f %.12f\n" % (1 + x / 1200, 43 - y / 1200)
                   for x, y in places)
    return run([program, tile], text)


def main(program, packed):
    folder = os.getcwd()
    with zipfile.ZipFile(packed) as archive:
        tile = archive.extract("N42E001.hgt", folder)
    places = choose(tile)
    around = cells(tile, [c for place in places for c in corners(place)])
    void = 0
    for i, (place, got) in enumerate(zip(places, ask(program, packed,
                                                     places))):
        want = bilinear(place, around[4 * i:4 * i + 4])
        void += want is None
        if (want is None) != (got == "void") or (
                want is not None and abs(float(got) - want) > 1e-4):
            sys.exit("at %r: %s, by GDAL's cells %r" % (place, got, want))
    print("%d places, %d of them void: as by GDAL's cells"
          % (len(places), void))
    if void < 100:
        sys.exit("too few voids were met")
    raster = warped(tile, folder)
    far = max(abs(float(got) - raster[place]) for place, got in
              zip(raster, ask(program, packed, list(raster))))
    print("%d places against gdalwarp: at most %.6f m apart"
          % (len(raster), far))
    if far > 0.01:
        sys.exit("too far")


main(*sys.argv[1:])
