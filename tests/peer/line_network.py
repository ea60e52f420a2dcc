"""Joins lines into a network a second time and compares it with a city's.

    line_network.py LINES.geojson CITY.gpkg

LINES has streets alone, from ogr2ogr's reading of OpenStreetMap. Ends are
nodes, and so are vertices at which another line ends; what lies within 1 cm
is one place. scipy finds the neighbours and what hangs together.
"""

import collections
import json
import sqlite3
import sys

import numpy
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from city_roads import read_line
from opl_streets import geodesics_m

SNAP_M = 0.01


def read_lines(path):
    """Lines without points that repeat the one before, each once."""
    with open(path, encoding="utf-8") as file:
        features = json.load(file)["features"]
    seen, lines = set(), []
    for feature in features:
        shape = feature["geometry"]
        parts = (shape["coordinates"] if shape["type"] == "MultiLineString"
                 else [shape["coordinates"]])
        tags = tuple(sorted((k, v) for k, v in feature["properties"].items()
                            if k != "osm_id" and v is not None))
        for part in parts:
            line = [tuple(p[:2]) for p in part]
            line = [p for k, p in enumerate(line) if k == 0 or p != line[k - 1]]
            same = min(line, line[::-1])
            key = (tuple(same), tags)
            if len(line) > 1 and key not in seen:
                seen.add(key)
                lines.append(line)
    return lines


def metres(points):
    """Flat metres around the middle of all, right to a hundredth of the
    tolerance between neighbours of a city."""
    middle = numpy.radians(points[:, 1].mean())
    e2 = 0.0066943799901413165
    w = numpy.sqrt(1 - e2 * numpy.sin(middle) ** 2)
    scale = numpy.array([numpy.cos(middle) / w, (1 - e2) / w ** 3])
    return points * scale * 6378137.0 * numpy.pi / 180


def label_places(lines):
    """For each point of each line a node or -1."""
    points = numpy.array([p for line in lines for p in line])
    is_end = numpy.zeros(len(points), dtype=bool)
    at = 0
    for line in lines:
        is_end[at] = is_end[at + len(line) - 1] = True
        at += len(line)
    tree = cKDTree(metres(points))
    pairs = tree.query_pairs(SNAP_M, output_type="ndarray")
    pairs = pairs[is_end[pairs[:, 0]] | is_end[pairs[:, 1]]]
    count = len(points)
    matrix = csr_matrix((numpy.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])),
                        shape=(count, count))
    labels = connected_components(matrix, directed=False)[1]
    with_end = numpy.zeros(labels.max() + 1, dtype=bool)
    with_end[labels[is_end]] = True
    return numpy.where(with_end[labels], labels, -1)


def cut(lines, labels):
    """Links as (node, node, points)."""
    links, at = [], 0
    for line in lines:
        start, shape = labels[at], [line[0]]
        for k in range(1, len(line)):
            shape.append(line[k])
            node = labels[at + k]
            if node < 0:
                continue
            if len(shape) > 2 or node != start:
                links.append((start, node, shape))
            start, shape = node, [line[k]]
        at += len(line)
    return links


def describe(ends, length):
    """What two networks must have in common, whatever their names."""
    degrees = collections.Counter(node for link in ends for node in link)
    names = {node: k for k, node in enumerate(sorted(degrees))}
    a = [names[x] for x, _ in ends]
    b = [names[y] for _, y in ends]
    matrix = csr_matrix((numpy.ones(len(a)), (a, b)),
                        shape=(len(names), len(names)))
    part = connected_components(matrix, directed=False)[1]
    return {"nodes": len(names), "links": len(ends),
            "degrees": sorted(collections.Counter(degrees.values()).items()),
            "parts": sorted(numpy.bincount(part).tolist()),
            "loops": sum(x == y for x, y in ends),
            "metres": round(length / 10)}


def read_city(path):
    base = sqlite3.connect("file:%s?mode=ro" % path, uri=True)
    rows = base.execute("SELECT from_node_id, to_node_id, length, geom "
                        "FROM road_link").fetchall()
    base.close()
    pieces = [(p, q) for row in rows
              for line in [read_line(row[3])] for p, q in zip(line, line[1:])]
    stored = sum(row[2] for row in rows)
    own = geodesics_m(numpy.array([p for p, _ in pieces]),
                      numpy.array([q for _, q in pieces])).sum()
    assert abs(stored - own) < 1e-3, (stored, own)
    return describe([row[:2] for row in rows], stored)


def main():
    lines = read_lines(sys.argv[1])
    links = cut(lines, label_places(lines))
    pieces = [(p, q) for link in links for p, q in zip(link[2], link[2][1:])]
    length = geodesics_m(numpy.array([p for p, _ in pieces]),
                         numpy.array([q for _, q in pieces])).sum()
    want = describe([link[:2] for link in links], length)
    have = read_city(sys.argv[2])
    for key, value in want.items():
        if have[key] != value:
            sys.exit("line_network.py: %s: circlet has %s, the peer %s"
                     % (key, str(have[key])[:200], str(value)[:200]))
    print("%(nodes)d nodes, %(links)d links, %(loops)d loops" % want,
          "in %d parts, %d0 m: the same" % (len(want["parts"]),
                                            want["metres"]))


main()
