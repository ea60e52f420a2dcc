#!/bin/sh
# Turn restrictions: which of a city's are used, and travel times that heed
# them, against an independent reading of the map and a search over arcs; and
# a crossing made by hand, where ways, times and areas go round.
. "${srcdir:-.}/tests/cli/setup"
. "$srcdir/tests/peer/setup"
need_python numpy
need_command osmium
drive=$srcdir/geodata/modes/drive.yaml

# A street from west to east, one from its middle to the north, and a way
# round by the south-east, where one may not turn left into the north.
cat > crossing.opl <<'END'
n1 v1 x8.690 y49.400
n2 v1 x8.700 y49.400
n3 v1 x8.710 y49.400
n4 v1 x8.700 y49.410
n5 v1 x8.710 y49.410
w1 v1 Thighway=residential Nn1,n2
w2 v1 Thighway=residential Nn2,n3
w3 v1 Thighway=residential Nn2,n4
w4 v1 Thighway=residential Nn3,n5
w5 v1 Thighway=residential Nn5,n4
r1 v1 Ttype=restriction,restriction=no_left_turn Mw1@from,n2@via,w3@to
r2 v1 Ttype=restriction,restriction=no_u_turn Mw2@from,n3@via,w2@to
END
grep -v '^r' crossing.opl > free.opl
printf '%s\n' id,lon,lat a,8.695,49.4 > people.csv
printf '%s\n' id,name,type,lon,lat f,F,warm_home,8.7,49.405 > facilities.csv
for city in crossing free; do
    osmium cat --no-progress -o $city.osm.pbf $city.opl
    {
        circlet new $city.gpkg
        circlet import $city.gpkg roads $city.osm.pbf --extent 8,49,9,50
        circlet import $city.gpkg people people.csv
        circlet import $city.gpkg facilities facilities.csv
    } > $city.said 2>&1
done
grep -q 'remark: 2 turn restrictions were seen, 2 are used$' crossing.said
if grep -q "turn restrictions" free.said; then exit 1; fi

# way CITY MODE: the way of the person from the west to the north.
way() {
    circlet path "$1.gpkg" --mode "$srcdir/geodata/modes/$2.yaml" \
        --from 8.695,49.4 --to 8.7,49.405 --json
}

# streets CITY: those of the way by car, in order.
streets() {
    way "$1" drive | jq -r '[.steps[] | select(.kind == "link") | .id] |
        join(" ")'
}

# agree CITY MODE: a matrix has the seconds of the way.
agree() {
    circlet matrix "$1.gpkg" --mode "$srcdir/geodata/modes/$2.yaml" \
        --cutoff 60 --json > matrix
    way "$1" "$2" | jq -e --slurpfile matrix matrix \
        '.seconds == $matrix[0].times[0].seconds' > /dev/null
}

# reached CITY MINUTES [OPTION]...: the persons in the area of the facility.
reached() {
    city=$1 minutes=$2
    shift 2
    circlet isochrone "$city.gpkg" --policy "$policy" --mode drive \
        --cutoff "$minutes" --at 8.7,49.405 --quiet "$@" |
        jq '.features[0].properties.persons_reached'
}
[ "$(streets crossing)" = '1-0 2-0 4-0 5-0 3-0' ]
[ "$(streets free)" = '1-0 3-0' ]
for city in crossing free; do
    for mode in drive walk; do
        agree $city $mode
    done
done
way crossing walk > crossing.way
way free walk | cmp - crossing.way
[ "$(reached crossing 11) $(reached crossing 12)" = '0 1' ]
[ "$(reached free 5) $(reached free 6)" = '0 1' ]
[ "$(reached crossing 5 --outward) $(reached crossing 6 --outward)" = '0 1' ]

heidelberg --json
"$python" "$srcdir/tests/peer/turns.py" "$times" "$link_times" streets.opl \
    city.gpkg "$drive" counts
need_data porto/porto.osm.pbf
osmium cat --no-progress -f opl -o porto.opl "$data_file"
circlet new porto.gpkg
circlet import porto.gpkg roads "$data_file" --quiet --json > counts
"$python" "$srcdir/tests/peer/turns.py" "$times" "$link_times" porto.opl \
    porto.gpkg "$drive" counts
