"""Asks the check program tests/peer/journeys, and draws homes and places."""

import collections
import math
import os
import subprocess

MODES = ("walk", "escort", "elderly", "stick", "crutches", "blind",
         "powered_wheelchair", "manual_wheelchair", "drive")
# What geodata/README.md claims: nowhere is the first slower than the second.
ORDERED = (("walk", "escort"), ("escort", "elderly"), ("elderly", "stick"),
           ("elderly", "crutches"), ("escort", "blind"),
           ("escort", "manual_wheelchair"), ("walk", "powered_wheelchair"),
           ("powered_wheelchair", "manual_wheelchair"))
CUTOFF_S = 4 * 3600

Step = collections.namedtuple("Step", "link is_backward metres ms start end")
Answer = collections.namedtuple("Answer",
                                "ways steps bound_ways homes straight")


def as_time(text):
    """Milliseconds; no way takes for ever."""
    return int(text) if int(text) >= 0 else math.inf


def in_order(row):
    return all(a <= b for a, b in zip(row, row[1:]))


def ask(program, city, mode_path, queries, cutoff_s=CUTOFF_S, spread=()):
    """ways {number: ms}, steps {number: [Step]}, bound_ways and homes
    {number: (min, nominal, max)}, straight: numbers of homes near no street,
    which at best go as the crow flies. `spread`: perhaps metres beyond the
    nearest street of the mode that ties may go."""
    text = subprocess.run(
        [program, city, mode_path, str(cutoff_s), *map(str, spread)], input="".join(queries),
        check=True, text=True, stdout=subprocess.PIPE,
        env=dict(os.environ, LC_ALL="C")).stdout
    answer = Answer({}, collections.defaultdict(list), {}, {}, set())
    for line in text.splitlines():
        kind, number, *rest = line.split(",")
        if kind == "s":
            answer.steps[int(number)].append(Step(
                rest[0], rest[1] == "1", float(rest[2]), int(rest[3]),
                tuple(rest[4:6]), tuple(rest[6:8])))
        elif kind == "p":
            answer.ways[int(number)] = as_time(rest[0])
        elif kind in "bh":
            rows = answer.bound_ways if kind == "b" else answer.homes
            rows[int(number)] = tuple(as_time(x) for x in rest[:3])
            if rest[3:] == ["1"]:
                answer.straight.add(int(number))
    return answer


def moved(chance, place, most_m):
    """A place off another by up to so many metres east and north."""
    lon, lat = place
    north = chance.uniform(-most_m, most_m) / 111320
    east = chance.uniform(-most_m, most_m) / 111320
    return lon + east / math.cos(math.radians(lat)), lat + north


def draw_pairs(chance, places, count):
    """Starts and ends near streets: every other pair within 1.5 km."""
    pairs = []
    for i in range(count):
        start = moved(chance, chance.choice(places), 40)
        end = (moved(chance, start, 1500) if i % 2
               else moved(chance, chance.choice(places), 40))
        pairs.append(start + end)
    return pairs


def within(places, west, south, east, north):
    return [p for p in places
            if west <= p[0] <= east and south <= p[1] <= north]
