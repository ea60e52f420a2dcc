#!/bin/sh
# Heights of the streets: imported, imported again, dropped, refused.
. "${srcdir:-.}/tests/cli/setup"

printf '%s\n' node_id,x_coord,y_coord 1,116.00,40.005 2,116.01,40.005 \
    3,116.02,40.005 > node.csv
printf '%s\n' link_id,from_node_id,to_node_id,length,facility_type \
    10,1,2,852,footway 11,2,3,853,residential > link.csv

# grid FILE WEST: 12 columns that rise by 1 m each to the east.
grid() {
    printf 'NCOLS 12\nNROWS 3\nXLLCENTER %s\nYLLCENTER 40.004\n' "$2" > "$1"
    printf 'CELLSIZE 0.001\nNODATA_VALUE -1\n' >> "$1"
    for row in 1 2 3; do
        echo 100 101 102 103 104 105 106 107 108 109 110 111 >> "$1"
    done
}
grid west.asc 115.9995
grid east.asc 116.0095

circlet new city.gpkg > made.log

# ---- before the roads ---------------------------------------------------------

expect 3 '' 'circlet import: city.gpkg: it has no streets whose heights could be found: import roads before elevation\n' \
    circlet import city.gpkg elevation west.asc
circlet import city.gpkg roads node.csv link.csv > made.log

# ---- one grid, then both ------------------------------------------------------

echo 'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]]' > west.prj
cp west.prj east.prj
expect 0 'heights of 39 of 71 places along streets found, 1 link has them\n' \
    'circlet import: remark: 32 of 71 places along streets lie outside the grids: their heights are not known
circlet import: remark: 1 of 2 streets have no heights\n' \
    circlet import city.gpkg elevation west.asc
expect 0 'heights of 71 of 71 places along streets found, 2 links have them\nheights of 1 link replaced\n' \
    '' circlet import city.gpkg elevation west.asc east.asc
# A file that is new fills what is not known yet; one that comes again asks
# for all anew.
circlet new tiles.gpkg > made.log
circlet import tiles.gpkg roads node.csv link.csv > made.log
circlet import tiles.gpkg elevation west.asc --quiet > made.log
expect 0 'heights of 36 of 36 places along streets found, 1 link has them\n' \
    'circlet import: remark: streets that had heights keep them (1): to have all made anew name the earlier grids again with these, the best first\n' \
    circlet import tiles.gpkg elevation east.asc
expect_lines 0 '^elevation east.asc .* 36 *36 *0 *0 *0 no
^elevation west.asc .* 39 *39 *0 *0 *0 no' '' circlet info tiles.gpkg
expect 0 'heights of 39 of 71 places along streets found, 1 link has them\nheights of 2 links replaced\n' \
    'circlet import: remark: 32 of 71 places along streets lie outside the grids: their heights are not known
circlet import: remark: 1 of 2 streets have no heights
circlet import: remark: all heights were made anew, so that those of earlier grids that are not named again were dropped (grids: 1)\n' \
    circlet import tiles.gpkg elevation east.asc
expect_lines 0 '^elevation east.asc .* 32 *32 *0 *0 *0 no
^elevation west.asc .* 39 *39 *0 *0 *0 no' '' circlet info city.gpkg
expect 0 '{"layer":"elevation","rows":71,"imported":71,"rejected":0,"repaired":0,"doubtful":0,"replaced":2,"links":2,"notes":[],"remarks":[]}\n' \
    '' circlet import city.gpkg elevation west.asc east.asc --json --quiet

# The same sources give the same bytes.
for name in one two; do
    circlet new $name.gpkg > made.log
    circlet import $name.gpkg roads node.csv link.csv > made.log
    circlet import $name.gpkg elevation west.asc east.asc > made.log
done
cmp one.gpkg two.gpkg

# ---- what is refused leaves the city as it was ---------------------------------

refused() {
    text=$1
    shift
    unchanged city.gpkg expect 3 '' "circlet import: $text\n" \
        circlet import city.gpkg elevation "$@"
}
grid bad.asc 116
sed 's/104/tall/' bad.asc > tall.asc
refused "tall.asc: line 7: row 1, column 5: 'tall' is no number" tall.asc
printf 'II*\0' > hill.tif
refused "hill.tif: GeoTIFF is not read: make an ASCII grid of it with 'gdal_translate -of AAIGrid IN.tif OUT.asc'" hill.tif
printf '12345' > N40E116.hgt
refused 'N40E116.hgt: the tile has 5 bytes; one of 3601 x 3601 heights has 25934402, one of 1201 x 1201 has 2884802' N40E116.hgt
refused '32 of 71 rows were refused, the first: the height of the street at 116.020000 40.005000 is not known' \
    west.asc --strict --quiet
unchanged city.gpkg expect 2 '' "circlet import: option '--map' does not apply to elevation
Try 'circlet import --help' for more information.\n" \
    circlet import city.gpkg elevation west.asc --map a=b

# ---- other roads ----------------------------------------------------------------

expect_lines 0 'links imported into roads' \
    'circlet import: remark: the heights of the earlier roads were dropped: import elevation again\n' \
    circlet import city.gpkg roads node.csv link.csv
circlet info city.gpkg > info
if grep elevation info; then exit 1; fi

# ---- the sample town --------------------------------------------------------------

sample=$srcdir/geodata/sample
circlet new town.gpkg > made.log
circlet import town.gpkg roads "$sample/node.csv" "$sample/link.csv" > made.log
expect_lines 0 '^heights of \([0-9]*\) of \1 places along streets found, 2411 links have them$' \
    '' circlet import town.gpkg elevation "$sample/elevation.asc"
if command -v python3 > made.log; then
    python3 "$sample/sample_elevation.py" again
    cmp again/elevation.asc "$sample/elevation.asc"
    cmp again/elevation.prj "$sample/elevation.prj"
fi
