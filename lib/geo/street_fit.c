/*
 * The share of points within 10 m of a street is the measure: among the
 * streets of a city any place is near one with a fixed chance (a fifth in
 * the middle of Beijing), which a shift of some 500 m brings about, whatever
 * it is. The other cases therefore stand for chance. Thresholds and what
 * they were measured on: docs/decisions/0006-shift-detection.md.
 */
#include "geo/street_fit.h"

#include <math.h>
#include <stdlib.h>

#include "geo/datum_shift.h"
#include "geo/geodesic.h"

#define NEAR_M 10.0

#define POINTS_MIN 100
#define GAIN_MIN 0.08 /* of the share, over the next best case */
#define DEVIATIONS_MIN 4.0 /* of that gain, if there were no difference */

static double to_segment_m(const ci_segment *street, circlet_point from,
                           ci_frame frame)
{
    double ax = (street->a.lon - from.lon) * frame.m_per_lon;
    double ay = (street->a.lat - from.lat) * frame.m_per_lat;
    double dx = (street->b.lon - street->a.lon) * frame.m_per_lon;
    double dy = (street->b.lat - street->a.lat) * frame.m_per_lat;
    double length2 = dx * dx + dy * dy;
    double t = length2 > 0.0 ? -(ax * dx + ay * dy) / length2 : 0.0;

    t = fmin(fmax(t, 0.0), 1.0);
    return hypot(ax + t * dx, ay + t * dy);
}

/* Looks in ever larger boxes: most points have a street close by. */
static bool to_street_m(double *out, const ci_segment *streets,
                        const ci_grid_index *index, circlet_point from,
                        ci_grid_found *found)
{
    ci_frame frame = ci_frame_at(from.lat);
    double nearest = INFINITY;

    for (int part = 16; part >= 1; part /= 4) {
        double reach = CI_FIT_REACH_M / part;
        ci_box box = {from.lon - reach / frame.m_per_lon,
                      from.lat - reach / frame.m_per_lat,
                      from.lon + reach / frame.m_per_lon,
                      from.lat + reach / frame.m_per_lat};

        if (!ci_grid_index_find(index, &box, found))
            return false;
        for (size_t i = 0; i < found->count; i++)
            nearest = fmin(
                nearest, to_segment_m(&streets[found->items[i]], from, frame));
        if (nearest <= reach)
            break;
    }
    *out = fmin(nearest, CI_FIT_REACH_M);
    return true;
}

circlet_datum ci_fit_case_datum(ci_fit_case fit_case)
{
    switch (fit_case) {
    case CI_FIT_GCJ02_UNDONE:
    case CI_FIT_GCJ02_DONE:
        return CIRCLET_DATUM_GCJ02;
    case CI_FIT_BD09_UNDONE:
    case CI_FIT_BD09_DONE:
        return CIRCLET_DATUM_BD09;
    default:
        return CIRCLET_DATUM_NONE;
    }
}

static circlet_point move(circlet_point at, ci_fit_case fit_case)
{
    circlet_datum datum = ci_fit_case_datum(fit_case);

    return fit_case == CI_FIT_GCJ02_DONE || fit_case == CI_FIT_BD09_DONE
               ? ci_datum_shift(datum, at)
               : ci_datum_unshift(datum, at);
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

bool ci_street_fit_measure(ci_street_fit *out, const ci_segment *streets,
                           const ci_grid_index *index,
                           const circlet_point *points, size_t count)
{
    double *distances = calloc(count + 1, sizeof(*distances));
    ci_grid_found found = {0};
    bool is_good = distances;

    *out = (ci_street_fit){.count = count};
    for (int c = 0; c < CI_FIT_CASE_COUNT && is_good && count > 0; c++) {
        size_t near_count = 0;

        for (size_t i = 0; i < count && is_good; i++) {
            is_good = to_street_m(&distances[i], streets, index,
                                  move(points[i], (ci_fit_case)c), &found);
            near_count += distances[i] <= NEAR_M;
        }
        qsort(distances, count, sizeof(*distances), compare);
        out->near_share[c] = (double)near_count / (double)count;
        out->median_m[c] = distances[count / 2];
    }
    free(found.items);
    free(distances);
    return is_good;
}

ci_fit_case ci_street_fit_judge(const ci_street_fit *fit)
{
    int best = CI_FIT_AS_IS, next = -1;
    double share, gain, deviation;

    for (int c = 1; c < CI_FIT_CASE_COUNT; c++)
        if (fit->near_share[c] > fit->near_share[best])
            best = c;
    for (int c = 0; c < CI_FIT_CASE_COUNT; c++)
        if (c != best &&
            (next < 0 || fit->near_share[c] > fit->near_share[next]))
            next = c;
    share = (fit->near_share[best] + fit->near_share[next]) / 2;
    gain = fit->near_share[best] - fit->near_share[next];
    deviation = sqrt(2 * share * (1 - share) / (double)fit->count);
    if (fit->count < POINTS_MIN || gain < GAIN_MIN ||
        gain < DEVIATIONS_MIN * deviation ||
        fit->median_m[best] >= fit->median_m[CI_FIT_AS_IS])
        return CI_FIT_AS_IS;
    return (ci_fit_case)best;
}
