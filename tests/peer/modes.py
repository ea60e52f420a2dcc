"""Compares what circlet closes to each mode with an independent reading of
the same .osm.pbf, and prints the counts by mode and reason.

    modes.py LINK_TIMES STREETS.opl CITY.gpkg FOLDER_OF_MODES
"""

import collections
import json
import os
import sqlite3
import subprocess
import sys

from closed_streets import ROADS, closed_node, closed_street
from opl_streets import read_links

MODES = ("walk", "escort", "elderly", "stick", "crutches", "blind",
         "powered_wheelchair", "manual_wheelchair", "drive")
# Nowhere is the first slower than the second.
ORDERED = (("walk", "escort"), ("escort", "elderly"), ("elderly", "stick"),
           ("elderly", "crutches"), ("escort", "blind"),
           ("escort", "manual_wheelchair"), ("walk", "powered_wheelchair"),
           ("powered_wheelchair", "manual_wheelchair"))
FEW = 20

failures = 0


def check(is_true, text):
    global failures
    if not is_true:
        failures += 1
        if failures <= FEW:
            print("modes.py: " + text, file=sys.stderr)


def read_ends(city):
    base = sqlite3.connect("file:%s?mode=ro" % city, uri=True)
    ends = {link: (int(a), int(b)) for link, a, b in base.execute(
        "SELECT link_id, from_node_id, to_node_id FROM road_link")}
    base.close()
    return ends


def compare_tags(city, used, known):
    """Of nodes, with those that ways over roads leave there."""
    base = sqlite3.connect("file:%s?mode=ro" % city, uri=True)
    own = {int(id_): json.loads(tags or "{}") for id_, tags in base.execute(
        "SELECT node_id, tags FROM road_node")}
    base.close()
    check(set(own) == used, "not the same nodes")
    for id_ in sorted(used & set(own)):
        check(own[id_] == known[id_][2], "node %d: circlet %s, the peer %s"
              % (id_, own[id_], known[id_][2]))
    print("%d nodes have tags of ways that cross a road there"
          % sum("circlet:from_way" in tags for tags in own.values()))


def ask(link_times, city, path):
    """{link id: 6 times}, {place: [3 times]}, [3 times] of ends of links."""
    text = subprocess.run([link_times, city, path], check=True, text=True,
                          stdout=subprocess.PIPE,
                          env=dict(os.environ, LC_ALL="C")).stdout
    links, nodes, over = {}, collections.defaultdict(list), []
    for line in text.splitlines():
        part = line.split(",")
        if part[0] == "l":
            links[part[1]] = [int(t) for t in part[2:]]
        elif part[0] == "e":
            over.append([int(t) for t in part[3:]])
        else:
            nodes[part[1], part[2]].append([int(t) for t in part[3:]])
    return links, nodes, over


def is_way(tags):
    """Rivers and rails are links, too; nobody asks why they are closed."""
    return ("highway" in tags or "route" in tags
            or tags.get("railway") == "platform")


def compare_links(mode, links, ends, streets):
    """Open and closed by the pair of nodes, for links have no names that
    both know."""
    own, peer, why = (collections.defaultdict(list),
                      collections.defaultdict(list), collections.Counter())
    for id_, times in links.items():
        own[ends[id_]].append((times[1] >= 0, times[4] >= 0))
    for link in streets:
        reasons = [closed_street(mode, link.tags, forward)
                   for forward in (True, False)]
        peer[link.start, link.end].append(tuple(r is None for r in reasons))
        if not is_way(link.tags) or reasons == [None, None]:
            continue
        if None in reasons:
            why["one way only: " + (reasons[0] or reasons[1])] += 1
        else:
            why[reasons[0]] += 1
    for pair in sorted(set(own) | set(peer)):
        check(sorted(own[pair]) == sorted(peer[pair]),
              "%s, %d-%d: circlet %s, the peer %s"
              % (mode, *pair, own[pair], peer[pair]))
    return why


def compare_nodes(mode, nodes, known):
    own = {place: sorted(t[1] >= 0 for t in times)
           for place, times in nodes.items()}
    peer, why = collections.defaultdict(list), collections.Counter()
    for (lon, lat, tags), is_at_road in known:
        reason = closed_node(mode, tags, is_at_road)
        peer["%.7f" % lon, "%.7f" % lat].append(reason is None)
        if reason:
            why["node: " + reason] += 1
    for place in sorted(set(own) | set(peer)):
        check(own.get(place) == sorted(peer[place]),
              "%s, node at %s: circlet %s, the peer %s"
              % (mode, place, own.get(place), peer[place]))
    return why


def as_time(ms):
    return ms if ms >= 0 else float("inf")


def check_bounds(mode, links, nodes, over):
    rows = [t[k:k + 3] for t in links.values() for k in (0, 3)]
    rows += [t for times in nodes.values() for t in times] + over
    for row in rows:
        low, nominal, high = map(as_time, row)
        check(low <= nominal <= high, "%s: bounds %s" % (mode, row))


def check_order(found):
    for fast, slow in ORDERED:
        for id_, times in found[fast].items():
            other = found[slow][id_]
            check(all(as_time(a) <= as_time(b)
                      for a, b in zip(times, other)),
                  "link %s: %s %s, %s %s" % (id_, fast, times, slow, other))


def print_counts(mode, links, why):
    opened = [sum(t[k] >= 0 or t[k + 3] >= 0 for t in links.values())
              for k in (0, 1, 2)]
    print("%s: %d links open at best, %d as mapped, %d at worst"
          % (mode, *opened))
    for reason, count in sorted(why.items(), key=lambda x: (-x[1], x[0])):
        print("  %7d  %s" % (count, reason))


def main():
    link_times, opl, city, folder = sys.argv[1:5]
    known, streets = read_links(opl)
    used = {id_ for link in streets for id_ in (link.start, link.end)}
    at_roads = {id_ for link in streets if link.tags.get("highway") in ROADS
                for id_ in (link.start, link.end)}
    places = [(known[id_], id_ in at_roads) for id_ in sorted(used)]
    ends = read_ends(city)
    compare_tags(city, used, known)
    found = {}
    for mode in MODES:
        links, nodes, over = ask(link_times, city,
                           os.path.join(folder, mode + ".yaml"))
        check(set(links) == set(ends), "%s: not all links are there" % mode)
        why = compare_links(mode, links, ends, streets)
        why += compare_nodes(mode, nodes, places)
        check_bounds(mode, links, nodes, over)
        print_counts(mode, links, why)
        found[mode] = links
    check_order(found)
    print("%d links, %d nodes, %d disagreements"
          % (len(streets), len(used), failures))
    sys.exit(1 if failures else 0)


main()
