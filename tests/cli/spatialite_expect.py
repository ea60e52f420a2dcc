"""Holds a SpatiaLite city against the same city as a GeoPackage.

    spatialite_expect.py GPKG SQLITE...

Every table of the GeoPackage is in the first SQLite file with the same rows
and, by SpatiaLite's own AsBinary(), the same geometries; all SQLite files
have the same rows in every table, also in SpatiaLite's own; none of them
knows what time it is.
"""

import datetime
import sqlite3
import struct
import subprocess
import sys

failures = 0


def check(is_true, text):
    global failures
    if not is_true:
        failures += 1
        print("spatialite_expect.py: " + text, file=sys.stderr)


def spatial_sql(path, sql):
    """Rows by SpatiaLite's own shell, each a list of texts."""
    done = subprocess.run(["spatialite", "-silent", "-noheader", "-list",
                           "-separator", "\x1f", path, sql],
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          check=True, encoding="utf-8")
    check(not done.stderr, "spatialite says: " + done.stderr)
    return [line.split("\x1f") for line in done.stdout.splitlines()]


def well_known(blob):
    """The WKB in a GeoPackage geometry, as hexadecimal digits."""
    if blob is None:
        return ""
    assert blob[:2] == b"GP"
    box = (0, 32, 48, 48, 64)[blob[3] >> 1 & 7]
    assert struct.unpack("<i", blob[4:8]) == (4326,)
    return blob[8 + box:].hex().upper()


def open_file(path):
    return sqlite3.connect("file:%s?mode=ro" % path, uri=True)


def tables_of(db, where=""):
    return [row[0] for row in db.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND "
        "sql NOT LIKE 'CREATE VIRTUAL%%' %s ORDER BY name" % where)]


def columns_of(db, table):
    return [row[1] for row in db.execute(
        "PRAGMA table_info('%s')" % table)]


def compare_containers(gpkg_path, sqlite_path):
    gpkg, spatialite = open_file(gpkg_path), open_file(sqlite_path)
    own = tables_of(gpkg, "AND name NOT LIKE 'gpkg%' AND "
                          "name NOT LIKE 'sqlite%' AND "
                          "name NOT LIKE 'rtree%' AND "
                          "name NOT IN ('layer_styles', 'qgis_projects')")
    check(len(own) >= 4, "%s has only the tables %s" % (gpkg_path, own))
    layers = 0
    for table in own:
        columns = columns_of(gpkg, table)
        check(columns_of(spatialite, table) == columns,
              "table %s has other columns" % table)
        # The digest of an exported plan is of its rows, places as they are
        # written among them.
        plain = ", ".join('"%s"' % c for c in columns
                          if c not in ("geom", "digest"))
        query = "SELECT %s FROM %s ORDER BY fid" % (plain, table)
        check(gpkg.execute(query).fetchall() ==
              spatialite.execute(query).fetchall(),
              "table %s has other rows" % table)
        if "geom" not in columns:
            continue
        layers += 1
        wanted = [[str(fid), well_known(blob)] for fid, blob in gpkg.execute(
            "SELECT fid, geom FROM %s ORDER BY fid" % table)]
        check(spatial_sql(sqlite_path,
                          "SELECT fid, ifnull(hex(AsBinary(geom)), '') "
                          "FROM %s ORDER BY fid" % table) == wanted,
              "table %s has other geometries" % table)
    registered = spatialite.execute(
        "SELECT f_table_name FROM geometry_columns WHERE "
        "f_geometry_column = 'geom' AND srid = 4326").fetchall()
    check(len(registered) == layers,
          "%d layers, but %s are registered" % (layers, registered))
    check(spatial_sql(sqlite_path, "SELECT CheckSpatialMetaData()") ==
          [["3"]], "SpatiaLite does not take it for its own")


def all_rows(path):
    db = open_file(path)
    year = str(datetime.datetime.now(datetime.timezone.utc).year)
    rows = {}
    for table in tables_of(db):
        rows[table] = db.execute("SELECT * FROM \"%s\"" % table).fetchall()
        for row in rows[table]:
            for value in row:
                check(not isinstance(value, str) or
                      not value.startswith(year + "-"),
                      "table %s says the time %s" % (table, value))
    return rows


def main():
    gpkg, paths = sys.argv[1], sys.argv[2:]
    compare_containers(gpkg, paths[0])
    first = all_rows(paths[0])
    for path in paths[1:]:
        again = all_rows(path)
        check(sorted(again) == sorted(first),
              "%s has other tables than %s" % (path, paths[0]))
        for table in first:
            check(again.get(table) == first[table],
                  "table %s of %s has other rows" % (table, path))
    return failures > 0


sys.exit(main())
