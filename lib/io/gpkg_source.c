/* A layer of a GeoPackage, or one of its tables without geometry, as a
 * source of records. */
#include "io/source.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/error.h"
#include "base/text.h"
#include "geo/crs.h"
#include "io/record_values.h"
#include "io/sqlite.h"

#define LIST_SIZE 512

typedef struct gpkg_source {
    char *file, *layer; /* the layer's name as the file writes it */
    char *geometry_column; /* NULL: a table of attributes */
    char *key_column; /* the order of rows; NULL: a view, as it gives them */
    int64_t srs_id;
    bool checks_srs; /* nobody has overridden what the file says */
    ci_db *db;
    ci_statement *rows; /* the geometry, then each field and its type */
    size_t field_count;
    uint64_t row;
    ci_transform *transform;
    ci_geometry geometry;
    ci_record_values values;
    circlet_error problem; /* of the record */
} gpkg_source;

static void close_gpkg(void *state)
{
    gpkg_source *source = state;

    ci_statement_free(source->rows);
    ci_db_close(source->db);
    ci_transform_free(source->transform);
    ci_geometry_free(&source->geometry);
    ci_record_values_free(&source->values);
    free(source->key_column);
    free(source->geometry_column);
    free(source->layer);
    free(source->file);
    free(source);
}

/* ---- which layer ---------------------------------------------------------
 */

static circlet_status copy_text(char **out, const char *text,
                                circlet_error *error)
{
    char *copy = ci_text_copy(text ? text : "");

    if (!copy)
        return ci_fail_nomem(error);
    free(*out);
    *out = copy;
    return CIRCLET_OK;
}

/* Layers in the order of their names; tables of attributes only count when
 * one is asked for by name. */
static const char layers_sql[] =
    "SELECT c.table_name, g.column_name, g.srs_id FROM gpkg_contents c "
    "LEFT JOIN gpkg_geometry_columns g ON g.table_name = c.table_name "
    "WHERE c.data_type = 'features' AND ?1 IS NULL OR "
    "c.data_type IN ('features', 'attributes') AND "
    "lower(c.table_name) = lower(?1) "
    "ORDER BY c.table_name";

static circlet_status keep_layer(gpkg_source *source, ci_statement *statement,
                                 circlet_error *error)
{
    circlet_status status =
        copy_text(&source->layer, ci_column_text(statement, 0), error);

    if (status == CIRCLET_OK && !ci_column_is_null(statement, 1))
        status = copy_text(&source->geometry_column,
                           ci_column_text(statement, 1), error);
    source->srs_id = ci_column_int(statement, 2);
    return status;
}

static void list_name(char list[LIST_SIZE], const char *name)
{
    size_t size = strlen(list);

    snprintf(list + size, LIST_SIZE - size, "%s%s", size > 0 ? ", " : "",
             name ? name : "");
    ci_text_cut_at_character(list);
}

/* Keeps the first layer with this name, or the first of all for NULL, and
 * lists what was found. */
static circlet_status look_for_layers(gpkg_source *source, const char *name,
                                      char list[LIST_SIZE], size_t *count,
                                      circlet_error *error)
{
    ci_statement *statement = NULL;
    bool has_row = true;
    circlet_status status =
        ci_db_prepare(&statement, source->db, layers_sql, error);

    *count = 0;
    list[0] = '\0';
    if (status == CIRCLET_OK)
        status = ci_bind_text(statement, 1, name, error);
    while (status == CIRCLET_OK && has_row) {
        status = ci_statement_step(statement, &has_row, error);
        if (status != CIRCLET_OK || !has_row)
            break;
        list_name(list, ci_column_text(statement, 0));
        if ((*count)++ == 0)
            status = keep_layer(source, statement, error);
    }
    ci_statement_free(statement);
    return status;
}

static circlet_status find_layer(gpkg_source *source, const char *name,
                                 circlet_error *error)
{
    char list[LIST_SIZE];
    size_t count;
    circlet_status status = look_for_layers(source, name, list, &count, error);

    if (status != CIRCLET_OK)
        return status;
    if (count == 1 || (name && count > 1))
        return CIRCLET_OK;
    if (count > 1)
        return ci_fail(error, CIRCLET_E_NOT_FOUND,
                       "%s: file has several layers (%s): say which, as in "
                       "%s:%s",
                       source->file, list, source->file, source->layer);
    if (!name)
        return ci_fail(error, CIRCLET_E_NOT_FOUND, "%s: file has no layer",
                       source->file);
    status = look_for_layers(source, NULL, list, &count, error);
    if (status != CIRCLET_OK)
        return status;
    return ci_fail(error, CIRCLET_E_NOT_FOUND,
                   "%s: file has no layer '%s' (layers: %s)", source->file,
                   name, list);
}

/* ---- its columns ---------------------------------------------------------
 */

static void add_name(ci_buffer *out, const char *name)
{
    ci_buffer_add(out, "\"");
    for (const char *c = name; *c; c++)
        ci_buffer_add_n(out, *c == '"' ? "\"\"" : c, *c == '"' ? 2 : 1);
    ci_buffer_add(out, "\"");
}

/* A column that is no geometry and no picture becomes a field. */
static circlet_status keep_column(ci_source *out, ci_statement *statement,
                                  circlet_error *error)
{
    gpkg_source *source = out->state;
    const char *name = ci_column_text(statement, 1);
    const char *type;
    circlet_status status = CIRCLET_OK;

    if (!name || (source->geometry_column &&
                  strcasecmp(name, source->geometry_column) == 0))
        return CIRCLET_OK;
    if (ci_column_int(statement, 5) == 1 && !source->key_column)
        status = copy_text(&source->key_column, name, error);
    type = ci_column_text(statement, 2);
    if (status != CIRCLET_OK || (type && strncasecmp(type, "BLOB", 4) == 0))
        return status;
    name = ci_column_text(statement, 1);
    return ci_source_add_field(out, name) ? CIRCLET_OK : ci_fail_nomem(error);
}

static circlet_status find_columns(ci_source *out, circlet_error *error)
{
    gpkg_source *source = out->state;
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
    gpkg_source *source = out->state;
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
    }
    status = sql.failed
                 ? ci_fail_nomem(error)
                 : ci_db_prepare(&source->rows, source->db, sql.text, error);
    ci_buffer_free(&sql);
    return status;
}

/* ---- its coordinate system -----------------------------------------------
 */

/* The authority's code of the layer's system and its definition; both empty
 * if the file has no row for it. */
static circlet_status read_srs(gpkg_source *source, ci_buffer *code,
                               ci_buffer *definition, circlet_error *error)
{
    ci_statement *statement = NULL;
    bool has_row = false;
    circlet_status status = ci_db_prepare(
        &statement, source->db,
        "SELECT organization || ':' || organization_coordsys_id, definition "
        "FROM gpkg_spatial_ref_sys WHERE srs_id = ?1",
        error);

    if (status == CIRCLET_OK)
        status = ci_bind_int(statement, 1, source->srs_id, error);
    if (status == CIRCLET_OK)
        status = ci_statement_step(statement, &has_row, error);
    if (status == CIRCLET_OK && has_row) {
        const char *text = ci_column_text(statement, 0);

        ci_buffer_add(code, text ? text : "");
        text = ci_column_text(statement, 1);
        ci_buffer_add(definition, text ? text : "");
        if (code->failed || definition->failed)
            status = ci_fail_nomem(error);
    }
    ci_statement_free(statement);
    return status;
}

/* The code says more than the definition, in which old writers put shifts
 * of a datum that hold elsewhere; other authorities PROJ may not know. */
static circlet_status transform_from_file(gpkg_source *source,
                                          const ci_buffer *code,
                                          const ci_buffer *definition,
                                          circlet_error *error)
{
    if (code->size > 5 && strncasecmp(code->text, "EPSG:", 5) == 0)
        return ci_transform_new(&source->transform, code->text, error);
    if (definition->size == 0)
        return ci_fail(error, CIRCLET_E_CRS,
                       "layer '%s' has srs_id %lld, which the file does not "
                       "describe",
                       source->layer, (long long)source->srs_id);
    return ci_transform_new(&source->transform, definition->text, error);
}

/* srs_id 0 and -1 are "undefined" by the standard: geographic, or plane. */
static circlet_status open_crs(ci_source *out, const char *crs,
                               circlet_error *error)
{
    gpkg_source *source = out->state;
    ci_buffer code = {0}, definition = {0};
    circlet_status status;

    source->checks_srs = !crs;
    if (crs || !source->geometry_column)
        return ci_transform_new(&source->transform, crs ? crs : "EPSG:4326",
                                error);
    if (source->srs_id == 0) {
        ci_source_add_remark(out, "the layer's coordinate system is "
                                  "undefined; coordinates are taken as "
                                  "WGS 84");
        return ci_transform_new(&source->transform, "EPSG:4326", error);
    }
    if (source->srs_id == -1)
        return ci_fail(error, CIRCLET_E_CRS,
                       "layer '%s' has an undefined plane coordinate system: "
                       "say which it has",
                       source->layer);
    status = read_srs(source, &code, &definition, error);
    if (status == CIRCLET_OK)
        status = transform_from_file(source, &code, &definition, error);
    ci_buffer_free(&code);
    ci_buffer_free(&definition);
    return status;
}

/* ---- records -------------------------------------------------------------
 */

static circlet_status read_geometry(gpkg_source *source, circlet_error *error)
{
    size_t size = 0;
    int32_t srs_id = 0;
    const void *bytes;
    circlet_status status;

    ci_geometry_clear(&source->geometry, CI_GEOMETRY_NONE);
    if (ci_column_is_null(source->rows, 0))
        return CIRCLET_OK;
    bytes = ci_column_blob(source->rows, 0, &size);
    status = ci_gpkg_read(&source->geometry, &srs_id, bytes ? bytes : "", size,
                          error);
    if (status == CIRCLET_OK && source->checks_srs && srs_id != source->srs_id)
        status = ci_fail(error, CIRCLET_E_FORMAT,
                         "geometry has srs_id %d, but its layer %lld",
                         (int)srs_id, (long long)source->srs_id);
    if (status == CIRCLET_OK)
        status =
            ci_transform_points(source->transform, source->geometry.points,
                                source->geometry.point_count, error);
    if (status != CIRCLET_OK)
        ci_geometry_clear(&source->geometry, CI_GEOMETRY_NONE);
    return status;
}

/* A number with a fraction in its shortest form, which is not SQLite's. */
static circlet_status read_value(gpkg_source *source, size_t field,
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
static circlet_status read_row(gpkg_source *source, circlet_error *error)
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
    status = read_geometry(source, first == CIRCLET_OK ? error : NULL);
    if (status == CIRCLET_E_NOMEM)
        return ci_fail_nomem(error);
    return first == CIRCLET_OK ? status : first;
}

static circlet_status fail_row(const gpkg_source *source,
                               circlet_status status, circlet_error *error)
{
    char place[64];

    snprintf(place, sizeof(place), ci_translate("row %" PRIu64),
             source->row + 1);
    return ci_fail_within(error, status, place);
}

static circlet_status next_record(void *state, ci_record *out, bool *has_row,
                                  circlet_error *error)
{
    gpkg_source *source = state;
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
    *out = (ci_record){++source->row, values, &source->geometry, NULL};
    if (status != CIRCLET_OK)
        out->problem = source->problem.message;
    return CIRCLET_OK;
}

/* ---- opening -------------------------------------------------------------
 */

static circlet_status open_all(ci_source *out, const char *path,
                               const char *crs, circlet_error *error)
{
    gpkg_source *source = out->state;
    size_t size = ci_source_file_size(path);
    circlet_status status;

    source->file = ci_text_copy_n(path, size);
    if (!source->file)
        return ci_fail_nomem(error);
    status = ci_db_open(&source->db, source->file, CI_DB_READ, error);
    if (status == CIRCLET_OK)
        status =
            find_layer(source, path[size] ? path + size + 1 : NULL, error);
    if (status == CIRCLET_OK)
        status = find_columns(out, error);
    if (status == CIRCLET_OK)
        status = prepare_rows(out, error);
    if (status != CIRCLET_OK)
        return status;
    status = open_crs(out, crs, error);
    return status == CIRCLET_OK || status == CIRCLET_E_NOMEM
               ? status
               : ci_fail_within(error, status, source->file);
}

circlet_status ci_gpkg_open(ci_source *out, const char *path, const char *crs,
                            circlet_error *error)
{
    ci_source made = {.format = {next_record, close_gpkg}};
    circlet_status status;

    made.state = calloc(1, sizeof(gpkg_source));
    if (!made.state)
        return ci_fail_nomem(error);
    status = open_all(&made, path, crs, error);
    if (status != CIRCLET_OK) {
        ci_source_free_parts(&made);
        return status;
    }
    *out = made;
    return CIRCLET_OK;
}
