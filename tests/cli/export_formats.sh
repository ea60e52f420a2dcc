#!/bin/sh
# Every kind of export says the same: the same rows and values in OGR's eyes,
# Chinese whole, places where they are; GeoPackages are valid, with sound
# spatial indexes; the same city gives the same bytes.
. "${srcdir:-.}/tests/cli/setup"
for program in ogr2ogr sqlite3; do
    command -v $program > /dev/null || { echo "no $program" >&2; exit 77; }
done
python=/usr/bin/python3
$python -c 'from osgeo import ogr' 2> said ||
    { echo "no python3-gdal" >&2; exit 77; }

sample_town town.gpkg
circlet site town.gpkg --policy "$policy" --services warm_home --count 2 \
    --plan 两处 > made
export_town() {
    circlet export town.gpkg --policy "$policy" --plan 两处 "$@" > made
}

# ---- the same bytes, and a sound file
export_town --to 图.gpkg --survey --roads --language zh
mkdir again
cp town.gpkg again
(cd again && export_town --to 图.gpkg --survey --roads --language zh \
    --threads 1)
cmp 图.gpkg again/图.gpkg
$python -m osgeo_utils.samples.validate_gpkg 图.gpkg > said 2>&1 ||
    { cat said >&2; exit 1; }
sqlite3 图.gpkg "SELECT table_name FROM gpkg_geometry_columns" > layers
[ "$(wc -l < layers)" -ge 10 ]
while read -r layer; do
    [ "$(sqlite3 图.gpkg "SELECT rtreecheck('rtree_${layer}_geom') = 'ok' AND
        (SELECT count(*) FROM rtree_${layer}_geom) =
        (SELECT count(*) FROM $layer WHERE geom IS NOT NULL)")" = 1 ] ||
        { echo "spatial index of $layer" >&2; exit 1; }
done < layers

# ---- no cell, street or crossing of fewer than five persons, and no person
sqlite3 图.gpkg "SELECT 1 FROM uncovered_cell WHERE persons < 5 UNION ALL
    SELECT 1 FROM survey_link WHERE persons < 5 UNION ALL
    SELECT 1 FROM sqlite_master WHERE name LIKE '%demand%'" > said
[ ! -s said ]
[ "$(sqlite3 图.gpkg 'SELECT count(*) > 0 FROM uncovered_cell')" = 1 ]
# Those of more are rounded down to fives, which --exact does not do.
sqlite3 图.gpkg "SELECT persons, persons_low, persons_high FROM uncovered_cell
    UNION ALL SELECT persons, 0, 0 FROM survey_link
    UNION ALL SELECT persons, 0, 0 FROM survey_node" > said
awk -F '|' '$1 % 5 || $2 % 5 || $3 % 5 { exit 1 }' said
export_town --exact --survey --to exact.gpkg
for layer in uncovered_cell survey_link survey_node; do
    sqlite3 图.gpkg "SELECT persons FROM $layer ORDER BY fid" > fives
    sqlite3 exact.gpkg "SELECT persons FROM $layer ORDER BY fid" > said
    awk '{ print int($1 / 5) * 5 ".0" }' said | cmp - fives
done
awk '$1 % 5 { odd = 1 } END { exit !odd }' said
rm exact.gpkg

# ---- the worst verdict is that of the findings in the unit and below
circlet check town.gpkg --policy "$policy" --plan 两处 --json > found.json ||
    [ $? -eq 1 ]
circlet check town.gpkg --policy "$policy" --json > before.json ||
    [ $? -eq 1 ]
export_town --exact --to p.gpkg
export_town --exact --to p.sqlite 2> said || grep -q mod_spatialite said ||
    { cat said >&2; exit 1; }
export_town --exact --to p.shp --encoding GB18030
export_town --exact --to p.geojson
export_town --exact --to p.csv
export_town --exact --to m.gpkg --crs EPSG:4548
export_town --exact --to m.shp --crs EPSG:4548 --layer unit
$python "$srcdir/tests/cli/export_expect.py" found.json before.json \
    p.gpkg p.sqlite p m.gpkg m.shp

# ---- what is refused
expect 3 '' 'circlet export: p_unit.shp: exists already\n' \
    circlet export town.gpkg --to p.shp --quiet
expect 3 '' "circlet export: the export has no layer 'x' (layers: unit, \
facility, facility_access, finding, venue, waiver, site, data_dictionary)\n" \
    circlet export town.gpkg --to x.csv --layer x
expect 2 '' 'circlet export: GeoJSON has degrees of WGS 84 alone: leave out '\
'the coordinate system, or write a .gpkg or .shp\n' \
    circlet export town.gpkg --to x.geojson --crs EPSG:4548
expect 2 '' 'circlet export: --layer is for .shp, .geojson and .csv: a .gpkg '\
"or .sqlite has all layers
Try 'circlet export --help' for more information.\n" \
    circlet export town.gpkg --to x.gpkg --layer unit
expect 2 '' 'circlet export: elsewhere/x.qgz: the project must stand in the '\
'folder of x.gpkg\n' \
    circlet export town.gpkg --to x.gpkg --project elsewhere/x.qgz
expect 2 '' "circlet export: --survey needs --policy
Try 'circlet export --help' for more information.\n" \
    circlet export town.gpkg --to x.gpkg --survey
expect 3 '' "circlet export: x.shp: shapefiles are written in UTF-8 or \
GB18030, not 'UTF-16'\n" \
    circlet export town.gpkg --to x.shp --encoding UTF-16
[ -z "$(find . -name 'x*' -o -name '.*circlet-new*')" ]
