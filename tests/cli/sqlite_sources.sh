#!/bin/sh
# Layers from SQLite files of every kind, written by OGR and by SpatiaLite's
# own shell: the rows are those of the GeoJSON file that they were made from,
# and as many, in the same extent, as OGR finds. circlet itself needs no
# SpatiaLite for that.
. "${srcdir:-.}/tests/cli/setup"
for program in ogr2ogr ogrinfo python3; do
    command -v $program > /dev/null ||
        { echo "no $program" >&2; exit 77; }
done
sample=$srcdir/geodata/sample

# dump CITY TABLE: the rows without where they came from. The geometry is
# rounded to 1e-7 degrees, a centimetre: a projection and back keeps no more.
dump() {
    python3 - "$1" "$2" << 'END'
import sqlite3
import struct
import sys

db = sqlite3.connect(sys.argv[1])
columns = [row[1] for row in db.execute("PRAGMA table_info(%s)" % sys.argv[2])
           if row[1] not in ("fid", "geom", "source", "source_row",
                             "attributes")]


def places(blob):
    if blob is None:
        return None
    box = (0, 32, 48, 48, 64)[blob[3] >> 1 & 7]
    wkb, at, out = blob[8 + box:], [0], []

    def take(form):
        values = struct.unpack_from("<" + form, wkb, at[0])
        at[0] += struct.calcsize("<" + form)
        return values

    def points(count):
        for _ in range(count):
            out.append(tuple(round(x, 7) for x in take("dd")))

    kind = take("BI")[1]
    if kind == 1:
        points(1)
    for _ in range(take("I")[0] if kind == 6 else 0):
        take("BI")
        for _ in range(take("I")[0]):
            points(take("I")[0])
    return out


for row in db.execute("SELECT geom, %s FROM %s ORDER BY 2, 3" %
                      (", ".join(columns), sys.argv[2])):
    print(places(row[0]),
          tuple(round(x, 7) if isinstance(x, float) else x for x in row[1:]))
END
}

# import_from NAME SOURCE ARGUMENT...: units into NAME.gpkg, dumped.
import_from() {
    name=$1
    shift
    circlet new "$name.gpkg"
    circlet import "$name.gpkg" units "$@" > "$name.out" 2> "$name.err" ||
        { cat "$name.err" >&2; explain status import "$@"; }
    dump "$name.gpkg" unit > "$name.units"
}
import_from wanted "$sample/units.geojson"
[ "$(wc -l < wanted.units)" -eq 49 ]

# make NAME ARGUMENT...: the units as another file.
make() {
    name=$1
    shift
    ogr2ogr "$@" "$name" "$sample/units.geojson" -nln units 2> ogr.err ||
        { cat ogr.err >&2; exit 77; }
}
make plain.sqlite -f SQLite
make plane.db -f SQLite -t_srs EPSG:4547
make plane.gpkg -f GPKG -t_srs EPSG:32650
for file in plain.sqlite plane.db plane.gpkg plain.sqlite:UNITS; do
    import_from "$(echo "$file" | tr .: __)" "$file"
done
cmp wanted.units plain_sqlite.units
cmp wanted.units plain_sqlite_UNITS.units
cmp wanted.units plane_db.units
cmp wanted.units plane_gpkg.units

# OGR's own view of the file: as many features, in the same box. OGR may take
# the box from a spatial index, which keeps single floats, rounded outwards by
# 2 in 2^24 at most: 1.4e-5 degrees at 116 degrees.
expect_as_ogr() { # FILE LAYER CITY TABLE
    ogrinfo -ro -so "$1" "$2" > ogr.out
    circlet info "$3" --json > info.json
    python3 - "$4" << 'END'
import json
import re
import sys

text = open("ogr.out", encoding="utf-8").read()
count = int(re.search(r"Feature Count: (\d+)", text).group(1))
box = re.search(r"Extent: \((\S+), (\S+)\) - \((\S+), (\S+)\)", text).groups()
table = [t for t in json.load(open("info.json"))["tables"]
         if t["name"] == sys.argv[1]][0]
assert table["rows"] == count, (table, count)
for found, wanted in zip(table["extent"], map(float, box)):
    assert abs(found - wanted) < 2e-5, (table, box)
END
}
expect_as_ogr plain.sqlite units plain_sqlite.gpkg unit

# Points with attributes of each type; a table without geometry.
ogr2ogr -f SQLite homes.sqlite "$sample/facilities.csv" -nln homes \
    -oo AUTODETECT_TYPE=YES -oo X_POSSIBLE_NAMES=lon -oo Y_POSSIBLE_NAMES=lat \
    -oo KEEP_GEOM_COLUMNS=YES -a_srs EPSG:4326
ogr2ogr -f SQLite table.db "$sample/facilities.csv" -nln homes
for file in "$sample/facilities.csv" homes.sqlite table.db; do
    circlet new homes.gpkg
    circlet import homes.gpkg facilities "$file" > out
    dump homes.gpkg facility > "$(basename "$file").homes"
    rm homes.gpkg
done
cmp facilities.csv.homes table.db.homes
cmp facilities.csv.homes homes.sqlite.homes

# What is there, but cannot be chosen or used.
ogr2ogr -f SQLite -update plain.sqlite "$sample/facilities.csv" -nln names
ogr2ogr -f SQLite -update plain.sqlite "$sample/units.geojson" -nln again
circlet new none.gpkg
expect 3 '' 'circlet import: plain.sqlite: file has several layers (again, units): say which, as in plain.sqlite:again\n' \
    circlet import none.gpkg units plain.sqlite
expect 3 '' "circlet import: plain.sqlite: file has no layer 'roads' (layers: again, units)\n" \
    circlet import none.gpkg units plain.sqlite:roads
python3 - << 'END'
import os
import sqlite3

db = sqlite3.connect("waiting.sqlite")
db.execute("PRAGMA journal_mode=WAL")
db.execute("CREATE TABLE homes (id, name, type, lon, lat)")
db.execute("INSERT INTO homes VALUES ('h1', 'A', 'warm_home', 116, 40)")
db.commit()
os.system("cp waiting.sqlite copied.sqlite; "
          "cp waiting.sqlite-wal copied.sqlite-wal")
END
# Python has closed it: in WAL mode, with nothing beside it, now or after.
circlet import none.gpkg facilities waiting.sqlite > out
[ "$(ls waiting*)" = waiting.sqlite ]
expect 3 '' 'circlet import: copied.sqlite is open in another program: save and close it there first; if it is open in none, one has died: open and close it there once more (copied.sqlite-wal is there)\n' \
    circlet import none.gpkg facilities copied.sqlite
[ ! -e copied.sqlite-shm ]

# SpatiaLite's own files, with and without compression and short points.
if ! ogr2ogr -f SQLite -dsco SPATIALITE=YES town.sqlite \
    "$sample/units.geojson" -nln Units 2> said ||
    ! command -v spatialite > /dev/null; then
    echo "no SpatiaLite: not all was looked at $(cat said)" >&2
    exit 77
fi
import_from town town.sqlite
cmp wanted.units town.units
expect_as_ogr town.sqlite units town.gpkg unit
mkdir broken
echo 'no library' > broken/mod_spatialite.so
(
    LD_LIBRARY_PATH=$PWD/broken${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}
    export LD_LIBRARY_PATH
    import_from bare town.sqlite:uNiTs
)
cmp wanted.units bare.units
spatialite -silent homes.db "
    SELECT InitSpatialMetaData(1);
    CREATE TABLE homes (id TEXT PRIMARY KEY, name TEXT, type TEXT);
    SELECT AddGeometryColumn('homes', 'place', 4326, 'POINT', 'XYZ');
    INSERT INTO homes VALUES ('h1', '甲', 'warm_home',
        MakePointZ(116.25, 40.5, 7, 4326));
    SELECT EnableTinyPoint();
    INSERT INTO homes VALUES ('h2', '乙', 'warm_home',
        MakePointZ(116.5, 40.25, 7, 4326));
    CREATE TABLE squeezed (code TEXT, name TEXT, level TEXT);
    SELECT AddGeometryColumn('squeezed', 'area', 4326, 'POLYGON', 'XY');
    INSERT INTO squeezed VALUES ('s1', '丙', 'street', CompressGeometry(
        GeomFromText('POLYGON((116 40, 117 40, 117 41, 116 41, 116 40),
            (116.25 40.25, 116.25 40.5, 116.5 40.5, 116.5 40.25,
             116.25 40.25))', 4326)));" > out 2> said ||
    { cat said >&2; exit 1; }
circlet new own.gpkg
circlet import own.gpkg facilities homes.db:homes > out
dump own.gpkg facility > found
grep -q "^\[(116.25, 40.5)\] ('h1', '甲', 'warm_home'" found
grep -q "^\[(116.5, 40.25)\] ('h2', '乙', 'warm_home'" found
circlet import own.gpkg units homes.db:squeezed > out
dump own.gpkg unit > found
grep -q "(117.0, 41.0), (116.0, 41.0), (116.0, 40.0), (116.25, 40.25), \
(116.25, 40.5)" found
