#!/bin/sh
# circlet import: counts, refused rows, options before and after operands.
. "${srcdir:-.}/tests/cli/setup"

circlet new city.gpkg

cat > units.geojson <<'END'
{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"id":"1","title":"甲街道"},
 "geometry":{"type":"Polygon",
  "coordinates":[[[116,40],[116.1,40],[116.1,40.1],[116,40.1],[116,40]]]}},
{"type":"Feature","properties":{"id":"2","title":"乙街道"},
 "geometry":{"type":"Polygon",
  "coordinates":[[[116.1,40],[116.2,40],[116.2,40.1],[116.1,40]]]}}]}
END
expect 0 '2 of 2 rows imported into units\n' '' \
    circlet import city.gpkg units units.geojson \
    --map code=id --map name=title --set level=street --set setting=urban
expect 0 '{"layer":"units","rows":2,"imported":2,"rejected":0,"repaired":0,"doubtful":0,"replaced":2,"entered":0,"left":0,"changed":2,"news":{"entered":[],"left":[],"changed":["1","2"]},"notes":[],"remarks":[]}\n' \
    '' circlet import --map=code=id --map name=title --set level=street \
    --json city.gpkg units units.geojson

cat > people.csv <<'END'
id,lon,lat,age
a,116.01,40.01,70
b,116.02,40.01,7o
c,196.02,40.01,71
"d,1",116.03,40.01,
END
refused="people.csv:3: age '7o' is no whole number
people.csv:4: lon 196.02 is outside -180..180\n"
kinds="       1  no number, the first: people.csv:3: age '7o' is no whole number
       1  a number that cannot be, the first: people.csv:4: lon 196.02 is outside -180..180"
expect 0 "2 of 4 rows imported into people\n2 rows refused\n$kinds\n" "$refused" \
    circlet import city.gpkg people people.csv --rejects refused.csv
cat > wanted.csv <<'END'
﻿source,row,field,value,reason,outcome
people.csv,3,age,7o,age '7o' is no whole number,refused
people.csv,4,lon,196.02,lon 196.02 is outside -180..180,refused
END
diff wanted.csv refused.csv
[ "$(stat -c %a refused.csv)" = 600 ]

# Nothing is overwritten unasked, and never what is read.
unchanged city.gpkg expect 2 '' \
    "circlet import: 'refused.csv' exists; --force replaces it\n" \
    circlet import city.gpkg people people.csv --rejects refused.csv
unchanged people.csv expect 2 '' \
    "circlet import: --rejects names 'people.csv', which is read
Try 'circlet import --help' for more information.\n" \
    circlet import city.gpkg people people.csv --rejects people.csv --force
expect 0 "2 of 4 rows imported into people
2 rows refused
$kinds
2 rows of an earlier import replaced
compared with it 0 entered, 0 left, 0 changed\n" "$refused" \
    circlet import city.gpkg people people.csv --rejects refused.csv --force

# A run that fails leaves the file as it was, unless refused rows are why.
echo old > refused.csv
unchanged refused.csv expect 3 '' \
    'circlet import: none.csv: No such file or directory\n' \
    circlet import city.gpkg people none.csv --rejects refused.csv --force
unchanged city.gpkg expect 3 '' "$refused""circlet import: 2 of 4 rows were refused, the first: people.csv: row 3: age '7o' is no whole number\n" \
    circlet import city.gpkg people people.csv --rejects refused.csv --force \
    --strict
diff wanted.csv refused.csv
[ "$(find . -name '*refused*')" = ./refused.csv ]

# The first twenty refused rows are said, the others counted.
{
    echo id,lon,lat
    i=0
    while [ "$i" -lt 25 ]; do
        echo "p$i,1000,40"
        i=$((i + 1))
    done
    echo q,116,40
} > many.csv
{
    row=2
    while [ "$row" -le 21 ]; do
        echo "many.csv:$row: lon 1000 is outside -180..180"
        row=$((row + 1))
    done
    echo '… and 5 more'
} > said
expect 0 '1 of 26 rows imported into people\n25 rows refused\n      25  a number that cannot be, the first: many.csv:2: lon 1000 is outside -180..180\n' \
    "$(cat said)\n" circlet import city.gpkg people many.csv \
    --rejects all.csv
[ "$(wc -l < all.csv)" -eq 26 ]

# A device takes no other file's place.
expect 5 '' "circlet import: cannot write '/dev/full': Invalid argument\n" \
    circlet import city.gpkg people people.csv --rejects /dev/full --force

# Rows that are odd are kept, said and counted; few of them on stderr, so that
# they do not hide the refused ones.
{
    echo id,lon,lat,unit_code,needs
    i=0
    while [ "$i" -lt 7 ]; do
        echo "o$i,116.01,40.01,2,chess"
        i=$((i + 1))
    done
    echo o7,116.01,40.01,1,ches
    echo o8,40.01,116.01,1,
    echo o9,117,40.01,1,
    echo o10,0,0,1,
} > odd.csv
{
    row=2
    while [ "$row" -le 6 ]; do
        echo "odd.csv:$row: doubtful: it is registered in unit '2' and lives in '1'"
        row=$((row + 1))
    done
    echo 'odd.csv:10: longitude and latitude look exchanged at 40.01,116.01: try --map lon=lat --map lat=lon
odd.csv:11: it lies at 117,40.01, outside every unit of the city
odd.csv:12: it lies at longitude 0 and latitude 0, as if its coordinates were never filled in
… and 3 more'
} > said
expect 0 "8 of 11 rows imported into people
3 rows refused
       1  longitude and latitude exchanged, the first: odd.csv:10: longitude and latitude look exchanged at 40.01,116.01: try --map lon=lat --map lat=lon
       1  outside the city, the first: odd.csv:11: it lies at 117,40.01, outside every unit of the city
       1  coordinates that were never filled in, the first: odd.csv:12: it lies at longitude 0 and latitude 0, as if its coordinates were never filled in
8 rows are doubtful and were kept
       7  registered elsewhere than they live, the first: odd.csv:2: it is registered in unit '2' and lives in '1'
       1  with a service that is probably misspelt, the first: odd.csv:9: 'ches' stands in this row alone, and 'chess', which is all but the same, in 7\n" \
    "$(cat said)\n" circlet import city.gpkg people odd.csv --rejects odd-rejects.csv
[ "$(grep -c 'doubtful$' odd-rejects.csv)" -eq 8 ]
[ "$(grep -c 'refused$' odd-rejects.csv)" -eq 3 ]
circlet import city.gpkg people odd.csv --json > out 2> said
jq -e '.rejected == 3 and .doubtful == 8 and .replaced == 8
    and (.notes | length == 5)
    and .notes[0] == {kind: "swapped", outcome: "refused", count: 1,
        sample: "odd.csv:10: longitude and latitude look exchanged at 40.01,116.01: try --map lon=lat --map lat=lon"}
    and .notes[3].kind == "elsewhere" and .notes[3].count == 7
    and .notes[3].outcome == "doubtful"' out > said

# Odd rows do not make a strict import fail. Persons are named by their rows,
# or by their ids if one asks.
printf 'id,lon,lat,unit_code,needs\no0,116.01,40.01,2,chess\n' > odd.csv
cp city.gpkg named.gpkg
expect 0 "1 of 1 rows imported into people
1 row is doubtful and was kept
       1  registered elsewhere than they live, the first: odd.csv:2: it is registered in unit '2' and lives in '1'
8 rows of an earlier import replaced
compared with it 0 entered, 7 left, 0 changed
    left: row 3, row 4, row 5, row 6, row 7 and 2 more\n" \
    "odd.csv:2: doubtful: it is registered in unit '2' and lives in '1'\n" \
    circlet import city.gpkg people odd.csv --strict
circlet import named.gpkg people odd.csv --individuals > out 2> said
grep -q '^    left: o1, o2, o3, o4, o5 and 2 more$' out

# The other layers, each from its columns.
printf 'unit_code,count,kind\n1,40,visual\n2,7,\n' > totals.csv
expect 0 '2 of 2 rows imported into totals\n' '' \
    circlet import city.gpkg totals totals.csv --quiet
printf 'lon,lat,population\n116.01,40.01,12\n' > grid.csv
expect 0 '1 of 1 rows imported into grid\n' '' \
    circlet import city.gpkg grid grid.csv --map weight=population
printf 'lon,lat,dwellings\n116.01,40.01,12\n' > houses.csv
expect 0 '1 of 1 rows imported into buildings\n' '' \
    circlet import city.gpkg buildings houses.csv
printf 'id,name,lon,lat\nv,礼堂,116.01,40.01\n' > venues.csv
expect 0 '1 of 1 rows imported into venues\n' '' \
    circlet import city.gpkg venues venues.csv
printf 'rule,unit_code,document,until\nB-1,1,第7号,2027-12-31\n' > waivers.csv
expect 0 '1 of 1 rows imported into waivers\n' '' \
    circlet import city.gpkg waivers waivers.csv

cat > node.csv <<'END'
node_id,x_coord,y_coord
1,116.01,40.01
2,116.02,40.01
3,116.03,40.01
END
cat > link.csv <<'END'
link_id,from_node_id,to_node_id,length,facility_type
1,1,2,853.9,footway
2,2,3,853.9,footway
END
expect 0 '3 nodes and 2 links imported into roads, 5 rows read\n' '' \
    circlet import city.gpkg roads link.csv node.csv
expect 0 '{"layer":"roads","rows":5,"imported":5,"rejected":0,"repaired":0,"doubtful":0,"replaced":5,"nodes":3,"links":2,"turn_restrictions":0,"turn_restrictions_used":0,"notes":[],"remarks":[]}\n' \
    '' circlet import city.gpkg roads node.csv link.csv --json \
    --extent 116,40,116.2,40.1

expect 2 '' "circlet import: unknown layer 'streets' (units, people, facilities, sites, roads, totals, grid, buildings, venues, waivers, elevation, entrances, plan)
Try 'circlet import --help' for more information.\n" \
    circlet import city.gpkg streets link.csv
expect 2 '' "circlet import: too few arguments: CITY LAYER SOURCE...
Try 'circlet import --help' for more information.\n" \
    circlet import city.gpkg roads
expect 2 '' "circlet import: option '--map' needs a value: COLUMN=FIELD
Try 'circlet import --help' for more information.\n" \
    circlet import city.gpkg people people.csv --map
unchanged city.gpkg expect 2 '' \
    "circlet import: option '--map' takes COLUMN=FIELD, not 'foo'
Try 'circlet import --help' for more information.\n" \
    circlet import city.gpkg people people.csv --map id=id --map foo
unchanged city.gpkg expect 2 '' \
    "circlet import: option '--set' takes COLUMN=VALUE, not '=street'
Try 'circlet import --help' for more information.\n" \
    circlet import city.gpkg units units.geojson --set =street

# Options that would change nothing, and values that are none.
usage() { # MESSAGE ARGUMENT...
    message=$1
    shift
    unchanged city.gpkg expect 2 '' "circlet import: $message
Try 'circlet import --help' for more information.\n" \
        circlet import city.gpkg "$@"
}
usage "option '--extent' does not apply to people" \
    people people.csv --extent 1,2,3,4
usage "option '--split-crossings' does not apply to people" \
    people people.csv --split-crossings
usage "option '--spread' does not apply to people" \
    people people.csv --spread by=grid
usage "option '--id-key' does not apply to sites" sites venues.csv --id-key k
usage "option '--individuals' does not apply to sites" \
    sites venues.csv --individuals
usage "option '--datum' does not apply to totals" \
    totals totals.csv --datum gcj02
usage "option '--crs' does not apply to waivers" \
    waivers waivers.csv --crs EPSG:4490
usage "option '--seed' needs '--spread'" totals totals.csv --seed 3
usage "option '--datum' takes gcj02, bd09 or none, not 'wgs'" \
    people people.csv --datum wgs
usage "option '--spread' takes by=PLACES, not 'grid'" \
    totals totals.csv --spread grid
: > empty.key
unchanged city.gpkg expect 3 '' 'circlet import: empty.key: the key is empty\n' \
    circlet import city.gpkg people people.csv --id-key empty.key
unchanged city.gpkg expect 3 '' \
    'circlet import: none.key: No such file or directory\n' \
    circlet import city.gpkg people people.csv --id-key none.key
