/* How much weight is within each of several cutoffs. */
#include <stdatomic.h>
#include <stdlib.h>

#include "base/error.h"
#include "reach/reach_rows.h"
#include "reach/reach_side.h"
#include "reach/sharers.h"

typedef struct band {
    uint32_t cutoff_ms;
    uint32_t position; /* among the caller's cutoffs */
} band;

typedef struct band_sums {
    ci_travel_job job;
    circlet_side side;
    const uint32_t *cutoffs_ms; /* the caller's */
    size_t band_count;
    band *bands; /* by cutoff */
    int64_t *place_weights; /* of the other side */
    atomic_int_least64_t *sums; /* of each place of the side and band: what is
                                   within its cutoff and not a lesser one */
    bool is_against;
} band_sums;

/* ---- set up ------------------------------------------------------------ */

static circlet_status check_cutoffs(const uint32_t *cutoffs_ms, size_t count,
                                    uint32_t most_ms, circlet_error *error)
{
    if (count == 0 || count >= UINT32_MAX || !cutoffs_ms)
        return ci_fail(error, CIRCLET_E_ARGUMENT, "no array of %zu cutoffs",
                       count);
    for (size_t i = 0; i < count; i++)
        if (cutoffs_ms[i] > most_ms)
            return ci_fail(error, CIRCLET_E_ARGUMENT,
                           "cutoff %zu of %lu ms is over the query's %lu ms",
                           i, (unsigned long)cutoffs_ms[i],
                           (unsigned long)most_ms);
    return CIRCLET_OK;
}

static circlet_status check_weights(const int64_t *weights, size_t count,
                                    circlet_error *error)
{
    int64_t sum = 0;

    for (size_t i = 0; weights && i < count; i++) {
        if (weights[i] < 0)
            return ci_fail(error, CIRCLET_E_ARGUMENT,
                           "weight %zu is %lld, less than 0", i,
                           (long long)weights[i]);
        if (weights[i] > INT64_MAX - sum)
            return ci_fail(error, CIRCLET_E_ARGUMENT,
                           "the sum of the weights is too large, at weight "
                           "%zu",
                           i);
        sum += weights[i];
    }
    return CIRCLET_OK;
}

static int compare_bands(const void *left, const void *right)
{
    const band *a = left, *b = right;

    if (a->cutoff_ms != b->cutoff_ms)
        return a->cutoff_ms < b->cutoff_ms ? -1 : 1;
    return (a->position > b->position) - (a->position < b->position);
}

static bool make_bands(band_sums *all)
{
    all->bands = malloc(all->band_count * sizeof(*all->bands));
    if (!all->bands)
        return false;
    for (uint32_t i = 0; i < all->band_count; i++)
        all->bands[i] = (band){all->cutoffs_ms[i], i};
    qsort(all->bands, all->band_count, sizeof(*all->bands), compare_bands);
    return true;
}

static bool make_sums(band_sums *all, const int64_t *weights)
{
    const ci_tied_points *others = ci_other_points(&all->job, all->side);
    size_t places = ci_side_points(&all->job, all->side)->place_count;

    if (places > SIZE_MAX / sizeof(int64_t) / all->band_count - 1)
        return false;
    all->sums = malloc((places + 1) * all->band_count * sizeof(*all->sums));
    all->place_weights =
        calloc(others->place_count + 1, sizeof(*all->place_weights));
    if (!all->sums || !all->place_weights)
        return false;
    for (size_t i = 0; i < places * all->band_count; i++)
        atomic_init(&all->sums[i], 0);
    for (size_t i = 0; i < others->point_count; i++)
        all->place_weights[others->place_of[i]] += weights ? weights[i] : 1;
    return true;
}

/* ---- search ------------------------------------------------------------ */

static void add(band_sums *all, size_t own, size_t other, uint32_t time_ms)
{
    size_t i = 0;

    while (i < all->band_count && all->bands[i].cutoff_ms < time_ms)
        i++;
    /* Sums of integers do not depend on who adds first. */
    if (i < all->band_count)
        atomic_fetch_add_explicit(&all->sums[own * all->band_count + i],
                                  all->place_weights[other],
                                  memory_order_relaxed);
}

static bool take_row(void *user, uint32_t worker, uint32_t source,
                     const circlet_od_entry *entries, size_t count)
{
    band_sums *all = user;
    bool is_own = all->is_against == (all->side == CIRCLET_SIDE_DESTINATION);

    (void)worker;
    for (size_t i = 0; i < count; i++) {
        uint32_t target = entries[i].destination;

        add(all, is_own ? source : target, is_own ? target : source,
            entries[i].time_ms);
    }
    return true;
}

/* ---- collect ----------------------------------------------------------- */

/* What is within a cutoff is also within a greater one. */
static void collect(int64_t *sums, const band_sums *all)
{
    const ci_tied_points *own = ci_side_points(&all->job, all->side);

    for (size_t i = 0; i < own->point_count; i++) {
        size_t place = own->place_of[i];
        int64_t sum = 0;

        for (size_t b = 0; b < all->band_count; b++) {
            sum += atomic_load(&all->sums[place * all->band_count + b]);
            sums[i * all->band_count + all->bands[b].position] = sum;
        }
    }
}

static circlet_status sum_bands(int64_t *sums, band_sums *all,
                                const int64_t *weights, circlet_error *error)
{
    ci_reach_rows_plan plan = {.is_in_order = false};
    circlet_status status = check_weights(
        weights, ci_other_points(&all->job, all->side)->point_count, error);

    if (!status && (!make_bands(all) || !make_sums(all, weights)))
        status = ci_fail_nomem(error);
    if (status)
        return status;
    all->is_against = ci_reach_is_best_against(&all->job);
    plan.is_against = all->is_against;
    status = ci_reach_rows_find(&all->job, &plan, take_row, all, error);
    if (!status)
        collect(sums, all);
    return status;
}

circlet_status circlet_reach_sum_bands(
    int64_t *sums, circlet_router *router, const circlet_travel_query *query,
    circlet_side side, const int64_t *weights, const uint32_t *cutoffs_ms,
    size_t cutoff_count, circlet_error *error)
{
    band_sums all = {
        .side = side, .cutoffs_ms = cutoffs_ms, .band_count = cutoff_count};
    circlet_status status = ci_side_check(side, error);

    if (!status)
        status = ci_travel_job_start(&all.job, router, query, error);
    if (!status)
        status =
            check_cutoffs(cutoffs_ms, cutoff_count, query->cutoff_ms, error);
    if (!status)
        status = sum_bands(sums, &all, weights, error);
    free(all.bands);
    free(all.sums);
    free(all.place_weights);
    ci_travel_job_free(&all.job);
    return status;
}
