"""The verdicts of a policy on a city, worked out again for verdicts.py.

Written from the meaning of the rules (geodata/README.md), not from the
program. What is measured is None where it is not known; `low` and `high` are
what it may be. `times` gives the seconds of a mode at a bound from a person,
or a venue, to each of some facilities (or of more).
"""

import collections
import fractions
import json
import math

from verdict_city import (LEVELS, both, circle_of, fits, is_open, is_selected,
                          own_modes, spoken, words)

NEAR = 1e-9
SKIP = object() # this program does not say what the number is
# Of these a finding knows nothing but what its numbers say.
OPEN_KINDS = ("circle", "count", "ratio", "class_count", "near", "received",
              "group_size")


def persons_missing(target, part, whole):
    """Of so many thousandths of a person; nobody of whole people is served in
    part, so that the share is met by whole people."""
    exact = fractions.Fraction(repr(target)) * whole - part
    if whole % 1000 == 0:
        return max(0, math.ceil(exact / 1000))
    return max(0, float(exact)) / 1000


def settings_of(policy):
    """Those that rules ask for."""
    return {s for rule in policy["rules"] for s in words(rule.get("setting"))}


class Judge:
    """One year of one city."""

    def __init__(self, city, policy, year, times):
        self.city, self.policy, self.year = city, policy, year
        self.times = times
        self.types = policy["types"]
        self.known_settings = settings_of(policy)
        self.findings = {}
        self.memo = {}
        self.open = [f for f in city.facilities if is_open(f, year)]
        self.modes = {p["id"]: own_modes(policy, p, year) for p in city.people}

    # ---- who and what ----------------------------------------------------

    def group(self, name):
        """[(person, answer)] of all who belong or perhaps do."""
        if ("group", name) not in self.memo:
            when = self.policy["groups"][name]["when"] or {}
            pairs = ((p, fits(when, p, self.year)) for p in self.city.people)
            self.memo["group", name] = [(p, a) for p, a in pairs
                                        if a is not False]
        return self.memo["group", name]

    def by_unit(self, key, find):
        """[(person or facility, answer)] by unit; of None: wherever it is."""
        if key not in self.memo:
            rows = self.memo[key] = collections.defaultdict(list)
            for row in find():
                rows[None].append(row)
                for code in set(row[0]["in"].values()):
                    rows[code].append(row)
        return self.memo[key]

    def people_in(self, rule, unit):
        name = rule["group"]
        return self.by_unit(("in", name), lambda: self.group(name)).get(
            unit["code"], [])

    def selected(self, selection, unit=None, having=None):
        """[(facility, answer)] of the open ones."""
        key = json.dumps([selection, having or {}], sort_keys=True)
        return self.by_unit(key, lambda: self.answers(
            selection, having or {})).get(unit and unit["code"], [])

    def answers(self, *selections):
        for facility in self.open:
            answer = both([is_selected(selection, facility, self.types)
                           for selection in selections])
            if answer is not False:
                yield facility, answer

    def setting(self, code):
        return self.city.setting(code, self.known_settings)

    def spoken(self, rule):
        """Of "none", "some" or "all" of the types of a rule's facilities."""
        beds = words(rule.get("beds")) + words(
            rule.get("numerator", {}).get("beds"))
        if rule["kind"] == "class_count":
            beds = [rule["facility"]["service"], *words(rule.get("nested"))]
        return spoken(rule["facility"], self.city, self.types, beds)

    # ---- findings --------------------------------------------------------

    def leave_open(self, rule, verdict, numbers):
        """What facilities of types not imported could add leaves open: more
        of them raise a number or a share, and bring one nearer."""
        if (verdict == "no_data" or numbers["measured"] is SKIP or
                rule["kind"] not in OPEN_KINDS or
                self.spoken(rule) != "some"):
            return verdict
        if rule["kind"] in ("circle", "received"):
            numbers["high"] = 1
        elif rule["kind"] == "near":
            numbers["low"] = 0
        else:
            numbers.update(measured=None, high=None)
        return "undecided" if verdict == "fail" else verdict

    def find(self, rule, unit, verdict, subject=None, **numbers):
        """A failure that is not due, not binding or waived is advice."""
        code = unit["code"]
        if "facility" in rule:
            verdict = self.leave_open(rule, verdict, numbers)
        force = rule.get("step_force", rule["force"])
        if verdict == "fail" and self.is_soft(dict(rule, force=force), code):
            verdict = "advice"
        if verdict in ("undecided", "no_data"):
            numbers["shortfall"] = None
        if verdict == "no_data":
            numbers = dict.fromkeys(
                ("measured", "low", "high", "required", "shortfall"))
        self.findings[rule["id"], code, subject or code] = dict(
            numbers, verdict=verdict, kind=rule["kind"])

    def is_soft(self, rule, code):
        return (self.year < int(rule.get("due", 0)) or
                rule["force"] == "may" or self.is_waived(rule["id"], code))

    def is_waived(self, rule, code):
        codes = {u["code"] for u in self.city.above(code)}
        day = "%d-12-31" % self.year
        return any(w["rule"] == rule and w["unit_code"] in codes and
                   (not w["from"] or w["from"] <= day) and
                   (not w["until"] or w["until"] + "-12-31"[
                       len(w["until"]) - 4:] >= day)
                   for w in self.city.waivers)

    def units(self, rule, level=None):
        """Those that the rule is judged in; without a setting: no data."""
        wanted = words(rule.get("setting"))
        for unit in self.city.units.values():
            if unit["level"] != (level or rule["level"]) or (
                    "tag" in rule and rule["tag"] not in words(unit["tags"])
                    ) or unit["kind"] not in (
                        None, rule.get("unit_kind", unit["kind"])):
                continue
            if wanted:
                setting = self.setting(unit["code"])
                if setting is None:
                    self.find(rule, unit, "no_data")
                    continue
                if setting not in wanted:
                    continue
            yield unit

    def measurable(self, rule, level=None, facilities=True):
        """Units with all that a verdict needs; findings for the others."""
        for unit in self.units(rule, level):
            persons = None
            if "group" in rule:
                persons = self.people_in(rule, unit)
            if unit["code"] not in self.city.rings:
                self.find(rule, unit, "no_data")
            elif persons == []:
                self.find(rule, unit, "pass", measured=SKIP, low=SKIP,
                          high=SKIP, required=0, shortfall=0)
            elif facilities and self.spoken(rule) == "none":
                self.find(rule, unit, "no_data")
            else:
                yield unit, persons

    def in_force(self, rule):
        return (int(rule.get("from", self.policy["first_year"])) <=
                self.year <= int(rule.get("until", 9999)))

    def standing(self, facility, level):
        """The unit of the level where it stands, or the next above."""
        for name in reversed(LEVELS[:LEVELS.index(level) + 1]):
            if name in facility["in"]:
                return self.city.units[facility["in"][name]]
        return None

    def judge(self):
        for rule in self.policy["rules"]:
            if not self.in_force(rule):
                continue
            judge = getattr(self, "judge_" + rule["kind"], None)
            if judge:
                judge(rule)
        return self.findings

    # ---- shares ----------------------------------------------------------

    def share(self, members):
        """[(weight, membership, surely, measured, perhaps)]: measured, low
        and high share, and the persons of each."""
        low, high, all_low, all_high, is_, all_ = 0, 0, 0, 0, 0, 0
        for weight, belongs, surely, measured, perhaps in members:
            all_ += weight
            is_ += weight * measured
            if belongs or not surely:
                all_low += weight
                low += weight * surely
            if belongs or perhaps:
                all_high += weight
                high += weight * perhaps
        return {"measured": (is_, all_), "low": (low, all_low),
                "high": (high, all_high)}

    def find_share(self, rule, unit, shares, target, is_exact=True):
        value = {k: part / whole if whole else 1
                 for k, (part, whole) in shares.items()}
        low_part, low_all = shares["low"]
        high_part, high_all = shares["high"]
        target = float(target)
        verdict = ("pass" if low_part >= target * low_all - NEAR else
                   "fail" if high_part < target * high_all - NEAR else
                   "undecided")
        part, whole = shares["high"]
        missing = persons_missing(target, part, whole)
        self.find(rule, unit, verdict, measured=value["measured"],
                  low=value["low"], high=value["high"], required=target,
                  shortfall=missing if verdict == "fail" else 0)

    def reaches(self, person, selected, minutes, mode):
        """Surely, as measured, perhaps."""
        measured, modes = (self.modes[person["id"]] if mode == "own" else
                           (mode, {mode}))
        sure = [f["id"] for f, answer in selected if answer]
        some = [f["id"] for f, _ in selected]

        def gets(mode, bound, ids):
            row = self.times(mode, bound, person["id"], some)
            return any(row.get(i, math.inf) <= 60 * minutes for i in ids)

        return (all(gets(m, "max", sure) for m in modes),
                gets(measured, "nominal", sure),
                any(gets(m, "min", some) for m in modes))

    def judge_circle(self, rule):
        selected = self.selected(rule["facility"])
        runs = [(rule, rule["mode"])]
        runs += [(dict(rule, id=rule["id"] + "/" + v["id"], force="may"),
                  v["mode"]) for v in rule.get("variants", [])]
        for run, mode in runs:
            for unit, people in self.measurable(run):
                members = [(p["weight_milli"], a is True,
                            *self.reaches(p, selected,
                                          float(rule["cutoff_min"]), mode))
                           for p, a in people]
                self.find_share(run, unit, self.share(members), rule["target"])

    def judge_received(self, rule):
        column = rule["service"]
        for unit, people in self.measurable(rule, facilities=False):
            members, is_known = [], True
            for person, answer in people:
                said = person["received"]
                has = None if said is None else column in words(said)
                is_known = is_known and has is not None and answer is True
                members.append((person["weight_milli"], answer is True,
                                has is True, has is True, has is not False))
            if all(p["received"] is None for p in self.city.people):
                self.find(rule, unit, "no_data")
                continue
            shares = self.share(members)
            self.find_share(rule, unit, shares, rule["target"], is_known)
            if not is_known:
                self.findings[rule["id"], unit["code"],
                              unit["code"]]["measured"] = None
        if "reach" in rule:
            self.judge_reach(rule)

    def judge_reach(self, rule):
        run = dict(rule, id=rule["id"] + "/reach",
                   facility={"service": rule["service"]})
        selected = self.selected(run["facility"])
        for unit, people in self.measurable(run):
            circle = circle_of(rule["reach"]["circles"],
                               self.setting(unit["code"]))
            if circle is None:
                self.find(run, unit, "no_data")
                continue
            members = [(p["weight_milli"], a is True,
                        *self.reaches(p, selected, *circle))
                       for p, a in people]
            self.find_share(run, unit, self.share(members), 0)
            self.findings[run["id"], unit["code"], unit["code"]].update(
                verdict="advice", required=None, shortfall=0)
