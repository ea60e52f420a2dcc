#!/bin/sh
# circlet list: the villages of a district by need.
. "${srcdir:-.}/tests/cli/setup"

# Two villages along the road of the small city, and one without an area;
# day care stands in the west, 51 minutes from the east for who walks. Of
# three poor persons two live in the east, one in the west.
small_city city.gpkg
cat > units.geojson <<'END'
{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"code":"d","name":"远山区",
 "level":"district","setting":"plain"},
 "geometry":{"type":"Polygon","coordinates":
  [[[116,40],[116.1,40],[116.1,40.1],[116,40.1],[116,40]]]}},
{"type":"Feature","properties":{"code":"s1","name":"东镇","level":"street",
 "setting":"plain","parent_code":"d"},
 "geometry":{"type":"Polygon","coordinates":
  [[[116,40],[116.1,40],[116.1,40.1],[116,40.1],[116,40]]]}},
{"type":"Feature","properties":{"code":"v1","name":"西村","kind":"village",
 "level":"community","parent_code":"s1"},
 "geometry":{"type":"Polygon","coordinates":
  [[[116,40],[116.03,40],[116.03,40.1],[116,40.1],[116,40]]]}},
{"type":"Feature","properties":{"code":"v2","name":"东村","kind":"village",
 "level":"community","parent_code":"s1"},
 "geometry":{"type":"Polygon","coordinates":
  [[[116.03,40],[116.1,40],[116.1,40.1],[116.03,40.1],[116.03,40]]]}},
{"type":"Feature","properties":{"code":"v3","name":"北村","kind":"village",
 "level":"community","parent_code":"s1"},"geometry":null}]}
END
printf '%s\n' id,lon,lat,aid,kind,grade,age,poor \
    a,116.01,40.05,none,visual,3,40,1 b,116.011,40.05,none,visual,3,40,0 \
    c,116.06,40.05,none,physical,3,40,1 \
    d,116.06,40.05,none,physical,3,40,1 > people.csv
printf '%s\n' id,name,type,lon,lat,services \
    h1,日间照料站,day_care_station,116.01,40.05,day_care:9 > facilities.csv
{
    circlet import city.gpkg units units.geojson
    circlet import city.gpkg people people.csv --complete
    circlet import city.gpkg facilities facilities.csv --complete
} > said
expect 0 'RULE           LIST OF RANK UNIT NAME persons out of reach at least at most 
A-VILLAGE-PLAN 远山区     1 v2   东村       2            2        2       2 internal: few persons
A-VILLAGE-PLAN 远山区     2 v1   西村       1            0        0       0 internal: few persons
A-VILLAGE-PLAN 远山区     3 v3   北村       ?            ?        ?       ? 
' '' circlet list city.gpkg --policy "$policy"
expect 0 'rule,owner,owner_name,rank,unit,unit_name,persons,without,without_low,without_high,modelled,internal
A-VILLAGE-PLAN,d,远山区,1,v2,东村,2,2,2,2,0,0
A-VILLAGE-PLAN,d,远山区,2,v1,西村,1,0,0,0,0,1
A-VILLAGE-PLAN,d,远山区,3,v3,北村,,,,,,0
' '' circlet list city.gpkg --policy "$policy" --csv --threshold 2
unchanged city.gpkg circlet list city.gpkg --policy "$policy" --json \
    --year 2019 > out
jq -e '.policy == "beijing-2018" and .year == 2019
    and [.rows[] | [.owner, .rank, .unit, .without]]
        == [["d", 1, "v2", 2], ["d", 2, "v1", 0], ["d", 3, "v3", null]]
    and .rows[0].owner_name == "远山区" and .rows[0].internal' out > said

# The finding says as many as there are.
circlet check city.gpkg --policy "$policy" --rule A-VILLAGE-PLAN --json > out
jq -e '.findings[0].measured == 3' out > said

expect 0 'Nothing is to be listed: no rule in force asks for a list of units by need, or there are no such units.
' '' circlet list city.gpkg --policy "$policy" --rule B-AREA
try="Try 'circlet list --help' for more information.\\n"
expect 2 '' "circlet list: option '--policy' is missing\\n$try" \
    circlet list city.gpkg
expect 2 '' "circlet list: --json and --csv exclude each other\\n$try" \
    circlet list city.gpkg --policy "$policy" --json --csv
