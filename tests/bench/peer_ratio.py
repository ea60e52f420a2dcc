"""Asks circlet, scipy and igraph the same: who is how far from the nearest
of 300 nodes of the city's streets, 15 minutes at most, median of 20 runs.
circlet ties points to streets in the same query, the peers are given nodes:
the ratio is to a query for few points, which searches as far.

    peer_ratio.py TIMES CITY.gpkg MODE.yaml

All must reach the same nodes; the roads carry nothing but highway=road.
"""

import os
import sqlite3
import statistics
import struct
import subprocess
import sys
import time

import numpy
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                os.pardir, "peer"))
from travel_rules import Mode  # noqa: E402

CUTOFF_S = 900
RUNS = 20
DESTINATIONS = 300
FEW = 100


def splitmix(seed):
    state = seed
    while True:
        state = (state + 0x9E3779B97F4A7C15) % 2**64
        x = state
        x = ((x ^ (x >> 30)) * 0xBF58476D1CE4E5B9) % 2**64
        x = ((x ^ (x >> 27)) * 0x94D049BB133111EB) % 2**64
        yield x ^ (x >> 31)


def read_city(path):
    base = sqlite3.connect("file:%s?mode=ro" % path, uri=True)
    places = {}
    for id_, blob in base.execute(
            "SELECT node_id, geom FROM road_node ORDER BY node_id"):
        at = 8 + (0, 32, 48, 48, 64)[blob[3] >> 1 & 7] + 5
        places[id_] = struct.unpack_from("<2d", blob, at)
    links = base.execute("SELECT from_node_id, to_node_id, length "
                         "FROM road_link").fetchall()
    base.close()
    return places, links


def shortest(links, position, mode):
    """{(from, to): milliseconds}: the shortest of parallel links."""
    best = {}
    for a, b, length in links:
        a, b = position[a], position[b]
        forward, backward = mode.link_ms(length, {"highway": "road"})
        for key, ms in (((a, b), forward), ((b, a), backward)):
            if a != b and ms < best.get(key, 2**31):
                best[key] = max(ms, 1)  # to scipy 0 is no arc
    return best


def ask_circlet(arguments, kind, places, origins, destinations):
    times, city, mode = arguments
    text = "".join("%s %.9f %.9f\n" % ((letter,) + places[id_])
                   for letter, ids in (("o", origins), ("d", destinations))
                   for id_ in ids)
    return subprocess.run(
        [times, city, mode, kind, str(CUTOFF_S)], input=text, text=True,
        check=True, stdout=subprocess.PIPE,
        env=dict(os.environ, LC_ALL="C")).stdout


def median(ask):
    taken = []
    for _ in range(RUNS):
        start = time.perf_counter()
        answer = ask()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken), answer


def ask_scipy(best, count, targets):
    keys = list(best)
    # Against the arcs, as from the destinations; all streets go both ways.
    matrix = csr_matrix(([best[k] for k in keys],
                         ([b for _, b in keys], [a for a, _ in keys])),
                        shape=(count, count), dtype=numpy.float64)
    return median(lambda: dijkstra(matrix, indices=targets, min_only=True,
                                   limit=CUTOFF_S * 1000))


def ask_igraph(best, count, targets):
    """One more vertex beside all destinations: igraph has no min_only."""
    import igraph

    edges = list(best) + [(count, t) for t in targets]
    weights = list(best.values()) + [0] * len(targets)
    graph = igraph.Graph(n=count + 1, edges=edges, directed=True)
    return median(lambda: graph.distances(source=[count], weights=weights))


def main():
    arguments = sys.argv[1:4]
    places, links = read_city(arguments[1])
    ids = sorted({id_ for link in links for id_ in link[:2]})
    position = {id_: k for k, id_ in enumerate(ids)}
    draw = splitmix(15)
    targets = sorted({next(draw) % len(ids) for _ in range(DESTINATIONS)})
    destinations = [ids[k] for k in targets]
    answer = ask_circlet(arguments, "nearest", places, ids, destinations)
    found = {int(line.split(",")[0]): int(line.split(",")[1])
             for line in answer.splitlines()}
    tying = float(ask_circlet(arguments, "bench", places, ids, destinations))
    print("%-28s %8.4f s, %d nodes reached, with tying %d points to streets"
          % ("nearest: circlet, all nodes", tying, len(found),
             len(ids) + len(destinations)))
    few = ids[::len(ids) // FEW]
    own = float(ask_circlet(arguments, "bench", places, few, destinations))
    print("%-28s %8.4f s, with tying %d points"
          % ("nearest: circlet, few", own, len(few) + len(destinations)))
    best = shortest(links, position, Mode(arguments[2]))
    peers = [("scipy", ask_scipy)]
    try:
        import igraph  # noqa: F401
        peers.append(("igraph", ask_igraph))
    except ImportError:
        pass
    for name, ask in peers:
        seconds, answer = ask(best, len(ids), targets)
        row = numpy.array(answer).reshape(-1)[:len(ids)]
        reached = int((row <= CUTOFF_S * 1000).sum())
        same = sum(1 for k, ms in found.items() if ms == row[k])
        print("%-28s %8.4f s, %d nodes reached, %d the same, %.2f x circlet"
              % ("nearest: " + name, seconds, reached, same, seconds / own))


main()
