"""Verdicts about how evenly a supply is shared: the fourth part of
verdict_rules.py. Written from geodata/README.md, not from the program."""

import collections
import math

from verdict_city import amount_of, circle_of
from verdict_rules import NEAR, SKIP

Bounds = collections.namedtuple("Bounds", "nominal low high")


def decay(bands, seconds):
    """What somebody counts who takes so long."""
    if not bands:
        return 1.0
    return next((float(b["weight"]) for b in bands
                 if seconds <= 60 * float(b["to_min"])), 0.0)


def part(own, others):
    return own / (own + others) if own > NEAR else 0.0


def times(a, b):
    """Nothing of a supply without end is nothing."""
    return a * b if a and b else 0.0


def mean_bounds(members):
    """[(weight, low, high, is_sure)]: each person who is not sure is taken
    while that moves the mean."""
    out = []
    for column, sign in ((1, 1), (2, -1)):
        total = sum(times(m[0], m[column]) for m in members if m[3])
        weight = sum(m[0] for m in members if m[3])
        for m in sorted((m for m in members if not m[3]),
                        key=lambda m: sign * m[column]):
            if weight and sign * m[column] * weight >= sign * total:
                break
            total += times(m[0], m[column])
            weight += m[0]
        out.append(total / weight)
    return out


def gini(parts):
    """[(weight, value)] by all pairs."""
    total = sum(w for w, _ in parts)
    mean = sum(w * x for w, x in parts) / total
    spread = sum(a * b * abs(x - y) for a, x in parts for b, y in parts)
    return spread / (2 * total * total * mean) if mean else 0.0


def gini_bounds(parts):
    """[(few, many, low, high)]: each pair at its own extreme; for the least,
    no value is above the greatest of the lows."""
    cap = max(p[2] for p in parts)

    def greatest(g, i, k):
        if i == k:
            return -2 * g * parts[i][2]
        return max((1 - g) * parts[a][3] - (1 + g) * parts[b][2]
                   for a, b in ((i, k), (k, i)))

    def least(g, i, k):
        (_, _, a, b), (_, _, c, d) = parts[i], parts[k]
        b, d = min(b, cap), min(d, cap)
        gap = max(c - b, a - d)
        if gap > 0:
            small, great = (b, c) if c > b else (d, a)
            return great - small - g * (great + small)
        return -2 * g * min(b, d)

    def excess(g, term, sign):
        total = 0.0
        for i, p in enumerate(parts):
            for k, q in enumerate(parts):
                value = term(g, i, k)
                side = 1 if sign * value > 0 else 0
                total += times(p[side] * q[side], value)
        return total

    def solve(term, sign):
        low, high = 0.0, 1.0
        for _ in range(40):
            g = (low + high) / 2
            low, high = (g, high) if excess(g, term, sign) > 0 else (low, g)
        return (low + high) / 2

    return (solve(least, -1) if any(p[0] and p[2] for p in parts) else 0.0,
            solve(greatest, 1) if any(p[3] for p in parts) else 0.0)


class Even:
    """One rule in one year of a city in which nobody is near an edge."""

    def __init__(self, judge, rule):
        self.judge, self.rule = judge, rule
        self.bands = rule.get("decay", [])
        self.people = judge.group(rule["group"])
        self.supply, self.is_open = {}, False
        for facility, answer in judge.selected(rule["facility"]):
            self.is_open = self.is_open or answer is None
            if answer:
                self.supply[facility["id"]] = self.supply_of(facility)
        self.counts = {p["id"]: self.counts_of(p) for p, _ in self.people}
        self.has_unknown = any(
            self.supply[f] is None for row in self.counts.values()
            for f in row)
        self.demand = self.demand_of(self.people)

    def supply_of(self, facility):
        """Places, where they are not given beds; None: not known."""
        supply = self.rule["supply"]
        if len(supply) == 1:
            (column, service), = supply.items()
            return amount_of(facility, service, column, self.judge.types)
        said = facility["services"].get(supply["places"])
        if said is None:
            return None
        return said["beds"] if said["places"] is None else said["places"]

    def counts_of(self, person):
        """{facility: (least, as assumed, most)} that somebody counts."""
        home = next((person["in"][level] for level in
                     ("community", "street", "district", "city")
                     if level in person["in"]), None)
        minutes, mode = circle_of(self.rule["circles"],
                                  self.judge.setting(home))
        measured, modes = (self.judge.modes[person["id"]] if mode == "own"
                           else (mode, {mode}))

        def seconds(mode, bound, facility):
            row = self.judge.times(mode, bound, person["id"], self.supply)
            took = row.get(facility, math.inf)
            return took if took <= 60 * minutes else math.inf

        out = {}
        for f in self.supply:
            ends = (max(seconds(m, "max", f) for m in modes),
                    seconds(measured, "nominal", f),
                    min(seconds(m, "min", f) for m in modes))
            counts = tuple(decay(self.bands, t) if t < math.inf else 0.0
                           for t in ends)
            if ends[2] < math.inf:
                out[f] = counts
        return out

    def demand_of(self, people):
        """{facility: [least, as assumed, most, most of who surely belongs]}
        of some people."""
        out = {f: [0.0, 0.0, 0.0, 0.0] for f in self.supply}
        for person, answer in people:
            for f, counts in self.counts[person["id"]].items():
                for end in range(3):
                    if end or answer:
                        out[f][end] += counts[end] * person["weight_milli"]
                if answer:
                    out[f][3] += counts[2] * person["weight_milli"]
        return out

    def mean(self, people):
        """What people have on average: (as assumed, at least, at most)."""
        own, supply = self.demand_of(people), self.supply
        whole = sum(p["weight_milli"] for p, _ in people)
        sure = sum(p["weight_milli"] for p, a in people if a)
        nominal = low = 0.0
        without = high = math.inf if self.is_open else 0.0
        for f, (least, is_, most, of_sure) in own.items():
            everybody = self.demand[f]
            most_of_it, of_sure = (part(x, everybody[0] - least)
                                   for x in (most, of_sure))
            nominal += part(is_, everybody[1] - is_) * (supply[f] or 0)
            low += part(least, everybody[2] - most) * (supply[f] or 0)
            high += times(most_of_it,
                          math.inf if supply[f] is None else supply[f])
            without += times(of_sure,
                             math.inf if supply[f] is None else supply[f])
        # None of those who perhaps belong does, or at least one person, or
        # the part of one that a row stands for.
        highs = [1000 * without / sure] if sure else []
        if sure < whole:
            highs.append(1000 * high / (sure + min(
                p["weight_milli"] % 1000 or 1000
                for p, a in people if not a)))
        return 1000 * nominal / whole, 1000 * low / whole, max(highs)

    def unit(self, people):
        """The mean of a unit, by person where some perhaps do not belong."""
        nominal, low, high = self.mean(people)
        if not all(answer for _, answer in people):
            lows, highs = mean_bounds([
                (p["weight_milli"], self.least(p), self.most(p),
                 bool(answer)) for p, answer in people])
            low, high = max(low, lows), min(high, highs)
        return self.bounds(nominal, low, high)

    def least(self, person):
        return 1000 * sum(
            times(counts[0] / self.demand[f][2], self.supply[f] or 0)
            for f, counts in self.counts[person["id"]].items() if counts[0])

    def most(self, person):
        """Any part of a row may belong, and come: so little adds nothing."""
        total = math.inf if self.is_open else 0.0
        for f, counts in self.counts[person["id"]].items():
            demand, supply = self.demand[f][0], self.supply[f]
            if counts[2] and supply != 0:
                total += (math.inf if supply is None or not demand else
                          counts[2] / demand * supply)
        return 1000 * total

    def bounds(self, nominal, low, high):
        """As assumed only where that may be so."""
        slack = 1e-9 * max(1.0, nominal)
        if (self.has_unknown and high > low + slack) or not (
                low - slack <= nominal <= high + slack):
            nominal = None
        return Bounds(nominal, low, max(low, high))


def known(value, factor=1):
    return None if value is None or value == math.inf else factor * value


def without_end(bounds):
    """With facilities that nobody knows there may be any more of it."""
    return Bounds(None, bounds.low, math.inf)


class Evenness:
    """The kind of rule, for Judges."""

    def judge_evenness(self, rule):
        rows = [(unit, people) for unit, people in self.measurable(rule)]
        city = self.city_unit()
        if not rows:
            is_known = self.spoken(rule) != "none"
            self.find(rule, city, SKIP if is_known else "no_data",
                      measured=SKIP, low=SKIP, high=SKIP, required=SKIP,
                      shortfall=SKIP, fits=lambda f: True)
            return
        even = Even(self, rule)
        mean = even.bounds(*even.mean([row for _, people in rows
                                       for row in people]))
        found = [(unit, people, even.unit(people)) for unit, people in rows]
        even.lacks_types = self.spoken(rule) == "some"
        if even.lacks_types:
            mean = without_end(mean)
            found = [(unit, people, without_end(is_))
                     for unit, people, is_ in found]
        for unit, people, is_ in found:
            self.find_even(rule, unit, people, is_, mean)
        self.find_gini(rule, city, even, mean, found)

    def find_even(self, rule, unit, people, is_, mean):
        per, least = float(rule["per"]), float(rule["least"])
        limit = Bounds(known(mean.nominal, least),
                       *(times(least, x) for x in mean[1:]))
        missing = limit.low - is_.high
        verdict, shortfall = "undecided", 0
        if mean.high <= 0 and any(a for _, a in people):
            verdict, shortfall = "fail", None
        elif missing > NEAR and any(a for _, a in people):
            verdict, shortfall = "fail", per * missing
        elif mean.low > 0 and is_.low >= limit.high - NEAR:
            verdict = "pass"
        self.find(dict(rule, force="may"), unit, verdict,
                  measured=known(is_.nominal, per), low=per * is_.low,
                  high=known(is_.high, per), shortfall=shortfall,
                  required=known(limit.nominal, per) if mean.high > 0
                  else None)

    def find_gini(self, rule, city, even, mean, found):
        limit = float(rule["gini"])
        weights = [(sum(p["weight_milli"] for p, a in people if a),
                    sum(p["weight_milli"] for p, _ in people))
                   for _, people, _ in found]
        low, high = gini_bounds([(few, many, is_.low, is_.high) for
                                 (few, many), (_, _, is_) in
                                 zip(weights, found)])
        # As assumed, supply that is not known is none.
        nominal = gini([(many, even.mean(people)[0]) for (_, many), (
            _, people, _) in zip(weights, found)])
        is_ = even.bounds(nominal, low, high)
        if even.lacks_types:
            low, high = 0, 1
            is_ = Bounds(None, low, high)
        verdict, shortfall = "undecided", 0
        has_people = any(few for few, _ in weights)
        if mean.high <= 0 and has_people:
            verdict, shortfall, is_ = "fail", None, Bounds(None, None, None)
        elif low > limit + NEAR and has_people:
            verdict, shortfall = "fail", low - limit
        elif mean.low > 0 and high <= limit + NEAR:
            verdict = "pass"
        self.find(rule, city, verdict, measured=is_.nominal, low=is_.low,
                  high=is_.high, required=limit, shortfall=shortfall)
