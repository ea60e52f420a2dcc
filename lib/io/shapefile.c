/* Shapefiles: .shp and .shx, .dbf, .prj, .cpg. Wraps shapelib. */
#include "io/source.h"

#include <shapefil.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "geo/crs.h"
#include "io/companion.h"
#include "io/dbf_text.h"
#include "io/record_values.h"
#include "io/ring_order.h"

typedef struct shapefile {
    char *path; /* as messages name it */
    SHPHandle shapes;
    DBFHandle table;
    int shape_type;
    ci_geometry_type type; /* NONE: every record is a null shape */
    int record_count, field_count;
    int next; /* record, counted from 0 */
    ci_dbf_encoding encoding;
    ci_transform *transform; /* NULL: WGS 84 degrees */
    ci_geometry loose; /* a polygon's rings as they come */
    size_t *ends; /* of these rings */
    size_t end_capacity;
    ci_geometry geometry;
    ci_record_values values;
    ci_buffer text; /* one value, decoded */
    circlet_error problem; /* of the record */
} shapefile;

/* shapelib's hook knows neither whose error it is nor has it room for a
 * pointer of ours; each failure shows in what its functions return, and is
 * told from there. */
static void drop_message(const char *message)
{
    (void)message;
}

static void close_shapefile(void *state)
{
    shapefile *file = state;

    if (file->shapes)
        SHPClose(file->shapes);
    if (file->table)
        DBFClose(file->table);
    ci_transform_free(file->transform);
    ci_geometry_free(&file->loose);
    ci_geometry_free(&file->geometry);
    ci_record_values_free(&file->values);
    ci_buffer_free(&file->text);
    free(file->ends);
    free(file->path);
    free(file);
}

/* ---- opening -------------------------------------------------------------
 */

static circlet_status check_type(shapefile *file, int type,
                                 circlet_error *error)
{
    file->shape_type = type;
    switch (type) {
    case SHPT_NULL:
        return CIRCLET_OK;
    case SHPT_POINT:
    case SHPT_POINTZ:
    case SHPT_POINTM:
        file->type = CI_GEOMETRY_POINT;
        return CIRCLET_OK;
    case SHPT_ARC:
    case SHPT_ARCZ:
    case SHPT_ARCM:
        file->type = CI_GEOMETRY_LINE;
        return CIRCLET_OK;
    case SHPT_POLYGON:
    case SHPT_POLYGONZ:
    case SHPT_POLYGONM:
        file->type = CI_GEOMETRY_AREA;
        return CIRCLET_OK;
    default:
        return ci_fail(error, CIRCLET_E_UNSUPPORTED,
                       "%s: shapes of type %s are not read, only points, "
                       "lines and polygons",
                       file->path, SHPTypeName(type));
    }
}

static circlet_status open_parts(shapefile *file, circlet_error *error)
{
    circlet_status status = ci_check_companion(file->path, "shx", error);
    SAHooks hooks;
    int type = SHPT_NULL;

    if (status == CIRCLET_OK)
        status = ci_check_companion(file->path, "dbf", error);
    if (status == CIRCLET_OK)
        status = ci_check_shapefile_sizes(file->path, error);
    if (status != CIRCLET_OK)
        return status;
    SASetupDefaultHooks(&hooks);
    hooks.Error = drop_message;
    file->shapes = SHPOpenLL(file->path, "rb", &hooks);
    if (!file->shapes)
        return ci_fail(error, CIRCLET_E_FORMAT,
                       "%s: file or its .shx is not a shapefile's",
                       file->path);
    file->table = DBFOpenLL(file->path, "rb", &hooks);
    if (!file->table)
        return ci_fail(error, CIRCLET_E_FORMAT,
                       "%s: its .dbf is not a table of dBASE", file->path);
    SHPGetInfo(file->shapes, &file->record_count, &type, NULL, NULL);
    file->field_count = DBFGetFieldCount(file->table);
    if (DBFGetRecordCount(file->table) != file->record_count)
        return ci_fail(error, CIRCLET_E_FORMAT,
                       "%s: file has %d shapes, but its .dbf has %d records",
                       file->path, file->record_count,
                       DBFGetRecordCount(file->table));
    return check_type(file, type, error);
}

/* ---- the coordinate system -----------------------------------------------
 */

/* The corners of the box that the file's header gives. */
static void read_corners(const shapefile *file, circlet_point corners[2])
{
    double low[4], high[4];

    SHPGetInfo(file->shapes, NULL, NULL, low, high);
    corners[0] = (circlet_point){low[0], low[1]};
    corners[1] = (circlet_point){high[0], high[1]};
}

static bool looks_like_degrees(circlet_point at)
{
    return fabs(at.lon) <= 180.0 && fabs(at.lat) <= 90.0;
}

/* Without shapes the box in the header means nothing. */
static bool has_shapes(const shapefile *file)
{
    return file->record_count > 0 && file->type != CI_GEOMETRY_NONE;
}

static circlet_status assume_degrees(shapefile *file, ci_source *source,
                                     circlet_error *error)
{
    circlet_point corners[2];
    char x[CI_NUMBER_SIZE], y[CI_NUMBER_SIZE];

    read_corners(file, corners);
    ci_format_double(x, corners[1].lon);
    ci_format_double(y, corners[1].lat);
    if (has_shapes(file) &&
        (!looks_like_degrees(corners[0]) || !looks_like_degrees(corners[1])))
        return ci_fail(error, CIRCLET_E_CRS,
                       "%s: file has no .prj, and coordinates up to %s %s are "
                       "not degrees: say which coordinate system they have",
                       file->path, x, y);
    ci_source_add_remark(source,
                         "there is no .prj; coordinates are taken as WGS 84");
    return ci_transform_new(&file->transform, "EPSG:4326", error);
}

static circlet_status make_transform(shapefile *file, const char *crs,
                                     circlet_error *error)
{
    circlet_point corners[2];
    circlet_status status = ci_transform_new(&file->transform, crs, error);

    /* Degrees that are none would fail in each record: tell it once. */
    read_corners(file, corners);
    if (status == CIRCLET_OK && ci_transform_is_degrees(file->transform) &&
        has_shapes(file))
        status = ci_transform_points(file->transform, corners, 2, error);
    if (status != CIRCLET_OK && status != CIRCLET_E_NOMEM)
        return ci_fail_within(error, status, file->path);
    return status;
}

static circlet_status open_crs(shapefile *file, const char *crs,
                               ci_source *source, circlet_error *error)
{
    ci_buffer text = {0};
    circlet_status status;

    if (crs)
        return make_transform(file, crs, error);
    status = ci_read_companion(&text, file->path, "prj", error);
    while (text.size > 0 && (unsigned char)text.text[text.size - 1] <= ' ')
        text.text[--text.size] = '\0';
    if (status == CIRCLET_OK)
        status = text.size > 0 ? make_transform(file, text.text, error)
                               : assume_degrees(file, source, error);
    ci_buffer_free(&text);
    return status;
}

/* ---- text ----------------------------------------------------------------
 */

typedef struct text_facts {
    bool is_ascii, is_utf8;
} text_facts;

static void look_at_text(text_facts *facts, const char *text)
{
    size_t size = strlen(text);

    if (ci_dbf_is_ascii(text, size))
        return;
    facts->is_ascii = false;
    if (!ci_dbf_is_cut_utf8(text, size))
        facts->is_utf8 = false;
}

static DBFFieldType field_name(const shapefile *file, int field, char *name)
{
    name[0] = '\0';
    return DBFGetFieldInfo(file->table, field, name, NULL, NULL);
}

/* One look at all texts of the table. */
static text_facts look_at_texts(const shapefile *file)
{
    text_facts facts = {true, true};

    for (int f = 0; f < file->field_count; f++) {
        char name[XBASE_FLDNAME_LEN_READ + 1];
        DBFFieldType type = field_name(file, f, name);

        look_at_text(&facts, name);
        for (int r = 0; type == FTString && r < file->record_count; r++) {
            const char *text = DBFReadStringAttribute(file->table, r, f);

            if (text)
                look_at_text(&facts, text);
        }
    }
    return facts;
}

static circlet_status open_encoding(shapefile *file, ci_source *source,
                                    circlet_error *error)
{
    const char *code_page = DBFGetCodePage(file->table);
    text_facts facts;

    file->encoding = ci_dbf_encoding_of(code_page);
    if (file->encoding == CI_DBF_UTF8 || file->encoding == CI_DBF_GB18030)
        return CIRCLET_OK;
    facts = look_at_texts(file);
    if (file->encoding == CI_DBF_OTHER && !facts.is_ascii)
        return ci_fail(error, CIRCLET_E_UNSUPPORTED,
                       "%s: text encoding '%s' is not read, only UTF-8 and "
                       "GB18030 (GBK, GB2312)",
                       file->path, code_page);
    file->encoding = facts.is_utf8 ? CI_DBF_UTF8 : CI_DBF_GB18030;
    if (!facts.is_utf8)
        ci_source_add_remark(source,
                             "nothing says how text is encoded; it is no "
                             "UTF-8 and is taken as GB18030");
    return CIRCLET_OK;
}

static circlet_status open_fields(ci_source *out, shapefile *file,
                                  circlet_error *error)
{
    for (int f = 0; f < file->field_count; f++) {
        char name[XBASE_FLDNAME_LEN_READ + 1];
        circlet_status status;

        field_name(file, f, name);
        status = ci_dbf_decode(&file->text, file->encoding, name, strlen(name),
                               error);
        if (status == CIRCLET_E_NOMEM)
            return status;
        if (status != CIRCLET_OK)
            return ci_fail(error, status,
                           "%s: name of field %d is not text of the encoding "
                           "that the .cpg or .dbf says",
                           file->path, f + 1);
        if (!ci_source_add_field(out, file->text.size ? file->text.text : ""))
            return ci_fail_nomem(error);
    }
    return CIRCLET_OK;
}

/* ---- records -------------------------------------------------------------
 */

/* The end of part `p`; shapelib has checked where parts start, but not that
 * they stand in order. */
static size_t part_end(const SHPObject *shape, int p)
{
    return (size_t)(p + 1 < shape->nParts ? shape->panPartStart[p + 1]
                                          : shape->nVertices);
}

static circlet_status add_vertices(ci_geometry *out, const SHPObject *shape,
                                   circlet_error *error)
{
    for (int i = 0; i < shape->nVertices; i++) {
        circlet_point at = {shape->padfX[i], shape->padfY[i]};

        if (!ci_geometry_add_point(out, at))
            return ci_fail_nomem(error);
    }
    return CIRCLET_OK;
}

static circlet_status add_polygon(shapefile *file, const SHPObject *shape,
                                  circlet_error *error)
{
    size_t before = 0, count = 0;
    circlet_status status;

    if (shape->nParts < 1 || shape->panPartStart[0] != 0)
        return ci_fail(error, CIRCLET_E_FORMAT,
                       "the first part of the shape starts nowhere");
    status = add_vertices(&file->loose, shape, error);
    if (status == CIRCLET_OK)
        status = ci_transform_points(file->transform, file->loose.points,
                                     file->loose.point_count, error);
    for (int p = 0; p < shape->nParts && status == CIRCLET_OK; p++) {
        size_t end = part_end(shape, p);
        size_t *ends = ci_array_reserve_one(
            file->ends, count, &file->end_capacity, sizeof(*ends));

        if (!ends)
            return ci_fail_nomem(error);
        file->ends = ends;
        if (end < before || end > file->loose.point_count)
            return ci_fail(error, CIRCLET_E_FORMAT,
                           "part %d of the shape ends before it starts",
                           p + 1);
        ends[count++] = before = end;
    }
    if (status != CIRCLET_OK)
        return status;
    return ci_order_rings(&file->geometry, file->loose.points, file->ends,
                          count)
               ? CIRCLET_OK
               : ci_fail_nomem(error);
}

static circlet_status add_point_or_line(shapefile *file,
                                        const SHPObject *shape,
                                        circlet_error *error)
{
    circlet_status status;

    if (shape->nParts > 1)
        return ci_fail(error, CIRCLET_E_FORMAT,
                       "geometry is a line of %d parts, not one",
                       shape->nParts);
    status = add_vertices(&file->geometry, shape, error);
    return status == CIRCLET_OK
               ? ci_transform_points(file->transform, file->geometry.points,
                                     file->geometry.point_count, error)
               : status;
}

static circlet_status read_shape(shapefile *file, int record,
                                 circlet_error *error)
{
    SHPObject *shape = SHPReadObject(file->shapes, record);
    circlet_status status = CIRCLET_OK;

    ci_geometry_clear(&file->geometry, CI_GEOMETRY_NONE);
    ci_geometry_clear(&file->loose, CI_GEOMETRY_AREA);
    if (!shape)
        return ci_fail(error, CIRCLET_E_FORMAT, "shape cannot be read");
    if (shape->nSHPType != SHPT_NULL && shape->nSHPType != file->shape_type) {
        status = ci_fail(
            error, CIRCLET_E_FORMAT, "shape has type %s, not %s as the file",
            SHPTypeName(shape->nSHPType), SHPTypeName(file->shape_type));
    } else if (shape->nSHPType != SHPT_NULL && shape->nVertices > 0) {
        ci_geometry_clear(&file->geometry, file->type);
        status = file->type == CI_GEOMETRY_AREA
                     ? add_polygon(file, shape, error)
                     : add_point_or_line(file, shape, error);
    }
    SHPDestroyObject(shape);
    if (status != CIRCLET_OK || file->geometry.point_count == 0)
        ci_geometry_clear(&file->geometry, CI_GEOMETRY_NONE);
    return status;
}

/* shapelib hands out one buffer for all values: each is copied at once. */
static circlet_status read_value(shapefile *file, int record, int field,
                                 circlet_error *error)
{
    const char *text = "";
    circlet_status status;

    if (!DBFIsAttributeNULL(file->table, record, field))
        text = DBFReadStringAttribute(file->table, record, field);
    if (!text)
        return ci_fail(error, CIRCLET_E_FORMAT,
                       "field %d of the .dbf cannot be read", field + 1);
    status =
        ci_dbf_decode(&file->text, file->encoding, text, strlen(text), error);
    if (status == CIRCLET_OK &&
        !ci_record_values_add(&file->values, file->text.text, file->text.size))
        return ci_fail_nomem(error);
    if (status != CIRCLET_E_FORMAT)
        return status;
    return ci_fail(error, CIRCLET_E_FORMAT, "text of field %d is not %s",
                   field + 1,
                   file->encoding == CI_DBF_GB18030 ? "GB18030" : "UTF-8");
}

/* A value that cannot be read counts as missing; the first is told. */
static circlet_status read_values(shapefile *file, int record,
                                  circlet_error *error)
{
    circlet_status first = CIRCLET_OK;

    ci_record_values_clear(&file->values);
    for (int f = 0; f < file->field_count; f++) {
        circlet_status status =
            read_value(file, record, f, first == CIRCLET_OK ? error : NULL);

        if (status == CIRCLET_E_NOMEM ||
            (status != CIRCLET_OK &&
             !ci_record_values_add(&file->values, NULL, 0)))
            return ci_fail_nomem(error);
        if (first == CIRCLET_OK)
            first = status;
    }
    return first;
}

static circlet_status next_record(void *state, ci_record *out, bool *has_row,
                                  circlet_error *error)
{
    shapefile *file = state;
    const char *const *values;
    circlet_status shape_status, value_status;
    int record;

    while (file->next < file->record_count &&
           DBFIsRecordDeleted(file->table, file->next))
        file->next++;
    if (file->next >= file->record_count) {
        *has_row = false;
        return CIRCLET_OK;
    }
    record = file->next++;
    shape_status = read_shape(file, record, &file->problem);
    value_status = read_values(
        file, record, shape_status == CIRCLET_OK ? &file->problem : NULL);
    values = ci_record_values_finish(&file->values);
    if (shape_status == CIRCLET_E_NOMEM || value_status == CIRCLET_E_NOMEM ||
        !values)
        return ci_fail_nomem(error);
    *out = (ci_record){(uint64_t)record + 1, values, &file->geometry, NULL};
    if (shape_status != CIRCLET_OK || value_status != CIRCLET_OK)
        out->problem = file->problem.message;
    *has_row = true;
    return CIRCLET_OK;
}

static circlet_status open_all(ci_source *out, const char *path,
                               const char *crs, circlet_error *error)
{
    shapefile *file = out->state;
    circlet_status status;

    file->path = ci_text_copy(path);
    if (!file->path)
        return ci_fail_nomem(error);
    status = open_parts(file, error);
    if (status == CIRCLET_OK)
        status = open_crs(file, crs, out, error);
    if (status == CIRCLET_OK)
        status = open_encoding(file, out, error);
    if (status == CIRCLET_OK)
        status = open_fields(out, file, error);
    return status;
}

circlet_status ci_shapefile_open(ci_source *out, const char *path,
                                 const char *crs, circlet_error *error)
{
    ci_source made = {.format = {next_record, close_shapefile}};
    circlet_status status;

    made.state = calloc(1, sizeof(shapefile));
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
