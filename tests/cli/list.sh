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
expect 0 'RULE           LIST OF RANK UNIT NAME persons out of reach at least at most minutes 
A-VILLAGE-PLAN 远山区     1 v2   东村       2            2        2       2         internal: few persons
A-VILLAGE-PLAN 远山区     2 v1   西村       1            0        0       0         internal: few persons
A-VILLAGE-PLAN 远山区     3 v3   北村       ?            ?        ?       ?       ? 
' '' circlet list city.gpkg --policy "$policy"
expect 0 'rule,owner,owner_name,rank,unit,unit_name,persons,without,without_low,without_high,modelled,sure,minutes,internal
A-VILLAGE-PLAN,d,远山区,1,v2,东村,2,2,2,2,0,1,,0
A-VILLAGE-PLAN,d,远山区,2,v1,西村,1,0,0,0,0,1,,1
A-VILLAGE-PLAN,d,远山区,3,v3,北村,,,,,,1,,0
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

# Of every rule that has no row one line says where to look: under the table,
# or beside data for programs.
expect 0 'B-AREA: nothing is listed: the rule asks for no list of units; circlet check --rule B-AREA has the findings
B-AUDIT: nothing is listed: the rule asks for a random sample, which circlet sample draws
' '' circlet list city.gpkg --policy "$policy" --rule B-AREA,B-AUDIT
none='there are no such units; circlet check --rule B-HOME-VILLAGE has the findings'
expect 0 "B-HOME-VILLAGE: nothing is listed: $none\n" '' \
    circlet list city.gpkg --policy "$policy" --rule B-HOME-VILLAGE
expect 0 'rule,owner,owner_name,rank,unit,unit_name,persons,without,without_low,without_high,modelled,sure,minutes,internal
' 'circlet list: remark: B-VENUE: nothing is listed: the rule is not in force in 2024
' circlet list city.gpkg --policy "$policy" --rule B-VENUE --year 2024 --csv
expect 0 'rule,owner,owner_name,rank,unit,unit_name,persons,without,without_low,without_high,modelled,sure,minutes,internal
' '' circlet list city.gpkg --policy "$policy" --rule B-AREA --csv --quiet
for rule in $(circlet policy "$policy" --json | jq -r '.rules[].rule'); do
    circlet list city.gpkg --policy "$policy" --rule "$rule" > out
    grep -q "^$rule" out || explain 'silence about' "$rule" list --rule "$rule"
done

# A village of the mountains in difficulty: 40 of its 50 people are 17 minutes
# from the home in the west of the road, on foot; the others live beside it.
sed 's/"setting":"plain"/"setting":"mountain"/; s/"level":"community"/&,"tags":"difficult"/' \
    units.geojson > mountains
mv mountains units.geojson
printf '%s\n' id,lon,lat,aid,kind,grade,age,weight \
    a,116.04,40.05,none,visual,3,40,10 \
    b,116.055,40.05,none,visual,3,40,40 > people.csv
printf '%s\n' id,name,type,tier,lon,lat \
    h1,温馨家园,warm_home,street,116.04,40.05 > facilities.csv
{
    circlet import city.gpkg units units.geojson
    circlet import city.gpkg people people.csv --complete
    circlet import city.gpkg facilities facilities.csv --complete
} > said
circlet list city.gpkg --policy "$policy" --rule B-HOME-VILLAGE --json > out
circlet check city.gpkg --policy "$policy" --rule B-HOME-VILLAGE --json |
    jq '[.findings[] | select(.unit == "v2") | .arguments.minutes]' > minutes
jq -e --slurpfile minutes minutes '[.rows[] | [.owner, .unit, .rank, .persons,
        .sure]] == [["s1", "v2", 1, 50, true], ["s1", "v3", 2, null, false]]
    and [.rows[0].minutes] == $minutes[0] and .rows[0].minutes > 10
    and .rows[0].without == null' out > said || { cat out minutes >&2; exit 1; }

try="Try 'circlet list --help' for more information.\\n"
expect 2 '' "circlet list: option '--policy' is missing\\n$try" \
    circlet list city.gpkg
expect 2 '' "circlet list: --json and --csv exclude each other\\n$try" \
    circlet list city.gpkg --policy "$policy" --json --csv
