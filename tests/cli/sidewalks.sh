#!/bin/sh
# Roads from OpenSidewalks: its graph, its kerbs, its slopes; one file, two
# files, the earlier schema; what is missing is named.
. "${srcdir:-.}/tests/cli/setup"

node() { printf '{"type":"Feature","properties":{"_id":"%s"%s},"geometry":
{"type":"Point","coordinates":[%s]}}' "$1" "$3" "$2"; }
edge() { printf '{"type":"Feature","properties":{%s},"geometry":
{"type":"LineString","coordinates":[%s]}}' "$1" "$2"; }
collect() {
    printf '{"$schema":"%s/%s/schema.json","type":"FeatureCollection",' \
        https://sidewalks.washington.edu/opensidewalks "$1"
    printf '"features":['
    shift
    printf '%s' "$1"
    shift
    for feature; do printf ',%s' "$feature"; done
    printf ']}\n'
}

n1=$(node 10 116,40 '')
n2=$(node 2 116.001,40 ',"barrier":"kerb","kerb":"lowered","tactile_paving":1')
n3=$(node 3 116.002,40 ',"barrier":"kerb","kerb":"raised"')
pole=$(node 4 116.0005,40.0001 ',"power":"pole"')
e1=$(edge '"_id":"e1","_u_id":"10","_v_id":"2","highway":"footway",
"footway":"sidewalk","incline":-0.05,"width":1.8,"surface":"concrete"' \
    '[116,40],[116.0005,40.0002],[116.001,40]')
e2=$(edge '"_id":"e2","_u_id":"2","_v_id":"3","highway":"footway",
"footway":"crossing","crossing:markings":"zebra","ext:side":"N"' \
    '[116.001,40],[116.002,40]')
fence=$(edge '"_id":"f","barrier":"fence"' '[116,40],[116,40.001]')
zone='{"type":"Feature","properties":{"_id":"z","highway":"pedestrian",
"_w_id":["10","2","3"]},"geometry":{"type":"Polygon","coordinates":
[[[116,40],[116.002,40],[116.002,40.001],[116,40]]]}}'

tags() {
    /usr/bin/python3 - "$1" <<'END'
import sqlite3, sys
base = sqlite3.connect("file:%s?mode=ro" % sys.argv[1], uri=True)
for row in base.execute("SELECT node_id, tags FROM road_node"):
    print(*row)
for row in base.execute("SELECT link_id, from_node_id, to_node_id, "
                        "round(length, 2), tags FROM road_link"):
    print(*row)
END
}
cat > want <<'END'
10 None
2 {"barrier":"kerb","kerb":"lowered","tactile_paving":"yes"}
3 {"barrier":"kerb","kerb":"raised"}
e1 10 2 96.25 {"footway":"sidewalk","highway":"footway","incline":"-5%","surface":"concrete","width":"1.8"}
e2 2 3 85.39 {"crossing:markings":"zebra","ext:side":"N","footway":"crossing","highway":"footway"}
END

circlet new city.gpkg
collect 0.3 "$n3" "$pole" "$e1" "$n1" "$fence" "$n2" "$zone" "$e2" \
    > all.geojson
expect 0 '3 nodes and 2 links imported into roads, 8 rows read\n' \
    'circlet import: remark: 1 areas were seen and are not used: nobody '\
'crosses them but along edges
circlet import: remark: 2 points and lines are no part of the network and '\
'are not used\n' circlet import city.gpkg roads all.geojson
tags city.gpkg > have
diff -u want have

# Nodes and edges in files of their own, in any order.
collect 0.2 "$n3" "$n1" "$n2" > nodes.geojson
collect 0.2 "$e1" "$e2" > edges.geojson
for pair in 'nodes.geojson edges.geojson' 'edges.geojson nodes.geojson'; do
    # shellcheck disable=SC2086
    circlet import city.gpkg roads $pair --quiet > .out
    tags city.gpkg > have
    diff -u want have
done

# Schema 0.1 has edges without an id.
collect 0.1 "$n1" "$n2" "$(edge '"_u_id":"10","_v_id":"2",
"highway":"footway"' '[116,40],[116.001,40]')" > old.geojson
circlet import city.gpkg roads old.geojson --quiet > .out
tags city.gpkg > have
grep -q '^row-3 10 2 85.39 {"highway":"footway"}$' have

# Nodes that are not there.
expect 3 '' "circlet import: edges.geojson: row 1 names node '10', which is \
not there; edges name 4 nodes that are missing\n" \
    circlet import city.gpkg roads edges.geojson
expect 2 '' "circlet import: nodes.geojson, old.shp.json: neither has edges \
of OpenSidewalks: lines come from one file\n" sh -c 'cp nodes.geojson \
old.shp.json && "$0" import city.gpkg roads nodes.geojson old.shp.json' \
    "$CIRCLET"
expect 2 '' 'circlet import: roads of this format have its columns: they take '\
'no map and no set\n' \
    circlet import city.gpkg roads all.geojson --set highway=footway

# Bad rows are refused, and an edge that ends elsewhere is doubtful.
collect 0.3 "$n1" "$n1" "$n2" "$n3" "$e1" "$e1" "$(edge '"_id":"e3",
"_u_id":"2"' '[116,40],[116,40.1]')" "$(edge '"_id":"e4","_u_id":"2",
"_v_id":"3","highway":"footway"' '[116.001,40],[116.0021,40]')" > bad.geojson
circlet import city.gpkg roads bad.geojson --json > .json 2> .said
for text in '"rejected":3' '"doubtful":1' '"links":2'; do
    grep -q "$text" .json || { cat .json .said >&2; exit 1; }
done
for text in 'another point has the same _id' 'another edge has the same _id' \
    'the edge has no _v_id' \
    'the edge starts or ends more than 1 m from its node'; do
    grep -q "$text" .said || { cat .said >&2; exit 1; }
done
