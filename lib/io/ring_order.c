#include "io/ring_order.h"

#include <math.h>
#include <stdlib.h>

#include "geo/area.h"

#define NO_RING SIZE_MAX

typedef struct loose_ring {
    const circlet_point *points; /* closed or open */
    size_t count;
    ci_box box;
    double turn; /* twice the area; below zero: clockwise */
    bool is_hole;
    size_t outer; /* of a hole */
} loose_ring;

/* Twice the signed area, from the first point so that little is lost. */
static double turn_of(const circlet_point *points, size_t count)
{
    double turn = 0.0;

    for (size_t i = 1; i + 1 < count; i++)
        turn += (points[i].lon - points[0].lon) *
                    (points[i + 1].lat - points[0].lat) -
                (points[i + 1].lon - points[0].lon) *
                    (points[i].lat - points[0].lat);
    return turn;
}

static bool box_contains(const ci_box *outer, const ci_box *inner)
{
    return outer->west <= inner->west && outer->south <= inner->south &&
           outer->east >= inner->east && outer->north >= inner->north;
}

static ci_ring_place place_in(const loose_ring *ring, circlet_point at)
{
    const circlet_point *first = ring->points;
    const circlet_point *last = first + ring->count - 1;
    ci_ring_place place = ci_ring_place_of(at, first, ring->count);
    ci_edge_place closing = ci_edge_place_of(at, *last, *first);

    /* The closing edge of a closed ring has no length and changes nothing
     * unless the point is there, where it is on the border anyway. */
    if (place == CI_RING_BORDER || closing == CI_EDGE_BORDER)
        return CI_RING_BORDER;
    if (closing == CI_EDGE_CROSSED)
        return place == CI_RING_INSIDE ? CI_RING_OUTSIDE : CI_RING_INSIDE;
    return place;
}

/* A ring may touch the one around it: the first point that is not on its
 * border tells; then the first middle of an edge. */
static bool ring_contains(const loose_ring *outer, const loose_ring *inner)
{
    if (!box_contains(&outer->box, &inner->box))
        return false;
    for (size_t i = 0; i < inner->count; i++) {
        ci_ring_place place = place_in(outer, inner->points[i]);

        if (place != CI_RING_BORDER)
            return place == CI_RING_INSIDE;
    }
    for (size_t i = 1; i < inner->count; i++) {
        circlet_point a = inner->points[i - 1], b = inner->points[i];
        circlet_point middle = {a.lon / 2 + b.lon / 2, a.lat / 2 + b.lat / 2};
        ci_ring_place place = place_in(outer, middle);

        if (place != CI_RING_BORDER)
            return place == CI_RING_INSIDE;
    }
    return fabs(outer->turn) > fabs(inner->turn);
}

static bool run_one_way(const loose_ring *rings, size_t count)
{
    for (size_t r = 1; r < count; r++)
        if ((rings[r].turn > 0.0) != (rings[0].turn > 0.0))
            return false;
    return true;
}

static bool is_contained_oddly(const loose_ring *rings, size_t count, size_t r)
{
    size_t depth = 0;

    for (size_t i = 0; i < count; i++)
        if (i != r && ring_contains(&rings[i], &rings[r]))
            depth++;
    return depth % 2 == 1;
}

static void mark_holes(loose_ring *rings, size_t count)
{
    bool is_one_way = run_one_way(rings, count);

    for (size_t r = 0; r < count; r++)
        rings[r].is_hole = is_one_way ? is_contained_oddly(rings, count, r)
                                      : rings[r].turn > 0.0;
}

/* Which rings are outer must stay the same while this looks for them, so a
 * hole that has none becomes outer only afterwards. */
static void find_outer_rings(loose_ring *rings, size_t count)
{
    for (size_t h = 0; h < count; h++) {
        rings[h].outer = NO_RING;
        for (size_t r = 0; rings[h].is_hole && r < count; r++)
            if (!rings[r].is_hole &&
                (rings[h].outer == NO_RING ||
                 fabs(rings[r].turn) < fabs(rings[rings[h].outer].turn)) &&
                ring_contains(&rings[r], &rings[h]))
                rings[h].outer = r;
    }
    for (size_t h = 0; h < count; h++)
        rings[h].is_hole = rings[h].outer != NO_RING;
}

static bool add_ring(ci_geometry *out, const loose_ring *ring)
{
    for (size_t i = 0; i < ring->count; i++)
        if (!ci_geometry_add_point(out, ring->points[i]))
            return false;
    return ci_geometry_end_ring(out, ring->is_hole);
}

static bool add_rings(ci_geometry *out, const loose_ring *rings, size_t count)
{
    for (size_t r = 0; r < count; r++) {
        if (rings[r].is_hole)
            continue;
        if (!add_ring(out, &rings[r]))
            return false;
        for (size_t h = 0; h < count; h++)
            if (rings[h].is_hole && rings[h].outer == r &&
                !add_ring(out, &rings[h]))
                return false;
    }
    return true;
}

/* Describes the rings that have points; gives how many they are. */
static size_t describe(loose_ring *rings, const circlet_point *points,
                       const size_t *ends, size_t count)
{
    size_t kept = 0;

    for (size_t r = 0, start = 0; r < count; start = ends[r++]) {
        loose_ring *ring = &rings[kept];

        if (ends[r] == start)
            continue;
        ring->points = points + start;
        ring->count = ends[r] - start;
        ring->box = ci_box_empty();
        for (size_t i = 0; i < ring->count; i++)
            ci_box_grow(&ring->box, ring->points[i]);
        ring->turn = turn_of(ring->points, ring->count);
        kept++;
    }
    return kept;
}

bool ci_order_rings(ci_geometry *out, const circlet_point *points,
                    const size_t *ends, size_t count)
{
    loose_ring *rings = calloc(count + 1, sizeof(*rings));
    bool is_good;

    if (!rings)
        return false;
    count = describe(rings, points, ends, count);
    mark_holes(rings, count);
    find_outer_rings(rings, count);
    is_good = add_rings(out, rings, count);
    free(rings);
    return is_good;
}
