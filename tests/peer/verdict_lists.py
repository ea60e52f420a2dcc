"""Verdicts about ways and lists: the third part of verdict_rules.py."""

import collections
import fractions
import math

from verdict_city import ceil, circle_of, fits, spoken, words
from verdict_even import Evenness
from verdict_numbers import Numbers
from verdict_rules import NEAR, SKIP


class IfKnown:
    """A number that is compared where the other program has one."""

    def __init__(self, value, tolerance):
        self.value, self.tolerance = value, tolerance

    def __str__(self):
        return "%s (within %s)" % (self.value, self.tolerance)


class Judges(Evenness, Numbers):
    """All kinds of rules."""

    def city_unit(self):
        return next(u for u in self.city.units.values()
                    if u["level"] == "city")

    def members(self, unit, member):
        """[(unit below, answer)]: those of a kind and a setting."""
        out = []
        for below in self.city.units.values():
            if below["level"] != member["level"] or \
                    unit not in self.city.above(below["code"]):
                continue
            answers = []
            if "kind" in member:
                answers.append(below["kind"] and
                               below["kind"] == member["kind"])
            if "setting" in member:
                setting = self.setting(below["code"])
                answers.append(setting and setting in words(member["setting"]))
            if not any(a is False for a in answers):
                out.append((below, not any(a is None for a in answers)))
        return out

    # ---- near --------------------------------------------------------------

    def judge_near(self, rule):
        if not self.city.venues:
            if "venues" not in self.city.complete:
                self.find(rule, self.city_unit(), "no_data")
            return
        assert float(rule.get("host_residents", 0)) == 0
        selected = self.selected(rule["facility"])
        for venue in self.city.venues:
            unit = self.standing(venue, rule["level"])
            if unit is None:
                continue
            if self.spoken(rule) == "none":
                self.find(rule, unit, "no_data", venue["id"])
                continue
            self.find_near(rule, unit, venue, selected)

    def find_near(self, rule, unit, venue, selected):
        cutoff = float(rule["cutoff_min"])

        some = [f["id"] for f, _ in selected]

        def least(bound, ids):
            row = self.times(rule["mode"], bound, venue["id"], some)
            seconds = min((row.get(i, math.inf) for i in ids),
                          default=math.inf)
            return seconds / 60 if seconds < math.inf else None

        sure = [f["id"] for f, a in selected if a]
        low = least("min", some)
        high = least("max", sure)
        missing = low is None or low > cutoff
        self.find(rule, unit, "pass" if high is not None and high <= cutoff
                  else "fail" if missing else "undecided", venue["id"],
                  measured=IfKnown(least("nominal", sure), 1e-6),
                  low=IfKnown(low, 1e-6), high=IfKnown(high, 1e-6),
                  required=cutoff,
                  shortfall=int(missing))

    # ---- lists -------------------------------------------------------------

    def judge_list(self, rule):
        getattr(self, "list_" + rule["list"])(rule)

    def list_sample(self, rule):
        for unit, _ in self.measurable(rule):
            count = len(self.selected(rule["facility"], unit))
            size = ceil(float(rule["share"]) * count)
            self.find(rule, unit, "pass", measured=size, low=size, high=size,
                      required=size, shortfall=0)

    def list_units(self, rule):
        for unit in self.units(rule):
            if unit["code"] not in self.city.rings or \
                    self.spoken(rule) == "none":
                self.find(rule, unit, "no_data")
                continue
            self.find_listed(rule, unit)

    def find_listed(self, rule, unit):
        people = self.people_in(rule, unit)
        low = sum(p["weight_milli"] for p, a in people if a) / 1000
        high = sum(p["weight_milli"] for p, _ in people) / 1000
        found = [a for _, a in self.selected(rule["facility"], unit)]
        least = float(rule["min_people"])
        if True in found or high < least:
            verdict = "pass"
        elif low >= least and not found and unit["kind"]:
            verdict = "advice"
        else:
            verdict = "undecided"
        if not people:
            low = high = least = SKIP
        self.find(rule, unit, verdict, low=low, high=high, required=least,
                  measured=high if low == high else None, shortfall=0)

    def list_need(self, rule):
        for unit in self.units(rule):
            members = self.members(unit, rule["members"])
            size = sum(answer for _, answer in members)
            is_open = len(members) > size or self.may_have(
                unit, words(rule["members"].get("setting")))
            is_known = self.spoken(rule) != "none"
            if size == 0 and is_open or size and not is_known:
                self.find(rule, unit, "no_data")
            elif len(members) > size:
                # A list that may lack a unit is not known to be whole.
                self.find(rule, unit, "undecided", measured=None, low=size,
                          high=None, required=None)
            else:
                self.find(rule, unit, "pass", measured=size, low=size,
                          high=size, required=size, shortfall=0)
            if size == 0:
                self.findings[rule["id"], unit["code"], unit["code"]].update(
                    low=SKIP, high=SKIP)

    def may_have(self, unit, wanted):
        """Whether a unit in it, or itself where it holds none, is perhaps of
        one of the settings: then the list is not known to be empty."""
        below = {code for code in self.city.units if code != unit["code"] and
                 unit in self.city.above(code)}
        settings = {self.setting(code) for code in below or {unit["code"]}}
        return not wanted or None in settings or settings & set(wanted)

    def list_kinds(self, rule):
        for unit, _ in self.measurable(rule, facilities=False):
            circle = circle_of(rule["circles"], self.setting(unit["code"]))
            if circle is None:
                self.find(rule, unit, "no_data")
                continue
            self.find_kinds(rule, unit, circle)

    def find_kinds(self, rule, unit, circle):
        sure = some = missing = present = perhaps = settled = 0
        for kind in rule["kinds"]:
            people = self.people_in({"group": kind["group"]}, unit)
            if not people:
                continue
            services = words(kind["services"])
            said = spoken({"one_of": services}, self.city, self.types)
            if said == "none":
                self.find(rule, unit, "no_data")
                return
            selected = self.one_of(services)
            shares = self.share(
                [(p["weight_milli"], a is True,
                  *self.reaches(p, selected, *circle)) for p, a in people])
            enough = {k: part >= float(rule["target"]) * whole - NEAR
                      for k, (part, whole) in shares.items()}
            is_there = any(a for _, a in people)
            is_served = said == "some" or enough["high"] and (
                is_there or shares["high"][0] > 0)
            perhaps += 1
            present += is_there
            missing += is_there and not is_served
            settled += enough["low"]
            sure += is_there and enough["low"]
            some += is_served
        verdict = ("fail" if missing else
                   "pass" if settled == perhaps else "undecided")
        if perhaps == 0:
            sure = some = SKIP
        self.find(rule, unit, verdict, low=sure, high=some,
                  measured=sure if sure == some else None,
                  required=perhaps if present == perhaps else None,
                  shortfall=missing if verdict == "fail" else 0)

    def one_of(self, services):
        best = {}
        for service in services:
            for facility, answer in self.selected({"service": service}):
                best[facility["id"]] = (facility, answer or best.get(
                    facility["id"], (None, None))[1])
        return list(best.values())

    # ---- group sizes -------------------------------------------------------

    def judge_group_size(self, rule):
        least, most = (int(rule["size"][k]) for k in ("from", "to"))
        for unit, _ in self.measurable(rule):
            members = self.members(unit, rule["members"])
            if not members or not all(answer for _, answer in members):
                self.find(rule, unit, "no_data" if not members else SKIP,
                          measured=SKIP, low=SKIP, high=SKIP, required=SKIP,
                          shortfall=SKIP, fits=lambda f: True)
                continue
            few = ceil(len(members) / most)
            many = max(few, len(members) // least)
            self.find_groups(rule, unit, [m for m, _ in members], few, many)

    def find_groups(self, rule, unit, members, few, many):
        codes = {m["code"] for m in members}
        found = self.selected(rule["facility"], unit)

        def hosts(pairs):
            return len({f["in"].get(members[0]["level"]) for f, _ in pairs} &
                       codes)

        low = [pair for pair in found if pair[1]]
        if hosts(low) >= few:
            verdict = "advice" if len(low) > many else "pass"
        else:
            verdict = "fail" if hosts(found) < few else "undecided"
        sure, some = hosts(low), hosts(found)
        self.find(rule, unit, verdict, low=sure, high=some, required=few,
                  measured=sure if sure == some else None,
                  shortfall=few - hosts(found) if verdict == "fail" else 0)

    # ---- places ------------------------------------------------------------

    def circles(self, rule, people):
        """{person: {facility: seconds}} within each person's circle."""
        ids = {f["id"] for f, answer in self.selected(rule["facility"])
               if answer}
        out = {}
        for person in people:
            home = next((person["in"][level] for level in
                         ("community", "street", "district", "city")
                         if level in person["in"]), None)
            circle = circle_of(rule["circles"], self.setting(home))
            if circle is None:
                continue
            minutes, mode = circle
            if mode == "own":
                mode = self.modes[person["id"]][0]
            out[person["id"]] = {
                f: s for f, s in self.times(mode, "nominal", person["id"],
                                            ids).items()
                if f in ids and s <= 60 * minutes}
        return out

    def free_places(self, rule):
        room = {}
        for facility, _ in self.selected(rule["facility"]):
            service = rule.get("places", rule["facility"].get("service"))
            said = facility["services"].get(service) or {}
            room[facility["id"]] = max(0, (said.get("places") or 0) -
                                       (said.get("occupied") or 0)) * 1000
        return room

    def judge_places(self, rule):
        people = [p for p, _ in self.group(rule["group"])]
        focus = self.policy["groups"][rule["focus"]]["when"]
        reach = self.circles(rule, people)
        got = assign({p["id"]: (p["weight_milli"], fits(
            focus, p, self.year) is not False) for p in people}, reach,
            self.free_places(rule))
        target = float(rule["target"])
        for unit, persons in self.measurable(rule):
            whole = sum(p["weight_milli"] for p, _ in persons)
            part = sum(got.get(p["id"], 0) for p, _ in persons)
            self.find(rule, unit, SKIP, measured=IfKnown(
                float(part / whole), 0.01 * 1000 / whole), low=SKIP,
                high=SKIP, required=target, shortfall=SKIP)
            self.findings[rule["id"], unit["code"], unit["code"]]["fits"] = \
                lambda f, code=unit["code"]: fits_range(
                    f, target, self.is_soft(rule, code),
                    self.spoken(rule) == "some")
            if not all(p["id"] in reach for p, _ in persons):
                self.findings[rule["id"], unit["code"], unit["code"]].update(
                    measured=SKIP, required=SKIP, fits=lambda f: True)
        self.find_city(rule)

    def find_city(self, rule):
        unit = self.city_unit()
        self.find(rule, unit, SKIP, measured=SKIP, low=SKIP, high=SKIP,
                  required=SKIP, shortfall=SKIP, fits=lambda f: True)


def is_of_whole_people(finding):
    """What is short is no fraction of a person where people are whole."""
    persons, shortfall = finding["persons"], finding["shortfall"]
    return (persons != int(persons) or
            abs(shortfall - round(shortfall)) < NEAR and shortfall > 1 - NEAR)


def fits_range(finding, target, is_early, may_be_more):
    """Bounds fail by the better end, and pass by the worse."""
    verdict = finding["verdict"]
    low, high = finding["measured_low"], finding["measured_high"]
    if may_be_more and verdict != "no_data" and high != 1:
        return False
    if verdict == "pass":
        return low in (None, 1) or low >= target - NEAR
    if verdict in ("fail", "advice"):
        return (high < target and (verdict == "advice") == is_early and
                is_of_whole_people(finding))
    return verdict == "no_data" or low < target <= high + NEAR


def assign(people, reach, room):
    """people: {id: (weight, is_focus)}; gives what each has."""
    left = {p: fractions.Fraction(weight) for p, (weight, _) in people.items()}
    room = {f: fractions.Fraction(n) for f, n in room.items()}
    for focus in (True, False):
        wishes = collections.defaultdict(
            lambda: collections.defaultdict(list))
        for person, row in reach.items():
            if people[person][1] == focus:
                for facility, seconds in row.items():
                    wishes[seconds][facility].append(person)
        for seconds in sorted(wishes):
            for facility in sorted(wishes[seconds]):
                callers = wishes[seconds][facility]
                need = sum(left[p] for p in callers)
                part = min(need, room[facility])
                for person in callers:
                    left[person] -= left[person] * part / need if need else 0
                room[facility] -= part
    return {p: weight - left[p] for p, (weight, _) in people.items()}
