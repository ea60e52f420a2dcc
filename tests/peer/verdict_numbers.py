"""Verdicts about numbers of facilities and what they have: the second part of
verdict_rules.py."""

import itertools
import math

from verdict_city import amount_of, both, ceil, offers, words
from verdict_rules import NEAR, SKIP, Judge


class Numbers(Judge):
    """Rules of the kinds count, class_count, ratio, each and phase."""

    # ---- numbers of facilities ---------------------------------------------

    def judge_count(self, rule):
        for unit, people in self.measurable(rule):
            found = self.selected(rule["facility"], unit)
            band, every = self.limits(rule["bands"], people)
            if perhaps_nobody(rule, people):
                every.append((0, math.inf))
            self.find_count(rule, unit, sum(a is True for _, a in found),
                            len(found), band, every)

    def limits(self, bands, people):
        """The least and the most that may be asked for, and as measured."""
        sizes = [sum(p["weight_milli"] for p, a in people if a),
                 sum(p["weight_milli"] for p, _ in people)]

        def band(size):
            at = bands[0]
            for row in bands:
                if (size >= 1000 * float(row["from"]) if "from" in row else
                        size > 1000 * float(row["above"])):
                    at = row
            return (int(at.get("min", 0)),
                    int(at["max"]) if "max" in at else math.inf)

        edges = set(sizes) | {1000 * float(b.get("from", b.get("above")))
                              for b in bands}
        edges |= {e + 1 for e in edges}
        every = [band(s) for s in edges if sizes[0] <= s <= sizes[1]]
        return band(sizes[1]), every

    def find_count(self, rule, unit, low, high, band, every):
        if all(low >= least for least, _ in every):
            over = all(low > most for _, most in every)
            verdict = "advice" if over else "pass"
        elif all(high < least for least, _ in every):
            verdict = "fail"
        else:
            verdict = "undecided"
        self.find(rule, unit, verdict, measured=low if low == high else None,
                  low=low, high=high, required=band[0],
                  shortfall=max(0, band[0] - high) if verdict == "fail" else 0)

    def judge_class_count(self, rule):
        """What is more than enough while beds could fill another rule is for
        nobody to say: the numbers are then not compared."""
        wanted = int(rule["min"])
        rivals = [r for r in self.policy["rules"]
                  if r["kind"] == "class_count" and r.get("shared") != "yes"
                  and r["level"] == rule["level"] and self.in_force(r)]
        is_alone = rule.get("shared") == "yes"
        for unit, people in self.measurable(rule):
            counts = [self.contest(rule, [] if is_alone else rivals, unit, beds)
                      for beds in self.worlds([rule, *rivals], unit)]
            every = [(wanted, math.inf)]
            if perhaps_nobody(rule, people):
                every.append((0, math.inf))
            self.find_count(rule, unit, min(counts), max(counts),
                            (wanted, math.inf), every)
            if not is_alone and max(counts) >= wanted and any(
                    class_services(rule) & class_services(r)
                    for r in rivals if r is not rule):
                self.findings[rule["id"], unit["code"], unit["code"]].update(
                    measured=SKIP, low=SKIP, high=SKIP)

    def worlds(self, rules, unit):
        """{(facility, service): beds}, once for each way in which those that
        are not known may be enough."""
        services = sorted(set().union(*map(class_services, rules)))
        known, open_ = {}, []
        for facility in self.open:
            if facility["in"].get(unit["level"]) != unit["code"]:
                continue
            for service in services:
                offer = offers(facility, service, self.types)
                beds = amount_of(facility, service, "beds", self.types)
                if offer is not False and (offer is None or beds is None):
                    open_.append((facility["id"], service))
                elif offer and beds:
                    known[facility["id"], service] = beds
        steps = sorted({0, *(int(r["least_beds"]) for r in rules)})
        for values in itertools.product(steps, repeat=len(open_)):
            yield {**known, **dict(zip(open_, values))}

    def contest(self, rule, rivals, unit, beds):
        """How many fill the rule, where beds fill one rule alone: as many as
        possible in all, then for what must be, then in the policy's order."""
        wishes = [{pair for pair, n in beds.items()
                   if pair[1] in class_services(r) and
                   n >= int(r["least_beds"])} for r in rivals or [rule]]
        if not rivals:
            return len({facility for facility, _ in wishes[0]})
        best = (-1,)
        for choice in choices(sorted(set().union(*wishes)), wishes):
            counts = [len(c) for c in choice]
            filled = [min(n, int(r["min"])) for n, r in zip(counts, rivals)]
            must = sum(n for n, r in zip(filled, rivals)
                       if r["force"] == "must")
            best = max(best, (sum(filled), must, filled, counts))
        return best[3][rivals.index(rule)]

    # ---- sums --------------------------------------------------------------

    def amounts(self, rule, unit):
        """The least and the most of the sum; the most may be infinite."""
        low = high = 0
        for facility, answer in self.selected(rule["facility"], unit):
            part = rule["numerator"]
            if "measure" in part:
                value = facility[part["measure"]]
            else:
                column = "beds" if "beds" in part else "places"
                value = amount_of(facility, part[column], column, self.types)
            if value is None:
                high = math.inf
                continue
            high += value
            low += value if answer else 0
        return low, high

    def denominators(self, rule, unit, people):
        if rule["denominator"] == "residents":
            return (self.residents(unit),) * 2
        if rule["denominator"] == "unit":
            return 1 - perhaps_nobody(rule, people), 1
        return (sum(p["weight_milli"] for p, a in people if a) / 1000,
                sum(p["weight_milli"] for p, _ in people) / 1000)

    def residents(self, unit):
        """Its own, else those of the units below, if all are there."""
        if unit["residents"] is not None:
            return unit["residents"]
        below = [self.residents(u) for u in self.city.units.values()
                 if u["parent_code"] == unit["code"]]
        is_all = below and None not in below and \
            "units" in self.city.complete
        return sum(below) if is_all else None

    def judge_ratio(self, rule):
        for unit, people in self.measurable(rule):
            few, many = self.denominators(rule, unit, people)
            if few is None:
                self.find(rule, unit, "no_data")
                continue
            if many == 0:
                self.find(rule, unit, "pass", measured=SKIP, low=SKIP,
                          high=SKIP, required=0, shortfall=0)
                continue
            self.find_ratio(rule, unit, self.amounts(rule, unit), few, many)

    def find_ratio(self, rule, unit, amounts, few, many):
        low, high = amounts
        per, lower = float(rule.get("per", 1)), float(rule.get("lower", 0))
        upper = float(rule.get("upper", math.inf))
        is_sum = rule.get("whole") == "yes" or rule["denominator"] == "unit"
        is_whole = is_sum or "beds" in rule["numerator"]
        need_few, need = (x / per * lower for x in (few, many))
        if is_whole:
            need_few, need = ceil(need_few), ceil(need)
        if low >= need - NEAR:
            over = low * per > upper * many + NEAR
            verdict = "advice" if over else "pass"
        else:
            verdict = "fail" if high < need_few - NEAR else "undecided"
        is_known = low == high and (is_sum or few == many)
        scale = (lambda x, n: x) if is_sum else (
            lambda x, n: x * per / n if n else math.inf)
        value = {"low": scale(low, many), "high": scale(high, few),
                 "measured": scale(low, many) if is_known else None}
        if value["high"] == math.inf:
            value["high"] = None
        self.find(rule, unit, verdict, required=need if is_sum else lower,
                  shortfall=need_few - high if verdict == "fail" else 0,
                  **value)

    # ---- each facility -----------------------------------------------------

    def judge_each(self, rule):
        known = self.spoken(rule) != "none"
        for facility, answer in self.selected(rule["facility"]):
            unit = self.standing(facility, rule["level"]) or {"code": ""}
            beds = 1
            if "beds" in rule:
                beds = amount_of(facility, rule["beds"], "beds", self.types)
            if beds == 0:
                continue
            self.find_each(rule, unit, facility, answer, beds)
        if not known:
            city = next(u for u in self.city.units.values()
                        if u["level"] == "city")
            self.find(rule, city, "no_data")

    def find_each(self, rule, unit, facility, answer, beds):
        parts, answers, unknown = [], [], []
        for part in rule["has"]:
            if "measure" in part:
                value = facility[part["measure"]]
            else:
                text = facility["attributes"].get(part["attribute"])
                value = number(text)
            need = None if beds is None else float(part["min"]) * beds
            if value is None or need is None:
                answers.append(None)
                unknown.append((None, None, need))
                continue
            answers.append(value >= need - NEAR)
            parts.append((value / need if need else math.inf, value, need))
        is_met = both(answers)
        verdict = {True: "pass", False: "fail", None: "undecided"}[is_met]
        if verdict == "fail" and not answer:
            verdict = "undecided"
        if not parts:
            verdict = "no_data"
        if is_met is None:
            parts = unknown[:1]
        worst = min(parts, default=(0, None, None), key=lambda part: part[0])
        self.find(rule, unit, verdict, facility["id"], measured=worst[1],
                  low=SKIP if not parts else 0 if unknown else worst[1],
                  high=SKIP if not parts else None if unknown else worst[1],
                  required=worst[2],
                  shortfall=max(0, (worst[2] or 0) - (worst[1] or 0)))

    # ---- phases --------------------------------------------------------------

    def judge_phase(self, rule):
        for step in rule["steps"]:
            if not (int(step["from"]) <= self.year <=
                    int(step.get("until", 9999))):
                continue
            run = dict(rule, step_force=step.get("force", rule["force"]))
            for unit, people in self.measurable(
                    run, step.get("level", rule["level"])):
                tag = step.get("tag")
                if not tag or self.has_tag(tag, unit) or any(
                        self.has_tag(tag, u) and unit in
                        self.city.above(u["code"])
                        for u in self.city.units.values()):
                    self.find_phase(run, step, unit,
                                    perhaps_nobody(rule, people))

    def has_tag(self, tag, unit):
        return any(tag in words(u["tags"])
                   for u in self.city.above(unit["code"]))

    def tagged(self, step, unit, found):
        """Where units below have the tag: what stands in these."""
        tag = step.get("tag")
        if not tag or self.has_tag(tag, unit):
            return found
        return [(f, a) for f, a in found
                if any(self.has_tag(tag, self.city.units[code])
                       for code in f["in"].values())]

    def find_phase(self, rule, step, unit, is_for_nobody):
        having = {k: v for k, v in step["having"].items() if k != "word"}
        all_, some = (self.tagged(step, unit, self.selected(
            rule["facility"], unit, h)) for h in (None, having))
        low, high = sum(a is True for _, a in some), len(some)
        if "min" in step:
            self.find_count(rule, unit, low, high, (int(step["min"]), math.inf),
                            [(int(step["min"]), math.inf)] +
                            is_for_nobody * [(0, math.inf)])
            return
        total = len(all_)
        share = [x / total if total else 0 for x in (low, high)]
        if "begun" in step:
            verdict = "fail" if not high else "advice" if low else "undecided"
            required, missing = SKIP, SKIP
        else:
            required = float(step["target"])
            need = max(1, ceil(required * total))
            verdict = ("pass" if low >= need else
                       "fail" if high < need else "undecided")
            missing = need - high if verdict == "fail" else 0
        if verdict == "fail" and is_for_nobody:
            verdict = "undecided"
        self.find(rule, unit, verdict, low=share[0], high=share[1],
                  measured=share[0] if low == high else None,
                  required=required, shortfall=missing)


def perhaps_nobody(rule, people):
    """Of a rule about people: whether there are none surely."""
    return "group" in rule and not any(
        answer and person["weight_milli"] for person, answer in people)


def number(text):
    try:
        return None if text is None else float(text)
    except ValueError:
        return None


def class_services(rule):
    return {rule["facility"]["service"], *words(rule.get("nested"))}


def choices(pairs, wishes):
    """All ways to give each (facility, service) to one rule or to none, no
    rule two of a facility; sets of facilities by rule."""
    if not pairs:
        yield [set() for _ in wishes]
        return
    facility, _ = pairs[0]
    for rest in choices(pairs[1:], wishes):
        yield rest
        for i, wish in enumerate(wishes):
            if pairs[0] in wish and facility not in rest[i]:
                yield [r | {facility} if i == j else r
                       for j, r in enumerate(rest)]
