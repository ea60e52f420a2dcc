#!/bin/sh
# A city as a SpatiaLite database: what a GeoPackage gives, it gives too, to
# the byte where there is a text; SpatiaLite's own programs work on it; and
# without SpatiaLite's module there is one clear error.
. "${srcdir:-.}/tests/cli/setup"

# The loader finds a file of this name first that is no library.
mkdir broken
echo 'no library' > broken/mod_spatialite.so
without_module() {
    LD_LIBRARY_PATH=$PWD/broken${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH} "$CIRCLET" "$@"
}
refuse() {
    status=0
    without_module "$@" > .out 2> .err || status=$?
    [ "$status" -eq 3 ] || explain "status $status instead of 3" "$@"
    [ ! -s .out ] || explain stdout "$@"
    [ "$(wc -l < .err)" -eq 1 ] || explain stderr "$@"
    grep -q "^circlet $1: .*\.sqlite: this needs SQLite's module \
mod_spatialite, which cannot be loaded (Debian's package \
libsqlite3-mod-spatialite): " .err || { cat .err >&2; explain stderr "$@"; }
}
refuse new city.sqlite
[ ! -e city.sqlite ]
[ -z "$(find . -name '*.circlet-new*')" ]
expect 0 '' '' without_module new other.gpkg
refuse export other.gpkg --to map.sqlite
[ ! -e map.sqlite ]

if ! circlet new probe.sqlite 2> said; then
    echo "no mod_spatialite: $(cat said)" >&2
    exit 77
fi
refuse info probe.sqlite
refuse check probe.sqlite --policy "$policy"
refuse import probe.sqlite units none.geojson
refuse export probe.sqlite --to map.gpkg
[ "$(stat -c %a probe.sqlite)" = 600 ]
expect 3 '' 'circlet new: probe.sqlite: exists already\n' \
    circlet new probe.sqlite

# The same steps with each container, without a word on stderr. The name of
# the city is not what is compared.
sample=$srcdir/geodata/sample
printf '%s\n' lon,lat,weight 116.1,40.1,3 116.2,40.2,4 > grid.csv
printf '%s\n' id,name,lon,lat,kind v1,文化馆,116.1,40.1,culture > venues.csv
judge() {
    status=0
    circlet check "city.$1" --policy "$policy" --json --save $2 > "$1.$3" ||
        status=$?
    [ "$status" -eq 1 ] || explain "status $status instead of 1" check "$1"
}
make_city() { # SUFFIX
    circlet new "city.$1"
    circlet import "city.$1" units "$sample/units.geojson" --complete
    circlet import "city.$1" people "$sample/people.csv"
    circlet import "city.$1" facilities "$sample/facilities.csv" --complete
    circlet import "city.$1" sites "$sample/sites.csv"
    circlet import "city.$1" roads "$sample/node.csv" "$sample/link.csv"
    circlet import "city.$1" grid grid.csv
    circlet import "city.$1" venues venues.csv
    # Again: rows are replaced.
    circlet import "city.$1" sites "$sample/sites.csv"
    judge "$1" '' before.json
    circlet site "city.$1" --policy "$policy" --services warm_home \
        --count 3 --plan three --json > "$1.plan.json"
    judge "$1" '--plan three' after.json
    mkdir -p "$1-map"
    circlet export "city.$1" --to "$1-map/map.gpkg" --plan three
    circlet export "city.$1" --to "$1-map.sqlite" --plan three
    circlet info "city.$1" --json
}
for suffix in gpkg sqlite; do
    make_city $suffix 2> $suffix.err |
        sed "s/city\.$suffix/city/; s/$suffix-map/map/" > $suffix.out
    sed "s/city\.$suffix/city/" $suffix.err > $suffix.said
done
cmp gpkg.out sqlite.out
cmp gpkg.said sqlite.said
for file in before.json plan.json after.json; do
    cmp gpkg.$file sqlite.$file
done
grep -q '"verdict":"fail"' sqlite.before.json
cmp gpkg-map/map.gpkg sqlite-map/map.gpkg
[ -z "$(find . -name '*-journal' -o -name '*-wal' -o -name '*circlet-new*')" ]

mkdir fewer
head -n 1000 "$sample/people.csv" > fewer/people.csv

# Killed at any moment, an import leaves the city as before or as after.
cp city.sqlite kept.sqlite
rows() {
    python3 -c 'import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
print(db.execute("SELECT count(*) FROM demand").fetchone()[0])' "$1"
}
if command -v python3 > /dev/null; then
    for delay in 0 0.02 0.05 0.1 0.2 0.3 0.5; do
        cp kept.sqlite killed.sqlite
        "$CIRCLET" import killed.sqlite people fewer/people.csv --quiet \
            > /dev/null 2>&1 &
        victim=$!
        sleep $delay
        kill -9 $victim 2> /dev/null || true
        wait $victim 2> /dev/null || true
        cmp -s kept.sqlite killed.sqlite || [ "$(rows killed.sqlite)" = 999 ]
        [ ! -e killed.sqlite-journal ]
        [ ! -e killed.sqlite-wal ]
        rm killed.sqlite
    done
fi

# What follows needs other programs.
for program in spatialite python3 ogrinfo; do
    command -v $program > /dev/null ||
        { echo "no $program: not all was looked at" >&2; exit 77; }
done

# The same rows, the same each time, in the city and in the export.
mkdir again
mv city.sqlite sqlite-map* again
make_city sqlite > out 2>&1
python3 "$srcdir/tests/cli/spatialite_expect.py" city.gpkg city.sqlite \
    again/city.sqlite
python3 "$srcdir/tests/cli/spatialite_expect.py" gpkg-map/map.gpkg \
    sqlite-map.sqlite again/sqlite-map.sqlite gpkg-map.sqlite

# Spatial SQL: who lives where, as circlet itself finds it. Some are made to
# live elsewhere than they are registered.
spatial() {
    spatialite -silent -noheader "${2:-city.sqlite}" "$1" 2> .err
    [ ! -s .err ] || { cat .err >&2; exit 1; }
}
cp city.sqlite moved.sqlite
spatial "UPDATE demand SET unit_code = '990103001' WHERE fid % 10 = 0;" \
    moved.sqlite
for file in city.sqlite moved.sqlite; do
    found=$(spatial "SELECT count(*) FROM demand AS d JOIN unit AS u
        ON u.code = d.unit_code WHERE NOT ST_Within(d.geom, u.geom);" $file)
    circlet info $file --json > info.json
    grep -q "{\"name\":\"people_elsewhere\",\"count\":$found}" info.json ||
        { cat info.json >&2; echo "not $found people elsewhere" >&2; exit 1; }
    echo "$found" >> elsewhere
done
[ "$(sed -n 1p elsewhere)" -lt "$(sed -n 2p elsewhere)" ]
[ "$(spatial "SELECT count(*) FROM unit WHERE geom IS NOT NULL AND
    ST_Area(ST_Transform(geom, 4547)) BETWEEN 1e4 AND 2e9 AND ST_IsValid(geom);")" \
    = "$(spatial 'SELECT count(*) FROM unit WHERE geom IS NOT NULL;')" ]
cp city.sqlite indexed.sqlite
[ "$(spatial "SELECT CreateSpatialIndex('demand', 'geom');" \
    indexed.sqlite)" = 1 ]
circlet import indexed.sqlite people fewer/people.csv > out 2>&1
[ "$(spatial "SELECT CheckSpatialIndex('demand', 'geom');" \
    indexed.sqlite)" = 1 ]

# OGR, and QGIS with it, reads every layer and finds its extent.
for file in city.sqlite sqlite-map.sqlite; do
    ogrinfo -ro -so -al $file > layers 2> said
    [ ! -s said ] || { cat said >&2; exit 1; }
done
ogrinfo -ro -so city.sqlite demand > layers
grep -q '^Geometry: Point$' layers
grep -q '^Feature Count: 3397$' layers
grep -q '^Extent: (116.035751, 40.032670) - (116.312310, 40.258210)$' layers
if /usr/bin/python3 -c 'import qgis.core' 2> /dev/null; then
    QT_QPA_PLATFORM=offscreen XDG_RUNTIME_DIR=$scratch /usr/bin/python3 - \
        "$scratch/city.sqlite" << 'END'
import os
import sys

from qgis.core import QgsApplication, QgsVectorLayer

application = QgsApplication([], False)
application.initQgis()
for provider, uri in (("ogr", sys.argv[1] + "|layername=demand"),
                      ("spatialite", "dbname='%s' table=\"demand\" (geom)"
                       % sys.argv[1])):
    layer = QgsVectorLayer(uri, "people", provider)
    assert layer.isValid() and layer.crs().isValid(), provider
    assert layer.featureCount() == 3397, provider
os._exit(0)
END
else
    echo 'no PyQGIS: QGIS itself was not asked'
fi
