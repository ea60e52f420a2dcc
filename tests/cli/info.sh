#!/bin/sh
# circlet info: what a city holds, where it came from, what is in doubt.
. "${srcdir:-.}/tests/cli/setup"

circlet new empty.gpkg
expect 0 'empty.gpkg: city file, schema version 10
nothing is imported yet\n' '' circlet info empty.gpkg

small_city city.gpkg
hash() { sha256sum "$1" | cut -c "1-$2"; }
expect 0 "city.gpkg: city file, schema version 10

TABLE          ROWS    WEST SOUTH    EAST NORTH
demand            4  116.01 40.05  116.05 40.08
facility          1  116.01 40.05  116.01 40.05
network_extent    1     115    39     117    41
road_link         2     116 40.05  116.06 40.05
road_node         3     116 40.05  116.06 40.05
road_order        1                       
run               5                       
site              1 116.051 40.05 116.051 40.05
source            6                       
unit              1     116    40   116.1  40.1

LAYER      SOURCE         BYTES ROWS IMPORTED REPAIRED DOUBTFUL REFUSED COMPLETE SHA-256      OPTIONS
facilities facilities.csv    95    1        1        0        0       0 yes      $(hash facilities.csv 12) {\"complete\":true}
people     people.csv       163    4        4        0        0       0 yes      $(hash people.csv 12) {\"complete\":true}
roads      link.csv         113    2        2        0        0       0 no       $(hash link.csv 12) {\"extent\":\"115,39,117,41\"}
roads      node.csv          66    3        3        0        0       0 no       $(hash node.csv 12) {\"extent\":\"115,39,117,41\"}
sites      sites.csv         43    1        1        0        0       0 no       $(hash sites.csv 12) 
units      units.geojson    214    1        1        0        0       0 yes      $(hash units.geojson 12) {\"complete\":true,\"set\":[\"level=street\",\"setting=urban\",\"residents=1000\"]}
" '' circlet info city.gpkg

# One person more, outside of everything and without an aid. People who come
# after the units would be refused, so that the unit comes last.
echo e,118,40.05,,,, >> people.csv
{
    circlet new late.gpkg
    circlet import late.gpkg people people.csv
    circlet import late.gpkg facilities facilities.csv
    circlet import late.gpkg roads node.csv link.csv --extent 115,39,117,41
    circlet import late.gpkg units units.geojson --set level=street \
        --set setting=urban --set residents=1000
} > out
expect_lines 0 '^In doubt:$
^       1  people live outside every unit$
^       1  people live where the streets are not known$
^       1  people of whom no aid is given$
^       1  people of whom no kind of disability is given$' '' \
    circlet info late.gpkg

circlet info late.gpkg --json > out
jq -e --arg hash "$(hash people.csv 64)" '
    .city == "late.gpkg" and .schema_version == 10
    and (.tables | map(select(.name == "demand"))[0]
        | .rows == 5 and .extent == [116.01, 40.05, 118, 40.08])
    and (.tables | map(select(.name == "venue"))[0]
        | .rows == 0 and .extent == null)
    and (.sources | map(select(.layer == "people"))[0]
        == {layer: "people", file: "people.csv", sha256: $hash,
            size: 179, options: {}, rows: 5, imported: 5, rejected: 0,
            repaired: 0, doubtful: 0, complete: false})
    and (.doubts | map(select(.name == "people_without_aid"))[0].count == 1)
    ' out > said

# What is odd stays to be seen.
printf '%s\n' id,lon,lat,unit_code f,116.01,40.05,s9 g,116.01,40.05,s1 h,0,0,s1 \
    > registered.csv
circlet import late.gpkg people registered.csv > out 2> said
expect_lines 0 '^people     registered.csv *[0-9]* *3 *2 *0 *1 *1 no
^       1  people registered in a unit that there is not' '' \
    circlet info late.gpkg
