#include "io/export_index.h"

#include <string.h>

#include "base/error.h"

/* Runs SQL in which every '@' stands for the name of a table. */
static circlet_status run_for(ci_db *db, const char *sql, const char *table,
                              circlet_error *error)
{
    ci_buffer text = {0};
    circlet_status status;

    for (const char *c = sql; *c; c++)
        if (*c == '@')
            ci_buffer_add(&text, table);
        else
            ci_buffer_add_n(&text, c, 1);
    status =
        text.failed ? ci_fail_nomem(error) : ci_db_run(db, text.text, error);
    ci_buffer_free(&text);
    return status;
}

/* ---- GeoPackage --------------------------------------------------------- */

static const char extensions_sql[] =
    "CREATE TABLE IF NOT EXISTS gpkg_extensions (table_name TEXT, "
    "column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT "
    "NULL, scope TEXT NOT NULL, CONSTRAINT ge_tce UNIQUE (table_name, "
    "column_name, extension_name));";

static const char tree_sql[] =
    "CREATE VIRTUAL TABLE rtree_@_geom USING rtree(id, minx, maxx, miny, "
    "maxy);";

/* OGC 12-128r17, F.3: the triggers that keep it up. */
static const char triggers_sql[] =
    "INSERT INTO gpkg_extensions VALUES ('@', 'geom', 'gpkg_rtree_index', "
    "'http://www.geopackage.org/spec120/#extension_rtree', 'write-only');"
    "CREATE TRIGGER rtree_@_geom_insert AFTER INSERT ON @ WHEN "
    "(NEW.geom NOT NULL AND NOT ST_IsEmpty(NEW.geom)) BEGIN INSERT OR "
    "REPLACE INTO rtree_@_geom VALUES (NEW.fid, ST_MinX(NEW.geom), "
    "ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)); END;"
    "CREATE TRIGGER rtree_@_geom_update1 AFTER UPDATE OF geom ON @ WHEN "
    "OLD.fid = NEW.fid AND (NEW.geom NOTNULL AND NOT ST_IsEmpty(NEW.geom)) "
    "BEGIN INSERT OR REPLACE INTO rtree_@_geom VALUES (NEW.fid, "
    "ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), "
    "ST_MaxY(NEW.geom)); END;"
    "CREATE TRIGGER rtree_@_geom_update2 AFTER UPDATE OF geom ON @ WHEN "
    "OLD.fid = NEW.fid AND (NEW.geom ISNULL OR ST_IsEmpty(NEW.geom)) BEGIN "
    "DELETE FROM rtree_@_geom WHERE id = OLD.fid; END;"
    "CREATE TRIGGER rtree_@_geom_update3 AFTER UPDATE ON @ WHEN "
    "OLD.fid != NEW.fid AND (NEW.geom NOTNULL AND NOT ST_IsEmpty(NEW.geom)) "
    "BEGIN DELETE FROM rtree_@_geom WHERE id = OLD.fid; INSERT OR REPLACE "
    "INTO rtree_@_geom VALUES (NEW.fid, ST_MinX(NEW.geom), "
    "ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)); END;"
    "CREATE TRIGGER rtree_@_geom_update4 AFTER UPDATE ON @ WHEN "
    "OLD.fid != NEW.fid AND (NEW.geom ISNULL OR ST_IsEmpty(NEW.geom)) BEGIN "
    "DELETE FROM rtree_@_geom WHERE id IN (OLD.fid, NEW.fid); END;"
    "CREATE TRIGGER rtree_@_geom_delete AFTER DELETE ON @ WHEN "
    "OLD.geom NOT NULL BEGIN DELETE FROM rtree_@_geom WHERE id = OLD.fid; "
    "END;";

static circlet_status prepare_for(ci_statement **out, ci_db *db,
                                  const char *before, const char *table,
                                  const char *after, circlet_error *error)
{
    ci_buffer sql = {0};
    circlet_status status;

    ci_buffer_add(&sql, before);
    ci_buffer_add(&sql, table);
    ci_buffer_add(&sql, after);
    status = sql.failed ? ci_fail_nomem(error)
                        : ci_db_prepare(out, db, sql.text, error);
    ci_buffer_free(&sql);
    return status;
}

static circlet_status add_box(ci_statement *insert, int64_t fid,
                              const ci_geometry *geometry,
                              circlet_error *error)
{
    ci_box box = ci_box_empty();
    circlet_status status = ci_bind_int(insert, 1, fid, error);

    for (size_t i = 0; i < geometry->point_count; i++)
        ci_box_grow(&box, geometry->points[i]);
    for (int i = 0; i < 4 && status == CIRCLET_OK; i++) {
        const double sides[] = {box.west, box.east, box.south, box.north};

        status = ci_bind_double(insert, i + 2, sides[i], error);
    }
    if (status == CIRCLET_OK && geometry->point_count > 0)
        status = ci_statement_step(insert, NULL, error);
    return status;
}

static circlet_status fill_tree(ci_db *db, const char *table,
                                circlet_error *error)
{
    ci_statement *rows = NULL, *insert = NULL;
    ci_geometry geometry = {0};
    bool has_row = true;
    circlet_status status =
        prepare_for(&rows, db, "SELECT fid, geom FROM main.", table,
                    " WHERE geom IS NOT NULL", error);

    if (status == CIRCLET_OK)
        status = prepare_for(&insert, db, "INSERT INTO main.rtree_", table,
                             "_geom VALUES (?, ?, ?, ?, ?)", error);
    while (status == CIRCLET_OK) {
        int32_t srs_id = 0;

        status = ci_statement_step(rows, &has_row, error);
        if (status != CIRCLET_OK || !has_row)
            break;
        status = ci_container_read(&geometry, &srs_id, rows, 1, error);
        if (status == CIRCLET_OK)
            status = add_box(insert, ci_column_int(rows, 0), &geometry, error);
    }
    ci_geometry_free(&geometry);
    ci_statement_free(rows);
    ci_statement_free(insert);
    return status;
}

/* ---- SpatiaLite --------------------------------------------------------- */

/* Its journal names the time: the same sources would give other rows. */
static const char forget_sql[] =
    "DELETE FROM spatialite_history WHERE event LIKE 'R*Tree Spatial Index%';"
    "UPDATE sqlite_sequence SET seq = (SELECT coalesce(max(event_id), 0) FROM "
    "spatialite_history) WHERE name = 'spatialite_history'";

static circlet_status index_spatialite(ci_db *db, const char *table,
                                       circlet_error *error)
{
    ci_buffer sql = {0};
    int64_t is_made = 0;
    circlet_status status;

    ci_buffer_add(&sql, "SELECT CreateSpatialIndex('");
    ci_buffer_add(&sql, table);
    ci_buffer_add(&sql, "', 'geom')");
    status = sql.failed ? ci_fail_nomem(error)
                        : ci_db_query_int(&is_made, db, sql.text, error);
    ci_buffer_free(&sql);
    if (status != CIRCLET_OK)
        return status;
    if (is_made != 1)
        return ci_fail(error, CIRCLET_E_IO,
                       "%s: SpatiaLite made no spatial index of '%s'",
                       ci_db_path(db), table);
    return ci_db_run(db, forget_sql, error);
}

circlet_status ci_export_index(ci_db *db, const char *table,
                               circlet_error *error)
{
    circlet_status status;

    if (ci_db_container(db) != &ci_container_gpkg)
        return index_spatialite(db, table, error);
    status = ci_db_run(db, extensions_sql, error);
    if (status == CIRCLET_OK)
        status = run_for(db, tree_sql, table, error);
    if (status == CIRCLET_OK)
        status = fill_tree(db, table, error);
    return status == CIRCLET_OK ? run_for(db, triggers_sql, table, error)
                                : status;
}

/* ---- metadata ----------------------------------------------------------- */

static const char metadata_sql[] =
    "INSERT INTO gpkg_extensions VALUES "
    "('gpkg_metadata', NULL, 'gpkg_metadata', "
    "'http://www.geopackage.org/spec120/#extension_metadata', 'read-write'), "
    "('gpkg_metadata_reference', NULL, 'gpkg_metadata', "
    "'http://www.geopackage.org/spec120/#extension_metadata', 'read-write');"
    "CREATE TABLE gpkg_metadata (id INTEGER PRIMARY KEY AUTOINCREMENT NOT "
    "NULL, md_scope TEXT NOT NULL DEFAULT 'dataset', md_standard_uri TEXT NOT "
    "NULL, mime_type TEXT NOT NULL DEFAULT 'text/xml', metadata TEXT NOT NULL "
    "DEFAULT '');"
    "CREATE TABLE gpkg_metadata_reference (reference_scope TEXT NOT NULL, "
    "table_name TEXT, column_name TEXT, row_id_value INTEGER, timestamp "
    "DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')), "
    "md_file_id INTEGER NOT NULL, md_parent_id INTEGER, CONSTRAINT "
    "crmr_mfi_fk FOREIGN KEY (md_file_id) REFERENCES gpkg_metadata(id), "
    "CONSTRAINT crmr_mpi_fk FOREIGN KEY (md_parent_id) REFERENCES "
    "gpkg_metadata(id));";

circlet_status ci_export_metadata(ci_db *db, const char *text,
                                  circlet_error *error)
{
    static const char *const sql[] = {
        "INSERT INTO gpkg_metadata VALUES (1, 'dataset', "
        "'http://dublincore.org/documents/dces/', 'text/xml', ?)",
        "INSERT INTO gpkg_metadata_reference VALUES ('geopackage', NULL, "
        "NULL, NULL, ?, 1, NULL)"};
    char when[CI_TIME_SIZE];
    circlet_status status;

    if (ci_db_container(db) != &ci_container_gpkg)
        return CIRCLET_OK;
    ci_container_time(when);
    status = ci_db_run(db, extensions_sql, error);
    if (status == CIRCLET_OK)
        status = ci_db_run(db, metadata_sql, error);
    for (int i = 0; i < 2 && status == CIRCLET_OK; i++) {
        ci_statement *insert = NULL;

        status = ci_db_prepare(&insert, db, sql[i], error);
        if (status == CIRCLET_OK)
            status = ci_bind_text(insert, 1, i == 0 ? text : when, error);
        if (status == CIRCLET_OK)
            status = ci_statement_step(insert, NULL, error);
        ci_statement_free(insert);
    }
    return status;
}
