#!/bin/sh
# circlet explain: what the actions of the sample town's plan buy, against
# checks of the plan with and without them; the second best; plans by hand.
. "${srcdir:-.}/tests/cli/setup"

for tool in jq sqlite3; do
    command -v $tool > /dev/null || { echo "$tool is not installed"; exit 77; }
done

policy=$srcdir/geodata/policies/beijing-2018.yaml
sample_town town.gpkg
circlet site town.gpkg --policy "$policy" --services warm_home --count 6 \
    --plan six --quiet > out

why() { circlet explain town.gpkg --policy "$policy" --quiet "$@"; }

# ---- all actions ------------------------------------------------------------

unchanged town.gpkg why --plan six --json > all.json
for threads in $(thread_counts); do
    why --plan six --json --threads $threads | cmp - all.json
done
jq -e '.plan == "six" and .second_best == null and (.actions | length) == 6
    and all(.actions[]; .judged and .together == [] and .after == []
        and .cost_cny > 0 and .first.persons >= .last.persons)
    and any(.actions[]; .first.persons > .last.persons)' all.json > said
[ "$(why --plan six | grep -c '^a[1-6]  *build ')" -eq 6 ]

# ---- one action, against checks of the plan with and without it --------------

covered() {
    circlet check "$1" --policy "$policy" --plan six --quiet --json |
        jq '[.rules[] | select(.rule == "B-CIRCLE-15" or
            .rule == "B-CIRCLE-30") | .persons_covered] | add'
}
# It exits with 1 where a rule is broken, which is so in each of these.
set +e
with=$(covered town.gpkg)
set -e
for action in a1 a4; do
    cp town.gpkg less.gpkg
    sqlite3 less.gpkg "DELETE FROM plan_action WHERE id = '$action'"
    set +e
    without=$(covered less.gpkg)
    set -e
    why --plan six --action $action --json > one.json
    for threads in $(thread_counts); do
        why --plan six --action $action --json --threads $threads |
            cmp - one.json
    done
    jq -e --argjson more "$(jq -n "$with - $without")" \
        --slurpfile all all.json '.actions[0] as $one
        | ([$one.last.rules[] | select(.rule | startswith("B-CIRCLE"))
            | .persons] | add // 0) == $more
        and ($all[0].actions[] | select(.id == $one.id) | .last) == $one.last
        and ($one.levels | map(.name)) == ["must_shortfall", "must_failures",
            "should_shortfall", "should_failures", "cost_cny",
            "mean_time_worst", "mean_time_all"]
        and ($one.levels[4].with - $one.levels[4].without) == $one.cost_cny
        and (.second_best.kind | IN("found", "not_needed", "none"))' \
        one.json > said || { cat one.json >&2; exit 1; }
    why --plan six --action $action > text
    grep -q "^Action $action of plan six, judged in 2020\$" text
    grep -q '^Second best' text
done

# What is lost by the second best is what its levels say, and it is not on a
# site of the plan.
why --plan six --action a1 --json | jq -e --slurpfile all all.json '
    ([$all[0].actions[].site]) as $taken
    | .second_best.kind == "found" and .second_best.order == "worse"
    and all(.second_best.actions[]; .site as $s | $taken | index($s) | not)
    and .second_best.cost_difference_cny
        == .actions[0].levels[4].second - .actions[0].levels[4].with' > said

# ---- a plan by hand ---------------------------------------------------------

cat > hand.csv <<'END'
id,kind,facility,site,type,service,year
b1,build,new,S09,warm_home,,2020
b2,add_service,new,,,residential,2020
b3,keep,W08,,,,2020
END
circlet import town.gpkg plan hand.csv --plan hand > out 2> said ||
    { cat said >&2; exit 1; }
why --plan hand --json > hand.json
jq -e '.actions[0].together == ["b2"] and .actions[1].after == ["b1"]
    and .actions[0].last.persons > 0
    and .actions[2].cost_cny == 0
    and .actions[2].last.findings == [] and .actions[2].first.findings == []' \
    hand.json > said || { cat hand.json >&2; exit 1; }
why --plan hand --action b3 > text
grep -q '^  Nothing that the rules count\.$' text
grep -q '^Second best: nothing\.' text
why --plan hand --action b1 | grep -q '^With it goes what rests on it: b2$'

# ---- what is not understood ---------------------------------------------------

expect 3 '' "circlet explain: plan 'hand' has no action 'b9'; nearest: b1, b2, b3\n" \
    circlet explain town.gpkg --policy "$policy" --plan hand --action b9 \
    --quiet
expect 3 '' "circlet explain: town.gpkg: no plan 'none' (plans: hand, six)\n" \
    circlet explain town.gpkg --policy "$policy" --plan none --quiet
expect 2 '' "circlet explain: option '--plan' is missing
Try 'circlet explain --help' for more information.\n" \
    circlet explain town.gpkg --policy "$policy"
