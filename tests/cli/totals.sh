#!/bin/sh
# People of totals: spread over each kind of place, exact, seeded, and marked
# in all that is said about them.
. "${srcdir:-.}/tests/cli/setup"

command -v jq > /dev/null || { echo 'no jq' >&2; exit 77; }
command -v sqlite3 > /dev/null || { echo 'no sqlite3' >&2; exit 77; }

small_city city.gpkg
printf '%s\n' code,name,level,parent_code,residents,lon,lat \
    c1,一社区,community,s1,300,116.01,40.05 \
    c2,二社区,community,s1,100,116.05,40.05 > communities.csv
printf '%s\n' lon,lat,weight 116.01,40.05,2 116.05,40.05,6 > buildings.csv
printf '%s\n' lon,lat,weight 116.015,40.05,10 116.055,40.05,30 > grid.csv
printf '%s\n' unit_code,count,kind,grade,age_from,age_to,aid \
    s1,40,visual,1,18,59,none s1,7,physical,2,,,manual_wheelchair \
    s1,0,mental,1,0,17, s1,13,physical,3,60,60,stick > totals.csv
for layer in units:communities buildings:buildings grid:grid; do
    circlet import city.gpkg "${layer%:*}" "${layer#*:}.csv" > .made
done
cp city.gpkg empty.gpkg

# ask SQL: of the city.
ask() {
    sqlite3 -batch city.gpkg "$1"
}

# is WANT SQL
is() {
    found=$(ask "$2")
    [ "$found" = "$1" ] || { echo "'$found' is not '$1': $2" >&2; exit 1; }
}

wrong_sums="SELECT count(*) FROM totals AS t WHERE 1000 * t.count <> (SELECT
total(weight_milli) FROM demand AS d WHERE d.source = t.source AND
d.source_row = t.source_row)"

# Without --spread nobody is counted.
circlet import city.gpkg totals totals.csv > out 2> err
grep -q 'nobody is counted yet' err
is 0 'SELECT count(*) FROM demand WHERE modelled'

for by in communities buildings grid roads; do
    cp empty.gpkg city.gpkg
    circlet import city.gpkg totals totals.csv --spread "by=$by" --seed 4 \
        --json > "$by.json" 2> err
    grep -q "60 persons are spread by=$by with seed 4" err
    is 0 "$wrong_sums"
    is 4 'SELECT count(*) FROM demand WHERE modelled IS NOT 1'
    is 60000 'SELECT sum(weight_milli) FROM demand WHERE modelled'
    is 1 "SELECT min(age) >= 18 AND max(age) <= 59 FROM demand WHERE modelled
          AND source_row = 2"
    is 60 'SELECT DISTINCT age FROM demand WHERE modelled AND source_row = 5'
done

# The weights decide: 3 : 1 of 60 persons, and 1 : 3.
cp empty.gpkg city.gpkg
circlet import city.gpkg totals totals.csv --spread by=communities -q > out
is 45000 "SELECT sum(weight_milli) FROM demand WHERE id LIKE '%:c1%'"
circlet import city.gpkg totals totals.csv --spread by=buildings -q > out
is 15000 "SELECT sum(weight_milli) FROM demand WHERE id LIKE '%:116.01%'"
is 0 "SELECT count(*) FROM demand WHERE id LIKE '%:c1%'"

# The same seed gives the same bytes, another one other people.
for seed in 9 9 10; do
    cp empty.gpkg "draw.gpkg"
    circlet import draw.gpkg totals totals.csv --spread by=roads \
        --seed "$seed" -q > out
    sqlite3 draw.gpkg 'SELECT id, weight_milli FROM demand ORDER BY id' \
        > "draw$seed.txt"
    [ ! -e "first$seed.gpkg" ] || cmp draw.gpkg "first$seed.gpkg"
    cp draw.gpkg "first$seed.gpkg"
done
! cmp -s draw9.txt draw10.txt

# check says who is modelled; the surveyed people alone are not.
status=0
circlet check city.gpkg --policy "$policy" --rule B-CIRCLE-15 --json \
    > check.json || status=$?
[ "$status" -eq 1 ]
jq -e '.findings[0] | (.reasons | index("modelled_people")) != null
    and .persons == 64 and .persons_modelled == 60
    and (.text_en | contains("60 persons are modelled"))' \
    check.json > .jq
jq -e '.rules[0].persons_modelled == 60' check.json > .jq
circlet check city.gpkg --policy "$policy" --rule B-CIRCLE-15 > check.txt ||
    status=$?
grep -q MODELLED check.txt
grep -q 'Modelled people are estimates' check.txt
circlet check empty.gpkg --policy "$policy" --rule B-CIRCLE-15 > plain.txt ||
    status=$?
! grep -qi modelled plain.txt

# So do plans, saved findings, exports and info.
circlet site city.gpkg --policy "$policy" --services warm_home --count 1 \
    --plan one --json > plan.json
jq -e '.actions[0] | .persons_modelled > 0 and
    .persons_modelled < .persons_gained and
    (.text_en | contains("modelled (nobody"))' plan.json > .jq
circlet check city.gpkg --policy "$policy" --save > out || status=$?
is 60.0 "SELECT persons_modelled FROM finding WHERE rule = 'B-CIRCLE-15'"
circlet export city.gpkg --to map.gpkg --exact > out
[ "$(sqlite3 map.gpkg 'SELECT b_circle_15_modelled FROM unit WHERE
    code = "s1"')" = 60.0 ]
circlet info city.gpkg --json > info.json
jq -e '.doubts | map(select(.name == "people_modelled"))[0].count > 0' \
    info.json > .jq

# A grid of people, not of weights, is people.
printf '%s\n' cell,lon,lat,population g1,116.02,40.05,12.5 > people_grid.csv
circlet import city.gpkg people people_grid.csv --map id=cell \
    --map weight=population -q > out
is 12500 "SELECT weight_milli FROM demand WHERE id = 'g1'"

# What cannot be spread is refused by name.
printf '%s\n' unit_code,count s1,5 s2,3 > more.csv
circlet import city.gpkg units communities.csv -q > out
cp city.gpkg before.gpkg
status=0
circlet import city.gpkg totals totals.csv --spread by=moon > out 2> err ||
    status=$?
[ "$status" -ne 0 ]
grep -q moon err
cmp city.gpkg before.gpkg

# All of Beijing: a million people over the streets of the 331 that have
# roads, where the data is there.
shared=${CIRCLET_SHARED:-$srcdir/../shared}
[ -d "$shared/data/beijing_streets" ] || {
    echo "Beijing is left out: no data in $shared/data" >&2
    exit 0
}
rm city.gpkg
circlet new city.gpkg > out
circlet import city.gpkg units "$shared/data/beijing_streets/beijing_streets.shp" \
    --map code=县+乡 --map name=乡 --set level=street -q > out
circlet import city.gpkg roads \
    "$shared/data/beijing_roads_5thring/beijing_5thring.osm.pbf" -q > out
ask 'SELECT code FROM unit ORDER BY code' | awk '
    BEGIN { print "unit_code,count,kind,age_from,age_to" }
    { print $0 ",1500,visual,18,59"; print $0 ",1000,physical,,"
      print $0 ",521,mental,0,17" }' > streets.csv
circlet import city.gpkg totals streets.csv --spread by=roads --seed 1 \
    --rejects rejects.csv -q > out 2> err
is 0 "$wrong_sums"
is 1 "SELECT count(DISTINCT unit_code) > 100 FROM totals"
is 1 "SELECT total(count) * 1000 = (SELECT sum(weight_milli) FROM demand)
      FROM totals"
is 993 "SELECT imported + rejected FROM source WHERE layer = 'totals'"
grep -q 'has nothing to spread people over' rejects.csv
# Each person is counted where they were counted in.
circlet check city.gpkg --policy "$policy" --rule B-AREA --json > check.json ||
    :
ask "SELECT unit_code, sum(count) FROM totals GROUP BY 1 ORDER BY 1" > wanted
jq -r '.findings[] | select(.persons > 0) | .unit + "|" +
    (.persons | tostring)' check.json | sort > found
LC_ALL=C sort wanted | diff - found
