"""Copies of the sample town for verdicts.py: as it is, all open, shaken; and
of the policy, with other numbers."""

import csv
import json
import os
import random
import re
import shutil

SHAKEN_FACTS = ("is_comprehensive", "is_pilot", "is_reformed",
                "is_reform_base", "tier", "area_m2", "services", "directors",
                "physicians", "therapists", "nurses", "rehab_workers",
                "mental_staff", "stars", "training_new_h", "training_year_h")
PERSON_FACTS = ("certified", "kind", "grade", "age", "birth_year", "aid",
                "needs", "received", "old_carer", "poor", "household")


def read(path):
    with open(path, encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        return rows.fieldnames, list(rows)


def write(path, heading, rows):
    with open(path, "w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, heading)
        out.writeheader()
        out.writerows(rows)


def shake_facilities(chance, rows, heading):
    values = {key: [r[key] for r in rows] for key in heading}
    for row in rows:
        for key in SHAKEN_FACTS:
            if key not in heading or chance.random() > 0.3:
                continue
            mine = [r[key] for r in rows if r["type"] == row["type"]]
            row[key] = chance.choice(["", chance.choice(mine)]) \
                if key == "services" else chance.choice(values[key] + [""])
        for key in SHAKEN_FACTS[:4]:
            if row["type"] == "warm_home" and chance.random() < 0.4:
                row[key] = chance.choice("01")
        for key in ("directors", "mental_staff", "rehab_workers"):
            if chance.random() < 0.4:
                row[key] = chance.choice("0123")
        if chance.random() < 0.15:
            row["status"] = chance.choice(["", "open", "planned", "closed"])
        for key in ("opened", "closed"):
            if chance.random() < 0.08:
                row[key] = chance.choice(["2017-03-01", "2018-12-31", "2019",
                                          "2019-06", "2020-01-01", "2021"])
        if row["opened"] and row["closed"] and row["closed"] < row["opened"]:
            row["closed"] = ""


def shake_people(chance, rows):
    forget = chance.choice([0, 0.002, 0.05])
    keep = chance.choice([1, 1, 0.3, 0.02])
    rows[:] = [r for r in rows if chance.random() < keep]
    for row in rows:
        for key in PERSON_FACTS:
            if key in row and chance.random() < forget:
                row[key] = ""
        if chance.random() < 0.2:
            row["received"] = row["needs"]
        if chance.random() < 0.1:
            row["weight"] = chance.choice(["2", "3", "0", "12"])


def shake_units(chance, features):
    for feature in features:
        properties = feature["properties"]
        if chance.random() < 0.1:
            properties["setting"] = None
        if chance.random() < 0.1:
            properties["residents"] = None
        if properties["level"] == "district" and chance.random() < 0.5:
            properties["tags"] = "urban_six"
        if properties["level"] == "community" and chance.random() < 0.5:
            properties["tags"] = chance.choice([None, "difficult"])


def shake_waivers(chance, folder, units):
    rules = ["B-AREA", "B-FUNCTION", "A-MENTAL-DAY", "B-CIRCLE-15",
             "A-REHAB-STAFF", "A-BEDS-SPECIAL", "B-DIRECTOR", "B-PILOT"]
    write(os.path.join(folder, "waivers.csv"),
          ["rule", "unit_code", "document", "from", "until"],
          [{"rule": rule, "unit_code": chance.choice(units),
            "document": "试〔2018〕1号",
            "from": chance.choice(["", "2018-06-01", "2019-12-31",
                                   "2020-12-31"]),
            "until": chance.choice(["", "2019-12-31", "2020-06-30",
                                    "2020-12-31"])}
           for rule in rules])


def copy(sample, folder, seed):
    """None: everything is open; 0: as it is. Gives what is complete."""
    os.mkdir(folder)
    for name in os.listdir(sample):
        if name.endswith((".csv", ".geojson", ".asc", ".prj")):
            shutil.copy(os.path.join(sample, name), folder)
    homes, places = (os.path.join(folder, name) for name in (
        "facilities.csv", "people.csv"))
    if seed is None:
        heading, rows = read(homes)
        for row in rows:
            row.update(status="open", opened="", closed="")
        write(homes, heading, rows)
        venues = os.path.join(folder, "venues.csv")
        if os.path.exists(venues):
            heading, rows = read(venues)
            write(os.path.join(folder, "venue_sites.csv"),
                  ["id", "lon", "lat"],
                  [{k: r[k] for k in ("id", "lon", "lat")} for r in rows])
    elif seed:
        return shaken(random.Random(seed), folder, homes, places)
    return ("units", "people", "facilities")


def shaken(chance, folder, homes, places):
    heading, rows = read(homes)
    heading += [key for key in SHAKEN_FACTS if key not in heading]
    for row in rows:
        row.update({key: "" for key in heading if key not in row})
    shake_facilities(chance, rows, heading)
    write(homes, heading, rows)
    heading, rows = read(places)
    shake_people(chance, rows)
    write(places, heading, rows)
    path = os.path.join(folder, "units.geojson")
    with open(path, encoding="utf-8") as file:
        units = json.load(file)
    shake_units(chance, units["features"])
    with open(path, "w", encoding="utf-8") as file:
        json.dump(units, file)
    shake_waivers(chance, folder, [f["properties"]["code"]
                                   for f in units["features"]])
    complete = [layer for layer in ("units", "people", "facilities")
                if chance.random() < 0.6]
    if "facilities" not in complete:
        forget_types(chance, homes)
    return complete


def forget_types(chance, homes):
    """No facility of some types: of these nothing was imported."""
    heading, rows = read(homes)
    types = sorted({row["type"] for row in rows})
    gone = chance.sample(types, chance.randrange(len(types) // 2 + 1))
    write(homes, heading, [row for row in rows if row["type"] not in gone])


OTHER_NUMBERS = {"cutoff_min": "5 10 15 20 30 45", "target": "0.25 0.5 0.75 1",
                 "least_beds": "20 50 56 100 120", "lower": "0.1 0.2 0.3 0.43",
                 "due": "2019 2020 2021", "share": "0.1 0.25 0.5",
                 "min_people": "23 30 39 60", "force": "must should may",
                 "gini": "0.05 0.2 0.4"}


def change_policy(path, to, seed):
    """Rules with other numbers, some of which the town meets to the dot."""
    chance = random.Random(seed)

    def other(match):
        if match[1] == "lower" and match[2] == "1":
            return match[0] # a whole number of workers
        values = OTHER_NUMBERS[match[1]].split()
        return "%s: %s" % (match[1], chance.choice([match[2], *values]))

    def other_min(match):
        return "{from: 0, min: %d" % chance.randrange(4)

    with open(path, encoding="utf-8") as file:
        head, rules = file.read().split("\nrules:\n")
    rules = re.sub(r"\b(%s): ([a-z0-9.]+)" % "|".join(OTHER_NUMBERS), other,
                   rules)
    rules = re.sub(r"\{from: 0, min: 1(?=\})", other_min, rules)
    nested = ["mental_welfare, residential", "residential", "rehabilitation"]
    for service in ("mental_welfare", "special_welfare"):
        if chance.random() < 0.5:
            line = "    facility: {service: %s, " % service
            words = [w for w in chance.choice(nested).split(", ")
                     if w != service]
            rules = rules.replace(line, "    nested: [%s]\n%s%s" % (
                ", ".join(words), "    shared: yes\n"
                if chance.random() < 0.3 else "", line))
    with open(to, "w", encoding="utf-8") as file:
        file.write(head + "\nrules:\n" + rules)
