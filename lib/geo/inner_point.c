/*
 * The middle of the widest stretch that a line of latitude has inside the
 * area: the method of the JTS Topology Suite's InteriorPointArea (M. Davis).
 * It takes one line; here a few are tried, because the one half way up may
 * cut an area of a city where it is narrow.
 */
#include "geo/inner_point.h"

#include <stdlib.h>

#include "geo/area.h"

#define LINES 7

/* Longitudes at which a line of latitude crosses the rings. */
typedef struct crossings {
    double *items;
    size_t count;
} crossings;

static int compare_numbers(const void *a, const void *b)
{
    const double *x = a, *y = b;

    return (*x > *y) - (*x < *y);
}

/* A corner that lies on the line belongs to the part above it, so that it is
 * crossed once or not at all. */
static void cross(crossings *found, const circlet_area *area, double lat)
{
    size_t i = 0;

    found->count = 0;
    for (size_t r = 0; r < area->ring_count; r++, i++)
        for (; i + 1 < area->rings[r].end; i++) {
            circlet_point a = area->points[i], b = area->points[i + 1];

            if ((a.lat < lat) != (b.lat < lat))
                found->items[found->count++] =
                    a.lon + (lat - a.lat) / (b.lat - a.lat) * (b.lon - a.lon);
        }
    qsort(found->items, found->count, sizeof(*found->items), compare_numbers);
}

/* Between the first crossing and the second lies the area, and so on. */
static void find_widest(circlet_point *out, double *width,
                        const crossings *found, double lat)
{
    for (size_t i = 0; i + 1 < found->count; i += 2) {
        double wide = found->items[i + 1] - found->items[i];

        if (wide > *width) {
            *width = wide;
            *out = (circlet_point){found->items[i] + wide / 2, lat};
        }
    }
}

bool ci_area_inner_point(circlet_point *out, const circlet_area *area)
{
    ci_box box = ci_area_box(area);
    crossings found = {
        calloc(ci_area_point_count(area) + 1, sizeof(*found.items)), 0};
    circlet_point best = {0, 0};
    double width = 0;

    if (!found.items)
        return false;
    /* From the middle outwards: of equal stretches the middle one. */
    for (int line = 0; line < LINES; line++) {
        int away = (line + 1) / 2 * (line % 2 ? 1 : -1);
        double lat = box.south + (box.north - box.south) *
                                     (0.5 + (double)away / (LINES + 1));

        cross(&found, area, lat);
        find_widest(&best, &width, &found, lat);
    }
    free(found.items);
    if (!(width > 0))
        return false;
    *out = best;
    return true;
}
