"""Ways of thousands of random pairs through a city, against the tags in the
.osm.pbf: nobody uses what is closed to him. And what is best is never slower
than what is worst, wherever a journey starts.

    paths.py JOURNEYS STREETS.opl CITY.gpkg FOLDER_OF_MODES
"""

import collections
import json
import os
import random
import shutil
import sqlite3
import sys

import journeys
from closed_streets import (ROADS, closed_node, closed_street, metres,
                            per_cent)
from opl_streets import read_opl

LIMITS = {"manual_wheelchair": (8.3, 10), "powered_wheelchair": (10, 10)}
BOX = (8.635, 49.355, 8.76, 49.46)
PAIRS = {"walk": 500, "manual_wheelchair": 1200, "powered_wheelchair": 1200}
OTHER_PAIRS = 100
BOUND_PAIRS, HOMES, FACILITIES = 25, 1500, 60
LIMIT_M = 100  # of snapping
FEW = 20

failures = 0


def check(is_true, text):
    global failures
    if not is_true:
        failures += 1
        if failures <= FEW:
            print("paths.py: " + text, file=sys.stderr)


class Streets:
    """Ways and nodes as osmium reads them."""

    def __init__(self, path):
        self.nodes, ways = read_opl(path)
        self.ways = {id_: (tags, refs) for id_, tags, refs in ways}
        self.known_places = {}

    def place(self, ref):
        if ref not in self.nodes:
            return None
        if ref not in self.known_places:
            self.known_places[ref] = tuple(
                "%.7f" % x for x in self.nodes[ref][:2])
        return self.known_places[ref]

    def tags(self, step):
        return self.ways[int(step.link.split("-")[0])][0]

    def passed(self, step):
        """Ids of the nodes along a step, with its ends if it has them."""
        refs = self.ways[int(step.link.split("-")[0])][1]
        places = [self.place(ref) for ref in refs]
        starts = [i for i, p in enumerate(places) if p == step.start]
        ends = [i for i, p in enumerate(places) if p == step.end]
        if len(starts) != 1 or len(ends) != 1:
            return [refs[i] for i in starts[:1]], [refs[i] for i in ends[:1]]
        low, high = sorted((starts[0], ends[0]))
        return refs[low:high], refs[low:high + 1]

    def starts(self):
        """Places on streets that people live at."""
        kinds = ("residential", "living_street", "footway", "path", "service",
                 "unclassified", "tertiary", "steps", "pedestrian", "track")
        return sorted({self.nodes[ref][:2]
                       for tags, refs in self.ways.values()
                       if tags.get("highway") in kinds for ref in refs
                       if ref in self.nodes})


def over_limit(mode, tags, forward):
    """Steps, kerbs and slopes in so many words, for those on wheels."""
    may = tags.get("wheelchair") in ("yes", "designated")
    ramp = (tags.get("ramp:wheelchair") == "yes"
            or tags.get("ramp") == "wheelchair")
    steps = tags.get("highway") == "steps"
    if steps and not ramp and not may:
        return "steps"
    kerb = (tags.get("kerb") in ("raised", "regular")
            or (metres(tags.get("kerb:height")) or 0) > 0.06)
    if kerb and not may:
        return "kerb"
    slope = per_cent(tags.get("incline"))
    if slope is None or steps or tags.get("highway") == "elevator":
        return None
    up, down = LIMITS[mode]
    slope = slope if forward else -slope
    return "slope" if slope > up or slope < -down else None


def passed_nodes(streets, steps):
    """Those between the first and the last step's outer ends: {id: whether
    one stays on roads there}."""
    ids = {}
    for i, step in enumerate(steps):
        found = {ref for part in streets.passed(step) for ref in part}
        outer = {step.start} if i == 0 else set()
        outer |= {step.end} if i == len(steps) - 1 else set()
        is_road = streets.tags(step).get("highway") in ROADS
        for ref in found:
            if streets.place(ref) not in outer:
                ids[ref] = ids.get(ref, True) and is_road
    return ids


def why_closed(mode, streets, steps):
    """Reasons against a way, for whoever goes in this mode."""
    reasons = []
    for step in steps:
        tags, forward = streets.tags(step), not step.is_backward
        reasons.append(closed_street(mode, tags, forward))
        if mode in LIMITS:
            reasons.append(over_limit(mode, tags, forward))
    for ref, stays_on_road in passed_nodes(streets, steps).items():
        tags = streets.nodes[ref][2]
        reasons.append(closed_node(mode, tags, stays_on_road))
        may = tags.get("wheelchair") in ("yes", "designated")
        if mode in LIMITS and not stays_on_road and not may:
            height = metres(tags.get("kerb:height"))
            high = height is not None and height > 0.06
            low = height is not None and height < 0.06
            raised = tags.get("kerb") in ("raised", "regular") and not low
            reasons.append("node: kerb" if high or raised else None)
    return [r for r in reasons if r]


def check_ways(mode, streets, answer, what):
    reached, before = 0, failures
    for number, ms in answer.ways.items():
        if ms == float("inf"):
            continue
        reached += 1
        steps = answer.steps[number]
        check(steps and sum(s.ms for s in steps) <= ms,
              "%s, way %d: %d ms, the steps more" % (mode, number, ms))
        reasons = why_closed(mode, streets, steps)
        check(not reasons, "%s, way %d uses what is closed: %s"
              % (mode, number, reasons))
    check(2 * reached > len(answer.ways), "%s: only %d ways" % (mode, reached))
    print("%s, %s: %d ways of %d pairs, %d steps, %d disagreements"
          % (mode, what, reached, len(answer.ways),
             sum(map(len, answer.steps.values())), failures - before))


def print_what_walkers_use(streets, answer):
    """So that it is seen that there is something to avoid."""
    for mode in LIMITS:
        why = collections.Counter()
        for steps in answer.steps.values():
            why.update(set(why_closed(mode, streets, steps)))
        check(why["steps"] > 20 and why["slope"] > 5,
              "hardly anything on the walkers' ways is closed: %s" % why)
        print("walkers' ways, if they were of %s: %s" % (mode, ", ".join(
            "%s on %d" % item for item in why.most_common())))


def raise_kerbs(streets, city, out):
    """A copy of a city with kerbs at two of three crossings. The tags of
    `streets` change alike."""
    chance = random.Random(5)
    kerbs = ({"kerb": "raised"}, {"kerb": "lowered"}, {"kerb": "flush"},
             {"kerb": "regular"}, {"kerb:height": "0.12"},
             {"kerb": "raised", "kerb:height": "3 cm"},
             {"kerb": "lowered", "kerb:height": "10 cm"},
             {"kerb": "raised", "wheelchair": "yes"})
    shutil.copyfile(city, out)
    base = sqlite3.connect(out)
    for id_, text in base.execute(
            "SELECT node_id, tags FROM road_node WHERE tags LIKE "
            "'%crossing%' ORDER BY fid").fetchall():
        if chance.random() < 1 / 3:
            continue
        tags = dict(json.loads(text), **chance.choice(kerbs))
        base.execute("UPDATE road_node SET tags = ? WHERE node_id = ?",
                     (json.dumps(tags, sort_keys=True), id_))
        lon, lat, _ = streets.nodes[int(id_)]
        streets.nodes[int(id_)] = lon, lat, tags
    base.commit()
    base.close()


def check_bounds(mode, answer):
    for what, rows in (("way", answer.bound_ways), ("home", answer.homes)):
        for number, row in rows.items():
            check(journeys.in_order(row), "%s, %s %d: from best to worst %s ms"
                  % (mode, what, number, row))
    counts = [sum(row[k] < float("inf") for row in answer.homes.values())
              for k in range(3)]
    apart = sum(row[0] < row[2] for row in answer.homes.values())
    check(apart > 0 and counts[1] > HOMES // 3,
          "%s: nothing is uncertain, or reached: %s" % (mode, counts))
    print("%s: of %d homes %d get there at best, %d as mapped, %d at worst;"
          " of %d the times differ"
          % (mode, len(answer.homes), *counts, apart))


def check_order(found):
    """Where ties go to all streets within the limit: to 30 m beyond the nearest
    of the mode, a slower mode whose nearest street is farther off may be tied
    to one that a faster mode is not. One who is near no street goes straight
    at best, which may be quicker than the streets that are open to a faster
    mode alone: that bound is not compared."""
    for fast, slow in journeys.ORDERED:
        check(found[fast].straight <= found[slow].straight,
              "%s is near no street where %s is" % (fast, slow))
        for number, row in found[fast].homes.items():
            other = found[slow].homes[number]
            first = 1  # at best also to a facility that the slow mode lacks a street for
            check(all(a <= b for a, b in zip(row[first:], other[first:])),
                  "home %d: %s %s, %s %s" % (number, fast, row, slow, other))


def points(letter, places):
    return [letter + " " + " ".join("%.7f" % x for x in place) + "\n"
            for place in places]


def main():
    program, opl, city, folder = sys.argv[1:5]
    streets = Streets(opl)
    chance = random.Random(42)
    places = journeys.within(streets.starts(), *BOX)
    pairs = journeys.draw_pairs(chance, places, max(PAIRS.values()))
    ask_all = points("b", pairs[:BOUND_PAIRS])
    # Homes are anywhere: far from streets, on water, between rails.
    ask_all += points("h", [journeys.moved(chance, chance.choice(places), 200)
                            for _ in range(HOMES)])
    ask_all += points("f", [journeys.moved(chance, chance.choice(places), 60)
                            for _ in range(FACILITIES)])
    found, widely = {}, {}
    for mode in journeys.MODES:
        queries = points("p", pairs[:PAIRS.get(mode, OTHER_PAIRS)])
        found[mode] = journeys.ask(
            program, city, os.path.join(folder, mode + ".yaml"),
            queries + ask_all)
        check_ways(mode, streets, found[mode], "as mapped")
        check_bounds(mode, found[mode])
        widely[mode] = journeys.ask(
            program, city, os.path.join(folder, mode + ".yaml"),
            [line for line in ask_all if line[0] != "b"], spread=(LIMIT_M,))
    check_order(widely)
    print_what_walkers_use(streets, found["walk"])
    raise_kerbs(streets, city, "kerbs.gpkg")
    for mode in LIMITS:
        answer = journeys.ask(program, "kerbs.gpkg",
                              os.path.join(folder, mode + ".yaml"),
                              points("p", pairs[:PAIRS[mode] // 2]))
        check_ways(mode, streets, answer, "with kerbs at crossings")
    crossed = sum(any(r.endswith("kerb") for r in why_closed(
        "manual_wheelchair", streets, steps))
        for steps in found["manual_wheelchair"].steps.values())
    check(crossed > 50, "only %d ways had crossed a kerb" % crossed)
    print("%d ways of manual wheelchairs had crossed these kerbs" % crossed)
    sys.exit(1 if failures else 0)


main()
