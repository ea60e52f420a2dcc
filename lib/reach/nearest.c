/* From every origin to its nearest destination: one search from all
 * destinations at once, against the arcs. */
#include <stdlib.h>

#include "base/error.h"
#include "reach/travel_job.h"

/* By one end of the link that an origin is tied to. */
static uint32_t time_by_node(const ci_travel_job *job, uint32_t node,
                             uint32_t part_ms, uint32_t off_road_ms)
{
    uint32_t rest_ms =
        ci_search_time_through(job->router->search, job->times, node);
    uint64_t total_ms;

    if (part_ms == CI_CLOSED || rest_ms == CIRCLET_UNREACHED)
        return CIRCLET_UNREACHED;
    total_ms = (uint64_t)rest_ms + part_ms + off_road_ms;
    return total_ms <= job->query->cutoff_ms ? (uint32_t)total_ms
                                             : CIRCLET_UNREACHED;
}

static uint32_t least(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

static uint32_t time_by_tie(const ci_travel_job *job, const ci_tie *tie,
                            const ci_link_tie *goals, size_t goal_count)
{
    const ci_link *link = &job->times->network->links[tie->link];
    size_t count;
    const ci_link_tie *same =
        ci_link_ties_find(goals, goal_count, tie->link, &count);
    uint32_t best_ms = least(
        time_by_node(job, link->to, ci_tie_to_end_ms(job->times, tie),
                     tie->off_road_ms),
        time_by_node(job, link->from, ci_tie_to_start_ms(job->times, tie),
                     tie->off_road_ms));

    for (size_t i = 0; i < count; i++)
        best_ms = least(best_ms, ci_travel_job_between(job, tie, same[i].tie));
    return best_ms;
}

/* The time of each place of origins. */
static void collect(const ci_travel_job *job, const ci_link_tie *goals,
                    uint32_t *place_ms)
{
    const ci_tied_points *origins = &job->origins;
    size_t goal_count = job->destinations.first[job->destinations.place_count];

    for (size_t place = 0; place < origins->place_count; place++) {
        place_ms[place] = CIRCLET_UNREACHED;
        for (size_t i = origins->first[place]; i < origins->first[place + 1];
             i++)
            place_ms[place] =
                least(place_ms[place],
                      time_by_tie(job, &origins->ties[i], goals, goal_count));
    }
}

static void search_once(const ci_travel_job *job)
{
    ci_search *search = job->router->search;

    ci_search_clear(search);
    for (size_t i = 0; i < job->destinations.place_count; i++)
        ci_travel_job_seed(job, i);
    ci_search_run(search, job->times, job->query->cutoff_ms);
}

static circlet_status answer(const ci_travel_job *job, uint32_t *times_ms,
                             circlet_snap *snaps, circlet_error *error)
{
    const ci_tied_points *origins = &job->origins;
    ci_stage stage = {&job->query->progress, "searching", 0.5, 1};
    ci_link_tie *goals = ci_tied_points_by_link(&job->destinations);
    uint32_t *place_ms = malloc((origins->place_count + 1) * sizeof(uint32_t));
    circlet_status status = CIRCLET_OK;

    if (!goals || !place_ms) {
        status = ci_fail_nomem(error);
    } else {
        search_once(job);
        collect(job, goals, place_ms);
        if (!ci_stage_goes_on(&stage, 1, 1))
            status = ci_fail(error, CIRCLET_E_CANCELLED, "cancelled");
    }
    for (size_t i = 0; i < origins->point_count && !status; i++) {
        times_ms[i] = place_ms[origins->place_of[i]];
        snaps[i] = origins->snaps[origins->place_of[i]];
    }
    free(goals);
    free(place_ms);
    return status;
}

circlet_status ci_find_nearest(uint32_t *times_ms, circlet_snap *snaps,
                               const circlet_travel_query *query, void *user,
                               circlet_error *error)
{
    ci_travel_job job = {0};
    circlet_status status = ci_travel_job_start(&job, user, query, error);

    if (!status)
        status = answer(&job, times_ms, snaps, error);
    ci_travel_job_free(&job);
    return status;
}
