"""density_expect.py CELLS.json CELLS.geojson people.csv: the cells add up to
the people, hold who lives in them where they only count, and tile."""
import csv
import json
import math
import sys


def inside(ring, lon, lat):
    """Even-odd rule."""
    found = False
    for (x1, y1), (x2, y2) in zip(ring, ring[1:]):
        if (y1 > lat) != (y2 > lat):
            if lon < x1 + (lat - y1) / (y2 - y1) * (x2 - x1):
                found = not found
    return found


with open(sys.argv[1], encoding="utf-8") as file:
    told = json.load(file)
with open(sys.argv[2], encoding="utf-8") as file:
    drawn = json.load(file)["features"]
with open(sys.argv[3], encoding="utf-8") as file:
    people = [(float(row["lon"]), float(row["lat"]),
               float(row.get("weight") or 1)) for row in csv.DictReader(file)]

total = sum(weight for _, _, weight in people)
cells = told["cells"]
assert told["persons"] + told["persons_outside"] == total, told["persons"]
spread = sum(cell["persons"] for cell in cells)
assert abs(spread - told["persons"]) < 1e-6 * (len(cells) + 1), spread
assert len({cell["id"] for cell in cells}) == len(cells)
assert len(drawn) == len(cells)

whole_km2 = 0.4 ** 2 * (1 if told["shape"] == "square" else math.sqrt(3) / 2)
rings = []
for cell, feature in zip(cells, drawn):
    properties = feature["properties"]
    assert properties.pop("subject") == "all"
    assert properties == cell
    assert 0 < cell["area_km2"] <= whole_km2 + 1e-6, cell
    assert cell["internal"] == (cell["persons"] < 5), cell
    # Persons are rounded to a millionth.
    assert abs(cell["per_km2"] - cell["persons"] / cell["area_km2"]) \
        < 0.001 + 2e-6 / cell["area_km2"] * (1 + cell["per_km2"]), cell
    ring = feature["geometry"]["coordinates"][0][0]
    assert len(ring) == (5 if told["shape"] == "square" else 7)
    assert inside(ring, cell["lon"], cell["lat"])
    rings.append(ring)

# Everybody lives in one cell at most: in one if people are only counted.
for lon, lat, weight in people[::37]:
    at = [i for i, ring in enumerate(rings)
          if abs(ring[0][0] - lon) < 0.02 and inside(ring, lon, lat)]
    assert len(at) <= 1
    if told["kernel"] == "none":
        assert len(at) == 1
        assert cells[at[0]]["persons"] >= weight
