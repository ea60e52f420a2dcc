#!/bin/sh
# Entrances of facilities: imported, refused, counted, exported, and where
# people go in.
. "${srcdir:-.}/tests/cli/setup"

small_city city.gpkg

# People live where they did; a home's entrance is not where its point is.
circle() {
    circlet check city.gpkg --policy "$policy" --rule B-CIRCLE-15 --json \
        > out || [ $? -eq 1 ]
    jq -c '.findings[0] | [.persons_covered, .persons_unreached]' out
}
expect 0 '[2,1]\n' '' circle

# ---- import -----------------------------------------------------------------

printf '%s\n' facility,lon,lat,door h1,116.049,40.05,east h9,116.02,40.05,x \
    h1,116.01,40.05,west > doors.csv
expect 0 "2 of 3 rows imported into entrances
1 row refused
       1  of a facility that is not in the city, the first: doors.csv:3: facility 'h9' is not in the city
1 row is doubtful and was kept
       1  far from what it belongs to, the first: doors.csv:2: it lies 3328 m from facility 'h1'\n" \
    "doors.csv:2: doubtful: it lies 3328 m from facility 'h1'
doors.csv:3: facility 'h9' is not in the city
circlet import: remark: fields that are no columns here, kept as attributes: \
door\n" \
    circlet import city.gpkg entrances doors.csv

# Where no facility is known every row is refused, and the file is as it was.
circlet new empty.gpkg
unchanged empty.gpkg expect 3 '' \
    "doors.csv:2: facility 'h1' is not in the city
doors.csv:3: facility 'h9' is not in the city
doors.csv:4: facility 'h1' is not in the city
circlet import: remark: fields that are no columns here, kept as attributes: \
door
circlet import: doors.csv: none of its 3 rows can be used: facility 'h1' is not in the city\n" \
    circlet import empty.gpkg entrances doors.csv

# Chinese headings, and degrees of another datum, as in other layers.
printf '%s\n' 设施编号,经度,纬度 h1,116.055,40.05 > 门.csv
expect_lines 0 '1 of 1 rows imported into entrances' \
    "门.csv:2: doubtful: it lies 3306 m from facility 'h1'
circlet import: remark: field 设施编号 is taken as facility
circlet import: remark: field 经度 is taken as lon
circlet import: remark: field 纬度 is taken as lat\n" \
    circlet import city.gpkg entrances 门.csv --datum gcj02

# ---- the nearest of them counts ---------------------------------------------

# The person in the east has an entrance at the door, the other two theirs.
expect 0 '[3,1]\n' '' circle

# Without the one in the west, the facility's own point is no entrance.
printf '%s\n' facility,lon,lat,door h1,116.049,40.05,east > doors.csv
circlet import city.gpkg entrances doors.csv --json > said 2> talk
jq -e '.replaced == 2' said > talk
expect 0 '[1,1]\n' '' circle

# A plan, too, asks who is near any of them.
circlet site city.gpkg --policy "$policy" --services warm_home --count 1 \
    --plan p --json > plan.json
jq -e '.actions == []' plan.json > said

# ---- shown ------------------------------------------------------------------

circlet info city.gpkg --json > info
jq -e '(.tables | map(select(.name == "facility_access"))[0].rows) == 2
    and (.sources | map(select(.layer == "entrances"))
        | length) == 2' info > said
circlet export city.gpkg --to map.gpkg --quiet > said
if command -v sqlite3 > /dev/null; then
    sqlite3 map.gpkg 'SELECT facility, name FROM facility_access' > said
    printf 'h1|东街温馨家园\nh1|东街温馨家园\n' | diff -u - said
fi

# A facility that leaves the city leaves its entrances behind, which is
# counted.
printf '%s\n' id,name,type,lon,lat h2,新家园,warm_home,116.02,40.05 \
    h3,老家园,warm_home,116.03,40.05 > more.csv
circlet import city.gpkg facilities more.csv > said
printf '%s\n' facility,lon,lat h2,116.02,40.0501 > more_doors.csv
circlet import city.gpkg entrances more_doors.csv > said
sed -i /^h2/d more.csv
circlet import city.gpkg facilities more.csv > said
circlet info city.gpkg --json > info
jq -e '.doubts | map(select(.name == "entrances_with_unknown_facility"))
    | .[0].count == 1' info > said
circlet info city.gpkg > info
grep -q ' 1 *entrances of a facility that there is not' info
