"""Who gets there in 15 minutes, by mode: the table of the manual.

    coverage.py CIRCLET STREETS.opl STREETS.osm.pbf FOLDER_OF_GEODATA

Homes are 3,000 places along the residential streets of Heidelberg, drawn by
a fixed seed; a Warm Home is thought at each of its tram stops. Works in the
current folder. Prints the table, and what is left of the doubts about manual
wheelchairs if one tag after another were mapped as the mode assumes it.
"""

import bisect
import csv
import json
import math
import os
import random
import re
import shutil
import subprocess
import sys

import yaml

import journeys
from opl_streets import read_opl

BOX = (8.64, 49.37, 8.74, 49.44)
EXTENT = "8.635,49.355,8.819,49.489"
HOMES, OFF_M, MINUTES = 3000, 25, 15
WHEELS = "manual_wheelchair"

failures = 0


def check(is_true, text):
    global failures
    if not is_true:
        failures += 1
        print("coverage.py: " + text, file=sys.stderr)


def metres(a, b):
    """Good to a thousandth within a city."""
    east = math.cos(math.radians((a[1] + b[1]) / 2)) * (a[0] - b[0])
    return 111320 * math.hypot(east, a[1] - b[1])


def draw_homes(nodes, ways):
    """Evenly along residential streets, some metres off."""
    chance = random.Random(15)
    pieces, sums, total = [], [], 0
    for _, tags, refs in ways:
        if tags.get("highway") not in ("residential", "living_street"):
            continue
        places = [nodes[ref][:2] for ref in refs if ref in nodes]
        for a, b in zip(places, places[1:]):
            if len(journeys.within([a, b], *BOX)) == 2:
                total += metres(a, b)
                pieces.append((a, b))
                sums.append(total)
    homes = []
    for _ in range(HOMES):
        at = bisect.bisect(sums, chance.uniform(0, total))
        a, b = pieces[min(at, len(pieces) - 1)]
        part = chance.random()
        homes.append(journeys.moved(
            chance, tuple(x + part * (y - x) for x, y in zip(a, b)), OFF_M))
    return homes


def write_tables(homes, stops):
    with open("people.csv", "w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(["id", "lon", "lat", "certified"])
        out.writerows(["p%d" % i, "%.6f" % x, "%.6f" % y, 1]
                      for i, (x, y) in enumerate(homes))
    with open("homes.csv", "w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(["id", "name", "type", "lon", "lat"])
        out.writerows(["n%d" % id_, "at a tram stop", "warm_home", x, y]
                      for id_, (x, y) in stops)
    west, south, east, north = map(float, EXTENT.split(","))
    ring = [[west, south], [east, south], [east, north], [west, north],
            [west, south]]
    unit = {"type": "Feature",
            "properties": {"code": "hd", "name": "Heidelberg"},
            "geometry": {"type": "Polygon", "coordinates": [ring]}}
    with open("units.geojson", "w", encoding="utf-8") as file:
        json.dump({"type": "FeatureCollection", "features": [unit]}, file)


def make_city(circlet, streets):
    commands = (["new", "city.gpkg"],
                ["import", "city.gpkg", "units", "units.geojson",
                 "--set", "level=street", "--set", "setting=urban",
                 "--complete"],
                ["import", "city.gpkg", "people", "people.csv", "--complete"],
                ["import", "city.gpkg", "facilities", "homes.csv",
                 "--complete"],
                ["import", "city.gpkg", "roads", streets, "--extent", EXTENT,
                 "--quiet"])
    for command in commands:
        subprocess.run([circlet, *command], check=True,
                       stdout=subprocess.DEVNULL)


def judge(circlet, geodata, modes):
    """{mode: (low, measured, high)}, shares."""
    done = subprocess.run(
        [circlet, "check", "city.gpkg", "--policy",
         os.path.join(geodata, "policies", "beijing-2018.yaml"), "--rule",
         "B-CIRCLE-15", "--level", "street", "--mode", ",".join(modes),
         "--json", "--quiet"], text=True, stdout=subprocess.PIPE, check=False)
    check(done.returncode in (0, 1), "circlet check says %d" % done.returncode)
    return {f["mode"]: (f["measured_low"], f["measured"], f["measured_high"])
            for f in json.loads(done.stdout)["findings"]}


def read_mode(geodata, mode):
    with open(os.path.join(geodata, "modes", mode + ".yaml"),
              encoding="utf-8") as file:
        return yaml.load(file, Loader=yaml.BaseLoader)


def within_circle(homes, stops, speed_mps):
    radius = speed_mps * MINUTES * 60
    return sum(any(metres(home, stop) <= radius for _, stop in stops)
               for home in homes) / len(homes)


def print_table(geodata, shares, homes, stops):
    print("| mode | at worst | as mapped | at best | circle drawn |")
    print("|---|---|---|---|---|")
    for mode in journeys.MODES:
        speed = read_mode(geodata, mode)["speed"].get("m_per_s")
        circle = ("%.1f %%" % (100 * within_circle(homes, stops, float(speed)))
                  if speed else "–")
        print("| `%s` | %s | %s |" % (mode, " | ".join(
            "%.1f %%" % (100 * x) for x in shares[mode]), circle))


def check_table(shares):
    for mode, row in shares.items():
        check(journeys.in_order(row), "%s: %s" % (mode, row))
    # Homes near no street go straight at best, in whatever mode: that bound
    # has no order.
    for fast, slow in journeys.ORDERED:
        check(all(a >= b for a, b in zip(shares[fast][:2], shares[slow][:2])),
              "%s %s, %s %s" % (fast, shares[fast], slow, shares[slow]))
    check(all(shares["drive"][1] >= row[1] for row in shares.values()),
          "by car one gets less far: %s" % shares)


def copy_of(geodata, copy):
    shutil.rmtree(copy, ignore_errors=True)
    for folder in ("modes", "policies"):
        os.makedirs(os.path.join(copy, folder))
        for name in os.listdir(os.path.join(geodata, folder)):
            shutil.copyfile(os.path.join(geodata, folder, name),
                            os.path.join(copy, folder, name))
    return copy


def of_a_flat_town(geodata):
    """A copy of the data whose policy says how steep roads are at most."""
    copy = copy_of(geodata, "flat")
    path = os.path.join(copy, "policies", "beijing-2018.yaml")
    with open(path, encoding="utf-8") as file:
        text = file.read()
    check(not re.search("(?m)^steepest:", text), "the policy says of slopes")
    with open(path, "w", encoding="utf-8") as file:
        file.write(text + "\nsteepest: {per_cent: 8, assumed: yes}\n")
    return copy


def without_doubt(geodata, key):
    """A copy of the data in which manual wheelchairs are in no doubt about a
    tag: what is not mapped is as the mode assumes."""
    copy = copy_of(geodata, "known")
    path = os.path.join(copy, "modes", WHEELS + ".yaml")
    with open(path, encoding="utf-8") as file:
        head, tail = file.read().split("\nunknown:\n")
    tail, harmless = tail.split("\nharmless:\n")
    # Words of a key of which nothing is in doubt are refused.
    harmless = re.sub(r'(?m)^  "?%s"?:.*\n(    .*\n)*' % re.escape(key), "",
                      harmless)
    entries = tail.split("  - on: ")[1:]
    kept = [e for e in entries if 'key: %s\n' % key not in e
            and 'key: "%s"\n' % key not in e]
    check(len(kept) < len(entries), "no doubt about %s" % key)
    with open(path, "w", encoding="utf-8") as file:
        file.write(head + "\nunknown:\n" + "".join("  - on: " + e
                                                   for e in kept)
                   + "\nharmless:\n" + harmless)
    return copy


def print_doubts(circlet, geodata, row):
    keys = sorted({e["key"] for e in read_mode(geodata, WHEELS)["unknown"]})
    print("| `%s`, if the map said | at worst | at best |" % WHEELS)
    print("|---|---|---|")
    print("| no more than it does | %.1f %% | %.1f %% |" % (100 * row[0],
                                                          100 * row[2]))
    low, measured, high = judge(circlet, of_a_flat_town(geodata),
                                [WHEELS])[WHEELS]
    check(low >= row[0] and high <= row[2] and measured == row[1],
          "steepest: %s, else %s" % ((low, measured, high), row))
    print("| that no road is steeper than 8 %% | %.1f %% | %.1f %% |" %
          (100 * low, 100 * high))
    for key in keys:
        low, measured, high = judge(circlet, without_doubt(geodata, key),
                                    [WHEELS])[WHEELS]
        check(low >= row[0] and high <= row[2] and measured == row[1],
              "knowing %s: %s, else %s" % (key, (low, measured, high), row))
        if (low, high) != (row[0], row[2]):
            print("| every `%s` | %.1f %% | %.1f %% |" % (key, 100 * low,
                                                         100 * high))


def main():
    circlet, opl, streets, geodata = sys.argv[1:5]
    nodes, ways = read_opl(opl)
    stops = [(id_, (lon, lat)) for id_, (lon, lat, tags)
             in sorted(nodes.items()) if tags.get("railway") == "tram_stop"
             and journeys.within([(lon, lat)], *BOX)]
    homes = draw_homes(nodes, ways)
    write_tables(homes, stops)
    make_city(circlet, streets)
    shares = judge(circlet, geodata, journeys.MODES)
    check(set(shares) == set(journeys.MODES), "modes: %s" % sorted(shares))
    check_table(shares)
    print("%d homes, %d tram stops" % (len(homes), len(stops)))
    print_table(geodata, shares, homes, stops)
    print_doubts(circlet, geodata, shares[WHEELS])
    sys.exit(1 if failures else 0)


main()
