/*
 * A SpatiaLite database. Its tables are made by SpatiaLite itself, so that
 * they are those that its tools expect; geometries are written by our own
 * code, which is faster and says what is wrong.
 *
 * Layers have no spatial index: making one takes longer than an import
 * (13 s for a million people), circlet reads whole tables, and who wants one
 * says CreateSpatialIndex('demand', 'geom'), after which SpatiaLite's
 * triggers keep it up through every later import.
 */
#include "io/container.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "io/spatialite_blob.h"
#include "io/user_tables.h"

#define MODULE "mod_spatialite"
#define MODULE_PACKAGE "libsqlite3-mod-spatialite"

static circlet_status load_module(ci_db *db, circlet_error *error)
{
    return ci_db_load_module(db, MODULE, MODULE_PACKAGE, error);
}

/*
 * SpatiaLite's triggers look at each geometry that is written, which is of
 * the right kind, and note the time, which touch_table() does: without them
 * an import takes a third of the time. If there are others, such as those
 * that keep up a spatial index, all run.
 */
static circlet_status open_module(ci_db *db, circlet_error *error)
{
    int64_t others = 0;
    circlet_status status = load_module(db, error);

    if (status == CIRCLET_OK)
        status = ci_db_query_int(
            &others, db,
            "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND "
            "name NOT GLOB 'gg[iu]_*' AND name NOT GLOB 'tm[iud]_*' AND "
            "tbl_name IN (SELECT name FROM sqlite_master "
            "WHERE " CI_USER_TABLES_SQL ")",
            error);
    if (status == CIRCLET_OK && others == 0)
        ci_db_skip_triggers(db);
    return status;
}

/* A function of SpatiaLite that gives 1, or anything else if it failed. */
static circlet_status call(ci_db *db, const char *sql, const char *table,
                           circlet_error *error)
{
    ci_statement *statement = NULL;
    bool has_row = false;
    int64_t answer = 0;
    circlet_status status = ci_db_prepare(&statement, db, sql, error);

    if (status == CIRCLET_OK && table)
        status = ci_bind_text(statement, 1, table, error);
    if (status == CIRCLET_OK)
        status = ci_statement_step(statement, &has_row, error);
    if (status == CIRCLET_OK && has_row)
        answer = ci_column_int(statement, 0);
    ci_statement_free(statement);
    if (status != CIRCLET_OK || answer == 1)
        return status;
    if (ci_db_errno(db))
        return ci_fail(error, CIRCLET_E_IO, "%s: %s", ci_db_path(db),
                       strerror(ci_db_errno(db)));
    return ci_fail(error, CIRCLET_E_IO,
                   "%s: SpatiaLite refused '%s'%s%s (is the disk full?)",
                   ci_db_path(db), sql, table ? " for table " : "",
                   table ? table : "");
}

/*
 * The journal of what SpatiaLite did names the time and the versions of the
 * libraries: the same sources would give other rows each time. Events that a
 * user's own tools recorded stay.
 */
static circlet_status drop_events(ci_db *db, const char *sql,
                                  circlet_error *error)
{
    circlet_status status = ci_db_run(db, sql, error);

    if (status != CIRCLET_OK)
        return status;
    return ci_db_run(
        db,
        "UPDATE sqlite_sequence SET seq = (SELECT coalesce(max(event_id), 0) "
        "FROM spatialite_history) WHERE name = 'spatialite_history'",
        error);
}

/*
 * Of the reference systems, those on WGS 84 and those on China's own datum
 * (EPSG 4490 to 4554: degrees and every Gauss-Kruger zone) and the web's.
 * All of EPSG would make each city 6 MB larger; one more is
 * InsertEpsgSrid(code).
 */
static circlet_status fill(ci_db *db, circlet_error *error)
{
    circlet_status status =
        call(db, "SELECT InitSpatialMetaData(0, 'WGS84')", NULL, error);

    if (status == CIRCLET_OK)
        status = call(db,
                      "WITH RECURSIVE code(srid) AS (SELECT 4490 UNION ALL "
                      "SELECT srid + 1 FROM code WHERE srid < 4554) SELECT "
                      "min(InsertEpsgSrid(srid)) = 1 AND "
                      "InsertEpsgSrid(3857) = 1 FROM code",
                      NULL, error);
    if (status == CIRCLET_OK)
        status = drop_events(db, "DELETE FROM spatialite_history", error);
    return status;
}

/* SpatiaLite does not tell of each write that fails: in one transaction, all
 * are done at its end, by SQLite. */
static circlet_status start(ci_db *db, circlet_error *error)
{
    circlet_status status = load_module(db, error);

    if (status == CIRCLET_OK)
        status = ci_db_run(db, "BEGIN", error);
    if (status == CIRCLET_OK)
        status = fill(db, error);
    if (status == CIRCLET_OK)
        status = ci_db_run(db, "COMMIT", error);
    return status;
}

/* The next table with a column `geom` that is no layer yet; "" if none. */
static circlet_status find_unregistered(ci_buffer *table, ci_buffer *type,
                                        ci_db *db, circlet_error *error)
{
    ci_statement *statement = NULL;
    bool has_row = false;
    circlet_status status = ci_db_prepare(
        &statement, db,
        "SELECT m.name, g.type FROM sqlite_master AS m "
        "JOIN pragma_table_info(m.name) AS g ON g.name = 'geom' "
        "WHERE m.type = 'table' AND m.name NOT IN "
        "(SELECT f_table_name FROM geometry_columns) ORDER BY m.name LIMIT 1",
        error);

    table->size = type->size = 0;
    if (status == CIRCLET_OK)
        status = ci_statement_step(statement, &has_row, error);
    ci_buffer_add(table, "");
    if (status == CIRCLET_OK && has_row) {
        const char *text = ci_column_text(statement, 0);

        ci_buffer_add(table, text ? text : "");
        text = ci_column_text(statement, 1);
        ci_buffer_add(type, text ? text : "");
    }
    ci_statement_free(statement);
    if (status == CIRCLET_OK && (table->failed || type->failed))
        return ci_fail_nomem(error);
    return status;
}

/* Recovering is how SpatiaLite calls it that a column becomes a layer: it
 * adds the triggers that check what is written. */
static circlet_status register_table(ci_db *db, const char *table,
                                     const char *type, circlet_error *error)
{
    ci_buffer sql = {0};
    circlet_status status;

    ci_buffer_add(&sql, "SELECT RecoverGeometryColumn(?1, 'geom', ");
    ci_buffer_add_int(&sql, ci_db_srs_id(db));
    ci_buffer_add(&sql, ", '");
    ci_buffer_add(&sql, type);
    ci_buffer_add(&sql, "', 'XY')");
    status =
        sql.failed ? ci_fail_nomem(error) : call(db, sql.text, table, error);
    ci_buffer_free(&sql);
    return status;
}

static circlet_status register_tables(ci_db *db, circlet_error *error)
{
    ci_buffer table = {0}, type = {0};
    circlet_status status;

    while (true) {
        status = find_unregistered(&table, &type, db, error);
        if (status != CIRCLET_OK || table.size == 0)
            break;
        status = register_table(db, table.text, type.text, error);
        if (status != CIRCLET_OK)
            break;
    }
    ci_buffer_free(&table);
    ci_buffer_free(&type);
    if (status == CIRCLET_OK)
        status = drop_events(db,
                             "DELETE FROM spatialite_history WHERE event LIKE "
                             "'Geometry [%] successfully recovered'",
                             error);
    return status;
}

/* Each for a table: ?1 its name, ?2 the time. The triggers noted what time it
 * is, which no city does; what was found out about the fields holds no more.
 */
static circlet_status forget(ci_db *db, const char *table, const char *when,
                             circlet_error *error)
{
    static const char *const sql[] = {
        "UPDATE geometry_columns_time SET last_insert = ?2, "
        "last_update = ?2, last_delete = ?2 WHERE f_table_name = ?1",
        "DELETE FROM geometry_columns_field_infos WHERE f_table_name = ?1 "
        "AND ?2 IS NOT NULL"};
    circlet_status status = CIRCLET_OK;

    for (size_t i = 0; i < 2 && status == CIRCLET_OK; i++) {
        ci_statement *statement = NULL;

        status = ci_db_prepare(&statement, db, sql[i], error);
        if (status == CIRCLET_OK)
            status = ci_bind_text(statement, 1, table, error);
        if (status == CIRCLET_OK)
            status = ci_bind_text(statement, 2, when, error);
        if (status == CIRCLET_OK)
            status = ci_statement_step(statement, NULL, error);
        ci_statement_free(statement);
    }
    return status;
}

/* QGIS takes the extent of a layer from the statistics. SpatiaLite's own
 * UpdateLayerStatistics() would also sort every column, which takes longer
 * than the import. */
static circlet_status write_statistics(ci_db *db, const char *table,
                                       const char *when, const ci_box *box,
                                       circlet_error *error)
{
    const double sides[] = {box->west, box->south, box->east, box->north};
    bool is_empty = box->west > box->east;
    ci_statement *statement = NULL;
    ci_buffer sql = {0};
    circlet_status status;

    ci_buffer_add(&sql, "INSERT OR REPLACE INTO geometry_columns_statistics "
                        "(f_table_name, f_geometry_column, last_verified, "
                        "extent_min_x, extent_min_y, extent_max_x, "
                        "extent_max_y, row_count) SELECT ?1, 'geom', ?2, ?3, "
                        "?4, ?5, ?6, count(*) FROM ");
    ci_buffer_add(&sql, table);
    status = sql.failed ? ci_fail_nomem(error)
                        : ci_db_prepare(&statement, db, sql.text, error);
    ci_buffer_free(&sql);
    if (status == CIRCLET_OK)
        status = ci_bind_text(statement, 1, table, error);
    if (status == CIRCLET_OK)
        status = ci_bind_text(statement, 2, when, error);
    for (int i = 0; i < 4 && status == CIRCLET_OK; i++)
        status = ci_bind_double(statement, i + 3,
                                is_empty ? (double)NAN : sides[i], error);
    if (status == CIRCLET_OK)
        status = ci_statement_step(statement, NULL, error);
    ci_statement_free(statement);
    return status;
}

static circlet_status touch_table(ci_db *db, const char *table,
                                  circlet_error *error)
{
    char when[CI_TIME_SIZE];
    ci_box box = ci_box_empty();
    bool found = false;
    circlet_status status = ci_db_has_row(
        &found, db, "SELECT 1 FROM geometry_columns WHERE f_table_name = ?",
        table, error);

    if (status != CIRCLET_OK || !found)
        return status;
    ci_container_time(when);
    status = forget(db, table, when, error);
    if (status == CIRCLET_OK)
        status = ci_container_box(&box, db, table, error);
    if (status == CIRCLET_OK)
        status = write_statistics(db, table, when, &box, error);
    return status;
}

const ci_container ci_container_spatialite = {
    ".sqlite",
    "SELECT name, extent_min_x, extent_min_y, extent_max_x, extent_max_y "
    "FROM sqlite_master LEFT JOIN geometry_columns_statistics "
    "ON f_table_name = name AND f_geometry_column = 'geom' "
    "WHERE name <> 'circlet' AND " CI_USER_TABLES_SQL " ORDER BY name",
    2,
    start,
    open_module,
    register_tables,
    touch_table,
    ci_spatialite_write_point,
    ci_spatialite_write_line,
    ci_spatialite_write_area,
    ci_spatialite_read,
};
