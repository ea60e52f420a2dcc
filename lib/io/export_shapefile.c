/*
 * Layers of an export as shapefiles. A field has ten bytes of name and 254 of
 * text: the whole names, and how many texts were cut, stand in a list beside.
 */
#include <shapefil.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "io/container.h"
#include "io/export_set.h"
#include "io/text_encoder.h"
#include "io/text_output.h"

#define TEXT_WIDTH 254

/* A shapefile that is being written. */
typedef struct shape_writer {
    const ci_export_set *set;
    const char *table, *path, *encoding;
    char *base; /* the path without .shp */
    ci_field_names names;
    int *widths; /* of texts: bytes of the longest, at least one */
    size_t *cuts; /* texts that did not fit */
    SHPHandle shapes; /* NULL: no places */
    DBFHandle fields;
    int type;
    circlet_error *error;
} shape_writer;

static void drop_message(const char *message)
{
    (void)message;
}

static circlet_status fail_write(const shape_writer *writer)
{
    return ci_fail(writer->error, CIRCLET_E_IO, "%s: cannot be written",
                   writer->path);
}

static char *name_file(const shape_writer *writer, const char *ending)
{
    ci_buffer name = {0};

    ci_buffer_add(&name, writer->base);
    ci_buffer_add(&name, ending);
    if (name.failed) {
        ci_buffer_free(&name);
        return NULL;
    }
    return name.text;
}

/* ---- fields ------------------------------------------------------------- */

/* How wide texts are, encoded, and which are too long. */
static circlet_status measure_row(shape_writer *writer, ci_statement *rows)
{
    circlet_status status = CIRCLET_OK;

    for (size_t i = 0; i < writer->names.count && status == CIRCLET_OK; i++) {
        const char *text = writer->names.items[i].type == 'T'
                               ? ci_column_text(rows, (int)i)
                               : NULL;
        ci_buffer bytes = {0};
        bool is_cut = false;

        if (!text)
            continue;
        status = ci_text_encode(&bytes, writer->encoding, text, TEXT_WIDTH,
                                &is_cut, writer->error);
        if ((int)bytes.size > writer->widths[i])
            writer->widths[i] = (int)bytes.size;
        writer->cuts[i] += is_cut;
        ci_buffer_free(&bytes);
    }
    return status;
}

static circlet_status measure(shape_writer *writer)
{
    ci_statement *rows = NULL;
    bool has_row = true;
    circlet_status status = ci_export_set_rows(
        &rows, writer->set, writer->table, &writer->names, writer->error);

    while (status == CIRCLET_OK) {
        status = ci_statement_step(rows, &has_row, writer->error);
        if (status != CIRCLET_OK || !has_row)
            break;
        status = measure_row(writer, rows);
    }
    ci_statement_free(rows);
    return status;
}

static circlet_status add_fields(shape_writer *writer)
{
    for (size_t i = 0; i < writer->names.count; i++) {
        const ci_field_name *name = &writer->names.items[i];
        DBFFieldType type = name->type == 'T'   ? FTString
                            : name->type == 'I' ? FTInteger
                                                : FTDouble;
        int width = name->type == 'T'   ? writer->widths[i]
                    : name->type == 'I' ? 18
                                        : 24;

        if (DBFAddField(writer->fields, name->field, type, width,
                        name->type == 'D' ? 9 : 0) < 0)
            return fail_write(writer);
    }
    return CIRCLET_OK;
}

static circlet_status write_value(shape_writer *writer, ci_statement *rows,
                                  int record, int i)
{
    circlet_status status = CIRCLET_OK;
    ci_buffer bytes = {0};
    const char *text;
    bool is_cut, is_done;

    if (ci_column_is_null(rows, i))
        is_done = DBFWriteNULLAttribute(writer->fields, record, i);
    else if (writer->names.items[i].type == 'D')
        is_done = DBFWriteDoubleAttribute(writer->fields, record, i,
                                          ci_column_double(rows, i));
    else if (writer->names.items[i].type == 'I')
        is_done = DBFWriteDoubleAttribute(writer->fields, record, i,
                                          (double)ci_column_int(rows, i));
    else {
        text = ci_column_text(rows, i);
        status = ci_text_encode(&bytes, writer->encoding, text ? text : "",
                                TEXT_WIDTH, &is_cut, writer->error);
        is_done = status == CIRCLET_OK &&
                  DBFWriteStringAttribute(writer->fields, record, i,
                                          bytes.text ? bytes.text : "");
        ci_buffer_free(&bytes);
    }
    if (status != CIRCLET_OK)
        return status;
    return is_done ? CIRCLET_OK : fail_write(writer);
}

/* ---- shapes ------------------------------------------------------------- */

/* The first point of each part. */
static int *find_parts(const ci_geometry *geometry, int *count)
{
    size_t rings = geometry->ring_count > 0 ? geometry->ring_count : 1;
    int *parts = calloc(rings, sizeof(*parts));

    *count = (int)rings;
    for (size_t i = 1; parts && i < rings; i++)
        parts[i] = (int)geometry->rings[i - 1].end;
    return parts;
}

static SHPObject *make_shape(const shape_writer *writer,
                             const ci_geometry *geometry)
{
    size_t count = geometry->point_count;
    double *x = malloc((2 * count + 1) * sizeof(*x));
    int part_count = 0;
    int *parts = find_parts(geometry, &part_count);
    bool is_point = writer->type == SHPT_POINT;
    SHPObject *shape = NULL;

    for (size_t i = 0; x && i < count; i++) {
        x[i] = geometry->points[i].lon;
        x[count + i] = geometry->points[i].lat;
    }
    if (x && parts)
        shape = SHPCreateObject(count > 0 ? writer->type : SHPT_NULL, -1,
                                is_point || count == 0 ? 0 : part_count,
                                is_point || count == 0 ? NULL : parts, NULL,
                                (int)count, x, x + count, NULL, NULL);
    if (shape && writer->type == SHPT_POLYGON && count > 0)
        SHPRewindObject(writer->shapes, shape); /* outer rings clockwise */
    free(x);
    free(parts);
    return shape;
}

static circlet_status write_shape(shape_writer *writer, ci_statement *rows)
{
    int geom = (int)writer->names.count;
    ci_geometry geometry = {0};
    int32_t srs_id = 0;
    SHPObject *shape;
    circlet_status status = CIRCLET_OK;

    if (!ci_column_is_null(rows, geom))
        status =
            ci_container_read(&geometry, &srs_id, rows, geom, writer->error);
    if (status == CIRCLET_OK) {
        shape = make_shape(writer, &geometry);
        if (!shape)
            status = ci_fail_nomem(writer->error);
        else if (SHPWriteObject(writer->shapes, -1, shape) < 0)
            status = fail_write(writer);
        SHPDestroyObject(shape);
    }
    ci_geometry_free(&geometry);
    return status;
}

static circlet_status write_rows(shape_writer *writer)
{
    ci_statement *rows = NULL;
    bool has_row = true;
    circlet_status status = ci_export_set_rows(
        &rows, writer->set, writer->table, &writer->names, writer->error);

    for (int record = 0; status == CIRCLET_OK; record++) {
        status = ci_statement_step(rows, &has_row, writer->error);
        if (status != CIRCLET_OK || !has_row)
            break;
        for (size_t i = 0; i < writer->names.count && status == CIRCLET_OK;
             i++)
            status = write_value(writer, rows, record, (int)i);
        if (status == CIRCLET_OK && writer->shapes)
            status = write_shape(writer, rows);
    }
    ci_statement_free(rows);
    return status;
}

/* ---- what stands beside ------------------------------------------------- */

static circlet_status write_text(const shape_writer *writer,
                                 const char *ending, const char *text)
{
    char *path = name_file(writer, ending);
    ci_text_output output = {0};
    circlet_status status =
        path ? ci_text_output_open(&output, path, writer->error)
             : ci_fail_nomem(writer->error);

    if (status == CIRCLET_OK) {
        fputs(text, output.file);
        status = ci_text_output_commit(&output, writer->error);
    }
    ci_text_output_end(&output);
    free(path);
    return status;
}

static void add_quoted(ci_buffer *out, const char *text)
{
    ci_buffer_add(out, ",\"");
    for (const char *c = text; *c; c++) {
        if (*c == '"')
            ci_buffer_add(out, "\"");
        ci_buffer_add_n(out, c, 1);
    }
    ci_buffer_add(out, "\"");
}

/* A line about a field; `row` looks up what it means. */
static circlet_status list_field(ci_buffer *out, const shape_writer *writer,
                                 ci_statement *row, size_t i)
{
    const ci_field_name *name = &writer->names.items[i];
    bool has_row = false;
    circlet_status status;

    ci_buffer_add(out, name->field);
    ci_buffer_add(out, ",");
    ci_buffer_add(out, name->column);
    ci_buffer_add(out, ",");
    ci_buffer_add_int(out, (int64_t)writer->cuts[i]);
    ci_statement_reset(row);
    status = ci_bind_text(row, 1, writer->table, writer->error);
    if (status == CIRCLET_OK)
        status = ci_bind_text(row, 2, name->column, writer->error);
    if (status == CIRCLET_OK)
        status = ci_statement_step(row, &has_row, writer->error);
    for (int k = 0; k < 2 && status == CIRCLET_OK; k++) {
        const char *title = has_row ? ci_column_text(row, k) : NULL;

        add_quoted(out, title ? title : "");
    }
    ci_buffer_add(out, "\n");
    return status;
}

static circlet_status list_fields(const shape_writer *writer)
{
    ci_statement *row = NULL;
    ci_buffer text = {0};
    circlet_status status = ci_db_prepare(
        &row, writer->set->db,
        "SELECT title_zh, title_en FROM main.data_dictionary WHERE layer = ? "
        "AND \"column\" = ?",
        writer->error);

    ci_buffer_add(&text, "\xef\xbb\xbf"
                         "field,column,texts_cut,meaning_zh,meaning_en\n");
    for (size_t i = 0; i < writer->names.count && status == CIRCLET_OK; i++)
        status = list_field(&text, writer, row, i);
    ci_statement_free(row);
    if (status == CIRCLET_OK)
        status = text.failed ? ci_fail_nomem(writer->error)
                             : write_text(writer, "_fields.csv", text.text);
    ci_buffer_free(&text);
    return status;
}

/* ---- a layer ------------------------------------------------------------ */

static circlet_status find_type(shape_writer *writer)
{
    int64_t is_line = 0, is_area = 0;
    bool found = false;
    circlet_status status = ci_db_has_row(
        &found, writer->set->db,
        "SELECT 1 FROM gpkg_geometry_columns WHERE table_name = ? AND "
        "geometry_type_name = 'LINESTRING'",
        writer->table, writer->error);

    is_line = found;
    if (status == CIRCLET_OK)
        status = ci_db_has_row(
            &found, writer->set->db,
            "SELECT 1 FROM gpkg_geometry_columns WHERE table_name = ? AND "
            "geometry_type_name = 'MULTIPOLYGON'",
            writer->table, writer->error);
    is_area = found;
    writer->type = is_line ? SHPT_ARC : is_area ? SHPT_POLYGON : SHPT_POINT;
    return status;
}

static circlet_status open_files(shape_writer *writer)
{
    char *table = name_file(writer, ".dbf");
    SAHooks hooks;

    SASetupDefaultHooks(&hooks);
    hooks.Error = drop_message;
    if (writer->names.has_geometry)
        writer->shapes = SHPCreateLL(writer->path, writer->type, &hooks);
    if (table)
        writer->fields = DBFCreateLL(table, NULL, &hooks);
    free(table);
    return writer->fields && (writer->shapes || !writer->names.has_geometry)
               ? add_fields(writer)
               : fail_write(writer);
}

static circlet_status write_layer(shape_writer *writer)
{
    circlet_status status = ci_field_names_read(
        &writer->names, writer->set->db, writer->table, writer->error);

    if (status != CIRCLET_OK)
        return status;
    writer->widths = calloc(writer->names.count + 1, sizeof(*writer->widths));
    writer->cuts = calloc(writer->names.count + 1, sizeof(*writer->cuts));
    if (!writer->widths || !writer->cuts)
        return ci_fail_nomem(writer->error);
    for (size_t i = 0; i < writer->names.count; i++)
        writer->widths[i] = 1;
    status = measure(writer);
    if (status == CIRCLET_OK)
        status = find_type(writer);
    if (status == CIRCLET_OK)
        status = open_files(writer);
    if (status == CIRCLET_OK)
        status = write_rows(writer);
    if (status == CIRCLET_OK && writer->names.has_geometry)
        status = write_text(writer, ".prj",
                            writer->set->crs->esri ? writer->set->crs->esri
                                                   : writer->set->crs->wkt);
    if (status == CIRCLET_OK)
        status = write_text(writer, ".cpg", writer->encoding);
    return status == CIRCLET_OK ? list_fields(writer) : status;
}

circlet_status ci_export_shapefile(const ci_export_set *set, const char *table,
                                   const char *path, circlet_error *error)
{
    shape_writer writer = {
        .set = set,
        .table = table,
        .path = path,
        .encoding = set->options->encoding ? set->options->encoding : "UTF-8",
        .base = ci_text_copy_n(path, strlen(path) - 4),
        .error = error};
    circlet_status status =
        writer.base ? write_layer(&writer) : ci_fail_nomem(error);

    if (writer.shapes)
        SHPClose(writer.shapes);
    if (writer.fields)
        DBFClose(writer.fields);
    ci_field_names_free(&writer.names);
    free(writer.widths);
    free(writer.cuts);
    free(writer.base);
    return status;
}
