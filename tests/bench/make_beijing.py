#!/usr/bin/python3
"""Makes a whole Beijing to time checks on: all its people, one by one.

    make_beijing.py SHARED_DATA FOLDER [PERSONS_PER_ROW]

What tests/data/make_beijing.py makes is given needs, households and services
received, and about 2,500 facilities of all types with places, beds and staff.
Squares of a 200th of a degree in every street, where most people are, are
its communities and villages. The same bytes come out each time.
"""

import collections
import csv
import json
import os
import random
import runpy
import sys

CELL = 200 # to a degree
PER_STREET = 8
NEEDS = [("rehabilitation", 30), ("assistive_device", 20), ("day_care", 5),
         ("home_service", 4), ("residential", 2)]
MORE = (("day_care_station", 330, "day_care:{places}:{taken}"),
        ("vocational_station", 250, "vocational_rehabilitation:20;"
         "day_care:{places}:{taken}"),
        ("elderly_service_station", 700, "day_care:{places}:{taken}"),
        ("elderly_institution", 300, "residential:beds={beds}:{taken}"),
        ("mental_welfare_institution", 20, "mental_welfare:beds={beds}"),
        ("special_welfare_institution", 40, "special_welfare:beds={beds}"),
        ("rehabilitation_institution", 120, "rehabilitation:beds={beds}"),
        ("residential_institution", 60, "residential:beds={beds};respite"))


def read(path):
    with open(path, encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        return list(rows.fieldnames), list(rows)


def write(path, heading, rows):
    with open(path, "w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, heading, restval="", lineterminator="\n")
        out.writeheader()
        out.writerows(rows)


def add_facts(rows):
    chance = random.Random(2021)
    household = 0
    for row in rows:
        if chance.random() < 0.9:
            household += 1
        needs = [need for need, part in NEEDS if chance.random() * 100 < part]
        got = [need for need in needs if chance.random() < 0.8]
        row.update(household="H%06d" % household,
                   certified=int(chance.random() < 0.98),
                   needs=";".join(needs or ["none"]),
                   received=";".join(got or ["none"]),
                   old_carer=int(chance.random() < 0.1),
                   poor=int(chance.random() < 0.15))


def add_homes(rows):
    """What each Warm Home says of itself."""
    chance = random.Random(2022)
    for row in rows:
        if row["type"] != "warm_home":
            continue
        if chance.random() < 0.4:
            row["services"] += ";mental_care:10;severe_care:10"
        row.update(is_pilot=int(chance.random() < 0.15),
                   is_reformed=int(chance.random() < 0.6),
                   is_reform_base=int(chance.random() < 0.06),
                   directors=chance.randrange(2),
                   rehab_workers=chance.randrange(12),
                   training_new_h=chance.choice([20, 40, 60]),
                   training_year_h=chance.choice([8, 16, 24]))


def more_facilities(people):
    chance = random.Random(2023)
    for type_, count, services in MORE:
        for i in range(count):
            home = chance.choice(people)
            places = chance.randrange(8, 40)
            yield {"id": "%s-%04d" % (type_, i), "type": type_,
                   "name": "%s %d" % (type_, i),
                   "lon": "%.7f" % (float(home["lon"]) + 0.0002), # next door
                   "lat": home["lat"], "area_m2": chance.randrange(80, 900),
                   "services": services.format(
                       places=places, taken=chance.randrange(places),
                       beds=chance.randrange(20, 160)),
                   "physicians": chance.randrange(12),
                   "therapists": chance.randrange(30),
                   "nurses": chance.randrange(30),
                   "mental_staff": chance.randrange(3),
                   "rehab_workers": chance.randrange(6)}


def is_within(street, x, y):
    """Whether a square lies in one street: no border is in or on it."""
    side = 10000000 // CELL
    west, south = x * side, y * side
    if not street.contains(west, south):
        return False
    for ring in street.rings:
        for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1]):
            if (max(x1, x2) >= west and min(x1, x2) <= west + side and
                    max(y1, y2) >= south and min(y1, y2) <= south + side):
                return False
    return True


def write_communities(path, people, settings, streets):
    """Of each street the squares that most people live in; each is whole."""
    streets = {street.code: street for street in streets}
    cells = collections.Counter(
        (row["unit_code"], int(float(row["lon"]) * CELL),
         int(float(row["lat"]) * CELL)) for row in people)
    best, used = collections.Counter(), set()
    with open(path, "w", encoding="utf-8") as file:
        file.write('{"type":"FeatureCollection","features":[\n')
        for (street, x, y), _ in sorted(cells.items(),
                                        key=lambda item: (-item[1], item[0])):
            if best[street] == PER_STREET or (x, y) in used or not is_within(
                    streets[street], x, y):
                continue
            best[street] += 1
            used.add((x, y))
            ring = [[(x + i) / CELL, (y + j) / CELL]
                    for i, j in ((0, 0), (1, 0), (1, 1), (0, 1), (0, 0))]
            is_village = settings[street.split("/")[0]] != "urban"
            file.write("%s%s\n" % ("," if len(used) > 1 else "", json.dumps({
                "type": "Feature", "properties": {
                    "code": "%s/%d" % (street, best[street]),
                    "name": "%s %d" % (street.split("/")[1], best[street]),
                    "level": "community", "parent_code": street,
                    "kind": "village" if is_village else "neighbourhood",
                    "tags": "difficult" if best[street] == 1 else None},
                "geometry": {"type": "Polygon", "coordinates": [ring]}},
                ensure_ascii=False)))
        file.write("]}\n")


def write_city(path, people):
    """A box around all of them."""
    west, east, south, north = (
        choose(float(row[key]) for row in people) + margin
        for key, choose, margin in (("lon", min, -0.1), ("lon", max, 0.1),
                                    ("lat", min, -0.1), ("lat", max, 0.1)))
    ring = [[west, south], [east, south], [east, north], [west, north],
            [west, south]]
    with open(path, "w", encoding="utf-8") as file:
        json.dump({"type": "FeatureCollection", "features": [{
            "type": "Feature", "properties": {
                "code": "110000", "name": "北京市", "level": "city"},
            "geometry": {"type": "Polygon", "coordinates": [ring]}}]}, file,
                  ensure_ascii=False)


def main():
    if not 3 <= len(sys.argv) <= 4:
        sys.exit("usage: make_beijing.py SHARED_DATA FOLDER [PERSONS_PER_ROW]")
    folder = sys.argv[2]
    here = os.path.dirname(os.path.abspath(__file__))
    sys.argv[3:] = sys.argv[3:] or ["1"]
    made = runpy.run_path(os.path.join(here, "..", "data", "make_beijing.py"))
    path = os.path.join(folder, "people.csv")
    heading, people = read(path)
    add_facts(people)
    write(path, heading + ["household", "certified", "needs", "received",
                           "old_carer", "poor"], people)
    write_city(os.path.join(folder, "city.geojson"), people)
    path = os.path.join(folder, "facilities.csv")
    heading, facilities = read(path)
    add_homes(facilities)
    facilities += more_facilities(people)
    write(path, heading + ["is_pilot", "is_reformed", "is_reform_base",
                           "directors", "rehab_workers", "physicians",
                           "therapists", "nurses", "training_new_h",
                           "training_year_h"], facilities)
    with open(os.path.join(folder, "districts.geojson"),
              encoding="utf-8") as file:
        settings = {f["properties"]["code"]: f["properties"]["setting"]
                    for f in json.load(file)["features"]}
    write_communities(os.path.join(folder, "communities.geojson"), people,
                      settings, made["read_streets"](
                          os.path.join(sys.argv[1], "beijing_streets")))


main()
