/*
 * One cover, one set of duals: a vector of duals bounds every limit at once,
 * as only the choice of sites depends on it. Each limit starts from the
 * sites of the one before and from the duals where they are.
 */
#include <stdlib.h>

#include "base/error.h"
#include "siting/frontier.h"
#include "siting/mclp.h"

typedef struct walk {
    circlet_frontier *frontier;
    const circlet_location *location;
    ci_mclp *mclp;
    int64_t *limits; /* bounds that are known, in weight of rows */
    ci_frontier_share share;
} walk;

/* Sets a limit; CIRCLET_E_INFEASIBLE: the sites contradict it. */
static circlet_status set_limit(const walk *job, size_t i,
                                circlet_error *error)
{
    circlet_location changed =
        ci_frontier_location(job->location, job->frontier->limits[i]);
    ci_side side;
    circlet_status status = ci_side_make(&side, &changed, error);

    if (status != CIRCLET_OK)
        return status;
    ci_mclp_set_limits(job->mclp, side.p, side.budget);
    ci_side_clear(&side);
    return CIRCLET_OK;
}

/* The answer of an earlier limit may now be known to be the best. */
static void lower_bound(circlet_siting *siting, int64_t bound)
{
    if (!siting || siting->certificate || bound >= siting->bound)
        return;
    siting->bound = bound > siting->objective ? bound : siting->objective;
    if (siting->bound == siting->objective) {
        siting->proof = CIRCLET_PROOF_OPTIMAL;
        siting->report.stop = CIRCLET_STOP_PROVED;
    }
}

/* What the duals of the last solve say of every limit. */
static void share_duals(const walk *job)
{
    circlet_frontier *frontier = job->frontier;

    for (size_t k = 0; k < frontier->count; k++) {
        int64_t limit;

        if (set_limit(job, k, NULL) != CIRCLET_OK)
            continue;
        limit = ci_mclp_limit(job->mclp);
        if (limit >= job->limits[k])
            continue;
        job->limits[k] = limit;
        lower_bound(frontier->sitings[k],
                    job->mclp->cover.served_weight + limit);
    }
}

static circlet_status solve_one(walk *job, size_t i, const uint32_t *start,
                                size_t start_count, circlet_error *error)
{
    circlet_siting_options options =
        ci_frontier_share_next(&job->share, job->frontier->count - i);
    ci_effort effort;
    circlet_status status = set_limit(job, i, error);

    if (status == CIRCLET_OK)
        status = ci_effort_start(&effort, &options, error);
    if (status == CIRCLET_OK)
        status = ci_mclp_solve(
            job->mclp, &effort, start, start_count,
            options.wants_certificate ? INT64_MAX : job->limits[i], error);
    if (status == CIRCLET_OK)
        status = ci_mclp_answer(&job->frontier->sitings[i], job->mclp, &effort,
                                error);
    if (status == CIRCLET_OK)
        job->share.work += effort.work;
    return status;
}

static circlet_status solve_all(walk *job, circlet_error *error)
{
    circlet_frontier *frontier = job->frontier;
    const uint32_t *start = job->share.options.start;
    size_t start_count = job->share.options.start_count;

    for (size_t i = 0; i < frontier->count; i++)
        job->limits[i] = INT64_MAX;
    for (size_t i = 0; i < frontier->count; i++) {
        circlet_error failure = {CIRCLET_OK, ""};
        circlet_status status =
            solve_one(job, i, start, start_count, &failure);
        const circlet_siting *siting = frontier->sitings[i];

        if (status == CIRCLET_E_INFEASIBLE)
            continue;
        if (status != CIRCLET_OK) {
            if (error)
                *error = failure;
            return status;
        }
        if (siting->report.stop == CIRCLET_STOP_CANCELLED) {
            frontier->count = i + 1;
            break;
        }
        start = circlet_siting_sites(siting, &start_count);
        share_duals(job);
    }
    return CIRCLET_OK;
}

circlet_status ci_mclp_frontier(circlet_frontier *frontier,
                                const circlet_location *location,
                                const circlet_siting_options *options,
                                circlet_error *error)
{
    circlet_location widest =
        ci_frontier_location(location, frontier->limits[frontier->count - 1]);
    circlet_siting_options read;
    ci_effort effort;
    ci_mclp mclp;
    walk job = {frontier, location, &mclp, NULL, {.work = 0}};
    circlet_error failure = {CIRCLET_OK, ""};
    circlet_status status;

    ci_frontier_share_start(&job.share, options);
    read = ci_frontier_share_next(&job.share, 1);
    status = ci_effort_start(&effort, &read, &failure);
    if (status == CIRCLET_OK)
        status = ci_mclp_make(&mclp, &widest, &effort, &failure);
    /* What the widest limit does not allow no other does. */
    if (status == CIRCLET_E_INFEASIBLE)
        return CIRCLET_OK;
    if (status != CIRCLET_OK) {
        if (error)
            *error = failure;
        return status;
    }
    job.limits = calloc(frontier->count, sizeof(*job.limits));
    status = job.limits ? solve_all(&job, error) : ci_fail_nomem(error);
    free(job.limits);
    ci_mclp_clear(&mclp);
    return status;
}
