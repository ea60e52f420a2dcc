#include "io/container.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "base/error.h"
#include "geo/area.h"

const ci_container *ci_container_by_name(const char *path)
{
    static const ci_container *const containers[] = {&ci_container_gpkg,
                                                     &ci_container_spatialite};
    size_t size = strlen(path);

    for (size_t i = 0; i < 2; i++) {
        const char *suffix = containers[i]->suffix;
        size_t suffix_size = strlen(suffix);

        if (size > suffix_size &&
            strcasecmp(path + size - suffix_size, suffix) == 0)
            return containers[i];
    }
    return NULL;
}

circlet_status ci_container_start(ci_db *db, const ci_container *container,
                                  circlet_error *error)
{
    ci_db_set_container(db, container);
    return container->start(db, error);
}

/* SpatiaLite has no application id: its two tables show it. */
static circlet_status look_for_spatialite(bool *out, ci_db *db,
                                          circlet_error *error)
{
    int64_t count = 0;
    circlet_status status = ci_db_query_int(
        &count, db,
        "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND "
        "lower(name) IN ('geometry_columns', 'spatial_ref_sys')",
        error);

    *out = count == 2;
    return status;
}

circlet_status ci_container_find(bool *found, ci_db *db, circlet_error *error)
{
    int64_t application = 0;
    bool is_spatialite = false;
    circlet_status status =
        ci_db_query_int(&application, db, "PRAGMA application_id", error);

    if (status == CIRCLET_OK && application != CI_GPKG_APPLICATION_ID)
        status = look_for_spatialite(&is_spatialite, db, error);
    if (status != CIRCLET_OK)
        return status;
    *found = is_spatialite || application == CI_GPKG_APPLICATION_ID;
    if (*found)
        ci_db_set_container(db, is_spatialite ? &ci_container_spatialite
                                              : &ci_container_gpkg);
    return CIRCLET_OK;
}

circlet_status ci_container_open(ci_db *db, circlet_error *error)
{
    return ci_db_container(db)->open(db, error);
}

circlet_status ci_container_register_tables(ci_db *db, circlet_error *error)
{
    return ci_db_container(db)->register_tables(db, error);
}

circlet_status ci_container_touch_table(ci_db *db, const char *table,
                                        circlet_error *error)
{
    return ci_db_container(db)->touch_table(db, table, error);
}

const char *ci_container_tables_sql(const ci_db *db)
{
    return ci_db_container(db)->tables_sql;
}

void ci_container_write_point(const ci_db *db, ci_buffer *out,
                              circlet_point at)
{
    ci_db_container(db)->write_point(out, at);
}

void ci_container_write_line(const ci_db *db, ci_buffer *out,
                             const circlet_point *points, size_t count)
{
    ci_db_container(db)->write_line(out, points, count);
}

void ci_container_write_area(const ci_db *db, ci_buffer *out,
                             const circlet_area *area)
{
    ci_db_container(db)->write_area(out, area);
}

circlet_status ci_container_read(ci_geometry *out, int32_t *out_srs_id,
                                 ci_statement *rows, int position,
                                 circlet_error *error)
{
    const ci_container *container = ci_db_container(ci_statement_db(rows));
    size_t size = 0;
    const void *bytes = ci_column_blob(rows, position, &size);

    return container->read(out, out_srs_id, bytes ? bytes : "", size, error);
}

/* What a conversion knows; the function of SQL keeps a copy. */
typedef struct conversion {
    const ci_container *from, *to;
    const ci_transform *back; /* NULL: degrees stay */
    int32_t srs_id;
} conversion;

static void write_srs_id(const conversion *way, ci_buffer *out)
{
    for (int i = 0; i < 4 && !out->failed; i++)
        out->text[way->to->srs_offset + (size_t)i] =
            (char)((uint32_t)way->srs_id >> 8 * i & 255);
}

static circlet_status convert(ci_buffer *out, const void *bytes, size_t size,
                              const void *user, circlet_error *error)
{
    const conversion *way = user;
    ci_geometry geometry = {0};
    int32_t srs_id = 0;
    circlet_status status =
        way->from->read(&geometry, &srs_id, bytes, size, error);
    circlet_area area;

    if (status == CIRCLET_OK && way->back)
        status = ci_transform_points_back(way->back, geometry.points,
                                          geometry.point_count, error);
    if (status != CIRCLET_OK) {
        ci_geometry_free(&geometry);
        return status;
    }
    area = ci_geometry_area(&geometry);
    if (geometry.type == CI_GEOMETRY_POINT)
        way->to->write_point(out, geometry.points[0]);
    else if (geometry.type == CI_GEOMETRY_LINE)
        way->to->write_line(out, geometry.points, geometry.point_count);
    else
        way->to->write_area(out, &area);
    write_srs_id(way, out);
    ci_geometry_free(&geometry);
    return CIRCLET_OK;
}

circlet_status ci_container_add_conversion(ci_db *db, const ci_container *from,
                                           const ci_transform *back,
                                           circlet_error *error)
{
    const conversion way = {from, ci_db_container(db), back, ci_db_srs_id(db)};

    return ci_db_add_function(db, "circlet_geometry", convert, &way,
                              sizeof(way), error);
}

/* Table names are the library's own words: they need no quoting. */
static circlet_status select_geometries(ci_statement **out, ci_db *db,
                                        const char *table,
                                        circlet_error *error)
{
    ci_buffer sql = {0};
    circlet_status status;

    ci_buffer_add(&sql, "SELECT geom FROM ");
    ci_buffer_add(&sql, table);
    ci_buffer_add(&sql, " WHERE geom IS NOT NULL");
    status = sql.failed ? ci_fail_nomem(error)
                        : ci_db_prepare(out, db, sql.text, error);
    ci_buffer_free(&sql);
    return status;
}

circlet_status ci_container_box(ci_box *box, ci_db *db, const char *table,
                                circlet_error *error)
{
    ci_statement *statement = NULL;
    ci_geometry geometry = {0};
    circlet_status status = select_geometries(&statement, db, table, error);
    bool has_row = false;

    while (status == CIRCLET_OK) {
        int32_t srs_id = 0;

        status = ci_statement_step(statement, &has_row, error);
        if (status != CIRCLET_OK || !has_row)
            break;
        status = ci_container_read(&geometry, &srs_id, statement, 0, error);
        if (status != CIRCLET_OK)
            status = ci_fail_within(error, status, table);
        for (size_t i = 0; i < geometry.point_count; i++)
            ci_box_grow(box, geometry.points[i]);
    }
    ci_geometry_free(&geometry);
    ci_statement_free(statement);
    return status;
}

/* https://reproducible-builds.org/specs/source-date-epoch/ */
void ci_container_time(char out[CI_TIME_SIZE])
{
    const char *epoch = getenv("SOURCE_DATE_EPOCH");
    int64_t seconds = 0;
    struct tm parts;
    time_t when;

    if (!epoch || !ci_parse_int64(&seconds, epoch) || seconds < 0 ||
        seconds > INT64_C(253402300799)) /* the end of the year 9999 */
        seconds = 0;
    when = (time_t)seconds;
    if (!gmtime_r(&when, &parts) ||
        strftime(out, CI_TIME_SIZE, "%Y-%m-%dT%H:%M:%S.000Z", &parts) == 0)
        memcpy(out, "1970-01-01T00:00:00.000Z", CI_TIME_SIZE);
}
