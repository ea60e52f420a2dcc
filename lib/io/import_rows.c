/* A source of records into a table: each is checked, then inserted. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/error.h"
#include "base/id_map.h"
#include "io/import_privacy.h"
#include "io/import_record.h"
#include "io/import_services.h"

#define REPORT_STEP 4096 /* rows */

static void rows_free(ci_row_import *r)
{
    ci_source_close(r->source);
    ci_mapping_free(&r->mapping);
    ci_transform_free(r->transform);
    for (size_t i = 0; r->values && i < r->table->column_count; i++)
        ci_value_free(&r->values[i]);
    free(r->values);
    ci_statement_free(r->insert);
    ci_statement_free(r->find);
    ci_statement_free(r->insert_service);
    ci_buffer_free(&r->scratch);
    ci_buffer_free(&r->reason);
    ci_buffer_free(&r->attributes);
    ci_buffer_free(&r->geometry);
    ci_source_keys_free(&r->replaced);
}

/* ---- setting up --------------------------------------------------------- */

static circlet_status prepare_insert(ci_row_import *r, circlet_error *error)
{
    ci_buffer names = {0}, marks = {0};
    circlet_status status;

    ci_buffer_add(&names, "INSERT INTO ");
    ci_buffer_add(&names, r->table->table);
    ci_buffer_add(&names, " (geom, attributes, source, source_row");
    ci_buffer_add(&marks, ") VALUES (?, ?, ?, ?");
    if (r->table->has_areas) {
        ci_buffer_add(&names, ", lon, lat");
        ci_buffer_add(&marks, ", ?, ?");
    }
    for (size_t i = 0; i < r->table->column_count; i++)
        if (ci_layer_is_stored(&r->table->columns[i])) {
            ci_buffer_add(&names, ", ");
            ci_buffer_add(&names, ci_layer_stored_name(&r->table->columns[i]));
            ci_buffer_add(&marks, ", ?");
        }
    if (!marks.failed)
        ci_buffer_add(&names, marks.text);
    ci_buffer_add(&names, ")");
    status = names.failed || marks.failed
                 ? ci_fail_nomem(error)
                 : ci_db_prepare(&r->insert, r->import->db, names.text, error);
    ci_buffer_free(&names);
    ci_buffer_free(&marks);
    return status;
}

static circlet_status prepare_find(ci_row_import *r, circlet_error *error)
{
    ci_buffer sql = {0};
    circlet_status status;

    ci_buffer_add(&sql, "SELECT t.source, t.source_row, s.file FROM ");
    ci_buffer_add(&sql, r->table->table);
    ci_buffer_add(&sql,
                  " AS t LEFT JOIN source AS s ON s.fid = t.source WHERE t.");
    ci_buffer_add(&sql, r->table->key);
    ci_buffer_add(&sql, " = ?");
    status = sql.failed
                 ? ci_fail_nomem(error)
                 : ci_db_prepare(&r->find, r->import->db, sql.text, error);
    ci_buffer_free(&sql);
    return status;
}

static bool is_csv(const char *path)
{
    size_t size = strlen(path);

    return size > 4 && strcasecmp(path + size - 4, ".csv") == 0;
}

/* The coordinate system of a source with geometries is the reader's part;
 * in a CSV file it is that of the columns lon and lat. */
static circlet_status set_up_coordinates(ci_row_import *r,
                                         circlet_error *error)
{
    r->lon = ci_layer_find_column(r->table, "lon");
    r->lat = ci_layer_find_column(r->table, "lat");
    if (ci_mapping_has(&r->mapping, r->lon) !=
        ci_mapping_has(&r->mapping, r->lat))
        return ci_mapping_fail_missing(
            r->source, r->path,
            ci_mapping_has(&r->mapping, r->lon) ? "lat" : "lon", error);
    if (!r->import->options.crs || !is_csv(r->path) ||
        !ci_mapping_has(&r->mapping, r->lon))
        return CIRCLET_OK;
    return ci_transform_new(&r->transform, r->import->options.crs, error);
}

/* A point layer without lon and lat may have points as geometries, which
 * only its records show. */
static circlet_status check_columns(const ci_row_import *r,
                                    circlet_error *error)
{
    for (uint32_t i = 0; i < r->table->column_count; i++) {
        const ci_layer_column *column = &r->table->columns[i];
        bool is_place = i == r->lon || i == r->lat;

        if (column->is_needed && !ci_mapping_has(&r->mapping, i) &&
            (!is_place || is_csv(r->path)))
            return ci_mapping_fail_missing(r->source, r->path, column->name,
                                           error);
    }
    return CIRCLET_OK;
}

static circlet_status set_up(ci_row_import *r, circlet_error *error)
{
    ci_import *import = r->import;
    circlet_status status =
        ci_source_open(&r->source, r->path, import->options.crs, error);

    if (status == CIRCLET_OK && import->layer == CIRCLET_LAYER_PEOPLE)
        status = ci_check_fields_name_nobody(r->source, r->path, error);
    if (status == CIRCLET_OK)
        status = ci_mapping_make(&r->mapping, r->table, r->source, r->path,
                                 &import->options, error);
    if (status == CIRCLET_OK)
        status = set_up_coordinates(r, error);
    if (status == CIRCLET_OK)
        status = check_columns(r, error);
    if (status == CIRCLET_OK)
        status = ci_source_remove(&r->replaced, import, r->path, error);
    if (status == CIRCLET_OK)
        status = ci_source_row_add(&r->fid, import, r->path, error);
    if (status == CIRCLET_OK)
        status = prepare_insert(r, error);
    if (status == CIRCLET_OK)
        status = prepare_find(r, error);
    if (status == CIRCLET_OK && import->layer == CIRCLET_LAYER_FACILITIES)
        status = ci_db_prepare(
            &r->insert_service, import->db,
            "INSERT INTO facility_service (facility, service, places, beds, "
            "occupied) VALUES (?, ?, ?, ?, ?)",
            error);
    if (status != CIRCLET_OK)
        return status;
    r->values = calloc(r->table->column_count, sizeof(*r->values));
    return r->values ? CIRCLET_OK : ci_fail_nomem(error);
}

/* ---- inserting ---------------------------------------------------------- */

static circlet_status bind_geometry(ci_row_import *r, const ci_record *record,
                                    const circlet_point *point,
                                    circlet_error *error)
{
    r->geometry.size = 0;
    if (point && !r->table->has_areas) {
        ci_gpkg_write_point(&r->geometry, *point);
    } else if (record->geometry->type == CI_GEOMETRY_AREA &&
               r->table->has_areas) {
        circlet_area area = ci_geometry_area(record->geometry);

        ci_gpkg_write_area(&r->geometry, &area);
    } else {
        return ci_bind_null(r->insert, 1, error);
    }
    if (r->geometry.failed)
        return ci_fail_nomem(error);
    return ci_bind_blob(r->insert, 1, r->geometry.text, r->geometry.size,
                        error);
}

static circlet_status bind_origin(ci_row_import *r, const ci_record *record,
                                  circlet_error *error)
{
    circlet_status status;

    r->attributes.size = 0;
    ci_mapping_add_attributes(&r->mapping, r->source, record, &r->attributes);
    if (r->attributes.failed)
        return ci_fail_nomem(error);
    status = ci_bind_text(r->insert, 2,
                          r->attributes.size > 0 ? r->attributes.text : NULL,
                          error);
    if (status == CIRCLET_OK)
        status = ci_bind_int(r->insert, 3, r->fid, error);
    if (status == CIRCLET_OK)
        status = ci_bind_int(r->insert, 4, (int64_t)record->row, error);
    return status;
}

static circlet_status insert_record(ci_row_import *r, const ci_record *record,
                                    const circlet_point *point,
                                    circlet_error *error)
{
    circlet_status status = bind_geometry(r, record, point, error);
    int position = 5;

    if (status == CIRCLET_OK)
        status = bind_origin(r, record, error);
    if (r->table->has_areas) {
        if (status == CIRCLET_OK)
            status = ci_bind_double(r->insert, position++,
                                    point ? point->lon : (double)NAN, error);
        if (status == CIRCLET_OK)
            status = ci_bind_double(r->insert, position++,
                                    point ? point->lat : (double)NAN, error);
    }
    for (size_t i = 0; i < r->table->column_count && status == CIRCLET_OK; i++)
        if (ci_layer_is_stored(&r->table->columns[i]))
            status =
                ci_value_bind(r->insert, position++, &r->values[i], error);
    if (status == CIRCLET_OK)
        status = ci_statement_step(r->insert, NULL, error);
    return status;
}

static circlet_status insert_services(ci_row_import *r, const char *key,
                                      circlet_error *error)
{
    uint32_t services = ci_layer_find_column(r->table, "services");

    if (services == CI_NOWHERE ||
        r->values[services].state != CI_VALUE_IS_TEXT)
        return CIRCLET_OK;
    return ci_services_write(r->insert_service, key,
                             r->values[services].text.text, error);
}

/* The key is the layer's first column. */
static circlet_status import_record(ci_row_import *r, const ci_record *record,
                                    circlet_error *error)
{
    circlet_point point = {0.0, 0.0};
    bool has_point = false;
    circlet_status status = CIRCLET_OK;
    const char *key;

    r->reason.size = 0;
    r->row.rows++;
    ci_record_check(r, record, &point, &has_point);
    key = r->values[0].text.text;
    if (r->reason.size == 0 && !r->scratch.failed)
        status = ci_record_find_twin(r, key, error);
    if (status == CIRCLET_OK && (r->reason.failed || r->scratch.failed))
        status = ci_fail_nomem(error);
    if (status != CIRCLET_OK)
        return status;
    if (r->reason.size > 0) {
        if (r->row.rejected++ == 0) {
            snprintf(r->first_rejection, sizeof(r->first_rejection), "%s",
                     r->reason.text);
            ci_text_cut_at_character(r->first_rejection);
        }
        ci_import_reject(r->import, r->path, record->row, r->reason.text);
        return CIRCLET_OK;
    }
    if (r->table->has_areas && record->geometry->type == CI_GEOMETRY_AREA)
        status = ci_record_check_area(r, record, key, error);
    if (status == CIRCLET_OK)
        status = insert_record(r, record, has_point ? &point : NULL, error);
    if (status == CIRCLET_OK)
        status = insert_services(r, key, error);
    if (status != CIRCLET_OK)
        return status;
    r->row.imported++;
    if (r->replaced.map && !r->shares_key)
        r->shares_key = ci_name_map_find(r->replaced.map, key) != CI_NOWHERE;
    return CIRCLET_OK;
}

static circlet_status import_all(ci_row_import *r, double fraction,
                                 circlet_error *error)
{
    bool has_row = true;

    for (;;) {
        ci_record record;
        circlet_status status =
            ci_source_next(r->source, &record, &has_row, error);

        if (status == CIRCLET_OK && has_row)
            status = import_record(r, &record, error);
        if (status != CIRCLET_OK || !has_row)
            return status;
        if (r->row.rows % REPORT_STEP == 0)
            status = ci_import_report(r->import, fraction, error);
        if (status != CIRCLET_OK)
            return status;
    }
}

/* Tells what was assumed about the source. It is stored in one line and in
 * English: a city file knows no language. */
static void tell_remarks(ci_row_import *r)
{
    const char *remark;

    r->scratch.size = 0;
    for (size_t i = 0; (remark = ci_source_remark(r->source, i)); i++) {
        ci_import_remark(r->import, "%s", ci_translate(remark));
        ci_buffer_add(&r->scratch, i > 0 ? "; " : "");
        ci_buffer_add(&r->scratch, remark);
    }
    if (r->scratch.size > 0)
        r->row.remark = r->scratch.text;
}

static circlet_status finish(ci_row_import *r, circlet_error *error)
{
    circlet_import_counts *counts = &r->import->counts;
    circlet_status status = CIRCLET_OK;

    counts->rows += r->row.rows;
    counts->imported += r->row.imported;
    if (r->row.rows > 0 && r->row.imported == 0)
        return ci_fail(error, CIRCLET_E_DATA,
                       "%s: none of its %" PRIu64 " rows can be used: %s",
                       r->path, r->row.rows, r->first_rejection);
    if (r->replaced.count > 0 && !r->shares_key)
        status = ci_source_check_same(&r->replaced, r->import, r->path, error);
    if (status != CIRCLET_OK)
        return status;
    tell_remarks(r);
    if (r->scratch.failed)
        return ci_fail_nomem(error);
    return ci_source_row_finish(r->import, r->fid, &r->row, error);
}

circlet_status ci_import_rows(ci_import *import, const char *path,
                              double fraction, circlet_error *error)
{
    ci_row_import r = {.import = import,
                       .table = ci_layer_table_of(import->layer),
                       .path = path};
    circlet_status status = set_up(&r, error);

    if (status == CIRCLET_OK)
        status = import_all(&r, fraction, error);
    if (status == CIRCLET_OK)
        status = finish(&r, error);
    rows_free(&r);
    return status;
}
