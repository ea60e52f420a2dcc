#!/bin/sh
# circlet site --years: what is told of each year is what circlet check finds,
# the plan is verified, keeps its years when it is exported and comes back, and
# what is forged in its years is found.
. "${srcdir:-.}/tests/cli/setup"

sample=$srcdir/geodata/sample
policy=$srcdir/geodata/policies/beijing-2018.yaml
circlet new town.gpkg
{
    circlet import town.gpkg units "$sample/units.geojson"
    circlet import town.gpkg people "$sample/people.csv"
    circlet import town.gpkg facilities "$sample/facilities.csv" --complete
    circlet import town.gpkg sites "$sample/sites.csv"
    circlet import town.gpkg roads "$sample/node.csv" "$sample/link.csv"
    circlet import town.gpkg venues "$sample/venues.csv"
    circlet import town.gpkg waivers "$sample/waivers.csv"
} > out 2>&1
cp town.gpkg other.gpkg

site() {
    circlet site town.gpkg --policy "$policy" --plan three --quiet "$@"
}
budgets=2018:20000000,2019:30000000
site --years 2018,2019,2020 --budget $budgets --json > three.json
site --years 2018,2019,2020 --budget $budgets > three.txt

# JSON and table say the same of each year.
[ "$(jq -c '[.years[].year]' three.json)" = '[2018,2019,2020]' ]
jq -e '.losses == [] and all(.years[]; .lost == 0)' three.json > said
jq -e '.years[0].cost_cny <= 20000000 and .years[1].cost_cny <= 30000000' \
    three.json > said
jq -r '.years[] | [.year, .begun, .done, .cost_cny,
    "\(.must_fail_before) → \(.must_fail)",
    "\(.should_fail_before) → \(.should_fail)",
    "\(.uncovered_before) → \(.uncovered)",
    .closed_out, .answered, .lost] | map(tostring) | join(" ")' \
    three.json > wanted
awk '/^YEAR +BEGUN/ { on = 1; next } on && !NF { exit }
    on { $1 = $1; print }' three.txt | diff wanted -

# Actions begin in these years, cost what the years say, and those of money
# spent count when they are done.
jq -e '. as $plan | all(.years[]; .year as $year | .cost_cny == ([$plan
    .actions[] | select(.start_year == $year) | .cost_cny] | add // 0) and
    .done == ([$plan.actions[] | select(.year == $year)] | length))' \
    three.json > said
jq -e '[.actions[] | select(.year > .start_year)] | length > 0' three.json \
    > said
jq -e '[.actions[].start_year] | unique == [2018, 2019, 2020]' three.json \
    > said

# fails FORCE FILE: how many findings fail.
fails() {
    jq "[.findings[] | select(.verdict == \"fail\" and .force == \"$1\")] |
        length" "$2"
}
for year in 2018 2019 2020; do
    circlet check town.gpkg --policy "$policy" --year $year --json --quiet \
        > before.json || [ $? -eq 1 ]
    circlet check town.gpkg --policy "$policy" --year $year --plan three \
        --json --quiet > after.json || [ $? -eq 1 ]
    jq -c ".years[] | select(.year == $year) | [.must_fail_before, .must_fail,
        .should_fail_before, .should_fail]" three.json > wanted
    echo "[$(fails must before.json),$(fails must after.json),$(fails should before.json),$(fails should after.json)]" |
        diff wanted -
done

# What a plan for the last year alone does, this one does in the end.
circlet site town.gpkg --policy "$policy" --plan once --year 2020 --json \
    --quiet > once.json
for level in 0 1 2 3; do
    [ "$(jq ".levels[$level].objective" three.json)" = \
        "$(jq ".levels[$level].objective" once.json)" ]
done

verify() {
    circlet verify "$1" --policy "$policy" --plan three --json --quiet \
        > verified.json || [ $? -eq 1 ]
}
verify town.gpkg
jq -e '.holds' verified.json > said
[ "$(jq '[.claims[] | select(.what == "budget_of_year")] | length' \
    verified.json)" -eq 2 ]
[ "$(jq '[.claims[] | select(.what == "persons_lost")] | length' \
    verified.json)" -eq 3 ]

# Out, and into a city of the same data.
circlet export town.gpkg --plan three --exact --to three.gpkg --quiet > out
circlet import other.gpkg plan three.gpkg:plan_action --plan three > out 2> err
grep -q 'is as it was exported' err
mkdir back
circlet export other.gpkg --plan three --exact --to back/three.gpkg --quiet > out
cmp three.gpkg back/three.gpkg
verify other.gpkg
jq -e '.holds' verified.json > said
years='SELECT years, budgets, allow_loss FROM plan WHERE name = "three"'
[ "$(sqlite3 other.gpkg "$years")" = "2018;2019;2020|$budgets|0" ]

# Edited, it is still to be done in these years with this money.
cp three.gpkg edited.gpkg
sqlite3 edited.gpkg "SELECT 'DROP TRIGGER \"' || name || '\";' FROM sqlite_master
    WHERE type = 'trigger' AND tbl_name = 'plan_action'" |
    sqlite3 edited.gpkg
sqlite3 edited.gpkg "UPDATE plan_action SET start_year = 2019, year = 2019
    WHERE start_year = 2018"
circlet import other.gpkg plan edited.gpkg:plan_action --plan three > out 2> err
grep -q 'was edited since' err
[ "$(sqlite3 other.gpkg "$years")" = "2018;2019;2020|$budgets|0" ]
verify other.gpkg
jq -e '.holds == false and any(.claims[]; .what == "budget_of_year" and
    .subject == "2019:30000000" and .holds == false)' verified.json > said

# forge WHAT SQL: the claim no longer holds.
forge() {
    cp town.gpkg forged.gpkg
    sqlite3 forged.gpkg "$2"
    verify forged.gpkg
    jq -e --arg what "$1" '.holds == false and any(.claims[];
        .what == $what and .holds == false)' verified.json > said ||
        { echo "not found: $2" >&2; exit 1; }
}
action="plan = 'three' AND id = "
first=$(jq -r '[.actions[] | select(.start_year == 2018)][0].id' three.json)
slow=$(jq -r '[.actions[] | select(.year > .start_year)][0].id' three.json)
forge done_year "UPDATE plan_action SET start_year = 2017 WHERE $action '$first'"
forge done_year "UPDATE plan_action SET year = start_year WHERE $action '$slow'"
forge done_year "UPDATE plan_action SET year = 2021 WHERE $action '$first'"
forge done_year \
    "UPDATE plan SET years = '2019;2020' WHERE name = 'three'"
forge budget_of_year "UPDATE plan_action SET start_year = 2018
    WHERE plan = 'three' AND year = 2020"
forge budget_of_year "UPDATE plan SET budgets = '2018:1000' WHERE name = 'three'"
forge budget_of_year \
    "UPDATE plan SET budgets = '2018:99999999999x' WHERE name = 'three'"
forge budget_of_year "UPDATE plan SET budgets = '2018:20000000,2021:30000000'
    WHERE name = 'three'"
for total in 5000 100000000; do
    forge budget_cny "UPDATE plan SET budgets = '$total'
        WHERE name = 'three'"
done
forge budgets "UPDATE plan SET budgets = budgets || ',990101001=90000000'
    WHERE name = 'three'"
forge budget_cny "UPDATE plan SET budgets = budgets || ',990100=5000'
    WHERE name = 'three'"
forge budget_cny "UPDATE plan SET budgets = budgets || ',2020:30000000'
    WHERE name = 'three'"
forge allow_loss "UPDATE plan SET allow_loss = 1 WHERE name = 'three'"
forge year "UPDATE plan SET years = '2018;2019;2020;2021'
    WHERE name = 'three'"
# What is computed is done as soon as it can be.
forge done_year "UPDATE plan_action SET year = year + 1
    WHERE plan = 'three' AND year = start_year AND year < 2020"
forge budget_of_year \
    "UPDATE plan SET budgets = '2018:ZZ=99999999999' WHERE name = 'three'"

# What does not go.
refused() { # MESSAGE OPTION...
    message=$1
    shift
    status=0
    site "$@" > out 2> err || status=$?
    [ "$status" -ne 0 ]
    grep -qF -e "$message" err || { cat err >&2; exit 1; }
}
for list in 2018,x 2020,2018 2018,2018 1700,2018 ,; do
    refused "takes years from 1900 to 2200" --years $list
done
refused "'--year' does not go with '--years'" --years 2018,2019 --year 2019
refused "'--years' does not go with '--count'" --years 2018,2019 --count 3 \
    --services warm_home
refused "'--frontier' does not go with '--years'" --years 2018,2019 \
    --frontier 1000000:2000000
refused "'--from' does not go with '--years'" --years 2018,2019 --from once
refused "'--hold-share' does not go with '--years'" --years 2018,2019 \
    --hold-share 90%
refused "budget '2021:5000' is of a year that is not planned" \
    --years 2018,2019 --budget 2021:5000
refused "budget '2018:5' is of a year that is not planned" --budget 2018:5
refused "budget '2018:6' is of a unit or year that has one already" \
    --years 2018,2019 --budget 2018:5,2018:6
refused "budget '2018:ZZ=6' is of a unit that the city has not" \
    --years 2018,2019 --budget 2018:ZZ=6
refused "'--allow-loss' needs '--allow'" --allow-loss
[ "$(sqlite3 town.gpkg "$years")" = "2018;2019;2020|$budgets|0" ]

# The same bytes for any number of threads.
site --years 2018,2019,2020 --budget $budgets --json --threads 3 > again.json
cmp three.json again.json
