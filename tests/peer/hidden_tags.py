"""Hides tags that are known: the times with all tags lie within the bounds
of the city that has lost some, on every street and node and from homes to
facilities.

    hidden_tags.py JOURNEYS LINK_TIMES CITY.gpkg FOLDER_OF_MODES

A tag is hidden if the mode says there what may be true without it: it is
taken away, or what it says becomes a word that no mode understands, or one of
two of a list. What the mode's file says that may be, in geodata/README.md's
words: one of `values`, one that no rule of the mode can tell from one of
these, none if `none: yes`, a number of the range; where a word is there that
no mode understands, whatever the rules can tell apart. Tags beyond that are
hidden in a second run, which counts what then lies outside the bounds: this is
the modes' to answer for. Hardly a kerb is mapped in the city: some are put on
crossings and their ends first.
"""

import collections
import json
import math
import os
import random
import shutil
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import yaml

import journeys
from travel_rules import Mode, holds, kmh, measure

HOMES, FACILITIES = 600, 40
BOX = (8.635, 49.355, 8.76, 49.46)
TABLES = {"nodes": ("road_node", "node_id", ""),
          "links": ("road_link", "link_id", ", from_node_id, to_node_id")}
GARBLED = "of these garbled"
KERBS = ("raised", "lowered", "flush", "regular", "rolled", "no")
SOUND = "traffic_signals:sound"
BOTH = "crossings with their sound"
FEW = 20

failures = 0


def check(is_true, text):
    global failures
    if not is_true:
        failures += 1
        if failures <= FEW:
            print("hidden_tags.py: " + text, file=sys.stderr)


def all_hold(tests, tags):
    return all(holds(key, want, tags) for key, want in tests.items())


class Doubts:
    """What a mode says may be true where tags are missing."""

    def __init__(self, path):
        mode = self.mode = Mode(path)
        with open(path, encoding="utf-8") as file:
            self.unknown = yaml.load(file, Loader=yaml.BaseLoader).get(
                "unknown", [])
        self.rules = {"links": mode.link_rules, "nodes": mode.node_rules}
        self.speeds = {r["speed_from"] for r in mode.link_rules
                       if "speed_from" in r}
        with open(path, encoding="utf-8") as file:
            harmless = yaml.load(file, Loader=yaml.BaseLoader).get(
                "harmless", {})
        self.harmless = {k: v if isinstance(v, list) else [v]
                         for k, v in harmless.items()}

    def entries(self, on, key, tags, ends=()):
        """Those that apply where a tag is gone; `ends` are the tags of the
        nodes at the ends of a link, which may answer for it, or of a node the
        keys that it is asked for because ways cross a road there."""
        return [e for e in self.unknown if e["on"] == on and e["key"] == key
                and all_hold(e.get("when", {}), tags)
                and not (e.get("ends") == "yes"
                         and any(key in t for t in ends))
                and not (e.get("across_road") == "yes" and key not in ends)]

    def keys_across(self, base):
        """{node: keys that it is asked for} where a road meets a way that is
        not asked itself."""
        keys = {e["key"] for e in self.unknown
                if e.get("across_road") == "yes"}
        roads, others = set(), collections.defaultdict(set)
        for text, *at in base.execute(
                "SELECT tags, from_node_id, to_node_id FROM road_link"):
            tags = json.loads(text or "{}")
            if self.mode.is_roadway(tags):
                roads.update(at)
                continue
            for node in at:
                others[node].update(k for k in keys if not any(
                    e.get("ends") == "yes"
                    for e in self.entries("links", k, tags)))
        return {n: k for n, k in others.items() if n in roads}

    def words(self, on, key):
        """All that the mode understands, but for numbers."""
        words = set(self.harmless.get(key, []))
        for rule in self.rules[on]:
            want = rule["when"].get(key, [])
            if not isinstance(want, dict):
                words.update(want if isinstance(want, list) else [want])
        for entry in self.unknown:
            if entry["on"] == on and entry["key"] == key:
                words.update(entry.get("values", []))
        return words - {"present", "absent"}

    def may_stand_at_ends(self, key):
        return any(e.get("ends") == "yes" and e["key"] == key
                   for e in self.unknown)

    def keys(self, on):
        # What snaps nowhere is taken as the map has it.
        barriers = {k for rule in self.rules["links"]
                    if "snap_barrier" in rule for k in rule["when"]}
        return sorted({e["key"] for e in self.unknown if e["on"] == on}
                      - barriers)

    def answers(self, on, key, value):
        """Of all questions that the mode asks of a key, in order."""
        tags = {} if value is None else {key: value}
        tests = [r["when"][key] for r in self.rules[on] if key in r["when"]]
        tests += [e["when"][key] for e in self.unknown
                  if e["on"] == on and key in e.get("when", {})
                  and e["key"] != key]
        return [holds(key, want, tags) for want in tests]

    def is_number(self, key, value):
        return (kmh(value) if key in self.speeds
                else measure(key, value)) is not None

    def in_range(self, entry, key, value):
        if "from" in entry:
            number = measure(key, value)
            low, high = float(entry["from"]), float(entry["to"])
            if key == "incline":
                high = max(abs(low), abs(high))
                low = -high
            # Beyond the ends of a range of widths nothing else is asked.
            return low <= number <= high or key != "incline" and (
                self.answers("links", key, value)
                == self.answers("links", key, str(high)))
        speeds = [kmh(x) for x in entry["values"]]
        return min(speeds) <= kmh(value) <= max(speeds)

    def is_told(self, on, key, value, entries):
        """Whether the truth is among what the mode says that it may be."""
        for entry in entries:
            if "from" in entry or key in self.speeds:
                if (not self.is_number(key, value)
                        or self.in_range(entry, key, value)):
                    return True
                continue
            told = list(entry["values"])
            if entry.get("none") in ("yes", "true"):
                told.append(None)
            if self.answers(on, key, value) in [self.answers(on, key, x)
                                                for x in told]:
                return True
        return False

    def is_vague(self, value, entries):
        return any(value in e.get("vague", []) for e in entries)


def garbled(doubts, on, key, value, chance):
    """A value that says less; None: no tag at all. A list of what is true and
    something else that is understood says that it is one of both."""
    words = sorted(doubts.words(on, key) - {value})
    draw = chance.random()
    if key == "incline" or draw < 0.5:
        return None
    if (draw < 0.7 and words and value in doubts.words(on, key)
            and value != "no"):
        return "%s;%s" % (value, chance.choice(words))
    return chance.choice(("Rock", "0,5", "hm; %s" % value))


def without(tags, gone):
    left = {k: gone.get(k, v) for k, v in tags.items()}
    return {k: v for k, v in left.items() if v is not None}


def stays(doubts, on, key, tags, gone, ends, must_be_told):
    """Whether what a tag says must not be hidden."""
    # Whether an entry applies the truth of the other tags decides.
    left = without(tags, {key: gone[key]})
    entries = doubts.entries(on, key, left, ends)
    value = tags[key]
    if (not entries and gone[key] and key not in doubts.speeds
            and value != "no" and not doubts.may_stand_at_ends(key)):
        return False
    if on == "nodes" and not entries and doubts.may_stand_at_ends(key):
        # It answers for the links alone.
        return (gone[key] is not None
                or doubts.answers(on, key, value)
                != doubts.answers(on, key, None))
    if not entries or doubts.is_vague(value, entries):
        return True
    if gone[key] and (gone[key].startswith(value + ";")
                      or key not in doubts.speeds):
        return False
    return must_be_told and not doubts.is_told(on, key, value, entries)


def hide(doubts, on, tags, chance, count, ends):
    """The tags without some; twice: what the mode does not foresee stays, or
    goes, too. What is hidden tells which entries apply, so we hide again
    without what should have stayed until nothing more comes back. `ends` are
    of either run the tags of the nodes at the ends."""
    drawn = {k: garbled(doubts, on, k, tags[k], chance)
             for k in doubts.keys(on) if k in tags and chance.random() < 0.5}
    runs = dict(drawn), dict(drawn)
    for gone, must_be_told, at in zip(runs, (True, False), ends):
        while True:
            back = [k for k in gone
                    if stays(doubts, on, k, tags, gone, at, must_be_told)]
            if not back:
                break
            for key in back:
                del gone[key]
    told, any_ = runs
    count[BOTH] += {"crossing", SOUND} <= set(told)
    for key, value in any_.items():
        count[key + ("" if key in told else ", not foreseen")] += 1
        if key in told and value is not None:
            count[GARBLED] += 1
    return tuple(without(tags, gone) for gone in runs)


def plant_kerbs(base, chance):
    """Kerbs on crossings, where they are mapped as ways, on some of the nodes
    at their ends; and where they are mapped as nodes."""
    for node, text in base.execute(
            "SELECT node_id, tags FROM road_node WHERE tags LIKE "
            "'%crossing%' ORDER BY fid").fetchall():
        tags = json.loads(text)
        if tags.get("highway") == "crossing" and chance.random() < 0.5:
            tags["kerb"] = chance.choice(KERBS)
            base.execute("UPDATE road_node SET tags = ? WHERE node_id = ?",
                         (json.dumps(tags), node))
    for link, text, *ends in base.execute(
            "SELECT link_id, tags, from_node_id, to_node_id FROM road_link "
            "WHERE tags LIKE '%crossing%' ORDER BY fid").fetchall():
        tags = json.loads(text)
        if "crossing" not in (tags.get("footway"), tags.get("path"),
                              tags.get("cycleway"), tags.get("highway")):
            continue
        if chance.random() < 0.5:
            tags["kerb"] = chance.choice(KERBS)
            base.execute("UPDATE road_link SET tags = ? WHERE link_id = ?",
                         (json.dumps(tags), link))
        for node in ends:
            own = chance.choice(({}, {"kerb": "lowered"}, {"kerb": "flush"},
                                 {"barrier": "kerb",
                                  "kerb": chance.choice(KERBS)}))
            text, = base.execute("SELECT tags FROM road_node WHERE "
                                 "node_id = ?", (node,)).fetchone()
            tags = dict(json.loads(text or "{}"), **own)
            if tags:
                base.execute("UPDATE road_node SET tags = ? WHERE "
                             "node_id = ?", (json.dumps(tags), node))
    base.commit()


def plant_sounds(base, chance):
    """Signals that one hears, or not."""
    for node, text in base.execute(
            "SELECT node_id, tags FROM road_node WHERE tags LIKE "
            "'%traffic_signals%' ORDER BY fid").fetchall():
        tags = json.loads(text)
        if tags.get("crossing") == "traffic_signals":
            tags[SOUND] = chance.choice(("yes", "no"))
            base.execute("UPDATE road_node SET tags = ? WHERE node_id = ?",
                         (json.dumps(tags), node))
    base.commit()


def hidden_cities(doubts, city, outs, seed):
    chance, count = random.Random(seed), collections.Counter()
    base = sqlite3.connect("file:%s?mode=ro" % city, uri=True)
    for out in outs:
        shutil.copyfile(city, out)
    bases = [sqlite3.connect(out) for out in outs]
    nodes = [{}, {}]  # of either run
    across = doubts.keys_across(base)
    for on, (table, id_, ends) in TABLES.items():
        for row, text, *at in base.execute(
                "SELECT %s, tags%s FROM %s WHERE tags IS NOT NULL "
                "ORDER BY fid" % (id_, ends, table)):
            tags = json.loads(text)
            lefts = hide(doubts, on, tags, chance, count,
                         [[of.get(node, {}) for node in at]
                          if on == "links" else across.get(row, ())
                          for of in nodes])
            for copy, left, of in zip(bases, lefts, nodes):
                if on == "nodes":
                    of[row] = left
                if left != tags:
                    copy.execute("UPDATE %s SET tags = ? WHERE %s = ?"
                                 % (table, id_),
                                 (json.dumps(left, sort_keys=True), row))
    for copy in bases:
        copy.commit()
        copy.close()
    base.close()
    return count


def ask_links(link_times, city, path):
    """[(name, [times])]: six of a link, three of a node."""
    text = subprocess.run([link_times, city, path], check=True, text=True,
                          stdout=subprocess.PIPE,
                          env=dict(os.environ, LC_ALL="C")).stdout
    rows = []
    for line in text.splitlines():
        part = line.split(",")
        at = 2 if part[0] == "l" else 3
        rows.append((",".join(part[:at]), [int(t) for t in part[at:]]))
    return rows


def outside(truth, hidden):
    """[(name, truth, bounds)] of arcs and nodes; how many bounds there are,
    and how many are wide."""
    found, count, wide = [], 0, 0
    assert len(truth) == len(hidden)
    for (name, true), (other, bounds) in zip(truth, hidden):
        assert name == other
        for k in range(0, len(true), 3):
            low, _, high = (t if t >= 0 else math.inf
                            for t in bounds[k:k + 3])
            at = true[k + 1] if true[k + 1] >= 0 else math.inf
            count += 1
            wide += low < high
            if not low <= at <= high:
                found.append((name, at, (low, high)))
    return found, count, wide


def check_mode(mode, tools, city, path, queries):
    program, link_times = tools
    doubts = Doubts(path)
    count = hidden_cities(doubts, city, ("told.gpkg", "any.gpkg"), mode)
    with ThreadPoolExecutor(2) as pool:
        rows = pool.map(lambda x: ask_links(link_times, x, path),
                        (city, "told.gpkg", "any.gpkg"))
        answers = pool.map(lambda x: journeys.ask(program, x, path, queries),
                           (city, "told.gpkg"))
        truth, told, any_ = rows
        true, hidden = answers
    found, all_, wide = outside(truth, told)
    missed = outside(truth, any_)[0]
    for row in found:
        check(False, "%s, %s takes %s ms, within %s with hidden tags"
              % (mode, *row))
    apart = 0
    for home, (low, nominal, high) in hidden.homes.items():
        at = true.homes[home][1]
        apart += nominal != at
        check(low <= at <= high, "%s, home %d: %s ms, within %s with hidden "
              "tags" % (mode, home, at, (low, high)))
    foreseen = sum(n for k, n in count.items()
                   if "," not in k and k not in (GARBLED, BOTH))
    check(mode != "blind" or count[BOTH] > 20,
          "only %d crossings without kind and sound" % count[BOTH])
    check(foreseen > 200, "%s: only %d tags are hidden" % (mode, foreseen))
    print("%s: %d tags hidden (%s)" % (mode, foreseen, ", ".join(
        "%s %d" % (k, n) for k, n in sorted(count.items()) if "," not in k)))
    print("  %d arcs and nodes outside their bounds, %d of %d have wide ones;"
          " %d of %d homes as mapped are elsewhere than the truth"
          % (len(found), wide, all_, apart, len(hidden.homes)))
    print("  not foreseen: %s; with these hidden, too, %d arcs and nodes lie"
          " outside" % (", ".join(
              "%s %d" % (k.split(",")[0], n)
              for k, n in sorted(count.items()) if "," in k) or "none",
              len(missed)))


def main():
    program, link_times, city, folder = sys.argv[1:5]
    chance = random.Random(11)
    base = sqlite3.connect(city)
    plant_kerbs(base, chance)
    plant_sounds(base, chance)
    base.close()
    nodes = ask_links(link_times, city, os.path.join(folder, "walk.yaml"))
    places = journeys.within(
        [tuple(float(x) for x in name.split(",")[1:])
         for name, _ in nodes if name[0] == "n"], *BOX)
    queries = [letter + " %.7f %.7f\n" % journeys.moved(
        chance, chance.choice(places), 80)
        for letter, count in (("h", HOMES), ("f", FACILITIES))
        for _ in range(count)]
    for mode in journeys.MODES:
        check_mode(mode, (program, link_times), city,
                   os.path.join(folder, mode + ".yaml"), queries)
    sys.exit(1 if failures else 0)


main()
