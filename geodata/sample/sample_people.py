"""People of the sample town. Nobody in it lives: rows are drawn, place by
place, from shares that are assumptions."""

from sample_base import Chance, apart_dm, crosses, km, lon_lat, write_csv
from sample_facilities import home_places
from sample_roads import GRID_DM, GRID_ORIGIN, GRID_X, GRID_Y, LAKE

COLUMNS = ["id", "lon", "lat", "household", "unit_code", "weight",
           "certified", "kind", "grade", "age", "birth_year", "aid", "needs",
           "received", "old_carer", "poor"]
YEAR = 2020

# Urban streets: code, then for rings of distance from the nearest open Warm
# Home (as the crow flies, not over river or rail: near, middle, far) how
# many blocks of flats and how many persons in all.
URBAN = [
    ("990101001", [("near", 4, 235)]),
    ("990101002", [("near", 4, 350), ("middle", 3, 210), ("far", 6, 500)]),
    ("990101003", [("near", 2, 90), ("middle", 1, 40), ("far", 4, 230)]),
    ("990101004", [("near", 2, 240)]),
    ("990101005", [("far", 4, 225)]),
    ("990101006", [("near", 3, 150), ("unsure", 2, 24)]),
    ("990101007", [("near", 2, 60), ("middle", 2, 35)]),
]
RINGS = {"near": (0, 4400), "middle": (5000, 9000), "unsure": (5200, 7500),
         "far": (10000, 99999)}

# Villages and how many persons live there.
RURAL = {"A": 60, "B": 38, "C": 92, "F": 36, "D": 66, "E": 34, "Y": 32,
         "Z": 30, "T": 96, "U": 52, "V": 36, "X": 62, "W": 28, "M": 34,
         "N": 20, "K": 44, "L": 26, "O": 24, "P": 30, "Q": 46, "G": 22,
         "H": 38, "I": 12, "J": 30}
# Of the others who need nothing, or have received nothing, some fields are
# empty, so that it is not known; here none is, and nobody was left out: aids,
# grades and ages are known as well, and all children have rehabilitation.
WELL_KEPT = "990101004"
FARMS = 14  # persons far from any road, in these townships
FARM_STREETS = ("990102001", "990102003", "990103001")
ISLANDERS = 6

KINDS = [("physical", 52), ("hearing", 10), ("visual", 11), ("speech", 2),
         ("intellectual", 9), ("mental", 10), ("physical;intellectual", 3),
         ("visual;hearing", 2), ("hearing;speech", 1)]
GRADES = [(1, 13), (2, 28), (3, 29), (4, 28), ("", 2)]
AGES = [((4, 17), 5), ((18, 44), 20), ((45, 59), 27), ((60, 74), 28),
        ((75, 95), 20)]
SEVERE_AIDS = [("manual_wheelchair", 38), ("powered_wheelchair", 14),
               ("crutches", 17), ("stick", 9), ("escort", 12), ("", 10)]
MILD_AIDS = [("none", 50), ("stick", 26), ("crutches", 12),
             ("manual_wheelchair", 4), ("", 8)]
BLIND_AIDS = [("stick", 42), ("escort", 36), ("guide_dog", 3), ("none", 11),
              ("", 8)]
OTHER_AIDS = [("none", 82), ("stick", 6), ("escort", 7), ("", 5)]


class People:
    def __init__(self, seed, units, roads):
        self.chance = Chance(seed)
        self.silence = Chance(seed + 1)
        self.units = units
        self.roads = roads
        self.rows = []
        self.household = 0
        self.taken = set()
        for code, groups in URBAN:
            for ring, blocks, persons in groups:
                self.add_flats(code, ring, blocks, persons)
        for letter in sorted(RURAL):
            self.add_villagers(letter, RURAL[letter])
        self.add_farms()
        self.add_islanders()

    # ---- where --------------------------------------------------------------

    def home_distance(self, place):
        """Decimetres to the nearest home that no river or rail hides."""
        return min(
            [apart_dm(place, home) for home in home_places()
             if not any(crosses(place, home, a, b)
                        for a, b, _ in self.roads.barriers)] + [99998])

    def free_blocks(self, code, ring):
        low, high = RINGS[ring]
        found = []
        for j in range(GRID_Y - 1):
            for i in range(GRID_X - 1):
                x = GRID_ORIGIN[0] + i * GRID_DM
                y = GRID_ORIGIN[1] + j * GRID_DM
                corners = [(x - 200, y - 200), (x + 2700, y - 200),
                           (x + 2700, y + 2700), (x - 200, y + 2700)]
                middle = (x + GRID_DM // 2, y + GRID_DM // 2)
                if (i, j) in self.taken or any(
                        self.units.street_of(p) != code for p in corners):
                    continue
                if any(crosses(p, q, a, b) for a, b, _ in self.roads.barriers
                       for p, q in zip(corners, corners[1:] + corners[:1])):
                    continue
                if low <= self.home_distance(middle) <= high:
                    found.append((self.home_distance(middle), i, j))
        return sorted(found)

    def add_flats(self, code, ring, blocks, persons):
        free = self.free_blocks(code, ring)
        assert len(free) >= blocks, (code, ring, len(free))
        for k in range(blocks):
            if ring == "near":
                _, i, j = free[k]
            else:
                _, i, j = free.pop(self.chance.below(len(free)))
            self.taken.add((i, j))
            inner = self.roads.add_block(i, j)
            share = persons * (k + 1) // blocks - persons * k // blocks
            for _ in range(share):
                self.add_person(self.around(inner, 320), code,
                                unsure=ring == "unsure")

    def around(self, nodes, reach):
        x, y = self.roads.nodes[self.chance.pick(nodes)][0]
        return (x + self.chance.between(-reach, reach),
                y + self.chance.between(-reach, reach))

    def add_villagers(self, letter, persons):
        for _ in range(persons):
            self.add_person(self.around(self.roads.villages[letter], 350),
                            self.units.village_code[letter])

    def add_farms(self):
        """Alone in the fields or the hills, over 600 m from any node."""
        places = [p for p, _ in self.roads.nodes]
        while FARMS > sum(row["id"].startswith("R") for row in self.rows):
            at = (self.chance.between(km(3, 0)[0], km(27, 0)[0]),
                  self.chance.between(km(0, 3)[1], km(0, 29)[1]))
            village = self.units.village_of(at)
            if not village or village[:9] not in FARM_STREETS:
                continue
            if min(apart_dm(at, p) for p in places) > 6000:
                self.add_person(at, village, prefix="R")

    def add_islanders(self):
        x, y = km(*LAKE)
        for _ in range(ISLANDERS):
            at = (x + self.chance.between(-700, 700),
                  y + self.chance.between(-700, 700))
            self.add_person(at, self.units.village_of(at), prefix="L")

    # ---- who ----------------------------------------------------------------

    def add_person(self, at, unit_code, prefix="P", unsure=False):
        chance = self.chance
        kind = chance.weighted(KINDS)
        grade = chance.weighted(GRADES)
        age = chance.between(*chance.weighted(AGES))
        aid = self.aid(kind, grade, age)
        if unit_code == WELL_KEPT:
            grade, aid = grade or 3, aid or "none"
        if unsure:
            kind, aid = "physical", ""
        if not chance.percent(9):
            self.household += 1
        lon, lat = lon_lat(at)
        needs = self.needs(kind, grade, age)
        self.rows.append(dict(
            id="%s%05d" % (prefix, len(self.rows) + 1), lon=lon, lat=lat,
            household="H%05d" % self.household,
            unit_code=unit_code if not chance.percent(3) else "",
            weight=chance.weighted([("1", 988), ("2", 12)]),
            certified=chance.weighted([("1", 97), ("0", 3)]),
            kind=kind, grade=grade, aid=aid, **self.born(age, unit_code),
            needs=self.said(";".join(needs), unit_code),
            received=self.said(self.received(needs, age, unit_code), unit_code),
            old_carer=chance.weighted([("0", 84), ("1", 9), ("", 7)]),
            poor=chance.weighted([("0", 80), ("1", 12), ("", 8)])))

    def born(self, age, unit_code):
        """Most registers know both, some only the year, a few neither."""
        known = self.chance.weighted([(2, 94), (1, 4), (0, 2)])
        if unit_code == WELL_KEPT:
            known = 2
        return dict(age=age if known == 2 else "",
                    birth_year=YEAR - age if known else "")

    def aid(self, kind, grade, age):
        severe = grade in (1, 2)
        if "visual" in kind and severe:
            return self.chance.weighted(BLIND_AIDS)
        if "physical" in kind:
            return self.chance.weighted(SEVERE_AIDS if severe else MILD_AIDS)
        if severe and (age < 16 or "intellectual" in kind):
            return self.chance.weighted([("escort", 60), ("none", 32),
                                         ("", 8)])
        return self.chance.weighted(OTHER_AIDS)

    def needs(self, kind, grade, age):
        chance = self.chance
        severe = grade in (1, 2)
        out = []
        if chance.percent(45 if age < 18 or "physical" in kind else 22):
            out.append("rehabilitation")
        if kind != "mental" and chance.percent(34 if severe else 16):
            out.append("assistive_device")
        if "mental" in kind and chance.percent(50):
            out.append("mental_day")
        if 16 <= age < 60 and chance.percent(40 if severe else 8):
            out.append(chance.weighted([("day_care", 50), ("home_service",
                                                           35),
                                        ("residential", 15)]))
        return out

    def received(self, needs, age, unit_code):
        share = 100 if unit_code == WELL_KEPT else 72
        out = [n for n in needs if self.chance.percent(share)]
        if unit_code == WELL_KEPT and age < 18 and "rehabilitation" not in out:
            out.append("rehabilitation")
        return ";".join(out)

    def said(self, words, unit_code):
        """An empty list is one of nothing, or is not known."""
        if words:
            return words
        known = self.silence.percent(96) or unit_code == WELL_KEPT
        return "none" if known else ""

    def write(self, path):
        write_csv(path, COLUMNS, self.rows)
