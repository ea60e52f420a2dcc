"""Works out the groups of the sample town anew and holds them against those
of circlet groups.

    groups_expect.py SAMPLE STATE BEFORE_TIMES AFTER_TIMES < groups.json

SAMPLE is the folder of the town. Times are folders of MODE.csv, as circlet
matrix writes them: from people by id to the nearest Warm Home within 60
minutes. STATE is said in what goes wrong. People's own modes, their streets
and their groups are found here from the table of people alone.
"""

import csv
import json
import os
import sys

YEAR = 2020
CAP = 3600.0
CIRCLES = {"B-CIRCLE-15": ({"urban"}, 900, None),
           "B-CIRCLE-30": ({"plain", "mountain"}, 1800, "drive")}
BANDS = [(0, 6), (7, 15), (16, 17), (18, 59), (60, 200)]


def own_mode(person, age):
    """The policy's table of own modes; of two, the slower."""
    kinds = set(filter(None, person["kind"].split(";")))
    grade = int(person["grade"] or 0)
    aid = person["aid"] or "unknown"
    severe = grade in (1, 2)
    if aid == "unknown":
        if "physical" in kinds:
            return "manual_wheelchair"
        if "visual" in kinds and severe:
            return "blind"
        if kinds & {"intellectual", "mental"} and severe:
            return "escort"
        if age is not None and age <= 11:
            return "escort"
        if kinds and age is not None and age >= 65:
            return "elderly"
        return "walk" if kinds else "manual_wheelchair"
    if aid in ("none", "stick", "guide_dog") and "visual" in kinds and severe:
        return "blind"
    if aid in ("none", "stick"):
        if kinds & {"intellectual", "mental"} and severe:
            return "escort"
        if age is not None and age <= 11:
            return "escort"
    if aid in ("manual_wheelchair", "powered_wheelchair", "crutches", "stick",
               "escort"):
        return aid
    if aid == "guide_dog":
        return "blind"
    return "elderly" if age is not None and age >= 65 else "walk"


def is_in(ring, x, y):
    inside = False
    for (x1, y1), (x2, y2) in zip(ring, ring[1:]):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside


def read_streets(sample):
    with open(os.path.join(sample, "units.geojson"), encoding="utf-8") as file:
        features = json.load(file)["features"]
    streets = []
    for feature in features:
        if feature["properties"]["level"] != "street":
            continue
        shape = feature["geometry"]
        polygons = shape["coordinates"]
        if shape["type"] == "Polygon":
            polygons = [polygons]
        streets.append((feature["properties"], polygons))
    return streets


def street_of(streets, x, y):
    for facts, polygons in streets:
        for rings in polygons:
            if is_in(rings[0], x, y) and \
                    not any(is_in(hole, x, y) for hole in rings[1:]):
                return facts
    return None


def read_people(sample):
    streets = read_streets(sample)
    people = []
    with open(os.path.join(sample, "people.csv"), encoding="utf-8") as table:
        for row in csv.DictReader(table):
            street = street_of(streets, float(row["lon"]), float(row["lat"]))
            if row["certified"] == "0" or not street:
                continue
            age = int(row["age"]) if row["age"] else None
            if row["birth_year"]:
                age = YEAR - int(row["birth_year"])
            people.append({
                "id": row["id"], "weight": float(row["weight"] or 1),
                "kind": row["kind"].split(";") if row["kind"] else ["unknown"],
                "grade": [row["grade"] or "unknown"],
                "mode": [own_mode(row, age)],
                "setting": [street["setting"]], "street": [street["code"]],
                "age": [band_of(age)], "all": ["all"]})
    return people


def band_of(age):
    if age is None or age < 0:
        return "unknown"
    low, high = next(band for band in BANDS if band[0] <= age <= band[1])
    return "60+" if low == 60 else "%d-%d" % (low, high)


def read_times(folder):
    times = {}
    for name in os.listdir(folder):
        with open(os.path.join(folder, name), encoding="utf-8") as table:
            times[name[:-4]] = {row["origin"]: float(row["seconds"])
                                for row in csv.DictReader(table)}
    return times


def ways(person, times):
    """(rule, cutoff, seconds) for each rule about the person."""
    for rule, (settings, cutoff, mode) in CIRCLES.items():
        if person["setting"][0] in settings:
            yield rule, cutoff, times[mode or person["mode"][0]].get(
                person["id"], CAP)


def median_of(pairs):
    total, within = sum(weight for _, weight in pairs), 0
    for way, weight in sorted(pairs):
        within += weight
        if within * 2 >= total:
            return way / 60


def add_up(people, before, after):
    """(rule, by, group): what circlet should say."""
    groups = {}
    for person in people:
        pairs = zip(ways(person, before), ways(person, after))
        for (rule, cutoff, was), (_, _, now) in pairs:
            for by in ("all", "kind", "grade", "mode", "setting", "age",
                       "street"):
                for word in person[by]:
                    group = groups.setdefault((rule, by, word), {
                        "persons": 0, "gained": 0, "lost": 0, "farther": 0,
                        "covered": [0, 0], "ways": [[], []]})
                    weight = person["weight"]
                    group["persons"] += weight
                    for i, way in enumerate((was, now)):
                        group["covered"][i] += weight * (way <= cutoff)
                        group["ways"][i].append((way, weight))
                    group["gained"] += weight * (now <= cutoff < was)
                    group["lost"] += weight * (was <= cutoff < now)
                    group["farther"] += weight * (now > was)
    return groups


def main():
    sample, state, before, after = sys.argv[1:5]
    said = {(row["rule"], row["by"], row["group"]): row
            for row in json.load(sys.stdin)["groups"] if row["rule"]}
    wanted = add_up(read_people(sample), read_times(before),
                    read_times(after))
    compared = 0
    assert set(said) == set(wanted), (state, set(said) ^ set(wanted))
    for key, group in wanted.items():
        row = said[key]
        for name in ("persons", "gained", "lost", "farther"):
            assert abs(row[name] - group[name]) < 1e-6, (
                state, key, name, row[name], group[name])
        for i, name in enumerate(("before", "after")):
            figures, pairs = row[name], group["ways"][i]
            mean = sum(w * t for t, w in pairs) / group["persons"] / 60
            assert abs(figures["covered"] - group["covered"][i]) < 1e-6, (
                state, key, name)
            assert figures["timed"] == row["persons"]
            assert abs(figures["mean_minutes"] - mean) < 1e-4, (
                state, key, name, figures["mean_minutes"], mean)
            assert abs(figures["median_minutes"] - median_of(pairs)) < 1e-4
            compared += 3
        worse = group["covered"][1] < group["covered"][0]
        assert ("cover" in row["losses"]) == worse, (state, key)
        compared += 4
    assert compared > 600, compared


main()
