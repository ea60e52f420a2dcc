#!/usr/bin/python3
"""Makes what the shared Beijing data lacks: people, homes, stations, sites.

    make_beijing.py SHARED_DATA FOLDER [PERSONS_PER_ROW]

SHARED_DATA holds beijing_streets, beijing_districts and
beijing_roads_5thring. Written into FOLDER: districts.geojson (codes as the
streets name their district), people.csv (a row stands for PERSONS_PER_ROW
persons, default 10), facilities.csv and sites.csv. How many people a
district has is the synthetic figure of its README; who and where they are is
drawn, seeded. The same bytes come out each time.
"""

import csv
import json
import os
import struct
import sys

STEP_E7 = 10000000


class Chance:
    """SplitMix64 (Steele, Lea and Flood 2014)."""

    def __init__(self, seed):
        self.state = seed

    def bits(self):
        self.state = (self.state + 0x9E3779B97F4A7C15) % 2**64
        x = self.state
        x = ((x ^ (x >> 30)) * 0xBF58476D1CE4E5B9) % 2**64
        x = ((x ^ (x >> 27)) * 0x94D049BB133111EB) % 2**64
        return x ^ (x >> 31)

    def below(self, limit):
        return self.bits() % limit

    def between(self, low, high):
        return low + self.below(high - low + 1)

    def percent(self, share):
        return self.below(100) < share

    def weighted(self, pairs):
        at = self.below(sum(weight for _, weight in pairs))
        for thing, weight in pairs:
            if at < weight:
                return thing
            at -= weight
        raise AssertionError("weights add up")


def e7(degrees):
    return round(degrees * STEP_E7)


def degrees(value_e7):
    return "%d.%07d" % divmod(value_e7, STEP_E7)


class Street:
    """One polygon of the shapefile, in whole 1e-7 degrees."""

    def __init__(self, rings, row):
        self.rings = rings
        self.district = row["district_orig"]
        self.name = row["street"]
        self.code = self.district + "/" + self.name
        self.kind = row["kind"]
        self.population = int(row["pop_worldpop2020"])
        self.label = (e7(float(row["label_lon"])), e7(float(row["label_lat"])))
        xs = [x for ring in rings for x, _ in ring]
        ys = [y for ring in rings for _, y in ring]
        self.box = (min(xs), min(ys), max(xs), max(ys))
        self.road_points = []

    def contains(self, x, y):
        west, south, east, north = self.box
        if not (west <= x <= east and south <= y <= north):
            return False
        inside = False
        for ring in self.rings:
            x1, y1 = ring[-1]
            for x2, y2 in ring:
                if (y1 > y) != (y2 > y):
                    cut = (x2 - x1) * (y - y1) - (x - x1) * (y2 - y1)
                    if (cut > 0) == (y2 > y1):
                        inside = not inside
                x1, y1 = x2, y2
        return inside

    def draw(self, chance):
        """A place in the street: beside a road where roads are known."""
        for _ in range(60):
            if len(self.road_points) >= 20:
                x, y = self.road_points[chance.below(len(self.road_points))]
                x += chance.between(-5000, 5000)
                y += chance.between(-4000, 4000)
            else:
                x = chance.between(self.box[0], self.box[2])
                y = chance.between(self.box[1], self.box[3])
            if self.contains(x, y):
                return x, y
        return self.label


def read_streets(folder):
    """The polygons of a .shp (ESRI white paper, July 1998) with its .csv."""
    with open(os.path.join(folder, "beijing_streets.csv"),
              encoding="utf-8", newline="") as table:
        rows = list(csv.DictReader(table))
    with open(os.path.join(folder, "beijing_streets.shp"), "rb") as shapes:
        data = shapes.read()
    streets, at = [], 100
    while at < len(data):
        words = struct.unpack_from(">i", data, at + 4)[0]
        kind = struct.unpack_from("<i", data, at + 8)[0]
        assert kind == 5, "a shape that is no polygon"
        part_count, point_count = struct.unpack_from("<2i", data, at + 44)
        parts = struct.unpack_from("<%di" % part_count, data, at + 52)
        numbers = struct.unpack_from("<%dd" % (2 * point_count), data,
                                     at + 52 + 4 * part_count)
        points = [(e7(x), e7(y)) for x, y in zip(numbers[::2], numbers[1::2])]
        ends = parts[1:] + (point_count,)
        rings = [points[a:b] for a, b in zip(parts, ends)]
        streets.append(Street(rings, rows[len(streets)]))
        at += 8 + 2 * words
    assert len(streets) == len(rows)
    return streets


def add_road_points(streets, folder):
    """Every fifth vertex of the roads, given to the street it lies in."""
    with open(os.path.join(folder, "beijing_5thring.json")) as roads:
        ways = json.load(roads)
    points = [(e7(lon), e7(lat)) for way in sorted(ways, key=int)
              for lat, lon in ways[way]]
    last = streets[0]
    for x, y in points[::5]:
        if not last.contains(x, y):
            last = next((s for s in streets if s.contains(x, y)), last)
            if not last.contains(x, y):
                continue
        last.road_points.append((x, y))


def read_districts(folder):
    path = os.path.join(folder, "beijing_districts.geojson")
    with open(path, encoding="utf-8") as source:
        return json.load(source)["features"]


def setting_of(properties):
    if properties["urban_six"]:
        return "urban"
    terrain = properties["terrain"]
    return terrain if terrain in ("plain", "mountain") else None


def old_name(name, streets):
    """The district as the streets name it: some were counties then."""
    names = {s.district for s in streets}
    return name if name in names else name[:-1] + "县"


def write_districts(path, features, streets):
    out = []
    for feature in features:
        p = feature["properties"]
        properties = {
            "code": old_name(p["name"], streets),
            "name": p["name"],
            "level": "district",
            "kind": "district",
            "setting": setting_of(p),
            "residents": p["pop_census_2020"],
            "tags": "urban_six" if p["urban_six"] else None,
        }
        rings = json.dumps(feature["geometry"]["coordinates"],
                           separators=(",", ":"))
        out.append('{"type":"Feature","properties":%s,"geometry":'
                   '{"type":"%s","coordinates":%s}}'
                   % (json.dumps(properties, ensure_ascii=False),
                      feature["geometry"]["type"], rings))
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.write('{"type":"FeatureCollection","features":[\n%s\n]}\n'
                   % ",\n".join(out))


KINDS = [("physical", 55), ("hearing", 11), ("visual", 12), ("speech", 2),
         ("intellectual", 8), ("mental", 9), ("physical;intellectual", 3)]
AGES = [((3, 17), 4), ((18, 44), 19), ((45, 59), 26), ((60, 74), 30),
        ((75, 95), 21)]
AIDS = {
    "severe": [("manual_wheelchair", 36), ("powered_wheelchair", 12),
               ("crutches", 16), ("stick", 12), ("escort", 14), ("", 10)],
    "mild": [("none", 52), ("stick", 25), ("crutches", 11),
             ("manual_wheelchair", 4), ("", 8)],
    "blind": [("stick", 44), ("escort", 34), ("guide_dog", 2), ("none", 12),
              ("", 8)],
    "other": [("none", 84), ("stick", 5), ("escort", 5), ("", 6)],
}


def aid_group(kind, grade):
    if "visual" in kind and grade <= 2:
        return "blind"
    if "physical" in kind:
        return "severe" if grade <= 2 else "mild"
    return "other"


def person(chance):
    kind = chance.weighted(KINDS)
    grade = chance.weighted([(1, 13), (2, 28), (3, 30), (4, 29)])
    return dict(kind=kind, grade=grade,
                age=chance.between(*chance.weighted(AGES)),
                aid=chance.weighted(AIDS[aid_group(kind, grade)]))


def write_table(path, columns, rows):
    with open(path, "w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def people_rows(features, streets, per_row):
    chance = Chance(2020)
    number = 0
    for feature in features:
        p = feature["properties"]
        name = old_name(p["name"], streets)
        inside = [s for s in streets if s.district == name]
        shares = [(s, max(1, s.population)) for s in inside]
        for _ in range(p["disabled_estimate_SYNTHETIC"] // per_row):
            street = chance.weighted(shares)
            x, y = street.draw(chance)
            number += 1
            yield dict(person(chance), id="P%06d" % number, lon=degrees(x),
                       lat=degrees(y), unit_code=street.code, weight=per_row)


STATION_NAMES = {
    "warm_home": "温馨家园",
    "mental_day_station": "精神残疾人日间康复照料站",
    "assistive_device_station": "辅助器具服务站",
    "rehabilitation_hospital": "康复医院",
}


def station(chance, street, position, type_, **more):
    x, y = street.draw(chance)
    return dict(more, id="%s-%03d" % (type_[0].upper(), position),
                name=street.name + STATION_NAMES[type_], type=type_,
                lon=degrees(x), lat=degrees(y))


def facility_rows(features, streets):
    chance = Chance(2017)
    six = {p["name"] for p in (f["properties"] for f in features)
           if p["urban_six"]}
    for k, street in enumerate(streets):
        if chance.percent(88 if street.district in six else 76):
            yield station(chance, street, k, "warm_home",
                          tier="street", is_comprehensive=1,
                          area_m2=chance.between(120, 900),
                          services="warm_home;day_care:%d"
                          % chance.between(10, 40))
        if chance.percent(62):
            yield station(chance, street, k, "mental_day_station",
                          mental_staff=1, services="mental_day:20")
        if chance.percent(57):
            yield station(chance, street, k, "assistive_device_station",
                          services="assistive_device")
    for feature in features:
        p = feature["properties"]
        name = old_name(p["name"], streets)
        street = next(s for s in streets if s.district == name)
        beds = p["rehab_beds_0p5_per_1000"] * chance.between(60, 140) // 100
        yield station(chance, street, int(p["adcode"]) % 1000,
                      "rehabilitation_hospital",
                      services="rehabilitation:beds=%d" % beds)


def site_rows(streets):
    chance = Chance(2018)
    for k, street in enumerate(streets):
        for copy in range(3 if len(street.road_points) >= 20 else 1):
            x, y = street.draw(chance)
            yield dict(id="S-%03d-%d" % (k, copy), lon=degrees(x),
                       lat=degrees(y), types="warm_home",
                       max_area_m2=chance.between(150, 600),
                       cost_cny=1000 * chance.between(400, 2500))


def main(arguments):
    if not 3 <= len(arguments) <= 4:
        sys.exit("usage: make_beijing.py SHARED_DATA FOLDER [PERSONS_PER_ROW]")
    shared, folder = arguments[1:3]
    per_row = int(arguments[3]) if len(arguments) == 4 else 10
    os.makedirs(folder, exist_ok=True)
    streets = read_streets(os.path.join(shared, "beijing_streets"))
    add_road_points(streets, os.path.join(shared, "beijing_roads_5thring"))
    features = read_districts(os.path.join(shared, "beijing_districts"))
    write_districts(os.path.join(folder, "districts.geojson"), features,
                    streets)
    write_table(os.path.join(folder, "people.csv"),
                ["id", "lon", "lat", "unit_code", "weight", "kind", "grade",
                 "age", "aid"], people_rows(features, streets, per_row))
    write_table(os.path.join(folder, "facilities.csv"),
                ["id", "name", "type", "lon", "lat", "tier", "area_m2",
                 "services", "is_comprehensive", "mental_staff"],
                facility_rows(features, streets))
    write_table(os.path.join(folder, "sites.csv"),
                ["id", "lon", "lat", "types", "max_area_m2", "cost_cny"],
                site_rows(streets))


main(sys.argv)
