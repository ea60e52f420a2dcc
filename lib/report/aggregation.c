/* Coverage as it comes out if people stood in the middle of their units. */
#include <circlet/report.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"

/* Where a person lives, and the place that stands for their unit. */
typedef struct moved {
    circlet_point from, to;
} moved;

/* Travel from the middle of units. */
typedef struct moving {
    const circlet_travel *travel;
    moved *people; /* by where they live */
    size_t count;
} moving;

typedef struct unit_middle {
    double lon, lat, persons; /* sums */
    circlet_point at; /* the home nearest to the mean */
    double off; /* how far that is from it; negative: none yet */
} unit_middle;

static int compare_points(const void *left, const void *right)
{
    const circlet_point *a = left, *b = right;

    if (a->lon != b->lon)
        return a->lon < b->lon ? -1 : 1;
    return (a->lat > b->lat) - (a->lat < b->lat);
}

/* ---- the middle of units --------------------------------------------------
 */

static circlet_unit lowest_unit(const circlet_city *city, circlet_demand i)
{
    circlet_unit unit = CIRCLET_NONE;

    for (int l = CIRCLET_LEVEL_COUNT; unit == CIRCLET_NONE && l-- > 0;)
        unit = circlet_city_demand_unit(city, i, (circlet_level)l);
    return unit;
}

static void add_homes(unit_middle *middles, const circlet_city *city)
{
    for (circlet_demand i = 0; i < circlet_city_demand_count(city); i++) {
        const circlet_demand_record *person = circlet_city_demand(city, i);
        circlet_unit unit = lowest_unit(city, i);
        double weight = (double)person->weight_milli;

        if (unit == CIRCLET_NONE)
            continue;
        middles[unit].lon += weight * person->at.lon;
        middles[unit].lat += weight * person->at.lat;
        middles[unit].persons += weight;
    }
}

/* A home, so that it lies in the unit whatever the unit's shape; degrees of
 * longitude are shorter than those of latitude. */
static void choose_homes(unit_middle *middles, const circlet_city *city)
{
    const double degree = acos(-1.0) / 180;

    for (circlet_demand i = 0; i < circlet_city_demand_count(city); i++) {
        circlet_point at = circlet_city_demand(city, i)->at;
        circlet_unit unit = lowest_unit(city, i);
        unit_middle *middle;
        double off;

        if (unit == CIRCLET_NONE || !(middles[unit].persons > 0))
            continue;
        middle = &middles[unit];
        off = hypot((at.lon - middle->lon / middle->persons) *
                        cos(at.lat * degree),
                    at.lat - middle->lat / middle->persons);
        if (middle->off >= 0 && middle->off <= off)
            continue;
        middle->off = off;
        middle->at = at;
    }
}

static circlet_status find_moves(moving *out, const circlet_city *city,
                                 circlet_error *error)
{
    size_t units = circlet_city_unit_count(city);
    unit_middle *middles = calloc(units + 1, sizeof(*middles));

    out->people =
        calloc(circlet_city_demand_count(city) + 1, sizeof(*out->people));
    if (!middles || !out->people) {
        free(middles);
        return ci_fail_nomem(error);
    }
    for (size_t i = 0; i < units; i++)
        middles[i].off = -1;
    add_homes(middles, city);
    choose_homes(middles, city);
    for (circlet_demand i = 0; i < circlet_city_demand_count(city); i++) {
        circlet_unit unit = lowest_unit(city, i);

        if (unit != CIRCLET_NONE && middles[unit].off >= 0)
            out->people[out->count++] =
                (moved){circlet_city_demand(city, i)->at, middles[unit].at};
    }
    qsort(out->people, out->count, sizeof(*out->people), compare_points);
    free(middles);
    return CIRCLET_OK;
}

/* ---- travel from there ----------------------------------------------------
 */

static circlet_point move(const moving *m, circlet_point from)
{
    const moved *found = bsearch(&from, m->people, m->count,
                                 sizeof(*m->people), compare_points);

    return found ? found->to : from;
}

static circlet_status move_all(circlet_point **out,
                               circlet_travel_query *query,
                               const circlet_travel_query *asked,
                               const moving *m, circlet_error *error)
{
    *query = *asked;
    *out = malloc((asked->origin_count + 1) * sizeof(**out));
    if (!*out)
        return ci_fail_nomem(error);
    for (size_t i = 0; i < asked->origin_count; i++)
        (*out)[i] = move(m, asked->origins[i]);
    query->origins = *out;
    return CIRCLET_OK;
}

static circlet_status find_nearest(uint32_t *times_ms, circlet_snap *snaps,
                                   const circlet_travel_query *asked,
                                   void *user, circlet_error *error)
{
    const moving *m = user;
    circlet_travel_query query;
    circlet_point *origins = NULL;
    circlet_status status = move_all(&origins, &query, asked, m, error);

    if (!status)
        status = m->travel->find_nearest(times_ms, snaps, &query,
                                         m->travel->user, error);
    free(origins);
    return status;
}

static circlet_status find_within(circlet_od_matrix **out,
                                  const circlet_travel_query *asked,
                                  void *user, circlet_error *error)
{
    const moving *m = user;
    circlet_travel_query query;
    circlet_point *origins = NULL;
    circlet_status status = move_all(&origins, &query, asked, m, error);

    if (!status)
        status = m->travel->find_within(out, &query, m->travel->user, error);
    free(origins);
    return status;
}

static bool knows(circlet_point at, void *user)
{
    const moving *m = user;

    return m->travel->knows(move(m, at), m->travel->user);
}

static circlet_status find_edge(uint32_t *times_ms,
                                const circlet_travel_query *asked, void *user,
                                circlet_error *error)
{
    const moving *m = user;
    circlet_travel_query query;
    circlet_point *origins = NULL;
    circlet_status status = move_all(&origins, &query, asked, m, error);

    if (!status)
        status =
            m->travel->find_edge(times_ms, &query, m->travel->user, error);
    free(origins);
    return status;
}

/* ---- comparing ------------------------------------------------------------
 */

static bool is_comparable(const circlet_finding *a, const circlet_finding *b)
{
    return a->subject == CIRCLET_SUBJECT_UNIT &&
           b->subject == CIRCLET_SUBJECT_UNIT && a->unit && b->unit &&
           strcmp(a->rule, b->rule) == 0 && strcmp(a->unit, b->unit) == 0 &&
           a->persons >= CIRCLET_PRIVACY_SMALL && a->persons == b->persons &&
           isfinite(a->persons_covered) && isfinite(b->persons_covered);
}

static void compare(circlet_aggregation *out, const circlet_findings *points,
                    const circlet_findings *units)
{
    size_t count = circlet_findings_count(points);
    double persons = 0, off = 0;

    for (size_t i = 0; i < count && i < circlet_findings_count(units); i++) {
        const circlet_finding *a = circlet_findings_at(points, i);
        const circlet_finding *b = circlet_findings_at(units, i);
        double more;

        if (!is_comparable(a, b))
            continue;
        more = fabs(b->persons_covered - a->persons_covered);
        out->findings++;
        out->changed_verdicts += a->verdict != b->verdict;
        out->largest = fmax(out->largest, more / a->persons);
        persons += a->persons;
        off += more;
    }
    out->mean = persons > 0 ? off / persons : (double)NAN;
}

circlet_status circlet_aggregation_measure(
    circlet_aggregation *out, const circlet_city *city,
    const circlet_policy *policy, const circlet_findings *findings,
    const circlet_travel *travel, const circlet_judge_options *options,
    circlet_error *error)
{
    moving m = {.travel = travel};
    circlet_travel from_units;
    circlet_findings *units = NULL;
    circlet_status status;

    if (!out || !city || !policy || !findings || !travel)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "the error of aggregation needs a city, a policy, "
                       "findings and streets");
    *out = (circlet_aggregation){.mean = (double)NAN};
    from_units =
        (circlet_travel){.find_nearest = find_nearest,
                         .find_within = find_within,
                         .knows = knows,
                         .find_edge = travel->find_edge ? find_edge : NULL,
                         .user = &m,
                         .has_bounds = travel->has_bounds,
                         .is_shared = travel->is_shared};
    status = find_moves(&m, city, error);
    if (!status)
        status = circlet_policy_judge(&units, policy, city, &from_units,
                                      options, error);
    if (!status)
        compare(out, findings, units);
    circlet_findings_free(units);
    free(m.people);
    return status;
}
