"""Holds what beijing.sh made against the shared data.

    beijing_expect.py SHARED_DATA MADE_FOLDER

reads the JSON files of beijing.sh in the current folder. Where streets lie
is read from the shapefile itself, where the roads lie from its README: the
box of all nodes.
"""

import csv
import json
import os
import struct
import sys

ROADS = (116.236, 39.807, 116.520, 40.008)  # west, south, east, north
REACH = 0.03  # degrees; more than anyone goes in 15 minutes on foot
EDGE = 0.001  # the box is given to three decimals

failures = 0


def check(is_true, text):
    global failures
    if not is_true:
        failures += 1
        print("beijing_expect.py: " + text, file=sys.stderr)


def read(name):
    with open(name, encoding="utf-8") as file:
        return json.load(file)


def street_boxes(folder):
    """code: (west, south, east, north), from the shapes' own boxes."""
    with open(os.path.join(folder, "beijing_streets.csv"),
              encoding="utf-8", newline="") as table:
        codes = [row["district_orig"] + "/" + row["street"]
                 for row in csv.DictReader(table)]
    with open(os.path.join(folder, "beijing_streets.shp"), "rb") as shapes:
        data = shapes.read()
    boxes, at = {}, 100
    while at < len(data):
        boxes[codes[len(boxes)]] = struct.unpack_from("<4d", data, at + 12)
        at += 8 + 2 * struct.unpack_from(">i", data, at + 4)[0]
    return boxes


def where(box):
    west, south, east, north = ROADS
    if (box[2] < west - EDGE or box[0] > east + EDGE
            or box[3] < south - EDGE or box[1] > north + EDGE):
        return "outside"
    if (box[0] > west + REACH and box[2] < east - REACH
            and box[1] > south + REACH and box[3] < north - REACH):
        return "inside"
    if (box[0] < west - EDGE or box[2] > east + EDGE
            or box[1] < south - EDGE or box[3] > north + EDGE):
        return "astride"
    return "near the edge"


def check_counts(made):
    check(read("streets.json")["imported"] == 331, "not 331 streets")
    check(read("districts.json")["imported"] == 16, "not 16 districts")
    for layer in ("people", "facilities", "sites"):
        with open(os.path.join(made, layer + ".csv"), encoding="utf-8",
                  newline="") as file:
            want = sum(1 for _ in csv.DictReader(file))
        counts = read(layer + ".json")
        check(counts["imported"] == want and counts["rejected"] == 0,
              "%s: %s, expected %d rows" % (layer, counts, want))
    roads = read("roads.json")
    check(40000 <= roads["nodes"] <= 47000, "roads: %s" % roads)
    check(57000 <= roads["links"] <= 63000, "roads: %s" % roads)


def check_circles(findings, boxes):
    seen = {}
    for finding in findings:
        if finding["rule"] != "B-CIRCLE-15":
            continue
        check(finding["unit"] in boxes, "unknown unit " + finding["unit"])
        place = where(boxes[finding["unit"]])
        verdict = finding["verdict"]
        seen.setdefault(place, []).append(verdict)
        text = "%s (%s the roads) is %s for %s" % (
            finding["unit"], place, verdict, finding["reasons"])
        if place == "outside" and finding["persons"]:
            check(verdict == "no_data"
                  and "no_network" in finding["reasons"], text)
        elif place == "astride" and finding["persons"]:
            check(verdict in ("no_data", "undecided", "fail"), text)
        elif place == "inside":
            check(verdict in ("pass", "fail", "undecided"), text)
    for place in ("outside", "astride", "inside"):
        check(len(seen.get(place, [])) >= 10,
              "only %s streets %s the roads" % (seen.get(place), place))
    check("fail" in seen.get("inside", []), "no street inside fails")


def uncovered(findings):
    return sum(f["persons"] - f["persons_covered"] for f in findings
               if f["rule"] in ("B-CIRCLE-15", "B-CIRCLE-30")
               and f["persons"] is not None
               and f["persons_covered"] is not None)


def check_plan(before, plan, after):
    gained = sum(a["persons_gained"] for a in plan["actions"])
    check(len(plan["actions"]) == 20, "not 20 actions")
    check(gained > 0, "the plan reaches nobody")
    check(uncovered(after) < uncovered(before),
          "uncovered: %s before, %s with the plan"
          % (uncovered(before), uncovered(after)))
    level = plan["levels"][0]
    check(abs(level["objective"] - gained) < 1e-6
          and level["objective"] <= level["bound"] + 1e-9,
          "level %s does not fit %s persons" % (level, gained))


def main():
    shared, made = sys.argv[1:3]
    check_counts(made)
    before = read("before.json")["findings"]
    boxes = street_boxes(os.path.join(shared, "beijing_streets"))
    check(len(boxes) == 331, "%d boxes" % len(boxes))
    check_circles(before, boxes)
    check_plan(before, read("plan.json"), read("after.json")["findings"])
    sys.exit(1 if failures else 0)


main()
