"""Free places and floating catchments, done again another way.

    places.py CIRCLET FOLDER_OF_GEODATA

In the sample town, with everybody in one mode: who gets a free place is found
person by person with fractions in place of thousandths, how many could be
placed at best by scipy's maximum flow, residential care in reach and its Gini
coefficient by numpy's matrices and all pairs. Travel times are those of
`circlet matrix`, streets are found by casting rays. Works in the current
folder, in which town.gpkg is the sample town.
"""

import collections
import csv
import fractions
import json
import os
import subprocess
import sys

import numpy
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import maximum_flow

YEAR = 2020
MINUTES = {"urban": 15, "plain": 30, "mountain": 30}
DAY_CARE = {"warm_home", "day_care_station", "vocational_station",
            "elderly_service_station"}
RESIDENTIAL = {"elderly_institution", "residential_institution"}
failures = 0


def check(is_true, text):
    global failures
    if not is_true:
        failures += 1
        print("places.py: " + text, file=sys.stderr)


def rows_of(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def is_inside(x, y, rings):
    odd = False
    for ring in rings:
        for (x1, y1), (x2, y2) in zip(ring, ring[1:]):
            if (y1 > y) != (y2 > y) and x < x1 + (y - y1) / (y2 - y1) * (x2 - x1):
                odd = not odd
    return odd


def read_streets(path):
    with open(path, encoding="utf-8") as file:
        features = json.load(file)["features"]
    units = {f["properties"]["code"]: f for f in features}
    streets = []
    for code, feature in units.items():
        if feature["properties"]["level"] != "street":
            continue
        geometry, unit = feature["geometry"], feature
        while unit and not unit["properties"].get("setting"):
            unit = units.get(unit["properties"].get("parent_code"))
        polygons = (geometry["coordinates"]
                    if geometry["type"] == "MultiPolygon"
                    else [geometry["coordinates"]])
        streets.append((code, unit and unit["properties"]["setting"],
                        [ring for p in polygons for ring in p]))
    return streets


def cell(row, key):
    return row.get(key) or None


def belongs(person):
    """In the group, or perhaps in it."""
    age = (YEAR - int(person["birth_year"]) if cell(person, "birth_year")
           else int(person["age"]) if cell(person, "age") else None)
    needs = cell(person, "needs")
    return ((age is None or 16 <= age <= 59) and
            (needs is None or
             {"home_service", "day_care", "residential"} &
             set(needs.split(";"))))


def is_focus(person, certified):
    """Or perhaps: whatever is not known counts as yes."""
    kinds = set((cell(person, "kind") or "").split(";")) - {""}
    grade = int(person["grade"]) if cell(person, "grade") else None
    for some, most in (({"visual", "physical"}, 2),
                       ({"intellectual", "mental"}, 3)):
        if (not kinds or kinds & some) and (grade is None or grade <= most):
            return True
    household = cell(person, "household")
    return (household is None or certified[household] >= 2 or
            cell(person, "old_carer") != "0")


def services(facility):
    out = {}
    for part in (cell(facility, "services") or "").split(";"):
        name, *numbers = part.split(":")
        if name:
            out[name] = numbers
    return out


def is_open(facility):
    opened = (cell(facility, "opened") or "").replace("-", "")
    closed = (cell(facility, "closed") or "").replace("-", "")
    if opened and opened > "%d1231" % YEAR:
        return False
    if closed and closed <= "%d1231" % YEAR:
        return False
    status = cell(facility, "status")
    return (opened if status == "planned" else
            closed if status == "closed" else True)


def offers(facility, service, types):
    own = services(facility)
    return service in own if own else facility["type"] in types


def free_places(facility):
    numbers = services(facility).get("day_care", [])
    if not numbers or not numbers[0]:
        return 0
    taken = int(numbers[1]) if len(numbers) > 1 and numbers[1] else 0
    return max(0, int(numbers[0]) - taken)


def beds(facility):
    for number in services(facility).get("residential", []):
        if number.startswith("beds="):
            return int(number[5:])
    return 0


def assign(people, times, room):
    """people: {id: (weight, is_focus)}; gives what each has."""
    left = {p: fractions.Fraction(w) for p, (w, _) in people.items()}
    for focus in (True, False):
        wishes = collections.defaultdict(lambda: collections.defaultdict(list))
        for p, row in times.items():
            if people[p][1] == focus:
                for f, seconds in row.items():
                    wishes[seconds][f].append(p)
        for seconds in sorted(wishes):
            for f in sorted(wishes[seconds]):
                need = sum(left[p] for p in wishes[seconds][f])
                part = min(need, room[f])
                for p in wishes[seconds][f]:
                    left[p] -= left[p] * part / need if need else 0
                room[f] -= part
    return {p: people[p][0] - left[p] for p in people}


def at_best(people, times, room):
    ids, homes = sorted(people), sorted(room)
    place = {f: 1 + len(ids) + i for i, f in enumerate(homes)}
    end = 1 + len(ids) + len(homes)
    arcs = [(0, 1 + i, people[p][0]) for i, p in enumerate(ids)]
    arcs += [(1 + i, place[f], people[p][0]) for i, p in enumerate(ids)
             for f in times.get(p, {})]
    arcs += [(place[f], end, room[f]) for f in homes]
    start, stop, size = zip(*arcs)
    graph = csr_matrix((numpy.array(size, dtype=numpy.int32), (start, stop)),
                       shape=(end + 1, end + 1))
    return maximum_flow(graph, 0, end).flow_value


def judge(circlet, policy, rule, mode):
    done = subprocess.run([circlet, "check", "town.gpkg", "--policy", policy,
                           "--rule", rule, "--mode", mode, "--json",
                           "--quiet"], text=True, stdout=subprocess.PIPE,
                          check=False)
    check(done.returncode in (0, 1), "circlet check says %d" % done.returncode)
    return {f["unit"]: f for f in json.loads(done.stdout)["findings"]
            if f["rule"] == rule}


def read_matrix(circlet, policy, mode, minutes):
    done = subprocess.run([circlet, "matrix", "town.gpkg", "--policy", policy,
                           "--mode", mode, "--cutoff", str(minutes),
                           "--individuals", "--quiet"], text=True,
                          stdout=subprocess.PIPE, check=True)
    times = collections.defaultdict(dict)
    for row in csv.DictReader(done.stdout.splitlines()):
        times[row["origin"]][row["destination"]] = float(row["seconds"])
    return times


def check_places(found, people, street_of, settings, times, room, mode):
    reach = {p: {f: t for f, t in times[p].items() if f in room and t <=
                 60 * MINUTES[settings[street_of[p]]]}
             for p in people if settings.get(street_of[p])}
    placed = assign(people, reach, dict(room))
    compared = 0
    for street, setting in settings.items():
        mine = {p: people[p] for p in people if street_of[p] == street}
        finding = found[street]
        if not setting or finding["measured"] is None:
            continue
        is_ = finding["measured"] * sum(w for w, _ in mine.values())
        wanted = float(sum(placed[p] for p in mine))
        check(abs(is_ - wanted) < 0.01, "%s, %s: %.3f placed, not %.3f" %
              (mode, street, is_, wanted))
        best = at_best(mine, reach, room)
        said = "at best %d could be placed" % best
        check(said in finding["text_en"] or best == sum(
            w for w, _ in mine.values()), "%s, %s: not %s" %
            (mode, street, said))
        compared += 1
    check(compared > 1, "only %d streets were compared" % compared)
    return compared


def check_evenness(found, people, street_of, settings, times, supply, mode):
    ids, homes = sorted(people), sorted(supply)
    weight = numpy.array([people[p][0] for p in ids], dtype=float)
    near = numpy.array([[f in times[p] and times[p][f] <= 1800 for f in homes]
                        for p in ids], dtype=float)
    callers = weight @ near
    ratio = numpy.divide([supply[f] for f in homes], callers,
                         out=numpy.zeros(len(homes)), where=callers > 0)
    access = near @ ratio
    share, size = [], []
    for street in settings:
        mine = [i for i, p in enumerate(ids) if street_of[p] == street]
        if not mine:
            continue
        size.append(weight[mine].sum())
        share.append((access[mine] * weight[mine]).sum() / size[-1])
        check(abs(found[street]["measured"] - 100 * share[-1]) < 1e-6,
              "%s, %s: %s beds per 100, not %s" %
              (mode, street, found[street]["measured"], 100 * share[-1]))
    share, size = numpy.array(share), numpy.array(size)
    pairs = (size[:, None] * size * abs(share[:, None] - share)).sum()
    gini = pairs / (2 * size.sum() * (share * size).sum())
    whole = [f for f in found.values() if f["level"] == "city"]
    check(len(whole) == 1 and abs(whole[0]["measured"] - gini) < 1e-9,
          "%s: Gini %s, not %s" % (mode, whole[0]["measured"], gini))
    return gini


def main():
    circlet, geodata = sys.argv[1:]
    sample = os.path.join(geodata, "sample")
    policy = os.path.join(geodata, "policies", "beijing-2018.yaml")
    streets = read_streets(os.path.join(sample, "units.geojson"))
    settings = {code: setting for code, setting, _ in streets}
    everybody = rows_of(os.path.join(sample, "people.csv"))
    certified = collections.Counter()
    for person in everybody:
        if cell(person, "household") and cell(person, "certified") != "0":
            certified[person["household"]] += int(cell(person, "weight") or 1)
    people = {p["id"]: (int(cell(p, "weight") or 1), is_focus(p, certified))
              for p in everybody if belongs(p)}
    street_of = {p["id"]: next(
        (code for code, _, rings in streets
         if is_inside(float(p["lon"]), float(p["lat"]), rings)), None)
        for p in everybody}
    facilities = [f for f in rows_of(os.path.join(sample, "facilities.csv"))
                  if is_open(f)]
    room = {f["id"]: free_places(f) for f in facilities
            if offers(f, "day_care", DAY_CARE)}
    supply = {f["id"]: beds(f) for f in facilities
              if offers(f, "residential", RESIDENTIAL)}
    for mode in ("walk", "manual_wheelchair", "drive"):
        times = read_matrix(circlet, policy, mode, 30)
        compared = check_places(judge(circlet, policy, "A-DAYCARE", mode),
                                people, street_of, settings, times, room, mode)
        gini = check_evenness(judge(circlet, policy, "A-RESPITE", mode),
                              people, street_of, settings, times, supply, mode)
        print("%s: %d points, places agree in %d streets, Gini %.4f" %
              (mode, len(people), compared, gini))
    sys.exit(1 if failures else 0)


main()
