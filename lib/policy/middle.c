#include "policy/middle.h"

#include <math.h>
#include <stdlib.h>

#include "base/error.h"

#define DEGREE 0.017453292519943295

typedef struct middle {
    double weight, lon, lat; /* sums, then the mean */
    double nearest; /* square of a distance in degrees of latitude */
} middle;

static void add_up(middle *middles, const ci_weighted_points *points,
                   size_t row_count)
{
    for (size_t i = 0; i < points->count; i++) {
        middle *sum = &middles[points->rows[i]];
        double weight = (double)points->weights[i];

        sum->weight += weight;
        sum->lon += weight * points->points[i].lon;
        sum->lat += weight * points->points[i].lat;
    }
    for (size_t i = 0; i < row_count; i++) {
        if (middles[i].weight <= 0)
            continue;
        middles[i].lon /= middles[i].weight;
        middles[i].lat /= middles[i].weight;
        middles[i].nearest = (double)INFINITY;
    }
}

circlet_status ci_middles_find(circlet_point *at, bool *found,
                               const ci_weighted_points *points,
                               size_t row_count, circlet_error *error)
{
    middle *middles = calloc(row_count + 1, sizeof(*middles));

    if (!middles)
        return ci_fail_nomem(error);
    add_up(middles, points, row_count);
    for (size_t i = 0; i < row_count; i++)
        found[i] = false;
    for (size_t i = 0; i < points->count; i++) {
        size_t row = points->rows[i];
        circlet_point point = points->points[i];
        double east =
            (point.lon - middles[row].lon) * cos(middles[row].lat * DEGREE);
        double north = point.lat - middles[row].lat;
        double square = east * east + north * north;

        if (!(square < middles[row].nearest))
            continue;
        middles[row].nearest = square;
        at[row] = point;
        found[row] = true;
    }
    free(middles);
    return CIRCLET_OK;
}
