#!/usr/bin/python3
"""Units of a city file against GDAL's reading of where they come from.

    areas.py same CITY LEVEL SOURCE LEAST FIELD...
    areas.py spoil SOURCE SPOILED
    areas.py overlaps CITY NOTES

`same`: each unit of the level is valid, and has the area that the feature of
the source has whose fields, joined by a slash, are its code; if that feature
is not valid, the area of its repair by GDAL, of which there are at least
LEAST. `spoil` makes features that
cross themselves or lie over others. `overlaps`: the pairs that the notes of
the import name are those that GDAL finds, with the same square metres.
"""

import csv
import json
import math
import re
import sys

from osgeo import gdal, ogr

ogr.UseExceptions()
gdal.PushErrorHandler("CPLQuietErrorHandler")

A = 6378137.0
F = 1 / 298.257223563


def read(path, layer=None, where=None):
    source = ogr.Open(path)
    table = source.GetLayer(layer) if layer else source.GetLayer(0)
    if where:
        table.SetAttributeFilter(where)
    return source, table


def repaired(geometry):
    if geometry.IsValid():
        return geometry, False
    return geometry.MakeValid(["METHOD=STRUCTURE"]), True


def same(city, level, source, least, *fields):
    held, table = read(source)
    expected = {}
    repairs = 0
    for feature in table:
        code = "/".join(feature.GetField(f) for f in fields)
        geometry, was_bad = repaired(feature.GetGeometryRef().Clone())
        expected[code] = geometry.GetArea()
        repairs += was_bad
    held, units = read(city, "unit", "level = '%s'" % level)
    worst = 0.0
    for unit in units:
        geometry = unit.GetGeometryRef()
        code = unit.GetField("code")
        assert geometry.IsValid(), code
        area = expected.pop(code)
        off = abs(geometry.GetArea() - area) / area
        assert off < 1e-9, (code, geometry.GetArea(), area)
        worst = max(worst, off)
    assert not expected, sorted(expected)
    assert repairs >= int(least), repairs
    print("%s: %d units, %d repaired, areas within %.1e"
          % (level, units.GetFeatureCount(), repairs, worst))


def spoil(source, to):
    held, table = read(source)
    features = []
    for number, feature in enumerate(table):
        shape = json.loads(feature.GetGeometryRef().ExportToJson())
        parts = shape["coordinates"]
        ring = parts[0][0] if shape["type"] == "MultiPolygon" else parts[0]
        if number % 3 == 0 and len(ring) > 12:
            third = len(ring) // 3
            ring[third], ring[2 * third] = ring[2 * third], ring[third]
        if number % 7 == 0:
            for part in parts if shape["type"] == "MultiPolygon" else [parts]:
                for each in part:
                    each[:] = [[x + 0.003, y + 0.002] for x, y, *_ in each]
        code = "%s %s" % (feature.GetField("县"), feature.GetField("乡"))
        features.append({"type": "Feature", "geometry": shape,
                         "properties": {"code": code, "name": code}})
    with open(to, "w", encoding="utf-8") as out:
        json.dump({"type": "FeatureCollection", "features": features}, out)


def square_metres(geometry):
    """The area on the authalic sphere of WGS 84, with edges that are straight
    in degrees (Snyder 1987, equations 3-11 to 3-13), by Simpson's rule in
    each edge."""
    e2 = F * (2 - F)
    e = math.sqrt(e2)

    def q(lat):
        s = math.sin(math.radians(lat))
        return (1 - e2) * (s / (1 - e2 * s * s) + math.atanh(e * s) / e)

    total = 0.0
    for i in range(geometry.GetGeometryCount() or 0):
        part = geometry.GetGeometryRef(i)
        if part.GetGeometryName() == "LINEARRING":
            points = part.GetPoints()
            twice = ring = 0.0
            for (x, y, *_), (u, v, *_) in zip(points, points[1:]):
                middle = (q(y) + 4 * q((y + v) / 2) + q(v)) / 6
                ring += math.radians(u - x) * middle
            ring = abs(ring) * A * A / 2
            total += ring if i == 0 else -ring
        else:
            total += square_metres(part)
    return total


def overlaps(city, notes):
    held, units = read(city, "unit")
    shapes = {u.GetField("code"): u.GetGeometryRef().Clone() for u in units}
    found = {}
    with open(notes, encoding="utf-8-sig") as rows:
        for row in csv.DictReader(rows):
            names = re.match(r"unit '(.*?)' .*overlaps unit '(.*?)' .* by "
                             r"(\d+) m2, at", row["reason"])
            if names:
                pair = frozenset(names.group(1, 2))
                assert pair not in found, pair
                found[pair] = int(names.group(3))
    codes = sorted(shapes)
    boxes = {c: shapes[c].GetEnvelope() for c in codes}
    pairs = 0
    worst = 0.0
    for i, a in enumerate(codes):
        w, e, s, n = boxes[a]
        for b in codes[i + 1:]:
            if (boxes[b][0] > e or boxes[b][1] < w or boxes[b][2] > n or
                    boxes[b][3] < s):
                continue
            area = square_metres(shapes[a].Intersection(shapes[b]))
            said = found.pop(frozenset((a, b)), None)
            if said is None:
                assert area < 10000, (a, b, area)
                continue
            pairs += 1
            # What the sentence gives is whole, and leaves slivers out.
            off = abs(said - area)
            assert off < 1 + 1e-3 * area or off < 1000, (a, b, said, area)
            worst = max(worst, (off - 1) / area)
    assert not found, found
    assert pairs > 100, pairs
    print("%d overlaps, areas within %.1e" % (pairs, worst))


if __name__ == "__main__":
    {"same": same, "spoil": spoil, "overlaps": overlaps}[sys.argv[1]](
        *sys.argv[2:])
