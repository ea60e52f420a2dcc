#!/bin/sh
# What a plan says that nothing built mends is what still fails with it carried
# out, each as often: what an action mended by the way is not among it.
. "${srcdir:-.}/tests/cli/setup"
command -v jq > /dev/null || { echo 'jq is not installed'; exit 77; }

sample_town town.gpkg
circlet site town.gpkg --policy "$policy" --plan all --json > plan.json
circlet check town.gpkg --policy "$policy" --json > before.json || [ $? -eq 1 ]
circlet check town.gpkg --policy "$policy" --plan all --json > after.json ||
    [ $? -eq 1 ]

failing='[.findings[] | select(.verdict == "fail" and .force != "may")
    | {rule, unit, missing: .shortfall}]'
jq -c "$failing" before.json > failed.json
jq -c "$failing" after.json > fails.json
jq -c '[.impossible[] | select(.reason == "not_planned")
    | {rule, unit, missing}]' plan.json > told.json

# Some of these rules' findings fail before and pass with the plan.
jq -n -e --slurpfile before failed.json --slurpfile after fails.json \
    --slurpfile told told.json '
    ([$told[0][].rule] | unique) as $rules
    | [$before[0][] | select(.rule | IN($rules[]))] as $was
    | [$after[0][] | select(.rule | IN($rules[]))] as $now
    | ($was | length) > ($now | length) and ($now | length) > 20
      and ($now | sort) == ($told[0] | sort)' > out ||
    { cat told.json >&2; exit 1; }

# A rule that fails with the plan is among what it leaves, for whatever reason.
jq -n -e --slurpfile after fails.json --slurpfile plan plan.json '
    ([$plan[0].impossible[].rule] | unique) as $left
    | [$after[0][].rule] | unique - $left == []' > out ||
    { jq -c '[.[].rule] | unique' fails.json >&2; exit 1; }

circlet verify town.gpkg --policy "$policy" --plan all > said ||
    { cat said >&2; exit 1; }
