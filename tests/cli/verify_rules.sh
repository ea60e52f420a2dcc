#!/bin/sh
# circlet verify: the levels of a plan for all rules follow from the city, the
# policy and the certificates, and each error planted there is found.
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
    circlet site town.gpkg --policy "$policy" --plan all --json
    circlet site town.gpkg --policy "$policy" --plan homes \
        --services warm_home --json
    circlet site town.gpkg --policy "$policy" --plan poor --budget 9000000 \
        --forbid "$(sed -n 2p "$town/sites.csv" | cut -d, -f1)" --json
} > said 2>&1

verify() { circlet verify "$@" --policy "$policy"; }

# Nothing differs, and every level is derived with its bound; of a plan within a
# budget nothing proves what it must cost.
for plan in all homes poor; do
    unchanged town.gpkg verify town.gpkg --plan $plan --json > claims.json
    jq -e --arg plan $plan '.plan == $plan and .holds
        and all(.claims[] | select(.holds == null);
            $plan == "poor" and .subject == "cost_cny")
        and ([.claims[] | select(.what == "bound" and .claimed == .found)
            | .subject] | contains(["must_shortfall", "must_failures",
                "should_shortfall", "should_failures", "mean_time_worst",
                "mean_time_all"] + if $plan == "poor" then [] else
                ["cost_cny"] end))
        and any(.claims[]; .what == "impossible_missing")' claims.json > out ||
        { jq -c '.claims[] | select(.holds | not)' claims.json >&2; exit 1; }
    verify town.gpkg --plan $plan --json --threads 3 | cmp - claims.json
done
jq -e 'any(.claims[]; .what == "budget_cny" and .claimed == 9000000)
    and any(.claims[]; .what == "forbid")
    and any(.claims[]; .what == "bound" and .subject == "must_shortfall"
        and .found > 0)' claims.json > out
verify town.gpkg --plan homes > said
grep -q '^cost_cny  *possible at least  .* holds' said
[ "$(sqlite3 town.gpkg "SELECT count(*) FROM plan_certificate
    WHERE plan = 'homes'")" -ge 1 ]

# With a site to keep; where the edge of the streets is so near that circles are
# undecided; with budgets of districts, which leave the cost without a proof.
{
    circlet new edge.gpkg
    circlet import edge.gpkg units "$town/units.geojson"
    circlet import edge.gpkg people "$town/people.csv"
    circlet import edge.gpkg facilities "$town/facilities.csv" --complete
    circlet import edge.gpkg sites "$town/sites.csv"
    circlet import edge.gpkg roads "$town/node.csv" "$town/link.csv" \
        --extent 116.1,40.1,116.25,40.2
    circlet site edge.gpkg --policy "$policy" --plan edge
    cp town.gpkg more.gpkg
    circlet site more.gpkg --policy "$policy" --plan kept --keep S01,S11
    circlet site more.gpkg --policy "$policy" --plan split \
        --budget 990102=2000000,990103=3000000
} > said 2>&1
verify edge.gpkg --plan edge > said || { cat said >&2; exit 1; }
for plan in kept split; do
    verify more.gpkg --plan $plan > said || { cat said >&2; exit 1; }
done

# ---- planted errors ---------------------------------------------------------

# plant PLAN SQL WHAT [SUBJECT]: the change of a copy is found as a claim that
# differs, of this name.
planted=0
plant() {
    cp town.gpkg planted.gpkg
    sqlite3 planted.gpkg "$2"
    ! cmp -s town.gpkg planted.gpkg
    status=0
    verify planted.gpkg --plan "$1" --json > out || status=$?
    [ "$status" -eq 1 ] || { echo "status $status after: $2" >&2; exit 1; }
    jq -e --arg what "$3" --arg subject "${4:-}" '(.holds | not)
        and any(.claims[]; .holds == false and .what == $what
            and ($subject == "" or .subject == $subject))' out > said ||
        { cat out >&2; echo "not found: $2" >&2; exit 1; }
    planted=$((planted + 1))
}

level() { # LEVEL: where it is that of plan poor
    echo "WHERE plan = 'poor' AND $1"
}
cost=$(level "name = 'cost_cny'")
must=$(level "name = 'must_shortfall'")
proof=$(level "level = 'must_shortfall'")

plant poor "UPDATE plan_level SET bound = bound + 1 $must" bound must_shortfall
plant poor "UPDATE plan_level SET bound = bound - 1 $must" bound must_shortfall
plant poor "UPDATE plan_level SET objective = objective - 1 $must" \
    objective must_shortfall
plant poor "UPDATE plan_level SET objective = objective - 1
    $(level "name = 'must_failures'")" objective must_failures
plant poor "UPDATE plan_level SET bound = 1
    $(level "name = 'must_failures'")" bound must_failures
plant poor "UPDATE plan_level SET objective = objective - 1,
    bound = bound - 1 $cost" objective cost_cny
plant homes "DELETE FROM plan_action WHERE plan = 'homes' AND id = (SELECT min(id)
    FROM plan_action WHERE plan = 'homes')" bound cost_cny
plant all "UPDATE plan_action SET mends = mends || ';A-ASSISTIVE'
    WHERE plan = 'all' AND kind = 'build' AND type = 'warm_home'
        AND mends NOT LIKE '%A-ASSISTIVE%'" mends
plant all "UPDATE plan_action SET cost_cny = cost_cny - 1 WHERE plan = 'all'
    AND id = (SELECT min(id) FROM plan_action WHERE plan = 'all')" cost_cny
plant homes "UPDATE plan_action SET area_m2 = area_m2 + 50 WHERE plan = 'homes'
    AND kind = 'build'" bound cost_cny
plant poor "UPDATE plan_impossible SET missing = missing - 1 WHERE plan = 'poor'
    AND reason = 'none_in_unit'" impossible_missing
plant poor "DELETE FROM plan_impossible WHERE plan = 'poor'
    AND reason = 'beyond_budget'" impossible_missing
for time in mean_time_worst mean_time_all; do
    plant poor "UPDATE plan_level SET objective = objective - 0.01
        $(level "name = '$time'")" objective $time
    plant poor "UPDATE plan_level SET bound = bound + 0.01
        $(level "name = '$time'")" bound $time
done
# The multipliers of a refined level, and what levels before come to.
refined="WHERE plan = 'all' AND level = 'cost_cny'"
plant all "UPDATE plan_certificate SET certificate = replace(certificate,
    '\"times\":[', '\"times\":[1') $refined" bound cost_cny
plant all "UPDATE plan_certificate SET certificate = replace(certificate,
    '\"times\":[', '\"times\":[0,') $refined" bound cost_cny
plant all "UPDATE plan_certificate SET certificate = replace(certificate,
    '\"before\":[', '\"before\":[1') $refined" bound cost_cny
plant all "UPDATE plan_certificate SET certificate = replace(certificate,
    '\"more_columns\":', '\"more_columns\":1') $refined" bound cost_cny
plant all "UPDATE plan_certificate SET certificate = replace(certificate,
    '\"bound\":', '\"bound\":1') $refined" bound cost_cny
# The certificate: its words, its numbers, its ways.
plant poor "UPDATE plan_certificate SET certificate = replace(certificate,
    '\"bound\":', '\"bound\":9') $proof" bound must_shortfall
plant poor "UPDATE plan_certificate SET certificate = replace(certificate,
    '\"needs\":[', '\"needs\":[1,') $proof" bound must_shortfall
plant poor "UPDATE plan_certificate SET certificate = replace(certificate,
    'must_shortfall', 'should_shortfall') $proof" bound must_shortfall
plant poor "UPDATE plan_certificate SET certificate = replace(certificate,
    '\"budget_cny\":9000000', '\"budget_cny\":1000000') WHERE plan = 'poor'" \
    budget_cny
plant poor "UPDATE plan_certificate SET certificate = substr(certificate, 1,
    instr(certificate, '\"forbid\":\"') + 9) || substr(certificate,
    instr(certificate, '\",\"budget_cny\"')) WHERE plan = 'poor'" \
    bound must_shortfall
plant poor "UPDATE plan_certificate SET certificate = replace(certificate,
    '[\"site\",', '[\"facility\",') WHERE plan = 'poor'" bound must_shortfall
[ "$planted" -eq 27 ]

# The first level always has a certificate, and so has each bound above 0.
plant poor "DELETE FROM plan_certificate" bound should_shortfall
plant homes "DELETE FROM plan_certificate WHERE plan = 'homes'
    AND level = 'must_shortfall'" bound must_shortfall
verify town.gpkg --plan all --year 2019 --json > out || [ $? -eq 1 ]
jq -e 'any(.claims[]; .what == "bound" and .subject == "cost_cny"
    and .holds == null
    and .reason == "the plan was made for the year 2020, and 2019 is judged")' \
    out > said
