#include "io/container.h"

#include <math.h>

#include "base/error.h"
#include "base/text.h"
#include "geo/area.h"

/* OGC 12-128r17: the base tables, and the three reference systems that
 * every GeoPackage must have. */
static const char *const core_sql[] = {
    "PRAGMA application_id=1196444487; PRAGMA user_version=10300;",
    "CREATE TABLE gpkg_spatial_ref_sys ("
    "srs_name TEXT NOT NULL,"
    "srs_id INTEGER PRIMARY KEY,"
    "organization TEXT NOT NULL,"
    "organization_coordsys_id INTEGER NOT NULL,"
    "definition TEXT NOT NULL,"
    "description TEXT);",
    "CREATE TABLE gpkg_contents ("
    "table_name TEXT NOT NULL PRIMARY KEY,"
    "data_type TEXT NOT NULL,"
    "identifier TEXT UNIQUE,"
    "description TEXT DEFAULT '',"
    "last_change DATETIME NOT NULL DEFAULT "
    "(strftime('%Y-%m-%dT%H:%M:%fZ','now')),"
    "min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE,"
    "srs_id INTEGER,"
    "CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) "
    "REFERENCES gpkg_spatial_ref_sys(srs_id));",
    "CREATE TABLE gpkg_geometry_columns ("
    "table_name TEXT NOT NULL,"
    "column_name TEXT NOT NULL,"
    "geometry_type_name TEXT NOT NULL,"
    "srs_id INTEGER NOT NULL,"
    "z TINYINT NOT NULL,"
    "m TINYINT NOT NULL,"
    "CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),"
    "CONSTRAINT uk_gc_table_name UNIQUE (table_name),"
    "CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) "
    "REFERENCES gpkg_contents(table_name),"
    "CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) "
    "REFERENCES gpkg_spatial_ref_sys (srs_id));",
    "INSERT INTO gpkg_spatial_ref_sys VALUES"
    "('Undefined Cartesian SRS',-1,'NONE',-1,'undefined',"
    "'undefined Cartesian coordinate reference system'),"
    "('Undefined geographic SRS',0,'NONE',0,'undefined',"
    "'undefined geographic coordinate reference system'),"
    "('WGS 84 geodetic',4326,'EPSG',4326,"
    "'GEOGCS[\"WGS 84\",DATUM[\"WGS_1984\",SPHEROID[\"WGS 84\",6378137,"
    "298.257223563,AUTHORITY[\"EPSG\",\"7030\"]],AUTHORITY[\"EPSG\",\"6326\"]"
    "],PRIMEM[\"Greenwich\",0,AUTHORITY[\"EPSG\",\"8901\"]],"
    "UNIT[\"degree\",0.0174532925199433,AUTHORITY[\"EPSG\",\"9122\"]],"
    "AXIS[\"Latitude\",NORTH],AXIS[\"Longitude\",EAST],"
    "AUTHORITY[\"EPSG\",\"4326\"]]',"
    "'longitude/latitude coordinates in decimal degrees on the WGS 84 "
    "spheroid');"};

static circlet_status start(ci_db *db, circlet_error *error)
{
    for (size_t i = 0; i < sizeof(core_sql) / sizeof(core_sql[0]); i++) {
        circlet_status status = ci_db_run(db, core_sql[i], error);

        if (status != CIRCLET_OK)
            return status;
    }
    return CIRCLET_OK;
}

static circlet_status register_tables(ci_db *db, circlet_error *error)
{
    static const char *const sql[] = {
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, "
        "last_change, srs_id) "
        "SELECT m.name, iif(g.type IS NULL, 'attributes', 'features'), "
        "m.name, ?1, iif(g.type IS NULL, NULL, ?2) FROM sqlite_master AS m "
        "LEFT JOIN pragma_table_info(m.name) AS g ON g.name = 'geom' "
        "WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' "
        "AND m.name NOT LIKE 'gpkg\\_%' ESCAPE '\\' AND m.name NOT IN "
        "(SELECT table_name FROM gpkg_contents) ORDER BY m.name",
        "INSERT INTO gpkg_geometry_columns "
        "SELECT c.table_name, 'geom', g.type, ?2, 0, 0 "
        "FROM gpkg_contents AS c, pragma_table_info(c.table_name) AS g "
        "WHERE g.name = 'geom' AND ?1 IS NOT NULL AND c.table_name NOT IN "
        "(SELECT table_name FROM gpkg_geometry_columns) "
        "ORDER BY c.table_name"};
    char when[CI_TIME_SIZE];
    circlet_status status = CIRCLET_OK;

    ci_container_time(when);
    for (size_t i = 0; i < 2 && status == CIRCLET_OK; i++) {
        ci_statement *statement = NULL;

        status = ci_db_prepare(&statement, db, sql[i], error);
        if (status == CIRCLET_OK)
            status = ci_bind_text(statement, 1, when, error);
        if (status == CIRCLET_OK)
            status = ci_bind_int(statement, 2, ci_db_srs_id(db), error);
        if (status == CIRCLET_OK)
            status = ci_statement_step(statement, NULL, error);
        ci_statement_free(statement);
    }
    return status;
}

static circlet_status write_box(ci_db *db, const char *table,
                                const ci_box *box, circlet_error *error)
{
    bool is_empty = box->west > box->east;
    double sides[] = {box->west, box->south, box->east, box->north};
    ci_statement *statement = NULL;
    char when[CI_TIME_SIZE];
    circlet_status status = ci_db_prepare(
        &statement, db,
        "UPDATE gpkg_contents SET min_x = ?, min_y = ?, max_x = ?, "
        "max_y = ?, last_change = ? WHERE table_name = ?",
        error);

    ci_container_time(when);
    for (int i = 0; i < 4 && status == CIRCLET_OK; i++)
        status = ci_bind_double(statement, i + 1,
                                is_empty ? (double)NAN : sides[i], error);
    if (status == CIRCLET_OK)
        status = ci_bind_text(statement, 5, when, error);
    if (status == CIRCLET_OK)
        status = ci_bind_text(statement, 6, table, error);
    if (status == CIRCLET_OK)
        status = ci_statement_step(statement, NULL, error);
    ci_statement_free(statement);
    return status;
}

static circlet_status touch_table(ci_db *db, const char *table,
                                  circlet_error *error)
{
    ci_box box = ci_box_empty();
    bool is_layer = false;
    circlet_status status = ci_db_has_row(
        &is_layer, db,
        "SELECT 1 FROM gpkg_geometry_columns WHERE table_name = ?", table,
        error);

    if (status == CIRCLET_OK && is_layer)
        status = ci_container_box(&box, db, table, error);
    if (status != CIRCLET_OK)
        return status;
    return write_box(db, table, &box, error);
}

/* A GeoPackage needs nothing. */
static circlet_status open_nothing(ci_db *db, circlet_error *error)
{
    (void)db;
    (void)error;
    return CIRCLET_OK;
}

const ci_container ci_container_gpkg = {
    ".gpkg",
    "SELECT table_name, min_x, min_y, max_x, max_y FROM gpkg_contents "
    "WHERE data_type IN ('features', 'attributes') AND table_name <> "
    "'circlet' AND table_name IN (SELECT name FROM sqlite_master) "
    "ORDER BY table_name",
    4,
    start,
    open_nothing,
    register_tables,
    touch_table,
    ci_gpkg_write_point,
    ci_gpkg_write_line,
    ci_gpkg_write_area,
    ci_gpkg_read,
};
