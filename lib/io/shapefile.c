/* Shapefiles: .shp and .shx, .dbf, .prj, .cpg. Wraps shapelib. */
#include "io/source.h"

#include <shapefil.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/id_map.h"
#include "io/companion.h"
#include "io/dbf_table.h"
#include "io/geometry_bytes.h"
#include "io/record_values.h"
#include "io/ring_order.h"
#include "io/source_crs.h"

typedef struct shapefile {
    char *path; /* as messages name it */
    SHPHandle shapes;
    ci_dbf_table *table;
    int shape_type;
    ci_geometry_type type; /* NONE: every record is a null shape */
    int record_count;
    int next; /* record, counted from 0 */
    ci_transform *transform; /* NULL: WGS 84 degrees */
    ci_geometry loose; /* a polygon's rings as they come */
    size_t *ends; /* of these rings */
    size_t end_capacity;
    ci_geometry geometry;
    ci_record_values values;
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
    ci_dbf_table_close(file->table);
    ci_transform_free(file->transform);
    ci_geometry_free(&file->loose);
    ci_geometry_free(&file->geometry);
    ci_record_values_free(&file->values);
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
    case SHPT_MULTIPOINT:
    case SHPT_MULTIPOINTZ:
    case SHPT_MULTIPOINTM:
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
    status = ci_dbf_table_open(&file->table, file->path, error);
    if (status != CIRCLET_OK)
        return status;
    SHPGetInfo(file->shapes, &file->record_count, &type, NULL, NULL);
    if (ci_dbf_table_record_count(file->table) != file->record_count)
        return ci_fail(error, CIRCLET_E_FORMAT,
                       "%s: file has %d shapes, but its .dbf has %d records",
                       file->path, file->record_count,
                       ci_dbf_table_record_count(file->table));
    return check_type(file, type, error);
}

/* ---- the coordinate system -----------------------------------------------
 */

/* The first vertices of records spread over the file; the header's box would
 * be that of one stray shape as soon as there is one. */
static void sample_shapes(const shapefile *file, ci_crs_sample *out)
{
    int step = file->record_count / CI_CRS_SAMPLE_MAX + 1;

    for (int i = 0; i < file->record_count; i += step) {
        SHPObject *shape = SHPReadObject(file->shapes, i);

        if (shape && shape->nVertices > 0)
            ci_crs_sample_add(
                out, (circlet_point){shape->padfX[0], shape->padfY[0]});
        SHPDestroyObject(shape);
    }
}

static circlet_status open_crs(shapefile *file,
                               const ci_source_options *options,
                               ci_source *source, circlet_error *error)
{
    ci_crs_sample sample = {.count = 0};
    ci_buffer text = {0};
    circlet_status status = ci_read_companion(&text, file->path, "prj", error);

    while (text.size > 0 && (unsigned char)text.text[text.size - 1] <= ' ')
        text.text[--text.size] = '\0';
    sample_shapes(file, &sample);
    if (status == CIRCLET_OK)
        status = ci_source_transform(&file->transform, source, file->path,
                                     options, text.size > 0 ? text.text : NULL,
                                     &sample, error);
    ci_buffer_free(&text);
    return status;
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
                                   size_t first, size_t end,
                                   circlet_error *error)
{
    for (size_t i = first; i < end; i++) {
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
    status =
        add_vertices(&file->loose, shape, 0, (size_t)shape->nVertices, error);
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

static circlet_status add_parts(ci_geometry *out, const SHPObject *shape,
                                circlet_error *error)
{
    size_t before = 0;

    if (shape->panPartStart[0] != 0)
        return ci_fail(error, CIRCLET_E_FORMAT,
                       "the first part of the shape starts nowhere");
    for (int p = 0; p < shape->nParts; p++) {
        size_t end = part_end(shape, p);
        circlet_status status;

        if (end < before || end > (size_t)shape->nVertices)
            return ci_fail(error, CIRCLET_E_FORMAT,
                           "part %d of the shape ends before it starts",
                           p + 1);
        status = add_vertices(out, shape, before, end, error);
        if (status != CIRCLET_OK)
            return status;
        if (!ci_geometry_end_part(out))
            return ci_fail_nomem(error);
        before = end;
    }
    return CIRCLET_OK;
}

static circlet_status add_point_or_line(shapefile *file,
                                        const SHPObject *shape,
                                        circlet_error *error)
{
    circlet_status status;

    if (file->type == CI_GEOMETRY_POINT && shape->nVertices > 1)
        return ci_fail_multi_point((size_t)shape->nVertices, error);
    status = shape->nParts > 1 ? add_parts(&file->geometry, shape, error)
                               : add_vertices(&file->geometry, shape, 0,
                                              (size_t)shape->nVertices, error);
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

static circlet_status next_record(void *state, ci_record *out, bool *has_row,
                                  circlet_error *error)
{
    shapefile *file = state;
    const char *const *values;
    circlet_status shape_status, value_status;
    int record;

    while (file->next < file->record_count &&
           ci_dbf_table_is_deleted(file->table, file->next))
        file->next++;
    if (file->next >= file->record_count) {
        *has_row = false;
        return CIRCLET_OK;
    }
    record = file->next++;
    shape_status = read_shape(file, record, &file->problem);
    ci_record_values_clear(&file->values);
    value_status =
        ci_dbf_table_read(file->table, record, &file->values,
                          shape_status == CIRCLET_OK ? &file->problem : NULL);
    values = ci_record_values_finish(&file->values);
    if (shape_status == CIRCLET_E_NOMEM || value_status == CIRCLET_E_NOMEM ||
        !values)
        return ci_fail_nomem(error);
    *out = (ci_record){(uint64_t)record + 1, values, &file->geometry, NULL,
                       CI_NOWHERE,           NULL};
    if (shape_status != CIRCLET_OK || value_status != CIRCLET_OK)
        out->problem = file->problem.message;
    *has_row = true;
    return CIRCLET_OK;
}

static circlet_status open_all(ci_source *out, const char *path,
                               const ci_source_options *options,
                               circlet_error *error)
{
    shapefile *file = out->state;
    circlet_status status;

    file->path = ci_text_copy(path);
    if (!file->path)
        return ci_fail_nomem(error);
    status = open_parts(file, error);
    if (status == CIRCLET_OK)
        status = open_crs(file, options, out, error);
    if (status == CIRCLET_OK)
        status =
            ci_dbf_table_describe(file->table, out, options->encoding, error);
    return status;
}

circlet_status ci_shapefile_open(ci_source *out, const char *path,
                                 const ci_source_options *options,
                                 circlet_error *error)
{
    ci_source made = {.format = {next_record, close_shapefile},
                      .has_geometry = true};
    circlet_status status;

    made.state = calloc(1, sizeof(shapefile));
    if (!made.state)
        return ci_fail_nomem(error);
    status = open_all(&made, path, options, error);
    if (status != CIRCLET_OK) {
        ci_source_free_parts(&made);
        return status;
    }
    *out = made;
    return CIRCLET_OK;
}
