#include "policy/circle_run.h"

#include <stdlib.h>

#include "base/error.h"
#include "policy/circle_times.h"

void ci_circle_run_clear(ci_circle_run *run)
{
    free(run->people);
    free(run->entrances);
    free(run->weights_milli);
    free(run->times_ms);
    free(run->least_ms);
    free(run->greatest_ms);
    free(run->doubted);
    free(run->is_at_edge);
    free(run->snaps);
    free(run->is_outside);
    free(run->is_modelled);
    free(run->rows);
    free(run->sums);
    free(run->doubts);
    free(run->own_rows);
    free(run->open_rows);
    free(run->open_places);
}

static bool allocate_people(ci_circle_run *run)
{
    size_t count = run->count + 1;

    run->weights_milli = calloc(count, sizeof(*run->weights_milli));
    run->times_ms = calloc(count, sizeof(*run->times_ms));
    run->least_ms = calloc(count, sizeof(*run->least_ms));
    run->greatest_ms = calloc(count, sizeof(*run->greatest_ms));
    run->doubted = calloc(count, sizeof(*run->doubted));
    run->is_at_edge = calloc(count, sizeof(*run->is_at_edge));
    run->snaps = calloc(count, sizeof(*run->snaps));
    run->is_outside = calloc(count, sizeof(*run->is_outside));
    run->is_modelled = calloc(count, sizeof(*run->is_modelled));
    run->rows = calloc(count, sizeof(*run->rows));
    return run->weights_milli && run->times_ms && run->least_ms &&
           run->greatest_ms && run->doubted && run->is_at_edge && run->snaps &&
           run->is_outside && run->is_modelled && run->rows;
}

static bool allocate_units(ci_circle_run *run)
{
    size_t units = circlet_city_unit_count(run->judgement->city) + 1;

    run->sums = calloc(2 * units, sizeof(*run->sums));
    run->doubts = calloc(units, sizeof(*run->doubts));
    run->own_rows = calloc(units, sizeof(*run->own_rows));
    run->open_rows = calloc(units, sizeof(*run->open_rows));
    run->open_places = calloc(units, sizeof(*run->open_places));
    return run->sums && run->doubts && run->own_rows && run->open_rows &&
           run->open_places;
}

static void describe_people(ci_circle_run *run)
{
    const ci_judgement *judgement = run->judgement;
    const ci_crowd crowd = ci_judgement_crowd(judgement);

    for (size_t i = 0; i < run->count; i++) {
        const ci_traveller *person = &run->people[i];
        const circlet_demand_record *record =
            circlet_city_demand(judgement->city, person->demand);

        run->weights_milli[i] = record->weight_milli;
        run->is_modelled[i] = record->is_modelled;
        run->rows[i] = 2 * person->unit + !person->is_sure;
        run->times_ms[i] = CIRCLET_UNREACHED;
        run->least_ms[i] = CIRCLET_UNREACHED;
        run->greatest_ms[i] = CIRCLET_UNREACHED;
        run->doubts[person->unit] |= person->doubts;
        run->own_rows[person->unit] |= person->travel.rows;
        if (!ci_crowd_is_outside(&crowd, person->demand))
            continue;
        run->is_outside[i] = true;
        if (run->is_known)
            run->least_ms[i] = 0; /* there may be a facility next door */
    }
}

static circlet_status find_facilities(ci_circle_run *run, circlet_error *error)
{
    const ci_judgement *judgement = run->judgement;
    uint32_t *positions = NULL;
    size_t count = 0;
    circlet_status status =
        ci_rule_facilities(&positions, &count, judgement->policy,
                           judgement->city, run->rule, judgement->day, error);

    if (!status)
        status = ci_entrances_find(&run->entrances, &run->entrance_count,
                                   judgement->city, positions, count, error);
    free(positions);
    return status;
}

bool ci_circle_run_is_open(const ci_circle_run *run, size_t person)
{
    uint32_t cutoff_ms = run->rule->as.circle.cutoff_ms;

    return run->least_ms[person] <= cutoff_ms &&
           run->greatest_ms[person] > cutoff_ms;
}

bool ci_circle_run_may_change(const ci_circle_run *run, size_t person,
                              bool lacks_types)
{
    return ci_circle_run_is_open(run, person) ||
           (lacks_types &&
            run->greatest_ms[person] > run->rule->as.circle.cutoff_ms);
}

/* What is not known of a person's mode matters where it makes another
 * answer. */
static void describe_open(ci_circle_run *run)
{
    for (size_t i = 0; i < run->count; i++) {
        const ci_traveller *person = &run->people[i];

        if (!ci_circle_run_is_open(run, i))
            continue;
        run->doubts[person->unit] |= person->travel.doubts;
        run->open_rows[person->unit] |= person->travel.rows;
        if (run->is_outside[i])
            run->open_places[person->unit] |= CI_OPEN_OUTSIDE;
        else if (run->is_at_edge[i])
            run->open_places[person->unit] |= CI_OPEN_AT_EDGE;
        else if (run->snaps[i] != CIRCLET_SNAP_TIED)
            run->open_places[person->unit] |= CI_OPEN_OFF_STREET;
    }
}

static circlet_status sum_up(ci_circle_run *run, circlet_error *error)
{
    const ci_coverage_points points = {.count = run->count,
                                       .weights_milli = run->weights_milli,
                                       .times_ms = run->times_ms,
                                       .least_ms = run->least_ms,
                                       .greatest_ms = run->greatest_ms,
                                       .snaps = run->snaps,
                                       .is_outside = run->is_outside,
                                       .rows = run->rows,
                                       .is_modelled = run->is_modelled};

    return ci_coverage_add(run->sums, &points, run->rule->as.circle.cutoff_ms,
                           error);
}

circlet_status ci_circle_run_measure(ci_circle_run *run, circlet_error *error)
{
    const ci_judgement *judgement = run->judgement;
    const ci_traveller_query query = {run->rule,
                                      run->mode,
                                      judgement->unit,
                                      judgement->day,
                                      judgement->thread_count,
                                      judgement->crowd};
    circlet_status status =
        ci_travellers_find(&run->people, &run->count, judgement->policy,
                           judgement->city, &query, error);

    if (!status && (!allocate_people(run) || !allocate_units(run)))
        status = ci_fail_nomem(error);
    if (status)
        return status;
    describe_people(run);
    if (run->is_known) {
        status = find_facilities(run, error);
        if (!status)
            status = ci_circle_times_find(run, error);
    }
    if (status)
        return status;
    describe_open(run);
    return sum_up(run, error);
}
