#!/bin/sh
# Every verdict for 2018, 2019 and 2020 on the middle of a made Beijing (real
# streets and boundaries, people and facilities drawn by seed) is what another
# program works out. Two of its districts count as country here: the roads
# that are known end before the real one. PERSONS is how many people a row
# stands for; of 200 somebody is drawn on an island of streets.
. "${srcdir:-.}/tests/cli/setup"
. "$srcdir/tests/peer/setup"
need_python yaml sqlite3
need_command osmium
need_data beijing_roads_5thring/beijing_5thring.json
need_data beijing_districts/beijing_districts.geojson
need_data beijing_streets/beijing_streets.shp
boundaries=$data_file
need_data beijing_roads_5thring/beijing_5thring.osm.pbf
roads=$data_file
box=116.36,39.88,116.45,39.96

"$python" "$srcdir/tests/bench/make_beijing.py" "$shared/data" made \
    "${PERSONS:-200}"
osmium extract --no-progress -b "$box" -o roads.osm.pbf "$roads"
circlet new beijing.gpkg
# add LAYER FILE OPTION...
add() {
    circlet import beijing.gpkg "$@" --quiet > said 2>&1 || {
        cat said >&2
        exit 1
    }
}
add units made/city.geojson
add units made/districts.geojson
add units "$boundaries" --map code=县+乡 --map name=乡 --map parent_code=县 \
    --set level=street
add units made/communities.geojson --complete
add people made/people.csv --complete
add facilities made/facilities.csv --complete
add roads roads.osm.pbf --extent 115,39,118,42
"$python" "$srcdir/tests/peer/verdicts_part.py" "$box" beijing.gpkg \
    朝阳区=plain 西城区=mountain 海淀区=none

"$python" "$srcdir/tests/peer/verdicts.py" "$CIRCLET" "$srcdir/geodata" \
    beijing.gpkg
