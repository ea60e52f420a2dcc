#!/bin/sh
# circlet info: what a city holds, where it came from, what is in doubt.
. "${srcdir:-.}/tests/cli/setup"

circlet new empty.gpkg
expect 0 'empty.gpkg: city file, schema version 1
nothing is imported yet\n' '' circlet info empty.gpkg

small_city city.gpkg
hash() { sha256sum "$1" | cut -c "1-$2"; }
expect 0 "city.gpkg: city file, schema version 1

TABLE          ROWS    WEST SOUTH    EAST NORTH
demand            4  116.01 40.05  116.05 40.08
facility          1  116.01 40.05  116.01 40.05
network_extent    1     115    39     117    41
road_link         2     116 40.05  116.06 40.05
road_node         3     116 40.05  116.06 40.05
run               5                       
site              1 116.051 40.05 116.051 40.05
source            6                       
unit              1     116    40   116.1  40.1

LAYER      SOURCE         ROWS IMPORTED REFUSED COMPLETE SHA-256
facilities facilities.csv    1        1       0 yes      $(hash facilities.csv 12)
people     people.csv        4        4       0 yes      $(hash people.csv 12)
roads      link.csv          2        2       0 no       $(hash link.csv 12)
roads      node.csv          3        3       0 no       $(hash node.csv 12)
sites      sites.csv         1        1       0 no       $(hash sites.csv 12)
units      units.geojson     1        1       0 yes      $(hash units.geojson 12)
" '' circlet info city.gpkg

# One person more, outside of everything and without an aid.
echo e,118,40.05,, >> people.csv
expect 0 '5 of 5 rows imported into people\n4 rows of an earlier import replaced\n' \
    '' circlet import city.gpkg people people.csv
expect_lines 0 '^In doubt:$
^       1  people live outside every unit$
^       1  people live where the streets are not known$
^       1  people of whom no aid is given$
^       1  people of whom no kind of disability is given$' '' \
    circlet info city.gpkg

circlet info city.gpkg --json > out
jq -e --arg hash "$(hash people.csv 64)" '
    .city == "city.gpkg" and .schema_version == 1
    and (.tables | map(select(.name == "demand"))[0]
        | .rows == 5 and .extent == [116.01, 40.05, 118, 40.08])
    and (.tables | map(select(.name == "venue"))[0]
        | .rows == 0 and .extent == null)
    and (.sources | map(select(.layer == "people"))[0]
        == {layer: "people", file: "people.csv", sha256: $hash, rows: 5,
            imported: 5, rejected: 0, complete: false})
    and (.doubts | map(select(.name == "people_without_aid"))[0].count == 1)
    ' out > said
