"""Holds what sample.sh made against what the sample town promises.

    sample_expect.py SAMPLE_FOLDER

reads units.json ... roads.json, before.json, plan.json and after.json in the
current folder.
"""

import csv
import json
import os
import sys

URBAN = {"990101001", "990101002", "990101003", "990101004", "990101005",
         "990101006"}
NO_SETTING = "990101007"

# rule: {unit: verdict}; other units of the rule are not looked at.
EXPECTED = {
    "B-CIRCLE-15": {"990101001": "undecided", "990101002": "fail",
                    "990101003": "fail", "990101004": "pass",
                    "990101005": "fail"},
    "B-CIRCLE-30": {"990102001": "undecided", "990102002": "pass",
                    "990102003": "undecided", "990103001": "fail",
                    "990103002": "pass", "990103003": "pass"},
    "B-HOME-URBAN": {"990101001": "advice", "990101002": "pass",
                     "990101003": "fail", "990101004": "pass",
                     "990101005": "fail", "990101006": "pass"},
    "B-HOME-MOUNTAIN": {"990103001": "pass", "990103002": "advice",
                        "990103003": "fail"},
    "B-AREA": {"990101001": "pass", "990101002": "fail",
               "990101003": "fail", "990101004": "advice",
               "990101005": "fail", "990101006": "undecided",
               "990101007": "pass", "990102002": "pass",
               "990102003": "fail", "990103003": "fail"},
    "A-MENTAL-DAY": {"990101001": "pass", "990101002": "pass",
                     "990101003": "fail", "990101005": "fail",
                     "990102001": "pass", "990102003": "fail",
                     "990103002": "pass"},
    "A-ASSISTIVE": {"990101001": "pass", "990101002": "fail",
                    "990101003": "pass", "990101005": "fail",
                    "990101007": "pass", "990103003": "pass"},
    "A-RESPITE": {"990100": "pass", "990101001": "pass",
                  "990102003": "pass", "990103001": "advice",
                  "990103002": "undecided", "990103003": "pass"},
    "A-BEDS-REHAB": {"990101": "pass", "990102": "fail",
                     "990103": "no_data"},
}

failures = 0


def check(is_true, text):
    global failures
    if not is_true:
        failures += 1
        print("sample_expect.py: " + text, file=sys.stderr)


def read(name):
    with open(name, encoding="utf-8") as file:
        return json.load(file)


def rows(path):
    with open(path, encoding="utf-8", newline="") as file:
        return sum(1 for _ in csv.DictReader(file))


def check_imports(sample):
    for layer in ("people", "facilities", "sites"):
        counts = read(layer + ".json")
        want = rows(os.path.join(sample, layer + ".csv"))
        check(counts["imported"] == want and counts["rejected"] == 0,
              "%s: %s, expected %d rows" % (layer, counts, want))
    units = read("units.json")
    want = len(read(os.path.join(sample, "units.geojson"))["features"])
    check(units["imported"] == want and units["rejected"] == 0,
          "units: %s, expected %d" % (units, want))
    roads = read("roads.json")
    for name, file in (("nodes", "node.csv"), ("links", "link.csv")):
        want = rows(os.path.join(sample, file))
        check(roads[name] == want,
              "%s: %d, expected %d" % (name, roads[name], want))
    check(roads["rejected"] == 0, "roads: %s" % roads)


def check_verdicts(findings):
    found = {(f["rule"], f["unit"]): f for f in findings}
    for rule, units in sorted(EXPECTED.items()):
        for unit, verdict in sorted(units.items()):
            finding = found.get((rule, unit))
            if finding is None:
                check(False, "no finding of %s for %s" % (rule, unit))
                continue
            check(finding["verdict"] == verdict,
                  "%s of %s is %s, expected %s: %s"
                  % (rule, unit, finding["verdict"], verdict,
                     finding["text_en"]))
            check(finding["text_en"] and finding["text_zh"]
                  and finding["citation"],
                  "%s of %s says nothing" % (rule, unit))
    for rule in ("B-CIRCLE-15", "B-HOME-URBAN"):
        finding = found.get((rule, NO_SETTING))
        check(finding is None or finding["verdict"] == "no_data",
              "%s is judged where the setting is unknown" % rule)
        judged = {unit for r, unit in found
                  if r == rule and unit != NO_SETTING}
        check(URBAN <= judged, "%s misses %s" % (rule, URBAN - judged))


def uncovered(findings):
    return sum(f["persons"] - f["persons_covered"] for f in findings
               if f["rule"] in ("B-CIRCLE-15", "B-CIRCLE-30")
               and f["persons"] is not None)


def check_plan(before, plan, after):
    actions = plan["actions"]
    check(len(actions) == 3, "%d actions, expected 3" % len(actions))
    gained = sum(a["persons_gained"] for a in actions)
    fewer = uncovered(before) - uncovered(after)
    check(gained >= 400, "the plan reaches only %s persons" % gained)
    check(abs(gained - fewer) < 1e-6,
          "the plan promises %s persons and check finds %s" % (gained, fewer))
    level = plan["levels"][0]
    check(level["objective"] <= level["bound"] + 1e-9
          and abs(level["objective"] - gained) < 1e-6,
          "level %s does not fit %s persons" % (level, gained))


def main():
    check_imports(sys.argv[1])
    before, after = read("before.json"), read("after.json")
    check_verdicts(before["findings"])
    check_plan(before["findings"], read("plan.json"), after["findings"])
    sys.exit(1 if failures else 0)


main()
