"""Walking times against those of a plain walking network that igraph
searches: length over 1.2 m/s on all streets of the same .osm.pbf, nothing
else. Prints how circlet's times relate to them, then takes one of circlet's
reasons after another away and prints what is left; without all of them the
two must be the same.

    walk_times.py TIMES STREETS.opl CITY.gpkg WALK.yaml
"""

import collections
import math
import os
import random
import subprocess
import sys
import warnings

import igraph
import yaml

import journeys
from closed_streets import closed_node, closed_street
from opl_streets import off_ground, read_links

MPS = 1.2
BOX = (8.635, 49.355, 8.76, 49.46)
ENDS = 30
CUTOFF_S = 86400
NOT_WALKED = {"motorway", "motorway_link", "construction", "proposed",
              "abandoned", "razed", "raceway", "bus_guideway"}

failures = 0


def check(is_true, text):
    global failures
    if not is_true:
        failures += 1
        print("walk_times.py: " + text, file=sys.stderr)


class Plain:
    """Streets as igraph has them: seconds at 1.2 m/s."""

    def __init__(self, nodes, links, may_walk, may_pass):
        ids = sorted({id_ for link in links for id_ in link[:2]})
        self.position = {id_: k for k, id_ in enumerate(ids)}
        arcs, seconds, self.owners = [], [], []
        for link in links:
            ends = [self.position[id_] for id_ in link[:2]]
            if not all(may_pass(nodes[id_][2]) for id_ in link[:2]):
                continue
            for forward in (True, False):
                if may_walk(link.tags, forward):
                    arcs.append(ends if forward else ends[::-1])
                    seconds.append(link.length / MPS)
                    self.owners.append((link, forward))
        self.graph = igraph.Graph(len(ids), arcs, directed=True)
        self.seconds = seconds

    def leaving(self):
        ids = sorted(self.position, key=self.position.get)
        return [id_ for id_, n in zip(ids, self.graph.outdegree()) if n]

    def times(self, origins, destinations):
        rows = self.graph.distances(
            [self.position[id_] for id_ in origins],
            [self.position[id_] for id_ in destinations],
            weights=self.seconds)
        return {(i, k): s for i, row in enumerate(rows)
                for k, s in enumerate(row) if s < math.inf}

    def why_closed(self, nodes, origins, destinations):
        """How many of the quickest ways use what is closed, by reason."""
        why = collections.Counter()
        # igraph warns where there is no way; such ways are empty.
        warnings.simplefilter("ignore", RuntimeWarning)
        for id_ in origins:
            for way in self.graph.get_shortest_paths(
                    self.position[id_], [self.position[d]
                                         for d in destinations],
                    weights=self.seconds, output="epath"):
                used = [self.owners[arc] for arc in way]
                reasons = {closed_street("walk", link.tags, forward)
                           for link, forward in used}
                reasons |= {"node: %s" % closed_node("walk", nodes[ref][2])
                            for link, _ in used for ref in link[:2]}
                why.update(reasons - {None, "node: None"})
        return why


def as_yaml(value, is_tag=False):
    """In braces; tags and titles in quotation marks, so that none is taken
    for yes or no."""
    if isinstance(value, dict):
        is_test = set(value) <= {"above", "below"}
        return "{" + ", ".join(
            '"%s": %s' % (k, as_yaml(v, k in QUOTED or is_tag and not is_test))
            for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(as_yaml(v, is_tag) for v in value) + "]"
    return '"%s"' % value.replace('"', '\\"') if is_tag else value


QUOTED = {"when", "except", "title", "source", "name"}


def is_lift(rule):
    return "delay_s" in rule and rule["when"].get("highway") == "elevator"


def is_crossing(rule):
    return "delay_s" in rule and not is_lift(rule)


def is_pace(rule):
    """Steps, with or without a ramp, and escalators."""
    return "speed_kmh" in rule or "factor" in rule


def write_mode(mode, path, reasons_off):
    """A mode without some of its reasons."""
    off = {"lifts": is_lift, "crossings": is_crossing, "steps": is_pace}
    data = {k: v for k, v in mode.items()
            if k not in ("unknown", "harmless")}
    if "slope" in reasons_off:
        data.pop("slope")
    for part in ("links", "nodes"):
        data[part] = [r for r in mode[part] if not any(
            off[x](r) for x in reasons_off if x in off)]
    with open(path, "w", encoding="utf-8") as file:
        file.write("\n".join("%s: %s" % (k, as_yaml(v, k in QUOTED))
                             for k, v in data.items()) + "\n")


def ask(times, city, mode_path, points):
    """{(origin, destination): seconds}"""
    text = subprocess.run(
        [times, city, mode_path, "within", str(CUTOFF_S)], input=points,
        text=True, check=True, stdout=subprocess.PIPE,
        env=dict(os.environ, LC_ALL="C")).stdout
    rows = [line.split(",") for line in text.splitlines()[1:]]
    return {(int(i), int(k)): int(ms) / 1000 for i, k, ms in rows}


def ratios(own, peer):
    return sorted(own[pair] / peer[pair] for pair in own
                  if peer.get(pair, 0) > 60)


def print_ratios(what, own, peer):
    found = ratios(own, peer)
    n = len(found) - 1
    print("%-52s %4d pairs; median %.3f, 5 %% %.3f, 95 %% %.3f, least %.3f, "
          "most %.3f" % (what, n + 1, found[n // 2], found[n // 20],
                         found[n * 19 // 20], found[0], found[n]))
    return found[n // 2]


def draw_ends(chance, ids, nodes):
    """Nodes that no other lies upon, so that a point tells them."""
    seen = {}
    for id_ in ids:
        place = tuple(round(x, 6) for x in nodes[id_][:2])
        seen.setdefault(place, []).append(id_)
    alone = [same[0] for place, same in sorted(seen.items())
             if len(same) == 1 and journeys.within([place], *BOX)]
    picked = chance.sample(alone, 2 * ENDS)
    return picked[:ENDS], picked[ENDS:]


REASONS = ("crossings", "steps", "slope", "lifts")


def explain(ask_off, own, peer, full):
    """Takes one reason after another away, then all; ask_off(reasons) are
    the times without them."""
    for reason in REASONS:
        less = ask_off([reason])
        median = print_ratios("  without " + reason, less, peer)
        slower = sum(less[p] > own[p] + 0.001 for p in own)
        check(reason == "slope" or not slower,
              "without %s %d times are longer" % (reason, slower))
        changed = sum(abs(less[p] - own[p]) > 0.001 for p in own)
        print("    %d times change, by %.1f s at most, %.1f s on average"
              % (changed, max(abs(less[p] - own[p]) for p in own),
                 sum(own[p] - less[p] for p in own) / len(own)))
        check(reason != "crossings" or median < full, "crossings cost nothing")
    less = ask_off(REASONS)
    print_ratios("  without all four", less, peer)
    worst = max(abs(less[p] - s) for p, s in peer.items())
    print("    at most %.3f s apart" % worst)
    check(len(less) >= 500, "only %d pairs" % len(less))
    check(worst < 0.1, "a difference of up to %.3f s has no reason" % worst)


def read_walk(path):
    with open(path, encoding="utf-8") as file:
        mode = yaml.load(file, Loader=yaml.BaseLoader)
    check(mode["speed"]["m_per_s"] == str(MPS), "walkers have another speed")
    return mode


def main():
    times, opl, city, mode_path = sys.argv[1:5]
    nodes, links = read_links(opl)
    links = [link for link in links if "highway" in link.tags
             or link.tags.get("railway") == "platform"]
    mode = read_walk(mode_path)
    all_streets = Plain(nodes, links, lambda tags, forward: tags.get(
        "highway") not in NOT_WALKED, lambda tags: True)
    same_streets = Plain(
        nodes, links,
        lambda tags, forward: closed_street("walk", tags, forward) is None,
        lambda tags: closed_node("walk", tags) is None)
    aloft = off_ground(links)
    origins, destinations = draw_ends(
        random.Random(7), [id_ for id_ in same_streets.leaving()
                           if id_ not in aloft], nodes)
    points = "".join("%s %.9f %.9f\n" % (letter, *nodes[id_][:2])
                     for letter, ids in (("o", origins), ("d", destinations))
                     for id_ in ids)
    plain = all_streets.times(origins, destinations)
    peer = same_streets.times(origins, destinations)

    own = ask(times, city, mode_path, points)
    print_ratios("as shipped, against all streets", own, plain)
    check(set(own) == set(peer), "not the same pairs are reached: %s"
          % sorted(set(own) ^ set(peer))[:5])
    print("  %d pairs are reached on all streets, %d on those that are open"
          % (len(plain), len(peer)))
    print_ratios("the open streets, against all", peer, plain)
    print("  quickest ways on all streets that use what is closed: "
          + ", ".join("%s %d" % x for x in all_streets.why_closed(
              nodes, origins, destinations).most_common()))
    full = print_ratios("as shipped, against the same streets", own, peer)

    def ask_off(reasons):
        os.makedirs("off", exist_ok=True)
        path = os.path.join("off", "walk.yaml")
        write_mode(mode, path, reasons)
        return ask(times, city, path, points)

    explain(ask_off, own, peer, full)
    sys.exit(1 if failures else 0)


main()
