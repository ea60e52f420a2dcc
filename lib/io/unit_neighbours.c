/*
 * Most levels are drawn as tiles, which one look at all of them shows. Else
 * each two units of the level whose boxes meet are overlaid once, if one of
 * them is of this import; slivers, as borders that were drawn twice leave
 * them, are only counted.
 */
#include "io/unit_review.h"

#include <math.h>
#include <stdlib.h>

#include "base/error.h"
#include "geo/geodesic.h"

/* Two areas are the same if what they do not share is less than this part
 * of them. */
#define SAME_AREA_SHARE 1e-6

#define LEVEL_COUNT 4

/* A level of more points is not looked at as a whole, to bound what memory
 * that takes: some 100 bytes a point. */
#define TILE_POINT_MAX 1000000

typedef struct west_order {
    int rank;
    double west;
    size_t unit;
} west_order;

typedef struct neighbours {
    ci_unit_review *review;
    const ci_unit_box *units;
    size_t count;
    west_order *order; /* units by level, then from west to east */
    double widest[LEVEL_COUNT]; /* degrees */
    size_t *near; /* room for the neighbours of one unit */
    bool is_level_read; /* all of it */
} neighbours;

static int compare_west(const void *left, const void *right)
{
    const west_order *a = left, *b = right;

    if (a->rank != b->rank)
        return a->rank < b->rank ? -1 : 1;
    if (a->west != b->west)
        return a->west < b->west ? -1 : 1;
    return a->unit < b->unit ? -1 : a->unit > b->unit;
}

static int compare_positions(const void *left, const void *right)
{
    const size_t *a = left, *b = right;

    return *a < *b ? -1 : *a > *b;
}

static circlet_status sort_units(neighbours *n, circlet_error *error)
{
    size_t count = n->count;

    n->order = calloc(count > 0 ? count : 1, sizeof(*n->order));
    n->near = calloc(count > 0 ? count : 1, sizeof(*n->near));
    if (!n->order || !n->near)
        return ci_fail_nomem(error);
    for (size_t i = 0; i < count; i++) {
        const ci_unit_box *unit = &n->units[i];

        n->order[i] = (west_order){unit->rank, unit->box.west, i};
        n->widest[unit->rank] =
            fmax(n->widest[unit->rank], unit->box.east - unit->box.west);
    }
    qsort(n->order, count, sizeof(*n->order), compare_west);
    return CIRCLET_OK;
}

/* The first place in `order` of a unit of a level that begins at `west` or
 * farther east. */
static size_t find_first(const neighbours *n, int rank, double west)
{
    const west_order wanted = {rank, west, 0};
    size_t low = 0, high = n->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (compare_west(&n->order[middle], &wanted) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool boxes_meet(const ci_box *a, const ci_box *b)
{
    return a->west <= b->east && b->west <= a->east && a->south <= b->north &&
           b->south <= a->north;
}

/* The later units of a unit's level whose boxes meet its own. */
static size_t find_near(neighbours *n, size_t unit)
{
    const ci_unit_box *own = &n->units[unit];
    size_t count = 0;
    size_t i = find_first(n, own->rank, own->box.west - n->widest[own->rank]);

    for (; i < n->count && n->order[i].rank == own->rank &&
           n->order[i].west <= own->box.east;
         i++) {
        const ci_unit_box *other = &n->units[n->order[i].unit];

        if (n->order[i].unit > unit && (own->is_new || other->is_new) &&
            boxes_meet(&own->box, &other->box))
            n->near[count++] = n->order[i].unit;
    }
    qsort(n->near, count, sizeof(*n->near), compare_positions);
    return count;
}

static bool are_same(const ci_geometry *a, const ci_geometry *b,
                     const ci_overlay *common)
{
    circlet_area left = ci_geometry_area(a), right = ci_geometry_area(b);
    double both_m2 = ci_geodesic_area_m2(&left) + ci_geodesic_area_m2(&right);

    return both_m2 - 2 * common->area_m2 <= SAME_AREA_SHARE * both_m2;
}

/* The sentence begins with the unit that is noted: the later one, if it is
 * of this import. */
static circlet_status say_overlap(ci_unit_review *review, const ci_unit_box *a,
                                  const ci_unit_box *b,
                                  const ci_overlay *common,
                                  circlet_error *error)
{
    const ci_unit_box *noted = b->is_new ? b : a, *other = b->is_new ? a : b;
    ci_overlay_text text = ci_review_write(common);
    bool is_same = are_same(&review->a, &review->b, common);
    circlet_status status =
        ci_review_name(review, noted->fid, other->fid, error);

    if (status != CIRCLET_OK)
        return status;
    if (is_same)
        ci_reason_add(&review->reason, "unit %s has the same area as unit %s",
                      review->first.text, review->second.text);
    else
        ci_reason_add(&review->reason,
                      "unit %s overlaps unit %s by %s m2, at %s,%s",
                      review->first.text, review->second.text, text.area_m2,
                      text.lon, text.lat);
    return ci_review_note(
        review, noted->fid, is_same ? "same_area" : "overlap", NULL,
        is_same ? &review->same : &review->overlaps, common->area_m2, error);
}

/* The area of unit a is read already. */
static circlet_status compare_pair(ci_unit_review *review, size_t a, size_t b,
                                   circlet_error *error)
{
    const ci_unit_areas *areas = &review->areas;
    circlet_area left = ci_geometry_area(&review->a), right;
    circlet_error why = {CIRCLET_OK, ""};
    ci_overlay common = {.part_count = 0};
    circlet_status status = ci_unit_areas_read(&review->b, areas, b, error);

    if (status != CIRCLET_OK)
        return status;
    right = ci_geometry_area(&review->b);
    status = ci_polygon_overlap(&common, &left, &right, &why);
    status = ci_review_count(review, status, &why, &common, error);
    if (status != CIRCLET_OK || common.part_count == 0)
        return status;
    return say_overlap(review, &areas->units[a], &areas->units[b], &common,
                       error);
}

/* ---- a whole level ------------------------------------------------------ */

static circlet_status read_level(neighbours *n, circlet_area *areas,
                                 ci_geometry *geometries, size_t first,
                                 size_t count, circlet_error *error)
{
    circlet_status status = CIRCLET_OK;
    size_t points = 0;

    for (size_t i = 0; i < count && status == CIRCLET_OK; i++) {
        status = ci_unit_areas_read(&geometries[i], &n->review->areas,
                                    first + i, error);
        areas[i] = ci_geometry_area(&geometries[i]);
        points += geometries[i].point_count;
        if (points > TILE_POINT_MAX)
            break;
    }
    n->is_level_read = points <= TILE_POINT_MAX;
    return status;
}

/* Whether no two units of a level need to be compared. */
static circlet_status are_tiles(bool *out, neighbours *n, size_t first,
                                size_t count, circlet_error *error)
{
    circlet_area *areas = calloc(count, sizeof(*areas));
    ci_geometry *geometries = calloc(count, sizeof(*geometries));
    circlet_status status = CIRCLET_OK;

    *out = false;
    if (!areas || !geometries)
        status = ci_fail_nomem(error);
    else
        status = read_level(n, areas, geometries, first, count, error);
    if (status == CIRCLET_OK && n->is_level_read)
        status = ci_polygon_are_tiles(out, areas, count, error);
    for (size_t i = 0; geometries && i < count; i++)
        ci_geometry_free(&geometries[i]);
    free(geometries);
    free(areas);
    return status;
}

static circlet_status compare_near(neighbours *n, size_t first, size_t end,
                                   circlet_error *error)
{
    ci_unit_review *review = n->review;
    size_t step = n->count / 50 + 1;
    circlet_status status = CIRCLET_OK;

    for (size_t i = first; i < end && status == CIRCLET_OK; i++) {
        size_t near_count = find_near(n, i);

        if (i % step == 0)
            status = ci_import_report(review->import, 0.95, error);
        if (status == CIRCLET_OK && near_count > 0)
            status = ci_unit_areas_read(&review->a, &review->areas, i, error);
        for (size_t j = 0; j < near_count && status == CIRCLET_OK; j++)
            status = compare_pair(review, i, n->near[j], error);
    }
    return status;
}

static circlet_status compare_level(neighbours *n, size_t first, size_t end,
                                    circlet_error *error)
{
    bool has_new = false, is_tiled = false;
    circlet_status status;

    for (size_t i = first; i < end && !has_new; i++)
        has_new = n->units[i].is_new;
    if (!has_new || end - first < 2)
        return CIRCLET_OK;
    status = are_tiles(&is_tiled, n, first, end - first, error);
    if (status == CIRCLET_OK && !is_tiled)
        status = compare_near(n, first, end, error);
    return status;
}

circlet_status ci_review_neighbours(ci_unit_review *review,
                                    circlet_error *error)
{
    neighbours n = {.review = review,
                    .units = review->areas.units,
                    .count = review->areas.count};
    circlet_status status = sort_units(&n, error);

    for (size_t i = 0, end; i < n.count && status == CIRCLET_OK; i = end) {
        for (end = i; end < n.count && n.units[end].rank == n.units[i].rank;
             end++)
            continue;
        status = compare_level(&n, i, end, error);
    }
    free(n.order);
    free(n.near);
    return status;
}
