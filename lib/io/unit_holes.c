/* Between the units of a level there may be ground that is of none of them.
 * Where they have a parent with an area, it shows that; else only ground that
 * they enclose does. */
#include "io/unit_review.h"

#include <math.h>
#include <stdlib.h>

#include "base/error.h"

/* A level of more points is not looked at, to bound what memory it takes. */
#define POINT_MAX 1000000

/* The units of one level. */
typedef struct level_units {
    ci_unit_review *review;
    const ci_unit_box *units;
    size_t first, count;
    ci_geometry *geometries;
    circlet_area *areas;
} level_units;

static circlet_status read_areas(level_units *level, bool *out_is_read,
                                 circlet_error *error)
{
    circlet_status status = CIRCLET_OK;
    size_t points = 0;

    for (size_t i = 0;
         i < level->count && status == CIRCLET_OK && points <= POINT_MAX;
         i++) {
        status =
            ci_unit_areas_read(&level->geometries[i], &level->review->areas,
                               level->first + i, error);
        level->areas[i] = ci_geometry_area(&level->geometries[i]);
        points += level->geometries[i].point_count;
    }
    *out_is_read = points <= POINT_MAX;
    return status;
}

static double distance_to(const ci_box *box, circlet_point at)
{
    double lon = fmax(fmax(box->west - at.lon, at.lon - box->east), 0.0);
    double lat = fmax(fmax(box->south - at.lat, at.lat - box->north), 0.0);

    return hypot(lon, lat);
}

/* The unit that the gap is noted of: the nearest of this import. */
static int64_t find_next(const level_units *level, circlet_point at)
{
    const ci_unit_box *best = NULL;

    for (size_t i = 0; i < level->count; i++) {
        const ci_unit_box *unit = &level->units[level->first + i];

        if (unit->is_new && (!best || distance_to(&unit->box, at) <
                                          distance_to(&best->box, at)))
            best = unit;
    }
    return best->fid;
}

static circlet_status say_holes(level_units *level, const ci_overlay *found,
                                circlet_error *error)
{
    ci_unit_review *review = level->review;
    ci_overlay_text text = ci_review_write(found);
    int64_t fid = find_next(level, found->at);
    circlet_status status = ci_review_name(review, fid, 0, error);

    if (status != CIRCLET_OK)
        return status;
    ci_reason_add(&review->reason,
                  "units of its level enclose %s m2 that are of none of them, "
                  "in %zu parts, the largest beside unit %s, at %s,%s",
                  text.area_m2, found->part_count, review->first.text,
                  text.lon, text.lat);
    return ci_review_note(review, fid, "gap", NULL, &review->holes,
                          found->area_m2, error);
}

static circlet_status look_for_holes(level_units *level, circlet_error *error)
{
    ci_overlay found = {.part_count = 0};
    circlet_error why = {CIRCLET_OK, ""};
    bool is_read = false;
    circlet_status status = read_areas(level, &is_read, error);

    if (status != CIRCLET_OK || !is_read)
        return status;
    status = ci_polygon_enclosed(&found, level->areas, level->count, &why);
    status = ci_review_count(level->review, status, &why, &found, error);
    if (status != CIRCLET_OK || found.part_count == 0)
        return status;
    return say_holes(level, &found, error);
}

/* Whether there is something new, and no parents show what is missing. */
static bool is_to_be_looked_at(const level_units *level)
{
    bool has_new = false, has_orphan = false;

    for (size_t i = 0; i < level->count; i++) {
        const ci_unit_box *unit = &level->units[level->first + i];

        has_new = has_new || unit->is_new;
        has_orphan = has_orphan || unit->parent == CI_NO_UNIT;
    }
    return has_new && has_orphan && level->count > 1;
}

static circlet_status look_at_level(level_units *level, circlet_error *error)
{
    circlet_status status;

    if (!is_to_be_looked_at(level))
        return CIRCLET_OK;
    level->geometries = calloc(level->count, sizeof(*level->geometries));
    level->areas = calloc(level->count, sizeof(*level->areas));
    status = level->geometries && level->areas ? look_for_holes(level, error)
                                               : ci_fail_nomem(error);
    for (size_t i = 0; level->geometries && i < level->count; i++)
        ci_geometry_free(&level->geometries[i]);
    free(level->geometries);
    free(level->areas);
    return status;
}

circlet_status ci_review_holes(ci_unit_review *review, circlet_error *error)
{
    const ci_unit_areas *areas = &review->areas;
    circlet_status status = CIRCLET_OK;

    for (size_t i = 0, end; i < areas->count && status == CIRCLET_OK;
         i = end) {
        level_units level = {
            .review = review, .units = areas->units, .first = i};

        for (end = i; end < areas->count &&
                      areas->units[end].rank == areas->units[i].rank;
             end++)
            continue;
        level.count = end - i;
        status = look_at_level(&level, error);
    }
    return status;
}
