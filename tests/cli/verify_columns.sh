#!/bin/sh
# circlet verify: whatever is changed, deleted or doubled of a stored plan is
# found, but for texts that are for people alone (verify_columns.py lists them).
. "${srcdir:-.}/tests/cli/setup"

command -v python3 > /dev/null || { echo 'no python3' >&2; exit 77; }
python3 -c 'import sqlite3' || { echo 'no sqlite3 in python3' >&2; exit 77; }

town=$srcdir/geodata/sample

# open_town CITY FACILITIES: the sample town with other facilities.
open_town() {
    circlet new "$1"
    circlet import "$1" units "$town/units.geojson"
    circlet import "$1" people "$town/people.csv"
    circlet import "$1" facilities "$2" --complete
    circlet import "$1" sites "$town/sites.csv"
    circlet import "$1" roads "$town/node.csv" "$town/link.csv"
}

# plan CITY NAME OPTION...
plan() {
    city=$1 name=$2
    shift 2
    circlet site "$city" --policy "$policy" --plan "$name" "$@" --json
}

# Stations that stand beside others alone cover nobody: some move, the rest is
# closed.
awk -F, -v OFS=, '
    $1 == "F03" {whole = $0; $10 = "mental_day:20"; $18 = "1"
        for (i = 1; i < 4; i++) {$1 = "X" i; print}
        $0 = whole}
    $1 == "F09" {whole = $0
        for (i = 4; i < 8; i++) {$1 = "X" i; print}
        $0 = whole}
    {print}' "$town/facilities.csv" > spare.csv
{
    open_town town.gpkg "$town/facilities.csv"
    plan town.gpkg all
    plan town.gpkg poor --budget 3000000
    plan town.gpkg sure --cautious
    plan town.gpkg capped --max-cost-per-person 20000
    plan town.gpkg five --services warm_home --count 5
    open_town spare.gpkg spare.csv
    plan spare.gpkg moved --allow move,close
} > said 2>&1
[ "$(sqlite3 spare.gpkg "SELECT count(DISTINCT kind) FROM plan_action
    WHERE kind IN ('move', 'close')")" -eq 2 ]

# ---- each holds, and each level of it is derived ----------------------------

for name in all poor sure capped five; do
    circlet verify town.gpkg --policy "$policy" --plan $name --json > out
    jq -e '.holds and all(.claims[] | select(.what == "objective"); .holds)
        and all(.claims[] | select(.holds == null);
            .what == "max_cost_per_person" or .subject == "cost_cny")' \
        out > said || { jq -c '.claims[] | select(.holds | not)' out >&2
        exit 1; }
done
# Levels of a plan that moves are derived beside bounds of plans that do not:
# none that is not 0 is said to be the best.
circlet verify spare.gpkg --policy "$policy" --plan moved --json > out
jq -e '.holds and all(.claims[]; .holds)
    and any(.claims[]; .what == "bound" and .subject == "cost_cny"
        and .found > 0 and .found == .claimed)
    and any(.claims[]; .what == "proof" and .subject == "cost_cny"
        and .claimed == "bound")' out > said

# ---- each change is found ---------------------------------------------------

python3 "$srcdir/tests/cli/verify_columns.py" "$CIRCLET" town.gpkg "$policy" \
    all poor sure capped five
python3 "$srcdir/tests/cli/verify_columns.py" "$CIRCLET" spare.gpkg \
    "$policy" moved

# ---- what is not a column alone ---------------------------------------------

# found CITY PLAN SQL WHAT: the change is found as a claim that differs.
found() {
    cp "$1" planted.gpkg
    sqlite3 planted.gpkg "$3"
    status=0
    circlet verify planted.gpkg --policy "$policy" --plan "$2" --json > out ||
        status=$?
    [ "$status" -eq 1 ] || { echo "status $status after: $3" >&2; exit 1; }
    jq -e --arg what "$4" 'any(.claims[]; .holds == false and .what == $what)' \
        out > said || { cat out >&2; echo "not found: $3" >&2; exit 1; }
}

# Options that such a plan cannot have, and a budget that it does not keep.
for name in all five; do
    for budgets in 5000 990100=5000 2020:990100=5000 999999999999; do
        found town.gpkg $name "UPDATE plan SET budgets = '$budgets'
            WHERE name = '$name'" \
            "$(case $budgets in *:*) echo budget_of_year ;;
            *) echo budget_cny ;; esac)"
    done
    found town.gpkg $name "UPDATE plan SET allow_loss = 1
        WHERE name = '$name'" allow_loss
done
for name in poor sure capped five; do
    found town.gpkg $name "UPDATE plan SET hold_share = 0.9, hold_draws = 10,
        hold_seed = 1 WHERE name = '$name'" hold_share
done

# A column that such an action cannot have, though it does nothing.
bedded="plan = 'all' AND kind = 'build' AND
    type = 'special_welfare_institution'"
found town.gpkg all "UPDATE plan_action SET tier = 'village'
    WHERE $bedded" tier
found town.gpkg all "UPDATE plan_action SET places = 5 WHERE $bedded" places
found town.gpkg all "UPDATE plan_action SET beds = 5 WHERE plan = 'all'
    AND kind = 'build' AND type = 'warm_home'" beds
for change in "area_m2 = 10" "site = 'S01'" "type = 'warm_home'" \
    "tier = 'village'" "from_service = 'day_care'"; do
    found town.gpkg all "UPDATE plan_action SET $change WHERE plan = 'all'
        AND kind = 'add_service'" "${change%% *}"
done

# Likewise of sections, and of what grows by area alone; by hand it is no claim
# that was derived.
cat > hand.csv << 'END'
id,kind,facility,service,from_service,places,beds,area_m2,tier
a1,partition,F22,day_care,residential,,2,,
a2,enlarge,F22,,,,,50,
END
circlet import town.gpkg plan hand.csv --plan hand --quiet > said
circlet verify town.gpkg --policy "$policy" --plan hand --json > out
jq -e '.holds and all(.claims[]; .what != "area_m2" and .what != "service")' \
    out > said
for change in "a1 places = 5" "a1 area_m2 = 10" "a1 tier = 'village'" \
    "a2 service = 'residential'"; do
    column=${change#* }
    column=${column%% *}
    cp town.gpkg hand.gpkg
    sqlite3 hand.gpkg "UPDATE plan_action SET ${change#* }
        WHERE plan = 'hand' AND id = '${change%% *}'"
    circlet verify hand.gpkg --policy "$policy" --plan hand --json > out
    jq -e --arg what "$column" '.holds and any(.claims[];
        .what == $what and .holds == null and (.reason | length > 0))' \
        out > said
    found hand.gpkg hand "INSERT INTO plan_level (plan, position, name,
        objective, bound, gap, proof) VALUES ('hand', 0, 'cost_cny', 0, 0, 0,
        'bound')" "$column"
done

# An action beyond the plan's year is no plan of another year.
for name in all poor sure capped five; do
    found town.gpkg $name "UPDATE plan_action SET year = 2021
        WHERE plan = '$name' AND position = 0" year
done
# All levels, all certificates, and that of one level.
for name in all poor sure capped five; do
    found town.gpkg $name "DELETE FROM plan_level WHERE plan = '$name'" levels
    found town.gpkg $name "DELETE FROM plan_certificate
        WHERE plan = '$name'" bound
done
found town.gpkg all "DELETE FROM plan_certificate WHERE plan = 'all'
    AND level = 'cost_cny'" bound
found town.gpkg all "INSERT INTO plan_certificate (plan, level, certificate)
    SELECT plan, 'other', certificate FROM plan_certificate
    WHERE plan = 'all' AND level = 'cost_cny'" certificate
# What a plan is like stands in its certificates, too.
for name in sure capped; do
    found town.gpkg $name "UPDATE plan_level SET objective = objective - 1,
        bound = bound - 1 WHERE plan = '$name' AND name = 'cost_cny'" objective
    found town.gpkg $name "UPDATE plan_level SET bound = bound + 1
        WHERE plan = '$name' AND name = 'cost_cny'" bound
    found town.gpkg $name "DELETE FROM plan_impossible WHERE fid = (
        SELECT max(fid) FROM plan_impossible WHERE plan = '$name'
            AND reason IN ('in_doubt', 'too_dear'))" impossible_missing
done
found town.gpkg capped "UPDATE plan_certificate SET certificate = replace(
    certificate, '\"dear\":[', '\"dear\":[0,') WHERE plan = 'capped'" bound
found town.gpkg sure "UPDATE plan_certificate SET certificate = replace(
    certificate, '\"cautious\":true', '\"cautious\":false')
    WHERE plan = 'sure'" bound
# A level of a plan that moves is not proved the best.
found spare.gpkg moved "UPDATE plan_level SET proof = 'optimal'
    WHERE plan = 'moved' AND name = 'must_shortfall'" proof
