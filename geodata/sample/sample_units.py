"""The units of the sample town: cells of a crooked lattice, joined.

Each cell belongs to a village or an urban street; everything above is a
union of cells, so that borders are shared point by point.
"""

import json

from sample_base import Chance, contains, degrees, km, lon_lat_e6

X_KM = [2, 6, 10, 11.5, 13, 14.5, 16, 20, 24, 28]
Y_KM = [2, 6, 9, 10.5, 12, 13.5, 17, 21, 25, 30]

# From north to south; digits are urban streets, letters villages.
CELLS = [
    "MMMNNNOOO",
    "MKKNLLOPP",
    "HKKJLLQPP",
    "HHIJJJTUV",
    "GG1233TUV",
    "GF1245XUW",
    "FF6647XYW",
    "AABCCDDYZ",
    "ABBCEEDZZ",
]

CITY = ("990100", "栖云市", 430000)

# code, name, residents (None: not known)
DISTRICTS = [
    ("990101", "澄湖区", 186000),
    ("990102", "东原区", 98000),
    ("990103", "翠岭区", None),
]

# code, name, kind, setting, residents, tags, cells
STREETS = [
    ("990101001", "澄湖街道", "street", "urban", 28600, "urban_six", "1"),
    ("990101002", "文昌街道", "street", "urban", 52300, "urban_six", "2"),
    ("990101003", "北关街道", "street", "urban", 27400, "urban_six", "3"),
    ("990101004", "听泉街道", "street", "urban", 24100, "urban_six", "4"),
    ("990101005", "石桥街道", "street", "urban", 19800, "", "5"),
    ("990101006", "南塘街道", "street", "urban", 23500, "", "6"),
    ("990101007", "高新园区", "area", None, 10300, "", "7"),
    ("990102001", "东原镇", "town", "plain", 41200, "", "TUVXW"),
    ("990102002", "柳河镇", "town", "plain", 33800, "", "ABCF"),
    ("990102003", "沙窝乡", "township", "plain", 23000, "", "DEYZ"),
    ("990103001", "云岭乡", "township", "mountain", 9700, "", "MNK"),
    ("990103002", "石泉镇", "town", "mountain", 15200, "", "LOPQ"),
    ("990103003", "青崖乡", "township", "mountain", None, "", "GHIJ"),
]

# letter: name, residents, tags
VILLAGES = {
    "A": ("柳河村", 9300, ""),
    "B": ("苇塘村", 6100, ""),
    "C": ("南柳村", 12600, ""),
    "F": ("白杨村", 5800, ""),
    "D": ("沙窝村", 9900, ""),
    "E": ("枣园村", 5200, ""),
    "Y": ("麦场村", 4300, "difficult"),
    "Z": ("东沙村", 3600, "difficult"),
    "T": ("东原村", 14200, ""),
    "U": ("湖心村", 8100, ""),
    "V": ("东坡村", 5600, ""),
    "X": ("铁桥村", 9400, ""),
    "W": ("土楼村", 3900, ""),
    "M": ("云上村", 1400, "difficult"),
    "N": ("北岭村", 2500, ""),
    "K": ("云岭村", 5800, ""),
    "L": ("石门村", 3300, ""),
    "O": ("雪涧村", 2100, "difficult"),
    "P": ("松坪村", 3700, ""),
    "Q": ("石泉村", 6100, ""),
    "G": ("西崖村", 2600, ""),
    "H": ("青崖村", 4700, ""),
    "I": ("泉沟村", None, ""),
    "J": ("关外村", 3900, ""),
}

# Urban communities: a point, or nothing at all. street, name, km
NEIGHBOURHOODS = [
    ("990101001", "湖滨社区", (10.6, 11.6)),
    ("990101001", "柏树社区", (11.0, 12.7)),
    ("990101002", "书院社区", (12.6, 12.9)),
    ("990101002", "河西社区", (11.8, 12.2)),
    ("990101003", "北关社区", (13.6, 12.6)),
    ("990101004", "听泉社区", (13.9, 10.2)),
    ("990101005", "石桥社区", (15.3, 11.5)),
    ("990101006", "南塘社区", None),
]


def corner_points(chance):
    def shift(lines, i, j):
        near = [abs(lines[k + 1] - lines[k]) for k in (i - 1, i)
                if 0 <= k < len(lines) - 1]
        limit = round(min(near) * 10000 * 0.05)
        return round(lines[i] * 10000) + chance.between(-limit, limit)

    return {
        (i, j): (shift(X_KM, i, j), shift(Y_KM, j, i))
        for j in range(len(Y_KM))
        for i in range(len(X_KM))
    }


def crooked_line(chance, a, b):
    """Points from a to b, both included, bent a little on the way."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    long_dm = max(abs(dx), abs(dy))
    n = max(3, long_dm // 5000)
    bend = min(800, long_dm // 60)
    line = [a]
    for k in range(1, n):
        off = chance.between(-bend, bend)
        x, y = a[0] + dx * k // n, a[1] + dy * k // n
        line.append((x, y + off) if abs(dx) > abs(dy) else (x + off, y))
    return line + [b]


class Lattice:
    """The lines between corners, each made once for both its sides."""

    def __init__(self, seed):
        chance = Chance(seed)
        corners = corner_points(chance)
        self.lines = {}
        for i, j in sorted(corners):
            for to in ((i + 1, j), (i, j + 1)):
                if to in corners:
                    line = crooked_line(chance, corners[i, j], corners[to])
                    self.lines[(i, j), to] = line
                    self.lines[to, (i, j)] = line[::-1]

    def ring(self, letters):
        """The outer ring around all cells of these letters, closed,
        counter-clockwise."""
        edges = set()
        for row, text in enumerate(CELLS):
            j = len(CELLS) - 1 - row
            for i, letter in enumerate(text):
                if letter not in letters:
                    continue
                round_ = [(i, j), (i + 1, j), (i + 1, j + 1), (i, j + 1)]
                for a, b in zip(round_, round_[1:] + round_[:1]):
                    if (b, a) in edges:
                        edges.remove((b, a))
                    else:
                        edges.add((a, b))
        after = dict(edges)
        assert len(after) == len(edges), "a ring touches itself: " + letters
        start = at = min(after)
        ring = []
        while True:
            ring += self.lines[at, after[at]][:-1]
            at = after.pop(at)
            if at == start:
                break
        assert not after, "cells do not hang together: " + letters
        return ring + ring[:1]


class Units:
    def __init__(self, seed):
        self.lattice = Lattice(seed)
        self.rows = []
        self.rings = {}
        self.village_code = {}
        self.add_all()

    def add(self, code, name, level, parent, kind, setting, residents, tags,
            letters=None, point=None):
        ring = self.lattice.ring(letters) if letters else None
        if ring:
            self.rings[code] = ring
        self.rows.append(
            (dict(code=code, name=name, level=level, parent_code=parent,
                  kind=kind, setting=setting, residents=residents,
                  tags=tags or None), ring, point))

    def add_all(self):
        everything = "".join(sorted(set("".join(CELLS))))
        self.add(CITY[0], CITY[1], "city", None, None, None, CITY[2], "",
                 everything)
        for code, name, residents in DISTRICTS:
            letters = "".join(s[6] for s in STREETS if s[0].startswith(code))
            self.add(code, name, "district", CITY[0], None, None, residents,
                     "", letters)
        for code, name, kind, setting, residents, tags, letters in STREETS:
            self.add(code, name, "street", code[:6], kind, setting,
                     residents, tags, letters)
            if letters.isalpha():
                self.add_villages(code, letters)
        count = {}
        for street, name, place in NEIGHBOURHOODS:
            count[street] = count.get(street, 0) + 1
            self.add("%s%03d" % (street, count[street]), name, "community",
                     street, "neighbourhood", None, None, "",
                     point=place and km(*place))

    def add_villages(self, street, letters):
        for k, letter in enumerate(letters):
            name, residents, tags = VILLAGES[letter]
            self.village_code[letter] = "%s%03d" % (street, 201 + k)
            self.add(self.village_code[letter], name, "community", street,
                     "village", None, residents, tags, letter)

    def street_of(self, place):
        return next(
            (c for c in sorted(self.rings)
             if len(c) == 9 and contains(self.rings[c], place)), None)

    def village_of(self, place):
        return next(
            (c for c in sorted(self.rings)
             if len(c) == 12 and contains(self.rings[c], place)), None)

    def write(self, path):
        def position(place):
            lon, lat = lon_lat_e6(place)
            return "[%s,%s]" % (degrees(lon), degrees(lat))

        def geometry(ring, point):
            if ring:
                return '{"type":"Polygon","coordinates":[[%s]]}' % ",".join(
                    position(p) for p in ring)
            if point:
                return '{"type":"Point","coordinates":%s}' % position(point)
            return "null"

        lines = [
            '{"type":"Feature","properties":%s,"geometry":%s}'
            % (json.dumps(row, ensure_ascii=False, separators=(",", ":")),
               geometry(ring, point))
            for row, ring, point in self.rows
        ]
        with open(path, "w", encoding="utf-8", newline="") as out:
            out.write('{"type":"FeatureCollection","features":[\n')
            out.write(",\n".join(lines))
            out.write("\n]}\n")
