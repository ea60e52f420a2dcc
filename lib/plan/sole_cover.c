#include "plan/sole_cover.h"

#include <stdlib.h>

#include "base/array.h"
#include "base/error.h"
#include "policy/circle.h"
#include "policy/traveller.h"

/* The entrances of a rule's facilities. */
typedef struct doors {
    circlet_point *points;
    uint32_t *facilities; /* of each */
    size_t count, capacity, facility_capacity;
} doors;

typedef struct sole_work {
    int64_t *sole_milli;
    const ci_judgement *judgement;
    doors doors;
    circlet_point *points; /* of the people at hand */
    int64_t *weights;
    size_t count;
} sole_work;

/* ---- entrances ---------------------------------------------------------- */

static bool add_door(doors *out, uint32_t facility, circlet_point at)
{
    circlet_point *points = ci_array_reserve_one(
        out->points, out->count, &out->capacity, sizeof(*points));
    uint32_t *facilities;

    if (!points)
        return false;
    out->points = points;
    facilities =
        ci_array_reserve_one(out->facilities, out->count,
                             &out->facility_capacity, sizeof(*facilities));
    if (!facilities)
        return false;
    out->facilities = facilities;
    points[out->count] = at;
    facilities[out->count++] = facility;
    return true;
}

static bool add_doors(doors *out, const circlet_city *city, uint32_t position)
{
    const circlet_facility_record *facility =
        circlet_city_facility(city, position);

    for (size_t i = 0; i < facility->access_count; i++)
        if (!add_door(out, position, facility->accesses[i]))
            return false;
    return facility->access_count > 0 || add_door(out, position, facility->at);
}

static circlet_status find_doors(sole_work *work, const ci_rule *rule,
                                 circlet_error *error)
{
    const ci_judgement *judgement = work->judgement;
    uint32_t *positions = NULL;
    size_t count = 0;
    circlet_status status =
        ci_rule_facilities(&positions, &count, judgement->policy,
                           judgement->city, rule, judgement->day, error);

    work->doors.count = 0;
    for (size_t i = 0; !status && i < count; i++)
        if (!add_doors(&work->doors, judgement->city, positions[i]))
            status = ci_fail_nomem(error);
    free(positions);
    return status;
}

/* ---- people ------------------------------------------------------------- */

static void count_row(sole_work *work, size_t row,
                      const circlet_od_matrix *matrix)
{
    size_t count;
    const circlet_od_entry *entries =
        circlet_od_matrix_row(matrix, row, &count);
    const uint32_t *facilities = work->doors.facilities;

    if (count == 0)
        return;
    for (size_t i = 1; i < count; i++)
        if (facilities[entries[i].destination] !=
            facilities[entries[0].destination])
            return;
    work->sole_milli[facilities[entries[0].destination]] += work->weights[row];
}

static circlet_status count_mode(sole_work *work, const ci_rule *rule,
                                 size_t mode, circlet_error *error)
{
    const circlet_travel *travel = work->judgement->travel;
    const circlet_travel_query query = {
        .mode = work->judgement->policy->modes[mode],
        .bound = CIRCLET_BOUND_NOMINAL,
        .origins = work->points,
        .origin_count = work->count,
        .destinations = work->doors.points,
        .destination_count = work->doors.count,
        .cutoff_ms = rule->as.circle.cutoff_ms};
    circlet_od_matrix *matrix = NULL;
    circlet_status status;

    if (work->count == 0 || work->doors.count == 0)
        return CIRCLET_OK;
    status = travel->find_within(&matrix, &query, travel->user, error);
    for (size_t i = 0; !status && i < work->count; i++)
        count_row(work, i, matrix);
    circlet_od_matrix_free(matrix);
    return status;
}

static circlet_status count_rule(sole_work *work, const ci_rule *rule,
                                 circlet_error *error)
{
    const ci_judgement *judgement = work->judgement;
    const ci_traveller_query query = {
        rule,           rule->as.circle.mode,    CIRCLET_NONE,
        judgement->day, judgement->thread_count, NULL};
    ci_traveller *people = NULL;
    size_t count = 0;
    circlet_status status = ci_travellers_find(
        &people, &count, judgement->policy, judgement->city, &query, error);

    if (!status)
        status = find_doors(work, rule, error);
    for (size_t m = 0; !status && m < judgement->policy->mode_count; m++) {
        work->count = ci_travellers_by_mode(work->points, work->weights,
                                            judgement->city, people, count, m);
        status = count_mode(work, rule, m, error);
    }
    free(people);
    return status;
}

circlet_status ci_sole_cover_find(int64_t **out, const ci_judgement *judgement,
                                  circlet_error *error)
{
    const circlet_policy *policy = judgement->policy;
    size_t people = circlet_city_demand_count(judgement->city);
    sole_work work = {
        .judgement = judgement,
        .sole_milli = calloc(circlet_city_facility_count(judgement->city) + 1,
                             sizeof(*work.sole_milli)),
        .points = calloc(people + 1, sizeof(*work.points)),
        .weights = calloc(people + 1, sizeof(*work.weights))};
    circlet_status status = work.sole_milli && work.points && work.weights
                                ? CIRCLET_OK
                                : ci_fail_nomem(error);

    for (size_t i = 0; !status && i < policy->rule_count; i++)
        if (policy->rules[i].kind == CI_RULE_CIRCLE &&
            ci_rule_is_in_force(&policy->rules[i], judgement->year))
            status = count_rule(&work, &policy->rules[i], error);
    free(work.doors.points);
    free(work.doors.facilities);
    free(work.points);
    free(work.weights);
    if (!status)
        *out = work.sole_milli;
    else
        free(work.sole_milli);
    return status;
}
