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

/* ---- without the option ------------------------------------------------- */

/* Rails, waters and coasts may lead far away from the streets. */
static bool is_street(const ci_road_link *link)
{
    bool is_street = true;

    for (size_t i = 0; i < link->tag_count; i++) {
        const char *key = link->tags[i].key;

        if (strcmp(key, "highway") == 0)
            return true;
        if (strcmp(key, "natural") == 0 || strcmp(key, "railway") == 0 ||
            strcmp(key, "waterway") == 0)
            is_street = false;
    }
    return is_street;
}

static ci_box box_of_streets(const ci_roads *roads)
{
    ci_box box = ci_box_empty();

    for (size_t i = 0; i < roads->link_count; i++)
        if (is_street(&roads->links[i])) {
            ci_box_grow(&box, roads->nodes[roads->links[i].from].at);
            ci_box_grow(&box, roads->nodes[roads->links[i].to].at);
        }
    return box;
}

static ci_box common_box(const ci_box *a, const ci_box *b)
{
    return (ci_box){fmax(a->west, b->west), fmax(a->south, b->south),
                    fmin(a->east, b->east), fmin(a->north, b->north)};
}

static bool is_a_box(const ci_box *box)
{
    return box->west < box->east && box->south < box->north;
}

/* Some programs write half the world into the header of a small map. */
static bool is_believable(const ci_box *box, const ci_box *core)
{
    double width = core->east - core->west, height = core->north - core->south;

    return box->west >= core->west - width &&
           box->east <= core->east + width &&
           box->south >= core->south - height &&
           box->north <= core->north + height;
}

/* Of the box in the source, cut to the streets; false if it says nothing. */
static bool take_source_box(ci_box *out, const ci_import *import,
                            const ci_roads *roads, const ci_box *streets)
{
    ci_box box = common_box(&roads->box, streets);

    if (!roads->has_box || !is_a_box(&box))
        return false;
    if (roads->has_core && !is_believable(&roads->box, &roads->core)) {
        ci_import_remark(import,
                         "the box in the file's header is far larger than "
                         "its streets and is not used");
        return false;
    }
    *out = box;
    return true;
}

static void remark_on_outside(const ci_import *import, const ci_roads *roads)
{
    ci_import_remark(import,
                     "the extent is the box that the streets fill: "
                     "%" PRIu64 " of %" PRIu64 " street ways lead out of it "
                     "or lie outside (--extent says better where the streets "
                     "are complete)",
                     roads->core_outside_count, roads->core_street_count);
}

circlet_status ci_import_extent(ci_geometry *out, const char **out_origin,
                                const ci_import *import, const ci_roads *roads,
                                circlet_error *error)
{
    const char *option = import->options.extent;
    ci_box streets = box_of_streets(roads), box;
    circlet_status status;

    if (option) {
        *out_origin = "option";
        if (!read_box(&box, option))
            return read_file(out, import, error);
        status = check_box(&box, option, error);
        return status == CIRCLET_OK ? add_box(out, &box, error) : status;
    }
    *out_origin = "source";
    if (take_source_box(&box, import, roads, &streets))
        return add_box(out, &box, error);
    *out_origin = "nodes";
    if (!roads->has_core)
        return add_box(out, &streets, error);
    if (roads->core_outside_count > 0)
        remark_on_outside(import, roads);
    return add_box(out, &roads->core, error);
}
