/* From every origin to its nearest destination: one search from all
 * destinations at once, against the arcs; then every origin is tied, and
 * asks where it gets to, in one go. */
#include <stdlib.h>

#include "base/error.h"
#include "reach/island_rule.h"
#include "reach/straight_goals.h"
#include "reach/way.h"

/* What the threads share. */
typedef struct finding {
    ci_travel_job *job;
    ci_ways ways;
    ci_island_rule islands;
    ci_straight_goals goals; /* at CIRCLET_BOUND_MIN */
    uint32_t *place_ms;
} finding;

static bool is_at_goal(const ci_travel_job *job, size_t place)
{
    return ci_tied_points_place_at(&job->destinations,
                                   job->origins.places[place]) != CI_NO_PLACE;
}

/* The time of a place of origins: none where a destination is; that of going
 * straight where it is less. */
static bool take_place(void *taker, uint32_t worker, size_t place,
                       ci_tie *ties, size_t count)
{
    finding *found = taker;
    ci_travel_job *job = found->job;
    size_t kept = ci_island_rule_keep(&found->islands, ties, count);
    uint32_t ms = 0;

    (void)worker;
    job->origins.snaps[place] = ci_snap_of(count, kept);
    if (!is_at_goal(job, place))
        ms = ci_way_start_over(&found->ways, ties, kept).time_ms;
    if (job->query->bound == CIRCLET_BOUND_MIN) {
        uint32_t straight_ms =
            ci_straight_goals_nearest_ms(&found->goals, job, place);

        ms = straight_ms < ms ? straight_ms : ms;
    }
    found->place_ms[place] = ms;
    return true;
}

/* false: no memory. */
static bool search(finding *found)
{
    ci_travel_job *job = found->job;
    const circlet_travel_query *query = job->query;

    return ci_ways_search(&found->ways, job) &&
           ci_island_rule_make(&found->islands, job->times, &job->destinations,
                               job->router->component_nodes) &&
           (query->bound != CIRCLET_BOUND_MIN ||
            ci_straight_goals_find(&found->goals, &job->destinations)) &&
           ci_tied_points_place(&job->origins, query->origins,
                                query->origin_count);
}

static circlet_status answer(finding *found, uint32_t *times_ms,
                             circlet_snap *snaps, circlet_error *error)
{
    ci_tied_points *origins = &found->job->origins;
    const ci_stage stage = {&found->job->query->progress, CI_TYING, 0.2, 1};
    const ci_tier tier = ci_travel_job_tier(found->job);
    circlet_status status;

    found->place_ms = malloc((origins->place_count + 1) * sizeof(uint32_t));
    if (!found->place_ms)
        return ci_fail_nomem(error);
    status =
        ci_tied_points_each(origins, &tier, take_place, found, &stage, error);
    if (!status && !ci_stage_goes_on(&stage, 1, 1))
        status = ci_fail(error, CIRCLET_E_CANCELLED, "cancelled");
    for (size_t i = 0; i < origins->point_count && !status; i++) {
        times_ms[i] = found->place_ms[origins->place_of[i]];
        snaps[i] = origins->snaps[origins->place_of[i]];
    }
    free(found->place_ms);
    return status;
}

circlet_status ci_find_nearest(uint32_t *times_ms, circlet_snap *snaps,
                               const circlet_travel_query *query, void *user,
                               circlet_error *error)
{
    ci_travel_job job = {0};
    finding found = {.job = &job};
    circlet_status status = ci_travel_job_open_goals(&job, user, query, error);

    if (!status)
        status = search(&found) ? answer(&found, times_ms, snaps, error)
                                : ci_fail_nomem(error);
    ci_ways_free(&found.ways);
    ci_island_rule_clear(&found.islands);
    ci_straight_goals_free(&found.goals);
    ci_travel_job_free(&job);
    return status;
}
