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
expect 0 '{"layer":"units","rows":2,"imported":2,"rejected":0,"replaced":2,"remarks":[]}\n' \
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
expect 0 '2 of 4 rows imported into people\n2 rows refused\n' "$refused" \
    circlet import city.gpkg people people.csv --rejects refused.csv
cat > wanted.csv <<'END'
source,row,reason
people.csv,3,age '7o' is no whole number
people.csv,4,lon 196.02 is outside -180..180
END
diff wanted.csv refused.csv
[ "$(stat -c %a refused.csv)" = 600 ]

# Nothing is overwritten unasked, and never what is read.
unchanged city.gpkg expect 3 '' \
    "circlet import: 'refused.csv' exists; --force replaces it\n" \
    circlet import city.gpkg people people.csv --rejects refused.csv
unchanged people.csv expect 2 '' \
    "circlet import: --rejects names 'people.csv', which is read
Try 'circlet import --help' for more information.\n" \
    circlet import city.gpkg people people.csv --rejects people.csv --force
expect 0 '2 of 4 rows imported into people
2 rows refused
2 rows of an earlier import replaced\n' "$refused" \
    circlet import city.gpkg people people.csv --rejects refused.csv --force

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
expect 0 '1 of 26 rows imported into people\n25 rows refused\n' \
    "$(cat said)\n" circlet import city.gpkg people many.csv \
    --rejects all.csv
[ "$(wc -l < all.csv)" -eq 26 ]

# A full disk under the file of refused rows is no success.
expect 5 '' "$refused""circlet import: cannot write '/dev/full': No space left on device\n" \
    circlet import city.gpkg people people.csv --rejects /dev/full --force

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
expect 0 '{"layer":"roads","rows":5,"imported":5,"rejected":0,"replaced":5,"nodes":3,"links":2,"turn_restrictions":0,"remarks":[]}\n' \
    '' circlet import city.gpkg roads node.csv link.csv --json \
    --extent 116,40,116.2,40.1

expect 2 '' "circlet import: unknown layer 'streets' (units, people, facilities, sites, roads)
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
