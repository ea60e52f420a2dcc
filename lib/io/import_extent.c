#include "io/import_extent.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "geo/polygon.h"
#include "io/source.h"

static circlet_status add_box(ci_geometry *out, const ci_box *box,
                              circlet_error *error)
{
    const circlet_point corners[] = {{box->west, box->south},
                                     {box->east, box->south},
                                     {box->east, box->north},
                                     {box->west, box->north},
                                     {box->west, box->south}};
    bool has_room = true;

    ci_geometry_clear(out, CI_GEOMETRY_AREA);
    for (size_t i = 0; i < 5; i++)
        has_room = has_room && ci_geometry_add_point(out, corners[i]);
    return has_room && ci_geometry_end_ring(out, false) ? CIRCLET_OK
                                                        : ci_fail_nomem(error);
}

/* Four numbers; false if the text is anything else. */
static bool read_box(ci_box *out, const char *text)
{
    double sides[4];

    for (int i = 0; i < 4; i++) {
        char number[CI_NUMBER_SIZE];
        size_t size = strcspn(text, ",");

        if (size >= sizeof(number) || (text[size] == ',') != (i < 3))
            return false;
        memcpy(number, text, size);
        number[size] = '\0';
        if (!ci_parse_double(&sides[i], number))
            return false;
        text += size + 1;
    }
    *out = (ci_box){sides[0], sides[1], sides[2], sides[3]};
    return true;
}

static circlet_status check_box(const ci_box *box, const char *text,
                                circlet_error *error)
{
    if (box->west >= -180.0 && box->east <= 180.0 && box->south >= -90.0 &&
        box->north <= 90.0 && box->west < box->east && box->south < box->north)
        return CIRCLET_OK;
    return ci_fail(error, CIRCLET_E_ARGUMENT,
                   "extent '%s' is not west,south,east,north in degrees",
                   text);
}

static circlet_status check_record(const ci_record *record, const char *path,
                                   circlet_error *error)
{
    circlet_area area = ci_geometry_area(record->geometry);
    circlet_error why = {CIRCLET_OK, ""};
    circlet_status status = ci_polygon_check(&area, &why);

    if (status == CIRCLET_OK)
        return CIRCLET_OK;
    if (status == CIRCLET_E_NOMEM)
        return ci_fail_nomem(error);
    return ci_fail(error, status, "%s: row %" PRIu64 ": %s", path, record->row,
                   why.message);
}

/* Appends the rings of a record. */
static circlet_status add_record(ci_geometry *out, const ci_record *record,
                                 const char *path, circlet_error *error)
{
    circlet_status status;
    size_t first = 0;

    if (record->problem)
        return ci_fail(error, CIRCLET_E_DATA, "%s: row %" PRIu64 ": %s", path,
                       record->row, record->problem);
    if (record->geometry->type != CI_GEOMETRY_AREA)
        return ci_fail(error, CIRCLET_E_DATA,
                       "%s: row %" PRIu64 " is no polygon", path, record->row);
    status = check_record(record, path, error);
    if (status != CIRCLET_OK)
        return status;
    for (size_t i = 0; i < record->geometry->ring_count; i++) {
        const circlet_ring *ring = &record->geometry->rings[i];

        for (; first < ring->end; first++)
            if (!ci_geometry_add_point(out, record->geometry->points[first]))
                return ci_fail_nomem(error);
        if (!ci_geometry_end_ring(out, ring->is_hole))
            return ci_fail_nomem(error);
    }
    return CIRCLET_OK;
}

static circlet_status read_areas(ci_geometry *out, ci_source *source,
                                 const char *path, circlet_error *error)
{
    bool has_row = true;

    while (has_row) {
        ci_record record;
        circlet_status status =
            ci_source_next(source, &record, &has_row, error);

        if (status == CIRCLET_OK && has_row)
            status = add_record(out, &record, path, error);
        if (status != CIRCLET_OK)
            return status;
    }
    if (out->ring_count == 0)
        return ci_fail(error, CIRCLET_E_DATA, "%s: no polygon", path);
    return CIRCLET_OK;
}

/* By the even-odd rule a point in two polygons would be in none: neighbours
 * that share a border are well, and who draws them overlapping is told. */
static circlet_status remark_on_overlap(const ci_import *import,
                                        const ci_geometry *extent,
                                        circlet_error *error)
{
    circlet_area area = ci_geometry_area(extent);
    circlet_status status = ci_polygon_check(&area, NULL);

    if (status == CIRCLET_E_NOMEM)
        return ci_fail_nomem(error);
    if (status != CIRCLET_OK)
        ci_import_remark(import,
                         "polygons of the extent touch: where two overlap, "
                         "nothing counts as known");
    return CIRCLET_OK;
}

static circlet_status read_file(ci_geometry *out, const ci_import *import,
                                circlet_error *error)
{
    const char *path = import->options.extent;
    ci_source *source = NULL;
    circlet_status status = ci_source_open(&source, path, NULL, error);

    if (status != CIRCLET_OK)
        return status;
    ci_geometry_clear(out, CI_GEOMETRY_AREA);
    status = read_areas(out, source, path, error);
    ci_source_close(source);
    if (status == CIRCLET_OK)
        status = remark_on_overlap(import, out, error);
    return status;
}

static ci_box box_of_nodes(const ci_roads *roads)
{
    ci_box box = ci_box_empty();

    for (size_t i = 0; i < roads->node_count; i++)
        ci_box_grow(&box, roads->nodes[i].at);
    return box;
}

circlet_status ci_import_extent(ci_geometry *out, const char **out_origin,
                                const ci_import *import, const ci_roads *roads,
                                circlet_error *error)
{
    const char *option = import->options.extent;
    ci_box nodes = box_of_nodes(roads), box;
    circlet_status status;

    if (option) {
        *out_origin = "option";
        if (!read_box(&box, option))
            return read_file(out, import, error);
        status = check_box(&box, option, error);
        return status == CIRCLET_OK ? add_box(out, &box, error) : status;
    }
    if (roads->has_box) {
        box = (ci_box){fmax(roads->box.west, nodes.west),
                       fmax(roads->box.south, nodes.south),
                       fmin(roads->box.east, nodes.east),
                       fmin(roads->box.north, nodes.north)};
        if (box.west < box.east && box.south < box.north) {
            *out_origin = "source";
            return add_box(out, &box, error);
        }
    }
    *out_origin = "nodes";
    return add_box(out, &nodes, error);
}
