/* All pairs within the cutoff: the rows of the side with fewer places, which
 * become those of the origins. */
#include "base/error.h"
#include "reach/od_matrix_build.h"
#include "reach/reach_rows.h"

typedef struct pair_taker {
    ci_od_pairs *pairs;
    bool is_against;
} pair_taker;

static bool take_row(void *user, uint32_t worker, uint32_t source,
                     const circlet_od_entry *entries, size_t count)
{
    const pair_taker *taker = user;

    for (size_t i = 0; i < count; i++) {
        uint32_t target = entries[i].destination;
        ci_od_pair pair = {source, target, entries[i].time_ms};

        if (taker->is_against)
            pair = (ci_od_pair){target, source, entries[i].time_ms};
        if (!ci_od_pairs_add(taker->pairs, worker, pair))
            return false;
    }
    return true;
}

static circlet_status find_pairs(const pair_taker *taker,
                                 const ci_travel_job *job,
                                 circlet_error *error)
{
    const ci_reach_rows_plan plan = {.is_against = taker->is_against,
                                     .rest = CI_OD_SORTING};
    pair_taker copy = *taker;
    circlet_status status =
        ci_reach_rows_find(job, &plan, take_row, &copy, error);

    if (status == CIRCLET_E_CANCELLED && ci_od_pairs_check(taker->pairs, NULL))
        status = ci_od_pairs_check(taker->pairs, error);
    return status;
}

/* Pairs and entries have half of the memory each. */
static circlet_status answer(circlet_od_matrix **out, const ci_travel_job *job,
                             circlet_error *error)
{
    uint64_t half_bytes = job->router->engine_options.memory_bytes / 2;
    uint32_t worker_count = ci_reach_worker_count(job->router);
    pair_taker taker = {.is_against = ci_reach_is_best_against(job)};
    circlet_status status;

    taker.pairs =
        ci_od_pairs_new(job->origins.place_count, worker_count, half_bytes);
    if (!taker.pairs)
        return ci_fail_nomem(error);
    status = find_pairs(&taker, job, error);
    if (!status) {
        const ci_od_plan plan = {job, taker.pairs, half_bytes, worker_count};

        status = ci_od_matrix_build(out, &plan, error);
    }
    ci_od_pairs_free(taker.pairs);
    return status;
}

circlet_status ci_find_within(circlet_od_matrix **out,
                              const circlet_travel_query *query, void *user,
                              circlet_error *error)
{
    ci_travel_job job = {0};
    circlet_status status = ci_travel_job_start(&job, user, query, error);

    if (!status)
        status = answer(out, &job, error);
    ci_travel_job_free(&job);
    return status;
}

circlet_status circlet_od_matrix_compute(circlet_od_matrix **out,
                                         circlet_router *router,
                                         const circlet_travel_query *query,
                                         circlet_error *error)
{
    return ci_find_within(out, query, router, error);
}
