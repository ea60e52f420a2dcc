#!/bin/sh
# Roads from lines: what is said and refused, how they are joined, and that
# the streets of a city, written as lines, come back as the same graph.
. "${srcdir:-.}/tests/cli/setup"

# count KEY NUMBER: what the last import printed as JSON.
count() {
    grep -q "\"$1\":$2[,}]" "$scratch/.json" || {
        cat "$scratch/.json" >&2
        echo "road_lines.sh: no \"$1\":$2" >&2
        exit 1
    }
}
import() { circlet import "$@" --json > "$scratch/.json" 2> "$scratch/.said"; }
said() {
    grep -q -e "$1" "$scratch/.said" || {
        cat "$scratch/.said" >&2
        echo "road_lines.sh: nothing says '$1'" >&2
        exit 1
    }
}

# A street, one that ends on its vertex, one that crosses it, a bridge over
# both; then rows of each kind that is refused or doubtful.
cat > lines.geojson <<'END'
{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"NR":"a","KIND":"residential"},"geometry":
 {"type":"LineString","coordinates":[[116,40],[116.01,40],[116.02,40]]}},
{"type":"Feature","properties":{"NR":"b","KIND":"footway"},"geometry":
 {"type":"LineString","coordinates":[[116.01,40],[116.01,40.01]]}},
{"type":"Feature","properties":{"NR":"c","KIND":"service"},"geometry":
 {"type":"LineString","coordinates":[[116.015,39.99],[116.015,40.01]]}},
{"type":"Feature","properties":{"NR":"d","KIND":"primary","bridge":"T"},
 "geometry":{"type":"MultiLineString","coordinates":[
  [[116.005,39.99],[116.005,40.01]],[[116.005,40.01],[116.02,40.01]]]}},
{"type":"Feature","properties":{"NR":"e","KIND":"service"},"geometry":
 {"type":"LineString","coordinates":[[116.015,40.01],[116.015,39.99]]}},
{"type":"Feature","properties":{"NR":"f","KIND":"service"},"geometry":
 {"type":"LineString","coordinates":[[116,40],[116,40]]}},
{"type":"Feature","properties":{"NR":"g","KIND":"service"},"geometry":null},
{"type":"Feature","properties":{"NR":"h","KIND":"service"},"geometry":
 {"type":"Point","coordinates":[116,40]}},
{"type":"Feature","properties":{"NR":"i"},"geometry":
 {"type":"LineString","coordinates":[[116,40],[116,40.01]]}},
{"type":"Feature","properties":{"NR":"j","KIND":"Strasse"},"geometry":
 {"type":"LineString","coordinates":[[116.02,40.000002],[116.02,40.005]]}},
{"type":"Feature","properties":{"NR":"k","KIND":"path"},"geometry":
 {"type":"LineString","coordinates":
  [[116.03,40],[116.031,40],[116.031,40.001],[116.03,40]]}}]}
END
circlet new city.gpkg
expect 3 '' "circlet import: lines.geojson: nothing says which kind of street \
a line is: map a field to it, as in highway=FCLASS, or set it for all, as in \
highway=residential (fields found: NR, KIND, bridge)\n" \
    circlet import city.gpkg roads lines.geojson
expect 3 '' "circlet import: lines.geojson: no field 'TYPE' (fields found: \
NR, KIND, bridge)\n" \
    circlet import city.gpkg roads lines.geojson --map highway=TYPE
expect 2 '' "circlet import: id=7: all links would have one id\n" \
    circlet import city.gpkg roads lines.geojson --set id=7

import city.gpkg roads lines.geojson --map highway=KIND --map id=NR
count rows 11
count rejected 5
count doubtful 4
count nodes 12
count links 8
said 'row 3 has the same line and tags'
said 'the line has no length'
said 'the row has no geometry'
said 'the geometry is no line'
said 'no tag says that this is a street, a railway or water'
said 'no travel mode knows this kind of street'
said 'the line runs in a circle that no other line meets'
said 'the line ends 0.22 m from that of row 10 without meeting it'
said '12 nodes; number of parts that do not hang together: 5;'

import city.gpkg roads lines.geojson --map highway=KIND --map id=NR \
    --split-crossings
count nodes 13
count links 10

# All of one kind; other fields are tags as they are.
import city.gpkg roads lines.geojson --set highway=footway
count rejected 3
count links 10
said 'row 3 has the same line with other tags'

# Options that another format has no use for, and other formats.
: > map.osm
: > map.o5m
expect 3 '' "circlet import: map.osm: OpenStreetMap data is read as .osm.pbf: \
convert it with osmium cat -o FILE.osm.pbf\n" \
    circlet import city.gpkg roads map.osm
expect 3 '' "circlet import: map.o5m: OpenStreetMap data is read as .osm.pbf: \
convert it with osmium cat -o FILE.osm.pbf\n" \
    circlet import city.gpkg roads map.o5m
sample=$srcdir/geodata/sample
expect 2 '' "circlet import: roads of this format say where they meet: their \
crossings are not split\n" circlet import city.gpkg roads \
    "$sample/node.csv" "$sample/link.csv" --split-crossings
expect 3 '' "circlet import: the nodes of GMNS are in degrees, which \
coordinate system 'EPSG:4548' is not\n" circlet import city.gpkg roads \
    "$sample/node.csv" "$sample/link.csv" --crs EPSG:4548

# The sample town's streets as lines, in three formats. Lines say nothing of
# crossings and kerbs, which are tags of nodes.
cut -d, -f1-3 "$sample/node.csv" > node.csv
cp "$sample/link.csv" link.csv
command -v ogr2ogr > /dev/null || { echo 'no ogr2ogr' >&2; exit 77; }
{
    circlet new town.gpkg
    for layer in units people facilities sites; do
        circlet import town.gpkg $layer "$sample/$layer".*
    done
    circlet import town.gpkg roads node.csv link.csv \
        --extent 116.0,40.0,116.4,40.3
} > "$scratch/.made" 2>&1
# Travel times of group sizes hang on the last digits of lengths.
judge() {
    circlet check town.gpkg --policy "$policy" --json > found || [ $? -eq 1 ]
    jq 'del(.findings[].arguments | .total, .longest)' found
}
judge > want.json
graph() {
    /usr/bin/python3 - "$1" <<'END'
import collections, sqlite3, sys
base = sqlite3.connect("file:%s?mode=ro" % sys.argv[1], uri=True)
links = base.execute(
    "SELECT from_node_id, to_node_id, length FROM road_link").fetchall()
ends = collections.Counter(end for link in links for end in link[:2])
print(base.execute("SELECT count(*) FROM road_node").fetchone()[0],
      len(links), sorted(collections.Counter(ends.values()).items()),
      "%.0f" % sum(link[2] for link in links))
END
}
graph town.gpkg > want.graph
ogr2ogr -q -f GeoJSON -lco COORDINATE_PRECISION=9 town.geojson town.gpkg \
    road_link
ogr2ogr -q -f GPKG lines.gpkg town.gpkg road_link
ogr2ogr -q -f 'ESRI Shapefile' -lco ENCODING=UTF-8 town.shp town.gpkg \
    road_link 2> "$scratch/.ogr"
for file in town.geojson lines.gpkg town.shp; do
    import town.gpkg roads "$file" --extent 116.0,40.0,116.4,40.3
    count rejected 0
    graph town.gpkg > have.graph
    diff -u want.graph have.graph
    judge > have.json
    cmp want.json have.json
done

# In metres of another system they meet all the same.
ogr2ogr -q -f GPKG -t_srs EPSG:4547 plane.gpkg lines.gpkg
import town.gpkg roads plane.gpkg --extent 116.0,40.0,116.4,40.3
graph town.gpkg > have.graph
diff -u want.graph have.graph
