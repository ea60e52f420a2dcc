/* The rows of a table: its columns, geometries and values. */
#include "io/table_source.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/error.h"
#include "base/id_map.h"
#include "base/text.h"
#include "geo/crs.h"
#include "io/spatialite_blob.h"

/* ---- its columns ---------------------------------------------------------
 */

static void add_name(ci_buffer *out, const char *name)
{
    ci_buffer_add(out, "\"");
    for (const char *c = name; *c; c++)
        ci_buffer_add_n(out, *c == '"' ? "\"\"" : c, *c == '"' ? 2 : 1);
    ci_buffer_add(out, "\"");
}

/* Whether a key is what programs number the rows with. */
static bool is_row_key(const char *name)
{
    return strcasecmp(name, "fid") == 0 || strcasecmp(name, "ogc_fid") == 0 ||
           strcasecmp(name, "pk_uid") == 0;
}

/* A column that is no geometry and no picture becomes a field. */
static circlet_status keep_column(ci_source *out, ci_statement *statement,
                                  circlet_error *error)
{
    ci_table_source *source = out->state;
    const char *name = ci_column_text(statement, 1);
    const char *type;
    circlet_status status = CIRCLET_OK;

    if (!name || (source->geometry_column &&
                  strcasecmp(name, source->geometry_column) == 0))
        return CIRCLET_OK;
    if (ci_column_int(statement, 5) == 1 && !source->key_column)
        status = ci_table_keep_text(&source->key_column, name, error);
    type = ci_column_text(statement, 2);
    if (status != CIRCLET_OK || (type && strncasecmp(type, "BLOB", 4) == 0))
        return status;
    name = ci_column_text(statement, 1);
    if (ci_column_int(statement, 5) == 1 && is_row_key(name)) {
        out->has_row_key = true;
        out->row_key = (uint32_t)out->field_count;
    }
    return ci_source_add_field(out, name) ? CIRCLET_OK : ci_fail_nomem(error);
}

static circlet_status find_columns(ci_source *out, circlet_error *error)
{
    ci_table_source *source = out->state;
    ci_statement *statement = NULL;
    bool has_row = true;
    circlet_status status =
        ci_db_prepare(&statement, source->db,
                      "SELECT cid, name, type, 0, 0, pk "
                      "FROM pragma_table_info(?1) ORDER BY cid",
                      error);

    if (status == CIRCLET_OK)
        status = ci_bind_text(statement, 1, source->layer, error);
    while (status == CIRCLET_OK && has_row) {
        status = ci_statement_step(statement, &has_row, error);
        if (status == CIRCLET_OK && has_row)
            status = keep_column(out, statement, error);
    }
    ci_statement_free(statement);
    if (status == CIRCLET_OK && out->field_count == 0)
        return ci_fail(error, CIRCLET_E_FORMAT,
                       "%s: layer '%s' is listed, but has no columns",
                       source->file, source->layer);
    source->field_count = out->field_count;
    return status;
}

static circlet_status prepare_rows(ci_source *out, circlet_error *error)
{
    ci_table_source *source = out->state;
    ci_buffer sql = {0};
    circlet_status status;

    ci_buffer_add(&sql, "SELECT ");
    if (source->geometry_column)
        add_name(&sql, source->geometry_column);
    else
        ci_buffer_add(&sql, "NULL");
    for (size_t f = 0; f < out->field_count; f++) {
        ci_buffer_add(&sql, ", ");
        add_name(&sql, out->fields[f]);
        ci_buffer_add(&sql, ", typeof(");
        add_name(&sql, out->fields[f]);
        ci_buffer_add(&sql, ")");
    }
    ci_buffer_add(&sql, " FROM ");
    add_name(&sql, source->layer);
    if (source->key_column) {
        ci_buffer_add(&sql, " ORDER BY ");
        add_name(&sql, source->key_column);
    } else if (!source->is_view) {
        ci_buffer_add(&sql, " ORDER BY rowid");
    }
    status = sql.failed
                 ? ci_fail_nomem(error)
                 : ci_db_prepare(&source->rows, source->db, sql.text, error);
    ci_buffer_free(&sql);
    return status;
}

circlet_status ci_table_prepare(ci_source *out, circlet_error *error)
{
    circlet_status status = find_columns(out, error);

    return status == CIRCLET_OK ? prepare_rows(out, error) : status;
}

/* ---- records -------------------------------------------------------------
 */

/* Bare well-known binary says nothing of its system. */
static circlet_status read_bytes(ci_table_source *source, int32_t *srs_id,
                                 const void *bytes, size_t size,
                                 circlet_error *error)
{
    *srs_id = (int32_t)source->srs_id;
    if (source->is_wkb)
        return ci_wkb_read(&source->geometry, bytes, size, error);
    if (source->catalogue == CI_CATALOGUE_SPATIALITE)
        return ci_spatialite_read(&source->geometry, srs_id, bytes, size,
                                  error);
    return ci_gpkg_read(&source->geometry, srs_id, bytes, size, error);
}

circlet_status ci_table_read_geometry(ci_table_source *source,
                                      circlet_error *error)
{
    size_t size = 0;
    int32_t srs_id = 0;
    const void *bytes;
    circlet_status status;

    ci_geometry_clear(&source->geometry, CI_GEOMETRY_NONE);
    if (ci_column_is_null(source->rows, 0))
        return CIRCLET_OK;
    bytes = ci_column_blob(source->rows, 0, &size);
    status = read_bytes(source, &srs_id, bytes ? bytes : "", size, error);
    source->row_srs_id = srs_id;
    if (status == CIRCLET_OK && source->checks_srs &&
        srs_id != source->srs_id && (srs_id > 0 || source->srs_id > 0))
        status = ci_fail(error, CIRCLET_E_FORMAT,
                         "geometry has srs_id %d, but its layer %lld",
                         (int)srs_id, (long long)source->srs_id);
    if (status == CIRCLET_OK && source->transform)
        status =
            ci_transform_points(source->transform, source->geometry.points,
                                source->geometry.point_count, error);
    if (status != CIRCLET_OK)
        ci_geometry_clear(&source->geometry, CI_GEOMETRY_NONE);
    return status;
}

/* A number with a fraction in its shortest form, which is not SQLite's. */
static circlet_status read_value(ci_table_source *source, size_t field,
                                 circlet_error *error)
{
    int column = (int)(1 + 2 * field);
    const char *type = ci_column_text(source->rows, column + 1);
    char number[CI_NUMBER_SIZE];
    const char *text = NULL;
    circlet_status status = CIRCLET_OK;

    if (type && strcmp(type, "real") == 0) {
        ci_format_double(number, ci_column_double(source->rows, column));
        text = number;
    } else if (type && strcmp(type, "blob") == 0) {
        status = ci_fail(error, CIRCLET_E_FORMAT,
                         "field %zu holds bytes that are no text", field + 1);
    } else if (!ci_column_is_null(source->rows, column)) {
        text = ci_column_text(source->rows, column);
    }
    if (text && !ci_utf8_is_valid(text, strlen(text))) {
        status = ci_fail(error, CIRCLET_E_FORMAT,
                         "text of field %zu is not UTF-8", field + 1);
        text = NULL;
    }
    return ci_record_values_add(&source->values, text, text ? strlen(text) : 0)
               ? status
               : ci_fail_nomem(error);
}

/* Values first: a value that cannot be read counts as missing. */
static circlet_status read_row(ci_table_source *source, circlet_error *error)
{
    circlet_status first = CIRCLET_OK, status;

    ci_record_values_clear(&source->values);
    for (size_t f = 0; f < source->field_count; f++) {
        status = read_value(source, f, first == CIRCLET_OK ? error : NULL);
        if (status == CIRCLET_E_NOMEM)
            return ci_fail_nomem(error);
        if (first == CIRCLET_OK)
            first = status;
    }
    status =
        ci_table_read_geometry(source, first == CIRCLET_OK ? error : NULL);
    if (status == CIRCLET_E_NOMEM)
        return ci_fail_nomem(error);
    return first == CIRCLET_OK ? status : first;
}

static circlet_status fail_row(const ci_table_source *source,
                               circlet_status status, circlet_error *error)
{
    char place[64];

    snprintf(place, sizeof(place), ci_translate("row %" PRIu64),
             source->row + 1);
    return ci_fail_within(error, status, place);
}

circlet_status ci_table_next(void *state, ci_record *out, bool *has_row,
                             circlet_error *error)
{
    ci_table_source *source = state;
    const char *const *values;
    bool is_there = false;
    circlet_status status = ci_statement_step(source->rows, &is_there, error);

    if (status != CIRCLET_OK)
        return fail_row(source, status, error);
    *has_row = is_there;
    if (!is_there)
        return CIRCLET_OK;
    status = read_row(source, &source->problem);
    values = ci_record_values_finish(&source->values);
    if (status == CIRCLET_E_NOMEM || !values)
        return ci_fail_nomem(error);
    *out = (ci_record){++source->row, values,     &source->geometry,
                       NULL,          CI_NOWHERE, NULL};
    if (status != CIRCLET_OK)
        out->problem = source->problem.message;
    return CIRCLET_OK;
}
