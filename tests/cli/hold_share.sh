#!/bin/sh
# A plan that holds in a share of draws: robust finds the shares that were
# promised, the draws that were not planned for are robust's next ones, the
# bytes are the same for any number of threads, and the plan is verified.
. "${srcdir:-.}/tests/cli/setup"
command -v python3 > /dev/null || { echo 'no python3' >&2; exit 77; }

policy=$srcdir/geodata/policies/beijing-2018.yaml
sample_town town.gpkg
cp town.gpkg other.gpkg

doubt='--moves 0 --speed 0.7:1 --closures 5% --growth 0'
hold() { # CITY ...
    city=$1
    shift
    # shellcheck disable=SC2086
    circlet site "$city" --policy "$policy" --services warm_home --plan held \
        --hold-share 90% --draws 12 $doubt --quiet "$@"
}
hold town.gpkg --threads 1 --json > one.json
hold other.gpkg --threads 3 --json > three.json
cmp one.json three.json
# shellcheck disable=SC2086
circlet robust town.gpkg --policy "$policy" --plan held --draws 12 $doubt --quiet \
    --json > robust.json
# shellcheck disable=SC2086
circlet robust town.gpkg --policy "$policy" --plan held --draws 24 $doubt \
    --quiet --json > twice.json
circlet verify town.gpkg --policy "$policy" --plan held --quiet --json \
    > verified.json
python3 - << 'END'
import json


def key(finding):
    return tuple(finding[k] for k in ("rule", "unit", "subject_id", "mode"))


def held(path):
    found = json.load(open(path))["findings"]
    return {key(f): (round(f["held"]["surely"] * f["draws"]), f["draws"])
            for f in found}


plan = json.load(open("one.json"))
hold, share = plan["hold"], 0.9
own, twice = held("robust.json"), held("twice.json")
assert hold["share"] == share and hold["draws"] == 12 and hold["seed"] == 1
promised = [f for f in hold["findings"] if f["promised"]]
assert len(promised) == hold["promised"] > 10
for f in hold["findings"]:
    assert (f["held"], f["draws"]) == own[key(f)], f
    assert (f["held"] + f["other_held"],
            f["draws"] + f["other_draws"]) == twice[key(f)], f
    assert f["promised"] == (f["reason"] is None), f
    assert f["held"] <= f["held_most"] and 0 <= f["other_low"] <= 1, f
for f in promised:
    assert f["held"] >= share * f["draws"] - 1e-9, f
assert any(f["held_plain"] < share * f["draws"] for f in promised)
assert hold["bound_cny"] <= hold["plain_cost_cny"] < hold["cost_cny"]
costs = [level for level in plan["levels"] if level["name"] == "cost_cny"]
assert costs[0]["objective"] == hold["cost_cny"]
assert costs[0]["bound"] == hold["bound_cny"]
verified = json.load(open("verified.json"))
assert verified["holds"] is True, verified
END

# shellcheck disable=SC2086
hold town.gpkg > text
grep -q '^It costs .* more than the plain plan' text
grep -q '^NOT PROMISED' text

site() { circlet site town.gpkg --policy "$policy" --plan x --quiet "$@"; }
refused() { # WORDS ARGUMENT...
    words=$1
    shift
    if site "$@" > out 2> said; then
        echo "not refused: $*" >&2
        exit 1
    fi
    grep -q -- "$words" said || { cat said >&2; exit 1; }
}
refused 'a share above 0 and below 1' --hold-share 100%
refused 'a share above 0 and below 1' --hold-share much
refused "'--draws' needs '--hold-share'" --draws 10
refused "'--budget' does not go with '--hold-share'" --hold-share 0.9 \
    --budget 1000
refused "'--cautious' does not go with '--hold-share'" --hold-share 0.9 \
    --cautious
