"""Times of streets from a travel mode's YAML file: an independent reading of
the rules, with PyYAML and none of circlet's code."""

import math
import re

import yaml

CLOSED = None
NUMBER = re.compile(r"^ *([-+]?[0-9]*\.?[0-9]+|[-+]?[0-9]+\.) *(.*?) *$")
LENGTHS = {"": 1, "m": 1, "metre": 1, "metres": 1, "meter": 1, "meters": 1,
           "cm": 0.01, "mm": 0.001, "km": 1000, "ft": 0.3048, "feet": 0.3048,
           "'": 0.3048, "in": 0.0254, '"': 0.0254}
SPEEDS = {"": 1, "km/h": 1, "kmh": 1, "kph": 1, "km/hr": 1, "mph": 1.609344,
          "knots": 1.852, "m/s": 3.6}
SPEED_WORDS = {"walk": 6, "CN:urban": 50, "CN:rural": 70, "CN:motorway": 120}
EFFECTS = ("pass", "speed_kmh", "speed_from", "factor", "delay_s",
           "snap_barrier")


def quantity(text, units):
    match = NUMBER.match(text)
    if not match or match.group(2) not in units:
        return None
    return float(match.group(1)) * units[match.group(2)]


def kmh(text):
    word = re.sub("^[A-Z][A-Z]:walk$", "walk", text)
    speed = SPEED_WORDS.get(word) or quantity(text, SPEEDS)
    return speed if speed and speed > 0 else None


def measure(key, text):
    key = key.split(":")[0]
    if key == "incline":
        value = quantity(text, {"": 1, "%": 1})
        if value is None:
            angle = quantity(text, {"°": 1, "deg": 1})
            if angle is not None and abs(angle) < 90:
                value = 100 * math.tan(math.radians(angle))
        return value
    if key in ("maxspeed", "minspeed"):
        return kmh(text)
    feet = re.match(r"^ *([0-9.]+)' *([0-9.]+)\"$", text)
    if feet:
        return float(feet.group(1)) * 0.3048 + float(feet.group(2)) * 0.0254
    value = quantity(text, LENGTHS)
    if value is not None and value < 0 and key not in ("layer", "level",
                                                       "ele"):
        return None
    return value


def as_list(words):
    return words if isinstance(words, list) else [words]


def parts_of(value):
    return [x.strip(" ") for x in value.split(";")]


def holds(key, want, tags, way=None, takes_lists=False):
    """`takes_lists`: of what lets pass or not, words fit a list if they fit
    all its parts, as numbers do of any entry."""
    value = tags.get(key)
    if want == "absent":
        return value in (None, "no")
    if isinstance(want, dict) and "not" in want:
        return value not in as_list(want["not"])
    if value is None:
        return False
    if want == "present":
        return value != "no"
    if isinstance(want, dict) and "other" in want:
        return value != "no" and value not in as_list(want["other"])
    if isinstance(want, dict):
        if ";" in value:
            return all(holds(key, want, {key: part}, way)
                       for part in parts_of(value))
        number = measure(key, value)
        if number is None:
            return False
        if key == "incline":  # how steep; of a rule about one way, uphill
            number = {None: abs(number), "forward": number,
                      "backward": -number}[way]
        if "above" in want:
            return number > float(want["above"])
        return number < float(want["below"])
    return value in as_list(want) or (takes_lists and all(
        part in as_list(want) for part in parts_of(value)))


def rounded_ms(ms):
    """Half away from zero; no time is negative."""
    return int(math.floor(ms + 0.5))


def factor_at(slope, time):
    """Tobler 1993, or straight between points."""
    if "form" in time:
        assert time["form"] == "tobler"
        return math.exp(3.5 * (abs(slope / 100 + 0.05) - 0.05))
    points = [(float(a), float(b)) for a, b in time["points"]]
    if slope <= points[0][0]:
        return points[0][1]
    for (a, f), (b, g) in zip(points, points[1:]):
        if slope <= b:
            return f + (g - f) * (slope - a) / (b - a)
    return points[-1][1]


class Mode:
    def __init__(self, path):
        with open(path, encoding="utf-8") as file:
            data = yaml.load(file, Loader=yaml.BaseLoader)  # all is text
        speed = data["speed"]
        self.speed_mps = (float(speed["m_per_s"]) if "m_per_s" in speed
                          else float(speed["kmh"]) / 3.6)
        self.obeys_oneway = data["oneway"] == "observed"
        self.slope = data.get("slope", {})
        self.boarding_ms = rounded_ms(
            1000 * float(data.get("boarding", {}).get("s", 0)))
        self.link_rules = data["links"]
        self.node_rules = data.get("nodes", [])
        self.roadway = data.get("roadway")
        self.turn_share = float(data.get("turn_share", {}).get("value", 0))
        for rule in self.link_rules + self.node_rules:
            unknown = set(rule) - {"when", "source", "assumed", "toward",
                                   "across_road", *EFFECTS}
            assert not unknown, "a rule that this test cannot read: %s" % rule

    def keys(self):
        """The tags that matter, of links and nodes."""
        keys = {k for r in self.link_rules + self.node_rules
                for k in r["when"]}
        keys |= {r["speed_from"] for r in self.link_rules
                 if "speed_from" in r}
        return keys | {"highway", "railway", "waterway", "natural", "route",
                       "oneway", "junction", "incline"}

    def matching(self, rules, tags, way=None):
        for rule in rules:
            if rule.get("toward", way) == way and all(
                    holds(k, want, tags, rule.get("toward"), "pass" in rule)
                    for k, want in rule["when"].items()):
                yield rule

    def slope_factor(self, tags, forward):
        """Of a street whose slope a tag tells, else 1; None: too steep."""
        slope = measure("incline", tags.get("incline", ""))
        excepted = self.slope.get("except")
        if slope is None or excepted and all(
                holds(k, want, tags) for k, want in excepted.items()):
            return 1.0
        slope = slope if forward else -slope
        limit = self.slope.get("limit", {})
        if (slope > float(limit.get("up", "inf"))
                or -slope > float(limit.get("down", "inf"))):
            return None
        time = self.slope.get("time")
        return factor_at(slope, time) if time else 1.0

    def link_ms(self, length_m, tags):
        """Forward and backward, CLOSED where there is no way."""
        return tuple(self.one_way_ms(length_m, tags, way) if may_go else CLOSED
                     for way, may_go in zip(("forward", "backward"),
                                            self.directions(tags)))

    def may_tie(self, length_m, tags):
        """Whether a point may be tied to a street: nobody gets onto a
        motorway on the way."""
        return (self.link_ms(length_m, tags) != (CLOSED, CLOSED)
                and not any("snap_barrier" in rule for rule in
                            self.matching(self.link_rules, tags)))

    def one_way_ms(self, length_m, tags, way):
        is_open, speed, delay = False, self.speed_mps, 0.0
        factor = self.slope_factor(tags, way == "forward")
        for rule in self.matching(self.link_rules, tags, way):
            if "pass" in rule:
                is_open = rule["pass"] in ("yes", "true")
            elif "speed_kmh" in rule:
                speed = float(rule["speed_kmh"]) / 3.6
            elif "speed_from" in rule:
                tagged = kmh(tags.get(rule["speed_from"], ""))
                if tagged:
                    speed = tagged / 3.6 * float(rule.get("factor", 1))
            elif "factor" in rule and factor is not None:
                factor *= float(rule["factor"])
            elif "delay_s" in rule:
                delay += float(rule["delay_s"])
        if not is_open or factor is None:
            return CLOSED
        return (rounded_ms(length_m / speed * factor * 1000)
                + rounded_ms(delay * 1000))

    def directions(self, tags):
        if not self.obeys_oneway:
            return True, True
        oneway = tags.get("oneway")
        if oneway in ("-1", "reverse"):
            return False, True
        if oneway in ("yes", "1", "true"):
            return True, False
        if oneway is None and tags.get("highway") == "motorway":
            return True, False
        around = tags.get("junction") in ("roundabout", "circular")
        return True, not around or oneway == "no"

    def is_roadway(self, tags):
        return self.roadway is not None and all(
            holds(k, want, tags) for k, want in self.roadway.items())

    def passing_ms(self, tags):
        """What passing a node costs everybody, and what getting across its
        road costs, which may be CLOSED; or CLOSED."""
        is_open, may_cross, delay, across = True, True, 0.0, 0.0
        for rule in self.matching(self.node_rules, tags):
            is_across = rule.get("across_road") in ("yes", "true")
            if "pass" in rule:
                may_cross = rule["pass"] in ("yes", "true")
                if may_cross or not is_across:
                    is_open = may_cross
            elif is_across:
                across += float(rule["delay_s"])
            elif "delay_s" in rule:
                delay += float(rule["delay_s"])
        if not is_open:
            return CLOSED
        return (rounded_ms(delay * 1000),
                rounded_ms(across * 1000) if may_cross else CLOSED)
