#!/bin/sh
# circlet site --from: a plan that keeps what is fixed in another, and of the
# rest whatever is as good as the best.
. "${srcdir:-.}/tests/cli/setup"

sample=$srcdir/geodata/sample
{
    circlet new town.gpkg
    circlet import town.gpkg units "$sample/units.geojson"
    circlet import town.gpkg people "$sample/people.csv"
    circlet import town.gpkg facilities "$sample/facilities.csv" --complete
    circlet import town.gpkg sites "$sample/sites.csv"
    circlet import town.gpkg roads "$sample/node.csv" "$sample/link.csv"
    circlet import town.gpkg venues "$sample/venues.csv"
} > out 2>&1

# site PLAN OPTION...: makes a plan, which circlet verify confirms.
site() {
    name=$1
    shift
    circlet site town.gpkg --policy "$policy" --plan "$name" --json --quiet \
        "$@" > "$name.json"
    circlet verify town.gpkg --policy "$policy" --plan "$name" --json --quiet \
        > verified.json
    jq -e '.holds' verified.json > said
}
# What a plan leaves, and its cost: levels alone are of what can be had beside
# what stays.
levels() {
    circlet check town.gpkg --policy "$policy" --plan "$1" --json --quiet \
        > checked.json || [ $? -eq 1 ]
    jq -c '[.summary, ([.findings[].shortfall // 0] | add)]' checked.json
    jq -c '.levels[4] | [.objective, .proof]' "$1.json"
}
site all

# The best plan is as good from itself: all of it stays.
site again --from all
[ "$(levels again)" = "$(levels all)" ]
jq -c '.from | [.plan, (.kept | length), (.fixed + .changed + .dropped + .added)]' \
    again.json > said
jq -c '["all", (.actions | length), []]' all.json | diff - said
for columns in 'id, kind, facility, site, service, type, places, beds, area_m2, year, cost_cny, fixed, hex(geom), text_zh'; do
    for name in all again; do
        sqlite3 town.gpkg "SELECT $columns FROM plan_action
            WHERE plan = '$name' ORDER BY position" > "$name.txt"
    done
    diff all.txt again.txt
done

# Drawn by hand: S07 and S05 are fixed, at half its price the first; S09 is as
# the best plan has it, S08 nothing.
cat > drawn.csv <<'END'
id,kind,facility,site,type,service,area_m2,cost_cny,fixed,year
h1,build,n1,S07,warm_home,,,500000,1,2019
h2,add_service,n1,,,respite,,0,0,2020
h3,build,n3,S09,warm_home,,200,,0,
h4,build,n4,S08,warm_home,,,,0,2020
h5,build,n5,S05,warm_home,,300,,1,
END
circlet import town.gpkg plan drawn.csv --quiet > out
site whole --from drawn
jq -c '.from | [.plan, .fixed, .kept, .changed, .dropped, (.added | length)]' \
    whole.json > said
jq -c '["drawn", ["h1", "h5"], ["h2", "h3"], [], ["h4"],
    (.actions | length) - 4]' whole.json | diff - said
jq -c '[.actions[:4][] | [.id, .kind, .facility, .site, .cost_cny, .year,
    .fixed]]' whole.json > said
cat > wanted <<'END'
[["h1","build","n1","S07",500000,2019,true],["h2","add_service","n1",null,0,2020,false],["h3","build","n3","S09",2350000,null,false],["h5","build","n5","S05",1600000,null,true]]
END
diff wanted said
# What is added is numbered behind a letter of its own.
jq -e '[.actions[4:][].id[:1]] | unique == ["a"]' whole.json > said
# It costs what its actions cost, and is proved.
jq -e '([.actions[].cost_cny // 0] | add) == .levels[4].objective and
    .levels[4].proof == "optimal"' whole.json > said
# Only the cost that was given by hand is not confirmed.
circlet verify town.gpkg --policy "$policy" --plan whole --json --quiet |
    jq -c '[.claims[] | select(.holds | not) | [.what, .subject]]' > said
echo '[["cost_cny","h1"],["cost_cny","h2"]]' | diff - said

# From the plan that came of it: what is fixed stays, the rest is as good.
site third --from whole
[ "$(levels third)" = "$(levels whole)" ]
jq -e '.from.dropped == [] and .from.changed == [] and .from.added == []' \
    third.json > said

# A budget counts what is fixed; sites of fixed actions are not built on twice.
site poor --from drawn --budget 20000000 --keep S05
jq -e '.levels[4].objective <= 20000000 and .from.fixed == ["h1", "h5"] and
    ([.actions[].site | select(. == "S05")] | length) == 1' poor.json > said
unit=$(sqlite3 town.gpkg "SELECT code FROM unit WHERE level = 'district'
    ORDER BY code LIMIT 1")
site units --from drawn --budget "$unit=9000000"
site sure --from drawn --cautious
site moved --from drawn --allow close
jq -e '[.actions[] | select(.kind == "close") | .facility] |
    all(. != "n1" and . != "n5")' moved.json > said

# The same for any number of threads.
for threads in 1 2 4; do
    circlet site town.gpkg --policy "$policy" --plan same --from drawn \
        --threads $threads --json --quiet > "$threads.json"
    sqlite3 town.gpkg "SELECT certificate FROM plan_certificate WHERE
        plan = 'same' ORDER BY level" > "$threads.txt"
    cmp 1.json "$threads.json"
    cmp 1.txt "$threads.txt"
done

# A plan may begin with the one that it replaces.
circlet import town.gpkg plan drawn.csv --plan own --quiet > out
site own --from own
[ "$(levels own)" = "$(levels whole)" ]

# What cannot be.
refuse() { # STATUS MESSAGE OPTION...
    status=$1 message=$2
    shift 2
    unchanged town.gpkg expect "$status" '' "circlet site: $message\n" \
        circlet site town.gpkg --policy "$policy" --plan new --quiet "$@"
}
refuse 4 "what is to stay of plan 'drawn' costs 2100000 yuan, more than the budget of 2000000" \
    --from drawn --budget 2000000
refuse 4 "action 'h5' of plan 'drawn' is to stay and is on the site 'S05', which is forbidden" \
    --from drawn --forbid S05
refuse 4 "action 'h1' of plan 'drawn' is of the year 2019, after the year 2018 that is planned for" \
    --from drawn --year 2018
refuse 3 "town.gpkg: no plan 'none' (plans: again, all, drawn, moved, own, poor, same, sure, third, units, whole)" \
    --from none
for option in '--count 3 --services warm_home' '--frontier all'; do
    name=${option%% *}
    # The options are words of their own.
    # shellcheck disable=SC2086
    expect 2 '' "circlet site: '--from' does not go with '$name'
Try 'circlet site --help' for more information.\n" \
        circlet site town.gpkg --policy "$policy" --plan new --from drawn $option
done

# For people.
circlet site town.gpkg --policy "$policy" --plan whole --from drawn --quiet > out
grep -A3 '^Of plan drawn:' out > said
cat > wanted <<'END'
Of plan drawn:
  fixed (2): h1 h5
  kept (2): h2 h3
  dropped (1): h4
END
diff wanted said
