#!/bin/sh
# Service areas of the sample town: what is drawn agrees with who is reached,
# a small town by hand, and what is refused.
. "${srcdir:-.}/tests/cli/setup"

small_city city.gpkg
to_homes="isochrone city.gpkg --policy $policy --mode walk"

# One street from east to west; a home lies at the Warm Home, one 680 m away.
expect 0 '东街温馨家园: 5 min: 0.12 km2, 1 persons
东街温馨家园: 10 min: 0.26 km2, 2 persons
areas.geojson written (travel mode walk)
' '' circlet $to_homes --cutoff 10,5 --type warm_home -o areas.geojson
expect 2 '' "circlet isochrone: 'areas.geojson' exists; --force replaces it
" circlet $to_homes --cutoff 5 --type warm_home -o areas.geojson
expect_lines 0 '"minutes":10,"places":1,.*"persons_reached":2,' '' \
    circlet $to_homes --cutoff 10 --facility h1 --each --quiet
expect_lines 0 '"facility":"h1","name":"东街温馨家园","lon":[0-9.]*,"lat":[0-9.]*,"mode":"walk",' '' \
    circlet $to_homes --cutoff 10 --service warm_home
expect_lines 0 '"direction":"from","minutes":2.5,' '' \
    circlet $to_homes --cutoff 2.5 --at 116.01,40.05 --outward --cell 10
expect_lines 0 '"coordinates":\[\]' \
    'circlet isochrone: remark: 1 place lies at no street of the travel mode
' circlet $to_homes --cutoff 10 --at 116.05,40.081

hint="Try 'circlet isochrone --help' for more information.\\n"
expect 2 '' "circlet isochrone: 'areas.GPKG': areas are written as GeoJSON, \
into a file such as areas.geojson; --save and circlet export make layers of \
them\\n$hint" circlet $to_homes --cutoff 10 --type warm_home -o areas.GPKG
[ ! -e areas.GPKG ]
expect_lines 0 '^Usage: circlet isochrone CITY --policy FILE --mode MODE --cutoff
^ *--mode MODE .*the travel mode' '' circlet isochrone --help
expect 2 '' "circlet isochrone: say which places: one of --at, --facility, \
--service and --type\\n$hint" circlet $to_homes --cutoff 10
expect 2 '' "circlet isochrone: option '--cutoff' takes minutes up to 1440, \
divided by commas, not '10,x'\\n$hint" \
    circlet $to_homes --cutoff 10,x --type warm_home
expect 2 '' "circlet isochrone: option '--bound' takes nominal, min, max, not \
'best'\\n$hint" circlet $to_homes --cutoff 10 --type warm_home --bound best
expect 2 '' "circlet isochrone: option '--cell' takes metres from 5 to 1000, \
not '1'\\n$hint" circlet $to_homes --cutoff 10 --type warm_home --cell 1
expect 3 '' "circlet isochrone: there is no facility 'h9'\\n" \
    circlet $to_homes --cutoff 10 --facility h1,h9
expect 3 '' "circlet isochrone: no facility of type 'castle' is open in \
2020\\n" circlet $to_homes --cutoff 10 --type castle
circlet new empty.gpkg
expect 3 '' 'circlet isochrone: empty.gpkg has no roads: import them first\n' \
    circlet isochrone empty.gpkg --policy "$policy" --mode walk --cutoff 5 \
    --at 116,40

# The sample town: every person on their side of every border.
command -v python3 > /dev/null || { echo 'no python3' >&2; exit 77; }
sample=$srcdir/geodata/sample
circlet new town.gpkg
{
    circlet import town.gpkg units "$sample/units.geojson"
    circlet import town.gpkg people "$sample/people.csv"
    circlet import town.gpkg facilities "$sample/facilities.csv" --complete
    circlet import town.gpkg roads "$sample/node.csv" "$sample/link.csv"
} > made
circlet isochrone town.gpkg --policy "$policy" --mode walk --cutoff 5,10,15 \
    --type warm_home -o town.geojson > said
circlet isochrone town.gpkg --policy "$policy" --mode walk --cutoff 5,10,15 \
    --type warm_home --quiet > again.geojson
cmp town.geojson again.geojson
python3 "$srcdir/tests/cli/isochrone_expect.py" town.geojson \
    "$sample/people.csv"

# ---- as layers of a city and its export -------------------------------------

export_rows() {
    rm -f map.gpkg
    circlet export town.gpkg --to map.gpkg --exact --quiet > said
    sqlite3 map.gpkg 'SELECT places, coalesce(facility, ""), mode, bound,
        direction, minutes, place_count, persons_reached, geom IS NOT NULL
        FROM service_area ORDER BY fid'
}
circlet export town.gpkg --to map.gpkg --quiet > said
[ "$(sqlite3 map.gpkg "SELECT count(*) FROM sqlite_master
    WHERE name = 'service_area'")" -eq 0 ]
circlet isochrone town.gpkg --policy "$policy" --mode walk --cutoff 5,15 \
    --type warm_home --save > said
[ "$(tail -n 1 said)" = 'town.gpkg written (travel mode walk)' ]
circlet isochrone town.gpkg --policy "$policy" --mode walk --cutoff 15 \
    --facility W01,W02 --each --save --outward --bound max --json > said
# Drawn again with other cutoffs they take the place of the first.
circlet isochrone town.gpkg --policy "$policy" --mode walk --cutoff 5,10,15 \
    --type warm_home --save > said
persons() {
    python3 - town.geojson "$1" <<'END'
import json, sys
for feature in json.load(open(sys.argv[1]))["features"]:
    p = feature["properties"]
    if p["minutes"] == float(sys.argv[2]):
        print("%.1f" % p["persons_reached"])
END
}
export_rows > rows
grep -c . rows | grep -qx 5
# What is published is rounded down to fives.
sqlite3 map.gpkg 'SELECT persons_reached FROM service_area ORDER BY fid' |
    awk '{ n = int($1 / 5) * 5; print (n >= 5 || $1 == "0.0" ? n ".0" : "") }' > fives
circlet export town.gpkg --to fives.gpkg --quiet > said
sqlite3 fives.gpkg 'SELECT persons_reached FROM service_area ORDER BY fid' |
    cmp - fives
for minutes in 5 10 15; do
    grep -q "^type warm_home||walk|nominal|to|$minutes.0|[0-9]*|$(
        persons $minutes)|1\$" rows
done
grep -q '^facility W01,W02, each|W02|walk|max|from|15.0|1|.*|1$' rows
# Where an area is of one place its coordinates are columns.
sqlite3 map.gpkg "SELECT facility || ',' || lon || ',' || lat
    FROM service_area WHERE facility IS NOT NULL ORDER BY facility" > said
awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i }
    $at["id"] == "W01" || $at["id"] == "W02" {
        print $at["id"] "," $at["lon"] + 0 "," $at["lat"] + 0 }' OFMT=%.9g \
    CONVFMT=%.9g "$sample/facilities.csv" | sort > wanted
diff wanted said
[ "$(sqlite3 map.gpkg "SELECT count(*) FROM service_area
    WHERE (lon IS NULL) != (place_count > 1)")" -eq 0 ]
if command -v ogr2ogr > /dev/null; then
    rm -f layer.geojson
    ogr2ogr -f GeoJSON -where "places = 'type warm_home'" layer.geojson \
        map.gpkg service_area
    python3 "$srcdir/tests/cli/isochrone_expect.py" layer.geojson \
        "$sample/people.csv"
fi
# Of several points each area says which it is about.
expect_lines 0 '^116.124531,40.104647: 5 min: 
^116.129225,40.114643: 5 min: ' '' circlet isochrone town.gpkg --policy "$policy" \
    --mode walk --cutoff 5 --at 116.124531,40.104647 \
    --at 116.129225,40.114643 --each --save
export_rows > rows
grep -q '^at 116.124531,40.104647||walk|nominal|to|5.0|1|' rows
grep -q '^at 116.129225,40.114643||walk|nominal|to|5.0|1|' rows
[ "$(sqlite3 map.gpkg "SELECT lon || ' ' || lat FROM service_area
    WHERE places = 'at 116.129225,40.114643'")" = '116.129225 40.114643' ]
# One of them again, alone, takes the place of its area.
circlet isochrone town.gpkg --policy "$policy" --mode walk --cutoff 10 \
    --at 116.129225,40.114643 --save > said
export_rows > rows
[ "$(grep -c '^at 116.129225,40.114643|' rows)" -eq 1 ]
grep -q '^at 116.129225,40.114643||walk|nominal|to|10.0|1|' rows
# A facility by its name, too.
[ "$(sqlite3 map.gpkg "SELECT count(*) FROM service_area
    WHERE (facility IS NULL) != (name IS NULL)")" -eq 0 ]
sqlite3 map.gpkg "SELECT name FROM service_area WHERE facility = 'W02'" > rows
grep -q . rows

# Another import is about another city.
circlet import town.gpkg sites "$sample/sites.csv" 2> said > made
grep -q 'saved service areas were dropped: they no longer hold' said
[ "$(sqlite3 town.gpkg "SELECT (SELECT count(*) FROM service_area) +
    (SELECT count(*) FROM run WHERE command = 'service areas')")" -eq 0 ]
