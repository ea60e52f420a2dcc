#!/bin/sh
# How the sample town holds under doubt: the same bytes for any number of
# threads, the verdicts where nothing is in doubt, and what is not understood.
. "${srcdir:-.}/tests/cli/setup"
command -v python3 > /dev/null || { echo 'no python3' >&2; exit 77; }

policy=$srcdir/geodata/policies/beijing-2018.yaml
sample_town town.gpkg
circlet site town.gpkg --policy "$policy" --services warm_home --count 3 \
    --plan three --quiet > out

robust() { circlet robust town.gpkg --policy "$policy" --quiet "$@"; }
robust --plan three --draws 6 --seed 5 --threads 1 --json > one.json
robust --plan three --draws 6 --seed 5 --threads 3 --json > three.json
cmp one.json three.json
robust --plan three --draws 6 --seed 6 --json > other.json
cmp -s one.json other.json && { echo 'a seed says nothing' >&2; exit 1; }

none='--speed 1 --closures 0 --growth 0 --moves 0% --as-known'
# shellcheck disable=SC2086
robust --plan three --draws 2 $none --json > none.json
circlet check town.gpkg --policy "$policy" --plan three --quiet --json \
    > check.json || [ $? -eq 1 ]
python3 - << 'END'
import json

held = {"pass": (1, 1), "advice": (1, 1), "fail": (0, 0),
        "undecided": (0, 1), "no_data": (0, 1)}


def key(finding):
    return tuple(finding[k] for k in ("rule", "unit", "subject_id", "mode"))


none = json.load(open("none.json"))
wanted = {key(f): f["verdict"] for f in json.load(open("check.json"))["findings"]}
assert len(none["findings"]) == len(wanted) > 100
for f in none["findings"]:
    assert f["verdict"] == wanted[key(f)], f
    assert (f["held"]["surely"], f["held"]["perhaps"]) == held[f["verdict"]], f

one = json.load(open("one.json"))
assert one["draws"] == 6 and one["doubt"]["closures"] == 0.02
assert len(one["actions"]) == 3
for rule in one["rules"]:
    own = [f for f in one["findings"] if f["rule"] == rule["rule"]]
    mean = sum(f["held"]["surely"] for f in own) / len(own)
    assert abs(mean - rule["each"]["surely"]) < 1e-9, rule
    assert rule["everywhere"]["surely"] <= min(
        f["held"]["surely"] + 1 - f["draws"] / 6 for f in own) + 1e-9, rule
streets = [s["held"]["surely"] for s in one["streets"]]
assert streets == sorted(streets)
END

robust --draws 2 --csv > rows.csv
[ "$(head -n 1 rows.csv)" = 'rule,unit,unit_name,level,subject,subject_id,force,mode,verdict,held_surely,held_perhaps,draws' ]
robust --plan three --draws 2 > text
grep -q '^WEAKEST STREETS' text
grep -q '^ACTIONS THAT HELP MOST' text

expect 2 '' "circlet robust: option '--speed' takes a range such as 0.9:1.1 or -5%:10%, not 'fast'\nTry 'circlet robust --help' for more information.\n" \
    circlet robust town.gpkg --policy "$policy" --speed fast
expect 2 '' "circlet robust: option '--closures' takes a share such as 0.02 or 2%, not '2'\nTry 'circlet robust --help' for more information.\n" \
    circlet robust town.gpkg --policy "$policy" --closures 2
expect 2 '' "circlet robust: speed is from 1.2 to 0.8, which is not a range within 0.01 to 100\n" \
    circlet robust town.gpkg --policy "$policy" --speed 120%:80% --quiet
expect 3 '' "circlet robust: town.gpkg: no plan 'four' (plans: three)\n" \
    circlet robust town.gpkg --policy "$policy" --plan four --quiet
