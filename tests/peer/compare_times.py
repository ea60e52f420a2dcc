"""Compares circlet's travel times with those of an independent reading of
the same .osm.pbf and of the mode's rules.

    compare_times.py CIRCLET TIMES STREETS.opl CITY.gpkg MODE.yaml COUNTS.json

COUNTS.json is what `circlet import ... --json` printed. Works in the current
folder, where it leaves the GMNS copy.
"""

import csv
import io
import json
import os
import subprocess
import sys

from city_roads import write_gmns
from opl_streets import off_ground, read_links
from street_graph import StreetGraph
from travel_rules import Mode

ORIGINS, DESTINATIONS = 24, 30
CUTOFF_S = 86400
SEED = 20240908

failures = 0


def check(is_true, text):
    global failures
    if not is_true:
        failures += 1
        print("compare_times.py: " + text, file=sys.stderr)


def splitmix(seed):
    state = seed
    while True:
        state = (state + 0x9E3779B97F4A7C15) % 2**64
        x = state
        x = ((x ^ (x >> 30)) * 0xBF58476D1CE4E5B9) % 2**64
        x = ((x ^ (x >> 27)) * 0x94D049BB133111EB) % 2**64
        yield x ^ (x >> 31)


def draw_nodes(ids, nodes):
    """Seeded origins and destinations, none where two nodes lie in one
    place, which a point could not tell apart."""
    seen = {}
    for id_ in ids:
        place = tuple(round(c, 6) for c in nodes[id_][:2])
        seen[place] = seen.get(place, 0) + 1
    alone = [id_ for id_ in ids
             if seen[tuple(round(c, 6) for c in nodes[id_][:2])] == 1]
    draw = splitmix(SEED)
    picked = []
    while len(picked) < ORIGINS + DESTINATIONS:
        id_ = alone[next(draw) % len(alone)]
        if id_ not in picked:
            picked.append(id_)
    return picked[:ORIGINS], picked[ORIGINS:]


def ask(times, city, mode, kind, points):
    return subprocess.run(
        [times, city, mode, kind, str(CUTOFF_S)], input=points, text=True,
        check=True, stdout=subprocess.PIPE,
        env=dict(os.environ, LC_ALL="C")).stdout


def read_within(text):
    return {(int(r["origin"]), int(r["destination"])): int(r["milliseconds"])
            for r in csv.DictReader(io.StringIO(text))}


def compare_with_peer(own, peer):
    """Each arc is rounded to a millisecond from a length that differs in
    the last digits: a way of n arcs may differ by n, and by one at either
    end."""
    exact = reached = 0
    for (i, k), (ms, arcs) in sorted(peer.items()):
        mine = own.get((i, k), -1)
        check((ms < 0) == (mine < 0),
              "pair %d-%d: circlet says %d ms, the peer %d" % (i, k, mine, ms))
        if ms < 0 or mine < 0:
            continue
        reached += 1
        exact += ms == mine
        check(abs(ms - mine) <= arcs + 2,
              "pair %d-%d of %d arcs: circlet says %d ms, the peer %d"
              % (i, k, arcs, mine, ms))
    check(reached >= 200, "only %d pairs are reached" % reached)
    check(exact * 10 >= reached * 9,
          "only %d of %d times are the same" % (exact, reached))
    print("%d pairs, %d reached, %d the same to the millisecond"
          % (len(peer), reached, exact))


def compare_nearest(text, own):
    nearest = {}
    for line in text.splitlines():
        origin, ms = line.split(",")
        nearest[int(origin)] = int(ms)
    best = {}
    for (i, _), ms in own.items():
        best[i] = min(ms, best.get(i, ms))
    check(nearest == best, "the nearest are %s, the rows say %s"
          % (nearest, best))


def import_gmns(circlet, city, keys):
    write_gmns(city, "node.csv", "link.csv", keys)
    subprocess.run([circlet, "new", "gmns.gpkg"], check=True)
    done = subprocess.run(
        [circlet, "import", "gmns.gpkg", "roads", "node.csv", "link.csv",
         "--json"], check=True, text=True, stdout=subprocess.PIPE)
    return json.loads(done.stdout)


def main():
    circlet, times, opl, city, mode_path, counts_path = sys.argv[1:7]
    nodes, links = read_links(opl)
    used = {id_ for link in links for id_ in (link.start, link.end)}
    with open(counts_path, encoding="utf-8") as file:
        counts = json.load(file)
    check(counts["nodes"] == len(used) and counts["links"] == len(links),
          "circlet has %d nodes, %d links; the peer %d and %d"
          % (counts["nodes"], counts["links"], len(used), len(links)))

    mode = Mode(mode_path)
    graph = StreetGraph({id_: nodes[id_][2] for id_ in used}, links, mode)
    aloft = off_ground(links)
    tied = {id_ for link in links if mode.may_tie(link.length, link.tags)
            for id_ in (link.start, link.end)}
    origins, destinations = draw_nodes(
        [id_ for id_ in graph.leaving()
         if id_ in tied and id_ not in aloft], nodes)
    points = "".join("%s %.9f %.9f\n" % (letter, *nodes[id_][:2])
                     for letter, ids in (("o", origins), ("d", destinations))
                     for id_ in ids)
    said = ask(times, city, mode_path, "within", points)
    for engine in ("near", "far"):
        check(ask(times, city, mode_path, engine, points) == said,
              "the times of the %s engine are others" % engine)
    own = read_within(said)
    peer = {(i, k): (ms + mode.boarding_ms if ms >= 0 else ms, arcs)
            for i, line in enumerate(graph.times(origins, destinations))
            for k, (ms, arcs) in enumerate(line)}
    compare_with_peer(own, peer)
    compare_nearest(ask(times, city, mode_path, "nearest", points), own)

    copied = import_gmns(circlet, city, mode.keys())
    check(copied["nodes"] == len(used) and copied["links"] == len(links),
          "the GMNS copy has %s" % copied)
    again = read_within(ask(times, "gmns.gpkg", mode_path, "within", points))
    check(again == own, "the times of the GMNS copy differ: %s"
          % sorted(set(again.items()) ^ set(own.items()))[:5])
    sys.exit(1 if failures else 0)


main()
