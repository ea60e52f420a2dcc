"""Counts the people of a CSV file within areas of GeoJSON by an own test of
points in polygons: as many as the areas say were reached on the streets, and
smaller areas hold no one whom larger ones do not."""
import csv
import json
import sys


BANDS = 10000  # a degree


def edges_by_band(rings):
    """The edges of all rings, in each band of latitude that they touch."""
    bands = {}
    for ring in rings:
        for (ax, ay), (bx, by) in zip(ring, ring[1:]):
            for band in range(int(min(ay, by) * BANDS) - 1,
                              int(max(ay, by) * BANDS) + 2):
                bands.setdefault(band, []).append((ax, ay, bx, by))
    return bands


def holds(bands, x, y):
    inside = False
    for ax, ay, bx, by in bands.get(int(y * BANDS), ()):
        if (ay > y) != (by > y) and x < ax + (y - ay) * (bx - ax) / (by - ay):
            inside = not inside
    return inside


def main():
    areas = json.load(open(sys.argv[1], encoding="utf-8"))["features"]
    with open(sys.argv[2], encoding="utf-8") as table:
        people = [(float(row["lon"]), float(row["lat"]),
                   float(row.get("weight") or 1))
                  for row in csv.DictReader(table)]
    minutes = [area["properties"]["minutes"] for area in areas]
    assert minutes == sorted(minutes, reverse=True), minutes
    before = None
    for area in areas:
        bands = edges_by_band([ring for part in area["geometry"]["coordinates"]
                               for ring in part])
        inside = {i for i, (x, y, _) in enumerate(people)
                  if holds(bands, x, y)}
        persons = sum(people[i][2] for i in inside)
        said = area["properties"]["persons_reached"]
        assert abs(persons - said) < 1e-6, (persons, said)
        assert before is None or inside <= before
        before = inside
    assert areas[0]["properties"]["persons_reached"] > 0


main()
