#include "network/hilbert.h"

#include <stdlib.h>

#include "geo/area.h"

#define BITS 24

typedef struct place {
    uint64_t key;
    circlet_point at;
    uint32_t position;
} place;

/* The distance along the curve of a cell (Warren, Hacker's Delight, 2nd
 * edition, section 16-2: the quadrants are turned on the way down). */
static uint64_t distance_along(uint32_t x, uint32_t y)
{
    uint64_t distance = 0;

    for (uint32_t side = UINT32_C(1) << (BITS - 1); side > 0; side /= 2) {
        uint32_t right = (x & side) != 0, upper = (y & side) != 0;

        distance += (uint64_t)side * side * ((3 * right) ^ upper);
        if (!upper) {
            uint32_t kept = x;

            if (right) {
                kept = (UINT32_C(1) << BITS) - 1 - x;
                y = (UINT32_C(1) << BITS) - 1 - y;
            }
            x = y;
            y = kept;
        }
    }
    return distance;
}

static uint32_t cell_of(double value, double low, double high)
{
    const double cells = (double)((UINT32_C(1) << BITS) - 1);

    return high > low ? (uint32_t)((value - low) / (high - low) * cells) : 0;
}

static int compare_places(const void *left, const void *right)
{
    const place *a = left, *b = right;

    if (a->key != b->key)
        return a->key < b->key ? -1 : 1;
    if (a->at.lon != b->at.lon)
        return a->at.lon < b->at.lon ? -1 : 1;
    if (a->at.lat != b->at.lat)
        return a->at.lat < b->at.lat ? -1 : 1;
    return (a->position > b->position) - (a->position < b->position);
}

bool ci_hilbert_order(uint32_t *order, const circlet_point *points,
                      size_t count)
{
    place *places = malloc((count + 1) * sizeof(*places));
    ci_box box = ci_box_empty();

    if (!places)
        return false;
    for (size_t i = 0; i < count; i++)
        ci_box_grow(&box, points[i]);
    for (size_t i = 0; i < count; i++) {
        uint32_t x = cell_of(points[i].lon, box.west, box.east);
        uint32_t y = cell_of(points[i].lat, box.south, box.north);

        places[i] = (place){distance_along(x, y), points[i], (uint32_t)i};
    }
    qsort(places, count, sizeof(*places), compare_places);
    for (size_t i = 0; i < count; i++)
        order[i] = places[i].position;
    free(places);
    return true;
}
