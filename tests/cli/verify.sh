#!/bin/sh
# circlet verify: a plan that was computed holds, and each error planted in it
# is found.
. "${srcdir:-.}/tests/cli/setup"

for tool in jq sqlite3; do
    command -v $tool > /dev/null || { echo "$tool is not installed"; exit 77; }
done

town=$srcdir/geodata/sample
{
    circlet new town.gpkg
    circlet import town.gpkg units "$town/units.geojson"
    circlet import town.gpkg people "$town/people.csv"
    circlet import town.gpkg facilities "$town/facilities.csv" --complete
    circlet import town.gpkg sites "$town/sites.csv"
    circlet import town.gpkg roads "$town/node.csv" "$town/link.csv"
    circlet site town.gpkg --policy "$policy" --services warm_home --count 5 \
        --plan five --json
} > said 2>&1

verify() { circlet verify "$@" --policy "$policy"; }

verify town.gpkg --plan five > said
grep -qx 'Plan five holds: of 47 claims none differs, 0 are not proved' said
grep -q '^covered_persons  *possible at most  .* holds' said
unchanged town.gpkg verify town.gpkg --plan five --json > claims.json
jq -e '.plan == "five" and .holds
    and all(.claims[]; .holds)
    and (.claims | map(select(.what == "cost_cny")) | length) == 5
    and (.claims | map(select(.what == "bound"))[0]
        | .subject == "covered_persons" and .claimed == .found)' \
    claims.json > said
verify town.gpkg --plan five --json --threads 3 | cmp - claims.json

# ---- planted errors ---------------------------------------------------------

# plant SQL WHAT [SUBJECT]: the change of a copy is found as a claim that
# differs, of this name.
planted=0
plant() {
    cp town.gpkg planted.gpkg
    sqlite3 planted.gpkg "$1"
    ! cmp -s town.gpkg planted.gpkg
    status=0
    verify planted.gpkg --plan five --json > out || status=$?
    [ "$status" -eq 1 ] || { echo "status $status after: $1" >&2; exit 1; }
    jq -e --arg what "$2" --arg subject "${3:-}" '(.holds | not)
        and any(.claims[]; .holds == false and .what == $what
            and ($subject == "" or .subject == $subject))' out > said ||
        { cat out >&2; echo "not found: $1" >&2; exit 1; }
    planted=$((planted + 1))
}

plant "DELETE FROM plan_action WHERE id = 'a2'" objective
plant "UPDATE plan_action SET cost_cny = cost_cny - 1 WHERE id = 'a1'" \
    cost_cny a1
plant "UPDATE plan_action SET cost_cny = NULL WHERE id = 'a1'" cost_cny a1
plant "UPDATE plan_action SET persons_gained = persons_gained + 1
    WHERE id = 'a3'" persons_gained a3
plant "UPDATE plan_action SET persons_modelled = 1 WHERE id = 'a3'" \
    persons_modelled a3
plant "UPDATE plan_action SET mends = 'B-CIRCLE-30' WHERE id = 'a1'" mends a1
plant "UPDATE plan_action SET site = 'nowhere' WHERE id = 'a4'" carried_out a4
plant "UPDATE plan_action SET facility = (SELECT facility FROM plan_action
    WHERE id = 'a1') WHERE id = 'a2'" carried_out a2
plant "UPDATE plan_action SET area_m2 = 100000 WHERE id = 'a2'" carried_out a2
plant "UPDATE plan_level SET bound = bound + 1" bound
plant "UPDATE plan_level SET bound = bound - 1" bound
plant "UPDATE plan_level SET objective = objective + 1" objective
plant "UPDATE plan_level SET objective = objective - 1" objective
plant "UPDATE plan_level SET gap = 0.5" gap
plant "UPDATE plan_impossible SET persons = persons - 1 WHERE position = 0" \
    impossible_persons
plant "DELETE FROM plan_impossible WHERE position = 1" impossible_persons
plant "UPDATE plan_certificate SET certificate =
    replace(certificate, '\"nodes\":[' || char(10) || '[0]', '\"nodes\":[')" \
    bound
plant "UPDATE plan_certificate SET certificate =
    replace(certificate, '\"p\":5', '\"p\":6')" bound
plant "UPDATE plan_certificate SET certificate = replace(certificate,
    '\"sites\":[', '\"sites\":[0,')" bound
plant "UPDATE plan_certificate SET certificate =
    replace(certificate, '\"bound\":', '\"bound\":1')" bound
# Nothing may be lost that is there.
plant "UPDATE plan_action SET kind = 'close', site = NULL, type = NULL,
    facility = (SELECT id FROM facility WHERE type = 'warm_home' AND
        coalesce(status, 'open') = 'open' ORDER BY id LIMIT 1)
    WHERE id = 'a5'" objective
plant "DELETE FROM plan_certificate" bound covered_persons
plant "DELETE FROM plan_level" levels
plant "UPDATE plan_action SET year = 2021 WHERE id = 'a5'" year a5
[ "$planted" -eq 24 ]

# ---- a plan made by hand ----------------------------------------------------

cat > hand.csv <<'END'
id,kind,site,type,year,cost_cny
x,build,c01,warm_home,2020,123
y,build,c02,warm_home,2020,
END
sed -n 2p "$town/sites.csv" > first
id=$(cut -d, -f1 first)
other=$(sed -n 3p "$town/sites.csv" | cut -d, -f1)
sed -i "s/c01/$id/; s/c02/$other/" hand.csv
circlet import town.gpkg plan hand.csv --quiet > said
verify town.gpkg --plan hand --json > out
jq -e '.holds and (.claims | map(select(.what == "cost_cny"))
    | length == 1 and .[0].claimed == 123 and .[0].holds == null
        and .[0].found > 1000)' out > said
expect 3 '' "circlet verify: plan 'hand' was made by hand and names no policy: give --policy\n" \
    circlet verify town.gpkg --plan hand

# ---- a plan for some services alone -------------------------------------------

# Its people are those of these services' rules, though what it builds serves
# others, too.
circlet site town.gpkg --policy "$policy" --services mental_care --plan care \
    --quiet > said
[ "$(sqlite3 town.gpkg "SELECT services FROM plan WHERE name = 'care'")" = \
    mental_care ]
verify town.gpkg --plan care > said
grep -q '^Plan care holds: .* none differs, 0 are not proved' said
sqlite3 town.gpkg "UPDATE plan SET services = 'warm_home' WHERE name = 'care'"
! verify town.gpkg --plan care > said
sqlite3 town.gpkg "DELETE FROM plan WHERE name = 'care'"

# ---- what is wrong ----------------------------------------------------------

expect 3 '' "circlet verify: town.gpkg: no plan 'six' (plans: five, hand)\n" \
    verify town.gpkg --plan six
expect 2 '' "circlet verify: option '--plan' is missing\nTry 'circlet verify --help' for more information.\n" \
    verify town.gpkg
cp town.gpkg torn.gpkg
sqlite3 torn.gpkg "UPDATE plan_certificate SET certificate = 'torn'"
expect 3 '' 'circlet verify: torn.gpkg: byte 1: this is no certificate, or one of another version\n' \
    verify torn.gpkg --plan five
printf '%s\n' 'id,kind,site,type,year' "x,build,$id,warm_home,2020" > p.csv
circlet new bare_town.gpkg
{
    circlet import bare_town.gpkg units "$town/units.geojson"
    circlet import bare_town.gpkg sites "$town/sites.csv"
    circlet import bare_town.gpkg plan p.csv --quiet
} > said
expect 3 '' 'circlet verify: bare_town.gpkg has no roads: import them first\n' \
    verify bare_town.gpkg --plan p
