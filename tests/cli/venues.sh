#!/bin/sh
# Venues, and waivers: imported, refused, counted, judged, exported.
. "${srcdir:-.}/tests/cli/setup"

small_city city.gpkg

judge() {
    circlet check city.gpkg --policy "$policy" --json "$@" > out 2> talk ||
        [ $? -eq 1 ]
}

# ---- venues -----------------------------------------------------------------

# As long as there are none, the rule has no data.
judge --rule B-VENUE
jq -e '.findings | length == 1 and .[0].verdict == "no_data" and
    .[0].reasons == ["venues_unknown"]' out > talk

# The home in the west is 2.4 minutes from the arena, and 18 from the hotel.
printf '%s\n' id,name,lon,lat,kind v1,体育馆,116.012,40.05,arena \
    v2,宾馆,116.025,40.05,hotel v3,,116.02,40.05,hotel > venues.csv
expect 0 '2 of 3 rows imported into venues
1 row refused
       1  empty where a value is needed, the first: venues.csv:4: name is empty\n' \
    'venues.csv:4: name is empty\n' \
    circlet import city.gpkg venues venues.csv
circlet info city.gpkg --json > info
jq -e '.tables | map(select(.name == "venue"))[0].rows == 2' info > talk
judge --rule B-VENUE
jq -e '.findings | map([.subject, .subject_id, .unit, .verdict, .mode]) ==
    [["venue", "v1", "s1", "pass", "walk"],
     ["venue", "v2", "s1", "fail", "walk"]]' out > talk
jq -e '.findings[0] | .measured > 2.3 and .measured < 2.5 and .required == 15
    and .measured_unit == "minutes"' out > talk

# GeoJSON takes their place.
cat > venues.geojson <<'END'
{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"id":"v7","name":"滑雪场"},
 "geometry":{"type":"Point","coordinates":[116.012,40.05]}}]}
END
expect 0 '1 of 1 rows imported into venues\n' '' \
    circlet import city.gpkg venues venues.geojson
judge --rule B-VENUE
jq -e '.findings | map(.subject_id) == ["v1", "v2", "v7"]' out > talk

# What was saved about a venue stands beside it on the map.
circlet check city.gpkg --policy "$policy" --save --quiet > talk || [ $? -eq 1 ]
circlet export city.gpkg --to map.gpkg > talk
[ "$(sqlite3 map.gpkg 'SELECT id || b_venue FROM venue ORDER BY id' |
    tr '\n' ' ')" = 'v1pass v2fail v7pass ' ]

# ---- waivers ----------------------------------------------------------------

verdict() {
    judge --rule A-MENTAL-DAY --year "$1"
    jq -r '.findings[0].verdict' out
}
expect 0 'fail\n' '' verdict 2020

printf '%s\n' rule,unit_code,document,from,until \
    A-MENTAL-DAY,s1,第5号,2019-07-01,2020 A-MENTAL-DAY,s9,第6号,, \
    A-ASSISTIVE,s1,第7号,夏天, A-ASSISTIVE,s1,,, \
    A-ASSISTIVE,s1,第8号,2021,2020 > waivers.csv
status=0
circlet import city.gpkg waivers waivers.csv > said 2> talk || status=$?
[ "$status" -eq 0 ]
grep -q '^1 of 5 rows imported into waivers$' said
grep -q "^waivers.csv:3: unit_code 's9' is not in the city$" talk
grep -q "^waivers.csv:4: from '夏天' is no date" talk
grep -q '^waivers.csv:5: document is empty$' talk
grep -q '^waivers.csv:6: until 2020 is before from 2021$' talk
expect 0 'fail\n' '' verdict 2018
expect 0 'advice\n' '' verdict 2019
expect 0 'advice\n' '' verdict 2020
jq -e '.findings[0] | (.reasons | index("waived")) and
    .arguments.waiver == "第5号" and .shortfall == 1 and
    (.text_zh | endswith("依据第5号，本项获准豁免。")) and
    (.text_en | endswith("This is waived by 第5号."))' out > talk
expect 0 'fail\n' '' verdict 2021

# A waiver of no rule is a mistake that is told, once for each rule.
printf '%s\n' rule,unit_code,document A-MENTAL-DAI,s1,第9号 > more.csv
circlet import city.gpkg waivers more.csv > talk
status=0
circlet check city.gpkg --policy "$policy" > out 2> talk || status=$?
[ "$status" -eq 1 ]
[ "$(grep -c "remark: the policy has no rule 'A-MENTAL-DAI', which a waiver \
for unit 's1' names (document: 第9号)" talk)" -eq 1 ]
circlet export city.gpkg --to map.gpkg --force > talk
[ "$(sqlite3 map.gpkg 'SELECT count(*), max("from") FROM waiver')" = \
    '2|2019-07-01' ]
