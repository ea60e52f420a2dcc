#include "geo/area.h"

#include <math.h>
#include <string.h>

ci_box ci_box_empty(void)
{
    ci_box box = {INFINITY, INFINITY, -INFINITY, -INFINITY};

    return box;
}

void ci_box_grow(ci_box *box, circlet_point at)
{
    box->west = fmin(box->west, at.lon);
    box->south = fmin(box->south, at.lat);
    box->east = fmax(box->east, at.lon);
    box->north = fmax(box->north, at.lat);
}

bool ci_box_has(const ci_box *box, circlet_point at)
{
    return box->west <= at.lon && at.lon <= box->east &&
           box->south <= at.lat && at.lat <= box->north;
}

size_t ci_area_point_count(const circlet_area *area)
{
    return area->ring_count ? area->rings[area->ring_count - 1].end : 0;
}

ci_box ci_area_box(const circlet_area *area)
{
    ci_box box = ci_box_empty();
    size_t count = ci_area_point_count(area);

    for (size_t i = 0; i < count; i++)
        ci_box_grow(&box, area->points[i]);
    return box;
}

/* a + b = *high + *low without error (Knuth's two-sum; Shewchuk 1997,
 * theorem 7). */
static void add_exactly(double a, double b, double *high, double *low)
{
    double sum = a + b;
    double b_part = sum - a;

    *low = (a - (sum - b_part)) + (b - b_part);
    *high = sum;
}

/* Adds a number to an expansion of `count` parts, which has room for one
 * more (Shewchuk 1997, grow-expansion). */
static void grow_expansion(double *parts, size_t *count, double term)
{
    for (size_t i = 0; i < *count; i++)
        add_exactly(term, parts[i], &term, &parts[i]);
    parts[(*count)++] = term;
}

/* Adds sign * a * b for a = a[0] + a[1], b = b[0] + b[1]. */
static void grow_product(double *parts, size_t *count, double sign,
                         const double a[2], const double b[2])
{
    for (int i = 0; i < 4; i++) {
        double x = sign * a[i / 2], y = b[i % 2];
        double product = x * y;

        grow_expansion(parts, count, fma(x, y, -product));
        grow_expansion(parts, count, product);
    }
}

double ci_side_exactly(circlet_point from, circlet_point to, circlet_point at)
{
    double parts[16];
    double a[2], b[2], c[2], d[2];
    size_t count = 0;

    add_exactly(from.lon, -at.lon, &a[0], &a[1]);
    add_exactly(to.lat, -at.lat, &b[0], &b[1]);
    add_exactly(from.lat, -at.lat, &c[0], &c[1]);
    add_exactly(to.lon, -at.lon, &d[0], &d[1]);
    grow_product(parts, &count, 1.0, a, b);
    grow_product(parts, &count, -1.0, c, d);
    /* The parts do not overlap and grow, so the last that is not zero has
     * the sign of the sum. */
    while (count > 0)
        if (parts[--count] != 0.0)
            return parts[count];
    return 0.0;
}

/* Shewchuk's (1997) filter before the exact sum. */
double ci_side_of(circlet_point from, circlet_point to, circlet_point at)
{
    double left = (from.lon - at.lon) * (to.lat - at.lat);
    double right = (from.lat - at.lat) * (to.lon - at.lon);
    double difference = left - right;

    if (fabs(difference) > 3.4e-16 * (fabs(left) + fabs(right)))
        return difference;
    return ci_side_exactly(from, to, at);
}

static bool is_same_place(circlet_point a, circlet_point b)
{
    return a.lon == b.lon && a.lat == b.lat;
}

ci_edge_place ci_edge_place_of(circlet_point at, circlet_point from,
                               circlet_point to)
{
    double side;

    if ((from.lat > at.lat) == (to.lat > at.lat)) {
        /* The half-open rule: no crossing. Only a level edge or an end at
         * the point's latitude may still hold the point. */
        if (is_same_place(at, from) || is_same_place(at, to))
            return CI_EDGE_BORDER;
        if (from.lat == at.lat && to.lat == at.lat &&
            (from.lon > at.lon) != (to.lon > at.lon))
            return CI_EDGE_BORDER;
        return CI_EDGE_APART;
    }
    if (from.lon < at.lon && to.lon < at.lon)
        return CI_EDGE_APART;
    if (from.lon > at.lon && to.lon > at.lon)
        return CI_EDGE_CROSSED;
    side = ci_side_of(from, to, at);
    if (side == 0.0)
        return CI_EDGE_BORDER;
    /* Written so that a point that is no number crosses nothing. */
    if (to.lat > from.lat ? side > 0.0 : side < 0.0)
        return CI_EDGE_CROSSED;
    return CI_EDGE_APART;
}

ci_ring_place ci_ring_place_of(circlet_point at, const circlet_point *points,
                               size_t count)
{
    bool is_inside = false;

    for (size_t i = 1; i < count; i++) {
        ci_edge_place place = ci_edge_place_of(at, points[i - 1], points[i]);

        if (place == CI_EDGE_BORDER)
            return CI_RING_BORDER;
        if (place == CI_EDGE_CROSSED)
            is_inside = !is_inside;
    }
    return is_inside ? CI_RING_INSIDE : CI_RING_OUTSIDE;
}

bool ci_area_has(const circlet_area *area, circlet_point at)
{
    bool is_inside = false;
    size_t start = 0;

    for (size_t r = 0; r < area->ring_count; r++) {
        ci_ring_place place = ci_ring_place_of(at, area->points + start,
                                               area->rings[r].end - start);

        if (place == CI_RING_BORDER)
            return true;
        if (place == CI_RING_INSIDE)
            is_inside = !is_inside;
        start = area->rings[r].end;
    }
    return is_inside;
}

bool ci_area_copy(ci_arena *arena, circlet_area *out, const circlet_area *area)
{
    size_t count = ci_area_point_count(area);
    circlet_point *points = NULL;
    circlet_ring *rings = NULL;

    if (area->ring_count > 0) {
        points = ci_arena_take(arena, count * sizeof(*points));
        rings = ci_arena_take(arena, area->ring_count * sizeof(*rings));
        if (!points || !rings)
            return false;
        if (count > 0)
            memcpy(points, area->points, count * sizeof(*points));
        memcpy(rings, area->rings, area->ring_count * sizeof(*rings));
    }
    out->points = points;
    out->rings = rings;
    out->ring_count = area->ring_count;
    return true;
}
