#include "siting/frontier.h"

#include <inttypes.h>
#include <stdlib.h>
#include <time.h>

#include "base/error.h"

/* More limits are a mistake. */
#define LIMITS_MAX 100000

/* A share is never so small that it means no limit. */
#define LEAST_SHARE_S 1e-3

static double now_s(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

void ci_frontier_share_start(ci_frontier_share *out,
                             const circlet_siting_options *options)
{
    *out = (ci_frontier_share){.options = *options, .start_s = now_s()};
}

circlet_siting_options ci_frontier_share_next(const ci_frontier_share *share,
                                              size_t left)
{
    circlet_siting_options options = share->options;

    options.struct_size = sizeof(options);
    if (options.time_limit_s > 0) {
        options.time_limit_s -= now_s() - share->start_s;
        options.time_limit_s /= (double)left;
        if (options.time_limit_s < LEAST_SHARE_S)
            options.time_limit_s = LEAST_SHARE_S;
    }
    if (options.work_limit > 0) {
        uint64_t rest = options.work_limit > share->work
                            ? options.work_limit - share->work
                            : 0;

        options.work_limit = rest / left + 1;
    }
    return options;
}

circlet_location ci_frontier_location(const circlet_location *location,
                                      int64_t limit)
{
    circlet_location changed = *location;

    if (location->has_budget) {
        changed.budget = limit;
    } else {
        changed.has_p = true;
        changed.p = (size_t)limit;
    }
    return changed;
}

/* ---- made and read ----------------------------------------------------- */

void circlet_frontier_free(circlet_frontier *frontier)
{
    if (!frontier)
        return;
    for (size_t i = 0; frontier->sitings && i < frontier->count; i++)
        circlet_siting_free(frontier->sitings[i]);
    free(frontier->sitings);
    free(frontier->limits);
    free(frontier);
}

static circlet_frontier *frontier_new(int64_t first, int64_t last,
                                      int64_t step)
{
    circlet_frontier *frontier = calloc(1, sizeof(*frontier));

    if (!frontier)
        return NULL;
    frontier->count = (size_t)((last - first) / step) + 1;
    frontier->limits = calloc(frontier->count, sizeof(*frontier->limits));
    frontier->sitings = calloc(frontier->count, sizeof(circlet_siting *));
    if (!frontier->limits || !frontier->sitings) {
        circlet_frontier_free(frontier);
        return NULL;
    }
    for (size_t i = 0; i < frontier->count; i++)
        frontier->limits[i] = first + (int64_t)i * step;
    return frontier;
}

size_t circlet_frontier_count(const circlet_frontier *frontier)
{
    return frontier->count;
}

int64_t circlet_frontier_limit(const circlet_frontier *frontier, size_t step)
{
    return frontier->limits[step];
}

const circlet_siting *circlet_frontier_siting(const circlet_frontier *frontier,
                                              size_t step)
{
    return frontier->sitings[step];
}

/* ---- solved ------------------------------------------------------------ */

/* Each limit by itself, from the sites of the one before. */
static circlet_status solve_each(circlet_frontier *frontier,
                                 circlet_model model,
                                 const circlet_location *location,
                                 const circlet_siting_options *options,
                                 circlet_error *error)
{
    const circlet_siting *before = NULL;
    ci_frontier_share share;

    ci_frontier_share_start(&share, options);
    for (size_t i = 0; i < frontier->count; i++) {
        circlet_location changed =
            ci_frontier_location(location, frontier->limits[i]);
        circlet_siting_options next =
            ci_frontier_share_next(&share, frontier->count - i);
        circlet_error failure = {CIRCLET_OK, ""};
        circlet_status status;

        if (before)
            next.start = circlet_siting_sites(before, &next.start_count);
        status = circlet_solve(&frontier->sitings[i], model, &changed, &next,
                               &failure);
        if (status == CIRCLET_E_INFEASIBLE)
            continue;
        /* Time was over before there was an answer to this limit. */
        if (status == CIRCLET_E_CANCELLED && before) {
            frontier->count = i;
            break;
        }
        if (status != CIRCLET_OK) {
            if (error)
                *error = failure;
            return status;
        }
        before = frontier->sitings[i];
        share.work += before->report.work;
        /* A cancel is for all limits; those that were solved are kept. */
        if (before->report.stop == CIRCLET_STOP_CANCELLED) {
            frontier->count = i + 1;
            break;
        }
    }
    return CIRCLET_OK;
}

static circlet_status check_range(circlet_model model,
                                  const circlet_location *location,
                                  int64_t first, int64_t last, int64_t step,
                                  circlet_error *error)
{
    if (first < 0 || last < first || step < 1)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "a frontier from %" PRId64 " to %" PRId64
                       " in steps of %" PRId64,
                       first, last, step);
    if ((last - first) / step >= LIMITS_MAX)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "a frontier of more than %d limits", LIMITS_MAX);
    if (model == CIRCLET_MODEL_LSCP && location->target == 0)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "set covering without a target has no frontier");
    return CIRCLET_OK;
}

circlet_status circlet_solve_frontier(
    circlet_frontier **out, circlet_model model,
    const circlet_location *location, int64_t first, int64_t last,
    int64_t step, const circlet_siting_options *options, circlet_error *error)
{
    circlet_frontier *frontier;
    ci_effort effort;
    circlet_status status;

    if (!out || !location || !location->reach)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "no location problem or no place for an answer");
    status = check_range(model, location, first, last, step, error);
    if (status == CIRCLET_OK)
        status = ci_effort_start(&effort, options, error);
    if (status != CIRCLET_OK)
        return status;
    frontier = frontier_new(first, last, step);
    if (!frontier)
        return ci_fail_nomem(error);
    status =
        model == CIRCLET_MODEL_MCLP
            ? ci_mclp_frontier(frontier, location, &effort.options, error)
            : solve_each(frontier, model, location, &effort.options, error);
    if (status != CIRCLET_OK) {
        circlet_frontier_free(frontier);
        return status;
    }
    *out = frontier;
    return CIRCLET_OK;
}
