"""A city file and a policy as plain Python, for verdicts.py.

Answers are True, False or None: not known. Everything is read with sqlite3
and PyYAML alone; units are found by casting rays.
"""

import collections
import json
import math
import os
import sqlite3
import struct

import yaml

LEVELS = ("city", "district", "street", "community")
FLAGS = ("is_comprehensive", "is_pilot", "is_reformed", "is_reform_base")


def both(answers):
    """All of them: None if that is not known."""
    answers = list(answers)
    if False in answers:
        return False
    return None if None in answers else True


def either(answers):
    answers = list(answers)
    if True in answers:
        return True
    return None if None in answers else False


def words(value):
    """A list of a policy, or one of a table."""
    if value is None or value == "":
        return []
    return value if isinstance(value, list) else value.split(";")


def read_policy(path):
    with open(path, encoding="utf-8") as file:
        return yaml.load(file, Loader=yaml.BaseLoader)


def rings_of(blob):
    """All rings of a GeoPackage's polygon or multipolygon."""
    at = 8 + {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}[blob[3] >> 1 & 7]
    rings = []

    def geometry(at):
        order = "<" if blob[at] else ">"
        kind, count = struct.unpack_from(order + "II", blob, at + 1)
        at += 9
        for _ in range(count):
            if kind != 3:
                at = geometry(at)
                continue
            (size,) = struct.unpack_from(order + "I", blob, at)
            flat = struct.unpack_from("%s%dd" % (order, 2 * size), blob, at + 4)
            rings.append(list(zip(flat[::2], flat[1::2])))
            at += 4 + 16 * size
        return at

    geometry(at)
    return rings


def point_of(blob):
    at = 8 + {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}[blob[3] >> 1 & 7]
    return struct.unpack_from("<dd" if blob[at] else ">dd", blob, at + 5)


def is_inside(x, y, rings):
    odd = False
    for ring in rings:
        for (x1, y1), (x2, y2) in zip(ring, ring[1:]):
            if (y1 > y) != (y2 > y):
                odd ^= x < x1 + (y - y1) / (y2 - y1) * (x2 - x1)
    return odd


class City:
    """The tables; everybody and every facility knows its unit by level."""

    def __init__(self, path, places=None):
        self.base = sqlite3.connect(path)
        self.base.row_factory = sqlite3.Row
        self.units = {u["code"]: u for u in self.rows("unit")}
        self.rings = {}
        for unit in self.units.values():
            blob = unit.pop("geom")
            if blob:
                self.rings[unit["code"]] = rings_of(blob)
        self.complete = {r["layer"] for r in self.rows("source")
                         if r["is_complete"]}
        self.place = {} if places is None else places
        self.people = [p for p in self.located("demand") if p["weight_milli"]]
        self.facilities = self.located("facility")
        self.venues = self.located("venue")
        self.waivers = self.rows("waiver")
        self.add_services()
        self.add_households()
        self.base.close()

    def rows(self, table):
        return [dict(r) for r in self.base.execute("SELECT * FROM " + table)]

    def located(self, table):
        rows = self.rows(table)
        boxes = {code: (min(p[0] for r in rings for p in r),
                        min(p[1] for r in rings for p in r),
                        max(p[0] for r in rings for p in r),
                        max(p[1] for r in rings for p in r))
                 for code, rings in self.rings.items()}
        for row in rows:
            x, y = point_of(row.pop("geom"))
            if (x, y) not in self.place:
                self.place[x, y] = {
                    self.units[code]["level"]: code
                    for code, (west, south, east, north) in boxes.items()
                    if west <= x <= east and south <= y <= north and
                    is_inside(x, y, self.rings[code])}
            row["in"] = self.place[x, y]
            row["attributes"] = json.loads(row["attributes"] or "{}")
        return rows

    def add_services(self):
        said = collections.defaultdict(dict)
        for row in self.rows("facility_service"):
            said[row["facility"]][row["service"]] = row
        for facility in self.facilities:
            facility["services"] = said[facility["id"]]

    def add_households(self):
        homes = collections.defaultdict(lambda: [0, 0])
        for person in self.people:
            if person["household"]:
                home = homes[person["household"]]
                home[0] += person["weight_milli"] * (person["certified"] == 1)
                home[1] += person["weight_milli"] * (person["certified"] != 0)
        for person in self.people:
            person["certified_at_home"] = homes.get(person["household"])

    def above(self, code):
        """The unit and those that it is in, from below."""
        while code in self.units:
            yield self.units[code]
            code = self.units[code]["parent_code"]

    def setting(self, code, known):
        for unit in self.above(code):
            if unit["setting"]:
                return unit["setting"] if unit["setting"] in known else None
        return None


# ---- people ---------------------------------------------------------------


def age_of(person, year):
    if person["birth_year"] is not None:
        return year - person["birth_year"]
    return person["age"]


def number_fits(value, wanted):
    if value is None:
        return None
    if not isinstance(wanted, dict):
        return str(value) in words(wanted)
    return (int(wanted.get("from", value)) <= value <=
            int(wanted.get("to", value)))


def part_fits(key, wanted, person, year):
    if key == "one_of":
        return either(fits(part, person, year) for part in wanted)
    if key == "age":
        return number_fits(age_of(person, year), wanted)
    if key == "grade":
        return number_fits(person["grade"], wanted)
    if key == "household_certified":
        home = person["certified_at_home"]
        if home is None:
            return None
        return (True if home[0] >= 1000 * int(wanted) else
                None if home[1] >= 1000 * int(wanted) else False)
    if key == "aid" and person["aid"] is None:
        return True if "unknown" in words(wanted) else None
    value = person[key]
    if value is None:
        return None
    if key in ("certified", "poor", "old_carer"):
        return bool(value) == (wanted == "yes")
    return bool(set(words(value)) & set(words(wanted)))


def fits(when, person, year):
    """Whether a person fulfils a condition of the policy."""
    return both(part_fits(key, wanted, person, year)
                for key, wanted in when.items())


def own_modes(policy, person, year):
    """The mode that is measured, and all that are possible."""
    possible = set()
    for row in policy["own_mode"]:
        answer = fits(row.get("when", {}), person, year)
        if answer is False:
            continue
        measured = row.get("mode", row.get("slow"))
        possible |= {measured, row.get("fast", measured)}
        possible |= set(words(row.get("also")))
        if answer:
            return measured, possible
    raise ValueError("nobody's own mode")


# ---- facilities -----------------------------------------------------------


def is_open(facility, year):
    """On 31 December; dates win over the status."""
    last = "%d-12-31" % year
    opened, closed = facility["opened"], facility["closed"]
    if opened and opened > last:
        return False
    if closed and closed + "-12-31"[len(closed) - 4:] <= last:
        return False
    if facility["status"] == "planned":
        return bool(opened)
    return facility["status"] != "closed" or bool(closed)


def offers(facility, service, types):
    if facility["services"]:
        return service in facility["services"]
    kind = types.get(facility["type"], {})
    if service in words(kind.get("services")):
        return True
    return None if service in words(kind.get("perhaps")) else False


def amount_of(facility, service, column, types):
    """Beds or places of a service; None: not known."""
    said = facility["services"].get(service)
    offer = offers(facility, service, types)
    if said is None and offer is False:
        return 0
    if said is not None and said[column] is not None:
        return said[column]
    bedded = words(types.get(facility["type"], {}).get("bedded"))
    if column == "places" or service in bedded:
        return None
    # A section that is listed without a number, or that there perhaps is.
    return None if bedded and (said or offer is None) else 0


def is_selected(selection, facility, types):
    """What a rule's `facility` says, its being open left aside."""
    answers = []
    for key, wanted in selection.items():
        if key == "type":
            answers.append(facility["type"] == wanted)
        elif key in ("service", "services"):
            answers += [offers(facility, service, types)
                        for service in words(wanted)]
        elif key == "tier":
            answers.append(facility["tier"] and facility["tier"] == wanted)
        elif key in FLAGS:
            value = facility[key]
            answers.append(None if value is None else
                           bool(value) == (wanted == "yes"))
    return both(None if a is None else bool(a) for a in answers)


def spoken(selection, city, types, beds=()):
    """Of how many types that may be selected the imports say something:
    "none", "some" or "all". Of beds of services, the types that have such."""
    if "facilities" in city.complete:
        return "all"
    given = {f["type"] for f in city.facilities}
    if "type" in selection:
        return "all" if selection["type"] in given else "none"
    wanted = words(selection.get("service")) + words(selection.get("services"))
    any_of = selection.get("one_of")

    def has_all(services):
        return all(s in services for s in wanted) and (
            not any_of or any(s in services for s in any_of))

    if beds:
        may = {name for name, kind in types.items()
               if set(beds) & {*words(kind.get("bedded")),
                               *words(kind.get("perhaps"))}}
        speaks = any(
            (f["services"].get(s) or {}).get("beds") is not None or s in words(
                types.get(f["type"], {}).get("bedded"))
            for f in city.facilities for s in beds)
    else:
        may = {name for name, kind in types.items() if has_all(
            words(kind.get("services")) + words(kind.get("perhaps")))}
        speaks = any(has_all(f["services"]) for f in city.facilities)
    if not speaks and not (may & given and not beds):
        return "none"
    return "all" if may <= given else "some"


def circle_of(circles, setting):
    """(minutes, mode) of the first that fits; None: none does."""
    for circle in circles:
        if "setting" not in circle or setting in words(circle["setting"]):
            return float(circle["cutoff_min"]), circle.get("mode", "own")
    return None


def ceil(value):
    return math.ceil(value - 1e-9)


def policy_path(geodata, name="beijing-2018"):
    return os.path.join(geodata, "policies", name + ".yaml")
