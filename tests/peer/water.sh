#!/bin/sh
# Water that OpenStreetMap draws as a relation, a basin or a coast, and rails:
# nobody is tied to a street across them, and no service area is drawn over
# them, unless they lie under the ground.
. "${srcdir:-.}/tests/cli/setup"
. "$srcdir/tests/peer/setup"
need_command osmium

# A street 20 m south of a river, and one 20 m south of the sea; people live
# across the water, 80 m from the street. Streets to both sides, so that all
# lies within their extent.
write_map() {
    cat <<END
n1 v1 x8.000 y50.0000
n2 v1 x8.010 y50.0000
n3 v1 x8.000 y50.1000
n4 v1 x8.010 y50.1000
n5 v1 x7.990 y49.9900
n6 v1 x8.020 y49.9900
n7 v1 x7.990 y50.1100
n8 v1 x8.020 y50.1100
n11 v1 x7.980 y50.0002
n12 v1 x8.030 y50.0002
n13 v1 x8.030 y50.0005
n14 v1 x7.980 y50.0005
n21 v1 x7.980 y50.1002
n22 v1 x8.030 y50.1002
w1 v1 Thighway=residential,name=River Nn1,n2
w2 v1 Thighway=residential,name=Sea Nn3,n4
w3 v1 Thighway=residential Nn5,n6
w4 v1 Thighway=residential Nn7,n8
w5 v1 T$1 Nn11,n12,n13
w6 v1 T Nn13,n14,n11
w7 v1 T$2 Nn22,n21
r1 v1 T$3 Mw5@outer,w6@
END
}

# city WAY COAST RELATION: city.gpkg with streets and that water.
city() {
    write_map "$@" > map.opl
    osmium cat --no-progress --overwrite map.opl -o map.osm.pbf
    rm -f city.gpkg
    circlet new city.gpkg
    circlet import city.gpkg roads map.osm.pbf --quiet > said
    printf '%s\n' 'id,lon,lat,kind,grade' \
        r,8.005,50.0007,physical,1 s,8.005,50.1007,physical,1 > people.csv
    circlet import city.gpkg people people.csv --quiet > said
}

# reached LAT: who comes to the street there, and whether the area is drawn
# across the water.
reached() {
    circlet isochrone city.gpkg --policy "$policy" --mode walk --cutoff 15 \
        --at "8.005,$1" --quiet > area.geojson
    "$python" - "$1" << 'END'
import json, sys
area = json.load(open("area.geojson"))["features"][0]
across = float(sys.argv[1]) + 0.0007
inside = False
for polygon in area["geometry"]["coordinates"]:
    for ring in polygon:
        for (x1, y1), (x2, y2) in zip(ring, ring[1:]):
            if (y1 > across) != (y2 > across):
                inside ^= 8.005 < x1 + (across - y1) * (x2 - x1) / (y2 - y1)
print("%g %s" % (area["properties"]["persons_reached"],
                 "across" if inside else "this side"))
END
}

expect() {
    [ "$(reached "$2")" = "$3" ] || {
        echo "water.sh: $1: $(reached "$2"), not $3" >&2
        exit 1
    }
    echo "$1: $3"
}

policy=$srcdir/geodata/policies/beijing-2018.yaml
city natural=wood natural=cliff type=multipolygon,natural=wood
expect 'a wood by relation' 50.0 '1 across'
expect 'a cliff' 50.1 '1 across'
for tags in natural=water waterway=riverbank water=river landuse=basin \
    landuse=reservoir; do
    city natural=scrub natural=coastline "type=multipolygon,$tags"
    expect "$tags by relation" 50.0 '0 this side'
    expect 'a coast' 50.1 '0 this side'
done
city '' '' type=multipolygon,natural=water
expect 'water by relation, its ways without tags' 50.0 '0 this side'
city highway=footway '' type=multipolygon,natural=water
expect 'water whose southern bank is a path' 50.0 '0 this side'
city '' '' type=multipolygon,natural=water,tunnel=yes
expect 'water under the ground' 50.0 '1 across'

# One way, in place of water by relation and of the coast.
for tags in landuse=reservoir landuse=basin railway=rail railway=subway \
    railway=rail,layer=0 railway=light_rail,layer=1; do
    city "$tags" "$tags" type=multipolygon,natural=wood
    expect "$tags" 50.0 '0 this side'
    expect "$tags" 50.1 '0 this side'
done
for tags in landuse=basin,covered=yes landuse=meadow railway=tram \
    railway=subway,layer=-2 railway=rail,layer=-1; do
    city "$tags" "$tags" type=multipolygon,natural=wood
    expect "$tags" 50.0 '1 across'
    expect "$tags" 50.1 '1 across'
done

# Of a real coast: as many links as an independent reading finds.
need_data monaco/monaco.osm.pbf
need_python numpy
osmium cat --no-progress -f opl -o streets.opl "$data_file"
rm -f city.gpkg
circlet new city.gpkg
circlet import city.gpkg roads "$data_file" --quiet > said
PYTHONPATH=$srcdir/tests/peer "$python" - << 'END'
import collections, json, sqlite3
import opl_streets

_, links = opl_streets.read_links("streets.opl")
want = collections.Counter(link.tags.get("natural") for link in links)
base = sqlite3.connect("file:city.gpkg?mode=ro", uri=True)
have = collections.Counter(json.loads(tags or "{}").get("natural") for tags,
                           in base.execute("SELECT tags FROM road_link"))
assert have == want and have["coastline"] > 20, (have, want)
print("Monaco:", dict(have))
END
