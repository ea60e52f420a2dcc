"""Turn restrictions against an independent reading of the same .osm.pbf: what
is read of them and what not, and travel times by Dijkstra's algorithm over
arcs, which knows at every node over which street it came.

    turns.py TIMES LINK_TIMES STREETS.opl CITY.gpkg MODE.yaml COUNTS.json

COUNTS.json is what `circlet import ... --json` printed. The times of single
streets and nodes are circlet's own (LINK_TIMES).
"""

import collections
import csv
import heapq
import io
import json
import os
import random
import re
import sqlite3
import subprocess
import sys

from opl_streets import (is_on_ground, name_stretches, read_opl,
                         read_tags)

ORIGINS, DESTINATIONS = 20, 30
CUTOFF_S = 86400
DRIVER = {"motorcar", "motor_vehicle", "vehicle"}
KINDS = {"no_left_turn", "no_right_turn", "no_straight_on", "no_u_turn",
         "no_entry", "no_exit"}
REASONS = {"timed": "they hold at certain times or on conditions",
           "unknown": "they are of another kind or lack a member",
           "via": "they lead over a way or several nodes",
           "absent": "they name a way or node that is none of the streets "
                     "here",
           "loose": "a way of theirs does not end at their node"}

failures = 0


def check(is_true, text):
    global failures
    if not is_true:
        failures += 1
        print("turns.py: " + text, file=sys.stderr)


# ---- what the map says -----------------------------------------------------

def read_relations(path):
    """[(id, tags, [(type, id, role)])] of the turn restrictions."""
    found = []
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            if line[0] != "r":
                continue
            fields = {f[0]: f[1:] for f in line.rstrip("\n").split(" ")[1:]}
            tags = read_tags(fields.get("T"))
            if not re.match("restriction(:|$)", tags.get("type", "")):
                continue
            members = []
            for member in filter(None, fields.get("M", "").split(",")):
                name, role = member.split("@", 1)
                members.append((name[0], int(name[1:]), role))
            found.append((int(line[1:line.index(" ")]), tags, members))
    return found


def signs_of(tags):
    """({kind: set of vehicles or None for all}, whether parts of it hold
    under conditions only)"""
    signs, is_partly = {}, False
    of_type = tags["type"].partition(":")[2]
    for key, value in tags.items():
        word, _, vehicle = key.partition(":")
        if word != "restriction":
            continue
        if "conditional" in vehicle:
            is_partly = True
            continue
        if value not in KINDS and not value.startswith("only_"):
            continue
        kind = value.partition("_")[0]
        whom = vehicle or of_type
        if not whom or signs.get(kind, 0) is None:
            signs[kind] = None
        else:
            signs.setdefault(kind, set()).add(whom)
    return signs, is_partly


class Streets:
    def __init__(self, path):
        self.nodes, ways = read_opl(path)
        self.ways = {id_ for id_, _, _ in ways}
        self.ends = collections.defaultdict(list)  # (way, node): links
        self.junctions = set()
        self.links = {}
        self.aloft = set()  # ends of what is got on at its ends alone
        for name, tags, refs in name_stretches(self.nodes, ways):
            self.links[name] = refs[0], refs[-1]
            if not is_on_ground(tags):
                self.aloft |= {refs[0], refs[-1]}
            for ref in (refs[0], refs[-1]):
                self.junctions.add(ref)
                self.ends[int(name.rpartition("-")[0]), ref].append(name)


def turns_of(streets, tags, members):
    """([(from, via, to, kind, exempt, vehicles)], reason)"""
    signs, is_partly = signs_of(tags)
    by_role = {role: [(type_, id_) for type_, id_, r in members if r == role]
               for role in ("from", "via", "to")}
    if ({"day_on", "day_off", "hour_on", "hour_off"} & set(tags)
            or "conditional" in tags["type"]):
        return [], "timed"
    if not signs:
        return [], "timed" if is_partly else "unknown"
    if len(by_role["via"]) > 1 or any(t != "n" for t, _ in by_role["via"]):
        return [], "via"
    ends = by_role["from"] + by_role["to"]
    if (not all(by_role.values()) or any(t != "w" for t, _ in ends)
            or min(len(by_role["from"]), len(by_role["to"])) > 1):
        return [], "unknown"
    via = by_role["via"][0][1]
    if via not in streets.junctions or any(
            id_ not in streets.ways for _, id_ in ends):
        return [], "absent"
    if any(len(streets.ends[id_, via]) != 1 for _, id_ in ends):
        return [], "loose"
    return [(streets.ends[a, via][0], str(via), streets.ends[b, via][0], kind,
             tags.get("except"), vehicles)
            for kind, vehicles in signs.items()
            for _, a in by_role["from"] for _, b in by_role["to"]], None


def compare_rows(turns, city):
    base = sqlite3.connect("file:%s?mode=ro" % city, uri=True)
    rows = [(*row[:5], frozenset(row[5].split(";")) if row[5] else None)
            for row in base.execute(
                "SELECT from_link_id, via_node_id, to_link_id, kind, exempt, "
                "vehicle FROM road_turn")]
    base.close()
    want = [(*turn[:5], frozenset(turn[5]) if turn[5] else None)
            for turn in turns]
    check(collections.Counter(rows) == collections.Counter(want),
          "the city has other turns: %s" % sorted(
              map(str, set(rows) ^ set(want)))[:5])


def read_turns(streets, opl, city, counts):
    relations = read_relations(opl)
    turns, why, used = [], collections.Counter(), 0
    for _, tags, members in relations:
        found, reason = turns_of(streets, tags, members)
        turns += found
        used += reason is None
        why.update([reason] if reason else [])
    check(counts["turn_restrictions"] == len(relations)
          and counts["turn_restrictions_used"] == used,
          "circlet says %d restrictions, %d used; the peer %d and %d"
          % (counts["turn_restrictions"], counts["turn_restrictions_used"],
             len(relations), used))
    for reason, text in REASONS.items():
        said = [r for r in counts["remarks"] if r.endswith(text)]
        want = ["%d turn restrictions are not used: %s" % (why[reason], text)]
        check(said == (want if why[reason] else []),
              "%s: circlet says %s, the peer %d" % (reason, said,
                                                    why[reason]))
    compare_rows(turns, city)
    print("%d restrictions, %d used, %d turns; not used: %s"
          % (len(relations), used, len(turns), dict(why)))
    return turns


# ---- times -----------------------------------------------------------------

class Arcs:
    """An arc is a link in one direction: (link, head)."""

    def __init__(self, streets, turns, link_ms, node_ms):
        self.leaving = collections.defaultdict(list)  # [(link, head, ms)]
        self.node_ms = node_ms
        for link, (a, b) in streets.links.items():
            forward, backward = link_ms[link]
            if forward >= 0:
                self.leaving[a].append((link, b, forward))
            if backward >= 0:
                self.leaving[b].append((link, a, backward))
        self.banned = collections.defaultdict(set)
        self.only = collections.defaultdict(set)
        for a, via, b, kind, exempt, vehicles in turns:
            if set(re.split("[; ]+", exempt or "")) & DRIVER:
                continue
            if vehicles is not None and not vehicles & DRIVER:
                continue
            table = self.only if kind == "only" else self.banned
            table[a, int(via)].add(b)

    def may(self, link, node, other):
        key = link, node
        return other not in self.banned.get(key, ()) and (
            key not in self.only or other in self.only[key])

    def times(self, start):
        """{node: milliseconds} to arrive there."""
        found, best = {start: 0}, {}
        heap = [(ms, link, head) for link, head, ms in self.leaving[start]]
        heapq.heapify(heap)
        while heap:
            ms, link, head = heapq.heappop(heap)
            if (link, head) in best:
                continue
            best[link, head] = ms
            found.setdefault(head, ms)
            if self.node_ms[head] < 0:
                continue
            for other, tail, more in self.leaving[head]:
                if (other, tail) not in best and self.may(link, head, other):
                    heapq.heappush(heap, (ms + self.node_ms[head] + more,
                                          other, tail))
        return found


def run(*arguments, **options):
    return subprocess.run(
        arguments, check=True, text=True, stdout=subprocess.PIPE,
        env=dict(os.environ, LC_ALL="C"), **options).stdout


def read_link_times(program, city, mode, streets):
    """{link: (ms forward, backward)}, {node: ms}; -1: closed."""
    places = {("%.7f" % lon, "%.7f" % lat): []
              for lon, lat, _ in streets.nodes.values()}
    for id_ in streets.junctions:
        lon, lat, _ = streets.nodes[id_]
        places["%.7f" % lon, "%.7f" % lat].append(id_)
    link_ms, node_ms, shared = {}, {}, set()
    for line in run(program, city, mode).splitlines():
        kind, *rest = line.split(",")
        if kind == "l":
            link_ms[rest[0]] = int(rest[2]), int(rest[5])
        if kind != "n":
            continue
        for id_ in places[rest[0], rest[1]]:
            if id_ in node_ms:
                shared.add(id_)
                node_ms[id_] = max(node_ms[id_], int(rest[3]))
            node_ms.setdefault(id_, int(rest[3]))
    return link_ms, node_ms, shared


def boarding_ms(mode_path):
    with open(mode_path, encoding="utf-8") as file:
        return 1000 * int(re.search(r"^boarding: \{s: (\d+)", file.read(),
                                    re.M).group(1))


def draw(streets, arcs, shared):
    """Nodes from which, and to which, one can go, half of them beside turns
    that are forbidden."""
    chance = random.Random(20)
    heads = {head for out in arcs.leaving.values() for _, head, _ in out}
    places = collections.Counter(tuple(round(x, 6) for x in n[:2])
                                 for id_, n in streets.nodes.items()
                                 if id_ in streets.junctions)
    open_ = sorted(
        id_ for id_ in heads & {n for n, out in arcs.leaving.items() if out}
        if id_ not in shared and id_ not in streets.aloft and places[tuple(
            round(x, 6) for x in streets.nodes[id_][:2])] == 1)
    near = {head for key in list(arcs.banned) + list(arcs.only)
            for head in streets.links[key[0]]}
    near = [id_ for id_ in open_ if id_ in near]
    picked = (chance.sample(near, (ORIGINS + DESTINATIONS) // 2)
              + chance.sample(open_, (ORIGINS + DESTINATIONS) // 2))
    chance.shuffle(picked)
    return picked[:ORIGINS], picked[ORIGINS:]


def compare_times(streets, arcs, plain, ends, ask, more_ms):
    origins, destinations = ends
    points = "".join("%s %.9f %.9f\n" % (letter, *streets.nodes[id_][:2])
                     for letter, ids in (("o", origins), ("d", destinations))
                     for id_ in ids)
    said = ask("within", points)
    for engine in ("near", "far"):
        check(ask(engine, points) == said,
              "the times of the %s engine are others" % engine)
    own = {(int(r["origin"]), int(r["destination"])): int(r["milliseconds"])
           for r in csv.DictReader(io.StringIO(said))}
    same = longer = cut_off = 0
    for i, start in enumerate(origins):
        found, free = arcs.times(start), plain.times(start)
        for k, end in enumerate(destinations):
            want = found.get(end)
            mine = own.get((i, k))
            want = None if want is None else want + (start != end) * more_ms
            mine = mine if start != end else want
            check(mine == want, "from %d to %d: circlet says %s ms, the peer "
                  "%s" % (start, end, mine, want))
            same += mine == want and want is not None
            longer += found.get(end) is not None and found[end] > free[end]
            cut_off += end in free and end not in found
    check(same >= 300, "only %d pairs are the same" % same)
    check(longer >= 20, "turns change only %d times" % longer)
    print("%d times of %d pairs are the same to the millisecond; turns make "
          "%d longer and cut off %d" % (same, len(origins) * len(destinations),
                                        longer, cut_off))


def main():
    times, link_times, opl, city, mode_path, counts_path = sys.argv[1:7]
    with open(counts_path, encoding="utf-8") as file:
        counts = json.load(file)
    streets = Streets(opl)
    turns = read_turns(streets, opl, city, counts)
    link_ms, node_ms, shared = read_link_times(link_times, city, mode_path,
                                               streets)
    arcs = Arcs(streets, turns, link_ms, node_ms)
    plain = Arcs(streets, [], link_ms, node_ms)

    def ask(kind, points):
        return run(times, city, mode_path, kind, str(CUTOFF_S), input=points)

    compare_times(streets, arcs, plain, draw(streets, arcs, shared), ask,
                  boarding_ms(mode_path))
    sys.exit(1 if failures else 0)


main()
