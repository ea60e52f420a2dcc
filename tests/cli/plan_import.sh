#!/bin/sh
# circlet import ... plan: actions by hand, checked by year, compared,
# exported; rows and plans that are refused.
. "${srcdir:-.}/tests/cli/setup"

small_city city.gpkg

# The home h1 stands at 116.003,40.05 and offers no service by name.
cat > hand.csv <<'END'
id,kind,year,facility,site,lon,lat,type,service,places,beds,area_m2,cost_cny,note
k,keep,,h1,,,,,,,,,,stays
e,enlarge,2019,h1,,,,,,,,50,20000,
a,add_service,2019,h1,,,,,respite,5,,,,
b,build,2020,n1,t1,,,warm_home,,,,,900000,
m,move,2021,h1,,116.04,40.05,,,,,,,
x,close,2022,n1,,,,,,,,,,
END
expect 0 '6 of 6 rows imported into plan\n' \
    'circlet import: remark: fields that are no columns here, left out: note\ncirclet import: remark: stored as plan hand\n' \
    circlet import city.gpkg plan hand.csv
expect 0 '6 of 6 rows imported into plan\n6 rows of an earlier import replaced\ncompared with it 0 entered, 0 left, 0 changed\n' '' \
    circlet import city.gpkg plan hand.csv --quiet
circlet import city.gpkg plan hand.csv --plan other --quiet > out
sed 's/^e,enlarge,2019/e,enlarge,2018/; s/^k,/k2,/' hand.csv > changed.csv
circlet import city.gpkg plan changed.csv --plan other --json --quiet > out
jq -e '.news == {entered: ["k2"], left: ["k"], changed: ["e"]}' out > said

# Each year has what was done up to its end, and nothing later.
share() {
    circlet check city.gpkg --policy "$policy" --rule B-CIRCLE-15 --level street \
        --json --quiet "$@" > found.json || [ $? -eq 1 ]
    jq -r '.findings[] | select(.unit == "s1") | .measured' found.json
}
[ "$(share --year 2020)" = 0.5 ]
[ "$(share --year 2019 --plan hand)" = 0.5 ]
[ "$(share --year 2020 --plan hand)" = 0.75 ]
[ "$(share --year 2022 --plan hand)" = 0.25 ]

# The same in the comparison, which says why.
circlet compare city.gpkg 'city.gpkg#hand' --policy "$policy" \
    --rule B-CIRCLE-15 --year 2020 --json --quiet > compared.json
jq -e '.people.gained == 1 and .people.lost == 0' compared.json > said
circlet compare city.gpkg 'city.gpkg#hand' --policy "$policy" \
    --rule B-CIRCLE-15 --year 2019 --json --quiet > compared.json
jq -e '.people.gained == 0 and .people.lost == 0' compared.json > said

# Sentences in both languages; what is not known is not said.
circlet export city.gpkg --to map.gpkg --plan hand --quiet > out
sqlite3 map.gpkg 'SELECT kind, text_en FROM plan_action ORDER BY position' > said
cat > wanted <<'END'
keep|Keeps 东街温馨家园.
enlarge|Adds 50 m² to 东街温馨家园 from 2019 on.
add_service|Adds respite with 5 places to 东街温馨家园 from 2019 on.
build|Builds a facility of type warm home at 旧校舍 from 2020 on.
move|Moves 东街温馨家园 to 116.04000,40.05000 from 2021 on.
close|Closes n1 from 2022 on.
END
diff wanted said
sqlite3 map.gpkg "SELECT text_zh FROM plan_action WHERE id IN ('e', 'm')" > said
cat > wanted <<'END'
自2019年起，东街温馨家园增加50平方米。
自2021年起，东街温馨家园迁至116.04000,40.05000。
END
diff wanted said

# Chinese headings and words; what is built gets an id.
cat > 措施.csv <<'END'
编号,措施类型,年份,设施编号,候选点,设施类型,服务项目,名额,床位
1,新建,2020,,t1,温馨家园,日间照料,30,
2,扩建,2021,措施/1,,,日间照料,5,
3,关闭,2022,h1,,,,,
END
circlet import city.gpkg plan 措施.csv --quiet > out
sqlite3 city.gpkg "SELECT id, kind, facility, service, text_zh FROM plan_action
    WHERE plan = '措施' ORDER BY position" > said
cat > wanted <<'END'
1|build|措施/1|day_care|自2020年起，在旧校舍新建温馨家园（日间照料30个名额）。
2|enlarge|措施/1|day_care|自2021年起，措施/1增加日间照料5个名额。
3|close|h1||自2022年起，关闭东街温馨家园。
END
diff wanted said
[ "$(share --year 2021 --plan 措施)" = 0.75 ]
[ "$(share --year 2022 --plan 措施)" = 0.25 ]

# Places of a map; an action without one is nowhere.
cat > map.geojson <<'END'
{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"id":"g1","kind":"move","facility":"h1"},
 "geometry":{"type":"Point","coordinates":[116.02,40.05]}},
{"type":"Feature","properties":{"id":"g2","kind":"keep","facility":"h1"},
 "geometry":null}]}
END
circlet import city.gpkg plan map.geojson --quiet > out
sqlite3 city.gpkg "SELECT id, geom IS NULL FROM plan_action WHERE plan = 'map'
    ORDER BY position" > said
printf 'g1|0\ng2|1\n' | diff - said

# An export's actions come in again as they went out.
circlet import city.gpkg plan map.gpkg:plan_action --plan back --quiet > out
for name in hand back; do
    sqlite3 city.gpkg "SELECT hex(geom), id, kind, facility, site, service,
        type, places, beds, area_m2, year, cost_cny, text_en FROM plan_action
        WHERE plan = '$name' ORDER BY position" > "$name.txt"
done
diff hand.txt back.txt

# Bad rows are refused with row and column, the others stay.
cat > bad.csv <<'END'
id,kind,year,facility,site,lon,lat,type,service,places,beds,area_m2
1,paint,,h1,,,,,,,,
2,enlarge,,h1,,,,,,,,
3,enlarge,,h1,,,,,,7,,
4,build,,n2,,,,warm_home,,,,
5,move,,h1,,116.02,,,,,,
6,add_service,,h1,,,,,,,,
7,keep,0,h1,,,,,,,,
8,keep,,,,,,,,,,
9,keep,2020,h1,,,,warm_home,,,,
9,close,2021,h1,,,,,,,,
END
circlet import city.gpkg plan bad.csv --rejects refused.csv --quiet > out 2> err
cut -d, -f2- refused.csv | tail -n +2 > said
cat > wanted <<'END'
2,kind,paint,"kind 'paint' is none of keep, enlarge, add_service, partition, designate, build, move, close",refused
3,area_m2,,"it adds no area, no places and no beds",refused
4,service,,an action of kind 'enlarge' needs a value of service,refused
5,site,,an action of kind 'build' needs a site or lon and lat,refused
6,lat,,lat is empty,refused
7,service,,an action of kind 'add_service' needs a value of service,refused
8,year,0,year 0 is outside 1900..2200,refused
9,facility,,an action of kind 'keep' needs a value of facility,refused
10,type,warm_home,an action of kind 'keep' has no use for type,doubtful
11,id,9,id '9' stands in row 10 already,refused
END
diff wanted said
printf 'id,kind,facility\na,keep,h1\nb,keep,\n' > half.csv
unchanged city.gpkg expect 3 '' "half.csv:3: an action of kind 'keep' needs a value of facility
circlet import: 1 of 2 rows were refused, the first: half.csv: row 3: an action of kind 'keep' needs a value of facility\n" \
    circlet import city.gpkg plan half.csv --strict

# A plan that contradicts itself or the city is refused as a whole.
refuse() {
    printf "id,kind,year,facility,site${3-}\n%b" "$1" > plan.csv
    unchanged city.gpkg expect 3 '' "circlet import: plan.csv: row $2\n" \
        circlet import city.gpkg plan plan.csv
}
refuse 'a,close,2020,h1,\nb,keep,2021,h1,\n' \
    "3: action 'b' is about the facility 'h1', which action 'a' closes before"
refuse 'a,move,2020,h1,t1\nb,move,2020,h1,t1\n' \
    "3: action 'b' moves the facility 'h1', which action 'a' moves in the same year"
refuse 'a,keep,,h9,\n' \
    "2: action 'a' is about the facility 'h9', which is not there"
refuse 'a,move,,h1,t9\n' \
    "2: action 'a' names the site 't9', which is not there"

refuse 'k,keep,,h1,\na,close,2020,h1,\n' \
    "3: action 'a' closes the facility 'h1', which action 'k' keeps"
refuse 'a,move,2020,h1,t1\nb,close,2020,h1,\n' \
    "3: action 'b' closes the facility 'h1', which action 'a' moves in the same year"
refuse 'b,enlarge,2021,h1,,40\na,close,2020,h1,,\n' \
    "2: action 'b' is about the facility 'h1', which action 'a' closes before" \
    ,area_m2

# Sites are for some types, and for so much.
cat > small.csv <<'END'
id,lon,lat,name,types,max_area_m2,max_beds,cost_cny
t2,116.03,40.05,旧厂,,,,50000
t5,116.02,40.05,小院,day_care_station;warm_home,260,0,
END
circlet import city.gpkg sites small.csv --quiet > out
on_site() {
    refuse "$1" "$2" ,type,service,area_m2,beds
}
on_site 'a,build,,n1,t5,warm_home,,,\nb,build,,n2,t5,warm_home,,,\n' \
    "3: action 'b' puts the facility 'n2' on the site 't5', where action 'a' puts 'n1'"
on_site 'a,build,,n1,t5,rehabilitation_hospital,,,\n' \
    "2: action 'a' puts a 'rehabilitation_hospital' on the site 't5', which is for day_care_station;warm_home"
on_site 'a,build,,n1,t5,warm_home,,300,\n' \
    "2: action 'a' gives the facility 'n1' 300 m2, and its site 't5' has room for 260"
on_site 'a,build,,n1,t5,warm_home,respite,,8\n' \
    "2: action 'a' gives the facility 'n1' 8 beds, and its site 't5' has room for 0"

# What is left open is filled in from the policy where the plan is judged;
# the rows stay as they were.
cat > open.csv <<'END'
id,kind,year,facility,site,type,service,places,area_m2
a,build,2019,n1,t5,warm_home,,,
b,build,2019,n2,t1,warm_home,,40,
c,build,2019,n3,t2,special_welfare_institution,,,
x,close,2020,h1,,,,,
END
circlet import city.gpkg plan open.csv --quiet > out
circlet check city.gpkg --policy "$policy" --plan open --json --quiet \
    > found.json || [ $? -eq 1 ]
jq -r '.actions[] | [.id, .tier, .service, .places, .beds, .area_m2, .cost_cny,
    .text_zh] | @csv' found.json > said
cat > wanted <<'END'
"a","street","day_care",30,,260,1000000,"自2019年起，在小院新建温馨家园（260平方米、日间照料30个名额）。"
"b","street","day_care",40,,500,1600000,"自2019年起，在旧校舍新建温馨家园（500平方米、日间照料40个名额）。"
"c",,"special_welfare",,50,2000,12050000,"自2019年起，在旧厂新建专门福利机构（2000平方米、专门福利服务50张床位）。"
"x",,,,,,50000,"自2020年起，关闭东街温馨家园，每年节省运行费用200000元。"
END
diff wanted said
jq -r '.actions[3].text_en' found.json > said
echo 'Closes 东街温馨家园 from 2020 on, which saves 200000 CNY of running costs a year.' |
    diff - said
sqlite3 city.gpkg "SELECT count(*) FROM plan_action WHERE plan = 'open' AND
    area_m2 IS NULL AND cost_cny IS NULL AND tier IS NULL" > said
echo 4 | diff - said
circlet check city.gpkg --policy "$policy" --plan open --quiet > out || [ $? -eq 1 ]
grep -q '^x  *close .*50000 *Closes 东街温馨家园 from 2020 on, which saves' out

# What is left to the policy is refused once there is one.
printf 'id,kind,facility,site,type\na,build,n1,t1,tea_house\n' > tea.csv
circlet import city.gpkg plan tea.csv --quiet > out
expect 3 '' "circlet check: plan 'tea': action 'a' builds a 'tea_house', which policy 'beijing-2018' has not in its catalogue\n" \
    circlet check city.gpkg --policy "$policy" --plan tea --quiet

# A plan that somebody edited in the city file is read as carefully.
edit() {
    cp city.gpkg edited.gpkg
    sqlite3 edited.gpkg "UPDATE plan_action SET $1 WHERE plan = 'hand'
        AND id = 'e'"
    expect 3 '' "circlet check: $2\n" circlet check edited.gpkg \
        --policy "$policy" --plan hand --quiet
}
edit "kind = 'paint'" "action 'e': the kind 'paint' is none (keep, enlarge, add_service, partition, designate, build, move, close)"
edit "area_m2 = 'much'" "action 'e': area_m2 'much' is not a number that it can be"
edit "facility = 'h7'" "plan 'hand': action 'e' is about the facility 'h7', which is not there"
edit "year = 12345" "action 'e': the year 12345 is outside 1900 to 2200"

expect 2 '' "circlet import: option '--plan' does not apply to sites
Try 'circlet import --help' for more information.\n" \
    circlet import city.gpkg sites sites.csv --plan p
