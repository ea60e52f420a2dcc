#!/bin/sh
# QGIS itself opens what an export is for: the project in a GeoPackage, and
# those beside a SpatiaLite database and shapefiles. Every layer is valid,
# drawn and labelled as it should be, the picture is not blank, the page is
# printed; a layer that is added alone has its style.
. "${srcdir:-.}/tests/cli/setup"
python=/usr/bin/python3
export QT_QPA_PLATFORM=offscreen XDG_RUNTIME_DIR="$scratch"
$python -c 'import qgis.core' 2> said || { echo 'no python3-qgis' >&2; exit 77; }

sample=$srcdir/geodata/sample
circlet new town.gpkg
for layer in units.geojson people.csv facilities.csv sites.csv venues.csv; do
    circlet import town.gpkg "${layer%%.*}" "$sample/$layer" > made 2>&1
done
circlet import town.gpkg roads "$sample/node.csv" "$sample/link.csv" > made
circlet site town.gpkg --policy "$policy" --services warm_home --count 2 \
    --plan 两处 > made
export_town() {
    circlet export town.gpkg --policy "$policy" --plan 两处 --language "$@" \
        > made
}
opens() { # PROJECT
    $python "$srcdir/tests/cli/qgis_expect.py" "$1" map.png page.pdf \
        > said 2> talk || { cat said talk >&2; exit 1; }
    [ "$(head -c 4 page.pdf)" = %PDF ]
}

export_town zh --to 图.gpkg --survey --roads
opens "geopackage:$PWD/图.gpkg?projectName=circlet"
$python "$srcdir/tests/cli/qgis_style.py" "$PWD/图.gpkg" 判定等级 新建
export_town en --to 图.gpkg --crs EPSG:4548 --project beside.qgz --force
opens "geopackage:$PWD/图.gpkg?projectName=circlet"
opens "$PWD/beside.qgz"
export_town en --to set.shp --encoding GB18030 --project set.qgz
opens "$PWD/set.qgz"
$python "$srcdir/tests/cli/qgis_names.py" "$PWD/set.qgz" "$sample/units.geojson"
export_town zh --to 分.shp --crs EPSG:4547 --project 分.qgz
$python "$srcdir/tests/cli/qgis_names.py" "$PWD/分.qgz" "$sample/units.geojson"
if export_town zh --to 图.sqlite --project lite.qgz 2> said; then
    opens "$PWD/lite.qgz"
else
    grep -q mod_spatialite said || { cat said >&2; exit 1; }
fi
