"""Slopes of real mountains: the heights that the city file holds, and the
times on them, up and down, worked out again.

    andorra.py LINK_TIMES CITY.gpkg TILE.hgt FOLDER_OF_MODES

CITY has Andorra's streets with the heights of the tile, which has voids.
"""

import array
import collections
import json
import os
import sqlite3
import struct
import subprocess
import sys

from travel_rules import CLOSED, Mode, factor_at, holds, measure

MODES = ("walk", "stick", "powered_wheelchair", "manual_wheelchair")
SIDE, VOID, WEST, NORTH = 1201, -32768, 1.0, 43.0
LOWEST_M, HIGHEST_M = 500, 3150
FEW = 20

failures = 0

Street = collections.namedtuple("Street", "tags length heights ends")


def check(is_true, text):
    global failures
    if not is_true:
        failures += 1
        if failures <= FEW:
            print("andorra.py: " + text, file=sys.stderr)


def line_points(blob):
    """Of a GeoPackage geometry: its header, then well-known binary."""
    skip = 8 + (0, 32, 48, 48, 64)[blob[3] >> 1 & 7]
    order = "<" if blob[skip] else ">"
    count = struct.unpack_from(order + "I", blob, skip + 5)[0]
    flat = struct.unpack_from(order + "%dd" % (2 * count), blob, skip + 9)
    return list(zip(flat[::2], flat[1::2]))


def as_floats(texts):
    """With the 24 bits that circlet keeps of a height: a tenth of a
    millimetre on a mountain."""
    return list(array.array("f", [float(x) for x in texts]))


def read_streets(city):
    base = sqlite3.connect("file:%s?mode=ro" % city, uri=True)
    streets = {}
    for id_, tags, length, heights, blob in base.execute(
            "SELECT link_id, tags, length, heights, geom FROM road_link"):
        points = line_points(blob)
        streets[id_] = Street(
            json.loads(tags or "{}"), length,
            as_floats(heights.split(";")) if heights else [],
            (points[0], points[-1]))
    base.close()
    return streets


def read_tile(path):
    with open(path, "rb") as file:
        cells = array.array("h", file.read())
    if sys.byteorder == "little":
        cells.byteswap()
    return cells


def raw_height(cells, place):
    """Bilinear, None if one of the four is void."""
    x, y = (place[0] - WEST) * (SIDE - 1), (NORTH - place[1]) * (SIDE - 1)
    column, row = min(int(x), SIDE - 2), min(int(y), SIDE - 2)
    x, y = x - column, y - row
    a, b, c, d = (cells[(row + dy) * SIDE + column + dx]
                  for dy in (0, 1) for dx in (0, 1))
    if VOID in (a, b, c, d):
        return None
    return (a * (1 - x) + b * x) * (1 - y) + (c * (1 - x) + d * x) * y


def is_on_ground(tags):
    return not any(tags.get(k, "no") != "no"
                   for k in ("bridge", "tunnel", "covered", "layer"))


def check_heights(streets, cells):
    """No void is a height; streets with none have a reason, and those on
    the ground are about as high as the tile says."""
    known = [h for s in streets.values() for h in s.heights]
    check(known and LOWEST_M < min(known) and max(known) < HIGHEST_M,
          "heights from %s to %s m" % (min(known), max(known)))
    voids, off = 0, []
    for id_, street in streets.items():
        if "highway" not in street.tags:
            check(not street.heights, "%s is no street" % id_)
            continue
        raw = [raw_height(cells, place) for place in street.ends]
        if not street.heights:
            voids += 1
            continue
        check(len(street.heights) > 1, "%s has one height" % id_)
        if is_on_ground(street.tags):
            check(None not in raw, "%s has heights over a void" % id_)
            off += [abs(r - h) for r, h in zip(
                raw, (street.heights[0], street.heights[-1]))
                if r is not None]
    off.sort()
    check(voids > 0, "no street lies in a void")
    check(off[len(off) // 2] < 5 and off[len(off) * 95 // 100] < 25,
          "heights are off by %.1f m" % off[len(off) // 2])
    print("%d heights from %.1f to %.1f m; %d streets without; ends lie off "
          "the tile by %.2f m (median), %.2f m (95 %%) after smoothing"
          % (len(known), min(known), max(known), voids, off[len(off) // 2],
             off[len(off) * 95 // 100]))


class HillMode(Mode):
    """A mode that reads slopes out of heights, too."""

    street = None

    def slopes(self, forward):
        piece = self.street.length / (len(self.street.heights) - 1)
        slopes = [100 * (b - a) / piece for a, b in zip(
            self.street.heights, self.street.heights[1:])]
        return slopes if forward else [-s for s in slopes]

    def has_heights(self, tags):
        excepted = self.slope.get("except")
        is_excepted = excepted and all(
            holds(k, want, tags) for k, want in excepted.items())
        return (bool(self.street.heights) and not is_excepted
                and measure("incline", tags.get("incline", "")) is None)

    def limits(self):
        limit = self.slope.get("limit", {})
        return (float(limit.get("up", "inf")), float(limit.get("down",
                                                               "inf")))

    def slope_factor(self, tags, forward):
        if not self.has_heights(tags):
            return super().slope_factor(tags, forward)
        up, down = self.limits()
        slopes = self.slopes(forward)
        if max(slopes) > up or min(slopes) < -down:
            return None
        time = self.slope.get("time")
        return (sum(factor_at(s, time) for s in slopes) / len(slopes)
                if time else 1.0)

    def is_close_call(self, tags):
        """Rounded heights do not tell on which side of the limit it is."""
        return self.has_heights(tags) and any(
            abs(abs(s) - limit) < 0.01 for s in self.slopes(True)
            for limit in self.limits())


def ask(link_times, city, path):
    text = subprocess.run([link_times, city, path], check=True, text=True,
                          stdout=subprocess.PIPE,
                          env=dict(os.environ, LC_ALL="C")).stdout
    return {part[1]: [int(x) for x in part[2:]] for part in
            (line.split(",") for line in text.splitlines()) if part[0] == "l"}


def as_time(ms):
    return float("inf") if ms in (-1, CLOSED) else ms


def check_times(name, mode, streets, found):
    count, close = 0, 0
    for id_, street in streets.items():
        mode.street = street
        if mode.is_close_call(street.tags):
            close += 1
            continue
        for want, own in zip(mode.link_ms(street.length, street.tags),
                             (found[id_][1], found[id_][4])):
            want, own = as_time(want), as_time(own)
            count += own < float("inf")
            check(want == own or abs(want - own) <= 2 + 1e-5 * want,
                  "%s, %s: circlet %s ms, worked out %s" % (name, id_, own,
                                                            want))
        for k in (0, 3):
            row = [as_time(ms) for ms in found[id_][k:k + 3]]
            check(row[0] <= row[1] <= row[2], "%s, %s: %s" % (name, id_, row))
    print("%s: %d times on streets are as worked out (%d streets at a limit "
          "left out)" % (name, count, close))


def check_up_and_down(name, mode, streets, found):
    """On streets that rise all the way, up is never quicker than down; with
    a stick one gains nothing on gentle ways down."""
    rising, closed = collections.Counter(), 0
    for id_, street in streets.items():
        mode.street = street
        if not mode.has_heights(street.tags):
            continue
        slopes = mode.slopes(True)
        steps = (1, 4) if min(slopes) > 0.5 else (4, 1)
        if min(slopes) <= 0.5 and max(slopes) >= -0.5:
            continue
        up, down = (as_time(found[id_][k]) for k in steps)
        if down == float("inf"):
            continue
        closed += up == float("inf")
        rising["slower up"] += up > down
        check(up >= down, "%s, %s: up %s ms, down %s"
              % (name, id_, up, down))
        rising["all"] += 1
    check(rising["slower up"] > 100, "%s: %s" % (name, rising))
    print("  %d streets rise all the way, %d take longer up than down, %d "
          "are closed up alone"
          % (rising["all"], rising["slower up"], closed))


def print_closed(name, streets, found):
    """By how much the mountains close streets to wheels."""
    length = collections.Counter()
    for id_, street in streets.items():
        if "highway" not in street.tags:
            continue
        low, nominal, high = (
            min(as_time(found[id_][k]), as_time(found[id_][k + 3]))
            < float("inf") for k in range(3))
        for what, is_open in (("at best", low), ("as mapped", nominal),
                              ("at worst", high)):
            length[what] += street.length * is_open / 1000
    print("  open: " + ", ".join("%.0f km %s" % (km, what)
                                 for what, km in length.items()))


def main():
    link_times, city, tile, folder = sys.argv[1:5]
    streets = read_streets(city)
    check_heights(streets, read_tile(tile))
    for name in MODES:
        path = os.path.join(folder, name + ".yaml")
        found, mode = ask(link_times, city, path), HillMode(path)
        check(set(found) == set(streets), "not all links are there")
        check_times(name, mode, streets, found)
        check_up_and_down(name, mode, streets, found)
        print_closed(name, streets, found)
    sys.exit(1 if failures else 0)


main()
