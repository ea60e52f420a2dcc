"""The verdicts of `circlet check`, worked out again by another program.

    verdicts.py CIRCLET FOLDER_OF_GEODATA VARIANTS
    verdicts.py CIRCLET FOLDER_OF_GEODATA beijing.gpkg

First the sample town as it is, then variants of it made by seed, in which
people and facilities know more or less about themselves and rules have other
numbers; or a city that is there already, in which everything is open. Each is
judged for 2018, 2019 and 2020. Works in the current folder. Prints how many
findings were compared by kind of rule, and each that differs.
"""

import collections
import csv
import json
import os
import shutil
import sqlite3
import subprocess
import sys

import verdict_city
import verdict_lists
import verdict_variants

YEARS = (2018, 2019, 2020)
FIELDS = {"measured": "measured", "low": "measured_low",
          "high": "measured_high", "required": "required",
          "shortfall": "shortfall"}
MINUTES = {"people": "60", "sites": "600"}


def run(*command):
    done = subprocess.run(command, text=True, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, check=False)
    if done.returncode not in (0, 1):
        sys.exit("verdicts.py: %s\n%s" % (" ".join(command), done.stderr))
    return done.stdout


def make_city(circlet, path, folder, complete=("units", "people",
                                               "facilities")):
    """The sample's roads reach far, so that no edge is near anybody."""
    if os.path.exists(path):
        os.remove(path)
    run(circlet, "new", path)
    for layer, files in (("units", ["units.geojson"]),
                         ("people", ["people.csv"]),
                         ("facilities", ["facilities.csv"]),
                         ("sites", ["venue_sites.csv"]),
                         ("venues", ["venues.csv"]),
                         ("waivers", ["waivers.csv"]),
                         ("roads", ["node.csv", "link.csv"]),
                         ("elevation", ["elevation.asc"])):
        files = [os.path.join(folder, file) for file in files]
        if not os.path.exists(files[0]):
            continue
        command = [circlet, "import", path, layer, *files, "--quiet"]
        command += ["--complete"] if layer in complete else []
        command += ["--extent", "115,39,118,42"] if layer == "roads" else []
        run(*command)


class Times:
    """The matrices of a city in which everything is open."""

    def __init__(self, circlet, path, policy):
        self.circlet, self.path, self.policy = circlet, path, policy
        self.known = {}

    def matrix(self, mode, bound):
        if (mode, bound) not in self.known:
            rows = collections.defaultdict(dict)
            for source in ("people", "sites"):
                text = run(self.circlet, "matrix", self.path, "--policy",
                           self.policy, "--mode", mode, "--cutoff",
                           MINUTES[source], "--individuals", "--from", source,
                           "--to", "facilities", "--bound", bound, "--quiet")
                for row in csv.DictReader(text.splitlines()):
                    rows[row["origin"]][row["destination"]] = \
                        float(row["seconds"])
            self.known[mode, bound] = rows
        return self.known[mode, bound]

    def __call__(self, mode, bound, place, _goals):
        return self.matrix(mode, bound).get(place, {})


class GoalTimes(Times):
    """Of a city with islands, tiny pieces of streets: whoever lives on one is
    tied to it for the sake of the facilities there that are asked for. So the
    matrices are those of a copy in which but these are closed."""

    def __init__(self, circlet, path, policy):
        copy = "asked-" + os.path.basename(path)
        shutil.copy(path, copy)
        super().__init__(circlet, copy, policy)
        self.goals = None
        self.rows = {}

    def __call__(self, mode, bound, place, goals):
        key = mode, bound, *sorted(goals)
        if key not in self.rows:
            self.close_but(set(goals))
            self.known.clear()
            self.rows[key] = self.matrix(mode, bound)
        return self.rows[key].get(place, {})

    def close_but(self, goals):
        if goals == self.goals:
            return
        with sqlite3.connect(self.path) as base:
            base.execute("UPDATE facility SET status = 'closed', "
                         "opened = NULL, closed = NULL")
            base.executemany("UPDATE facility SET status = 'open' "
                             "WHERE id = ?", [(id_,) for id_ in goals])
        base.close()
        self.goals = goals


def differs(ours, theirs, tolerance=1e-6):
    if ours is verdict_lists.SKIP:
        return False
    if isinstance(ours, verdict_lists.IfKnown):
        return theirs is not None and differs(ours.value, theirs,
                                              ours.tolerance)
    if ours is None or theirs is None:
        return ours is not theirs
    return abs(ours - theirs) > tolerance * max(1, abs(ours))


def differs_verdict(wanted, is_):
    """What this program does not judge must fit its own bounds."""
    if wanted["verdict"] is not verdict_lists.SKIP:
        return wanted["verdict"] != is_["verdict"]
    return not wanted["fits"](is_)


def compare(name, ours, theirs, totals):
    kinds = {key[0]: value["kind"] for key, value in ours.items()}
    for key in sorted(set(ours) | set(theirs)):
        is_, wanted = theirs.get(key), ours.get(key)
        kind = kinds.get(key[0], "?")
        totals[kind][0] += 1
        if is_ is None or wanted is None:
            text = "not found" if is_ is None else "found alone: %s" % is_[
                "verdict"]
        else:
            totals[kind][2][is_["verdict"]] += 1
            text = "; ".join(
                "%s %s, not %s" % (field, is_[field], wanted[name_])
                for name_, field in FIELDS.items()
                if differs(wanted[name_], is_[field]))
            if differs_verdict(wanted, is_):
                text = "%s, not %s; %s" % (is_["verdict"], wanted["verdict"],
                                           text)
        if text:
            totals[kind][1] += 1
            print("%s %s: %s" % (name, " ".join(key), text), file=sys.stderr)


def judge_all(circlet, path, policy_path, name, times, places, totals):
    policy = verdict_city.read_policy(policy_path)
    city = verdict_city.City(path, places)
    for year in YEARS:
        judge = verdict_lists.Judges(city, policy, year, times)
        ours = judge.judge()
        judged = {rule for rule, _, _ in ours}
        said = json.loads(run(circlet, "check", path, "--policy", policy_path,
                              "--year", str(year), "--json", "--quiet"))
        kinds = {r["id"]: hasattr(judge, "judge_" + r["kind"])
                 for r in policy["rules"]}
        theirs = {(f["rule"], f["unit"], f["subject_id"]): f
                  for f in said["findings"]
                  if f["rule"] in judged or kinds[f["rule"].split("/")[0]]}
        compare("%s, %d:" % (name, year), ours, theirs, totals)


def judge_variants(circlet, variants, policy, totals):
    verdict_variants.copy("sample", "open", None)
    make_city(circlet, "open.gpkg", "open")
    times, places = Times(circlet, "open.gpkg", policy), {}
    for seed in range(variants + 1):
        folder, path = "town%d" % seed, "town%d.gpkg" % seed
        complete = verdict_variants.copy("sample", folder, seed)
        own_policy = os.path.join("policies", folder + ".yaml")
        if seed:
            verdict_variants.change_policy(policy, own_policy, seed)
        else:
            own_policy = policy
        make_city(circlet, path, folder, complete)
        judge_all(circlet, path, own_policy, folder, times, places, totals)


def main():
    circlet, geodata, subject = sys.argv[1:]
    for part in ("modes", "policies", "sample"):
        shutil.copytree(os.path.join(geodata, part), part)
    policy = verdict_city.policy_path(".")
    totals = collections.defaultdict(
        lambda: [0, 0, collections.Counter()])
    if subject.isdigit():
        judge_variants(circlet, int(subject), policy, totals)
    else:
        MINUTES["people"] = "30" # the longest of its circles
        judge_all(circlet, subject, policy, subject,
                  GoalTimes(circlet, subject, policy), {}, totals)
    for kind, (compared, wrong, verdicts) in sorted(totals.items()):
        print("%s: %d compared, %d differ (%s)" % (
            kind, compared, wrong, ", ".join(
                "%s %d" % pair for pair in sorted(verdicts.items()))))
    sys.exit(any(wrong for _, wrong, _ in totals.values()))


main()
