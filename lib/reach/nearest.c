/* From every origin to its nearest destination: one search from all
 * destinations at once, against the arcs. */
#include <stdlib.h>

#include "base/error.h"
#include "reach/straight_goals.h"
#include "reach/way.h"

/* The time of each place of origins: none where a destination is. */
static void collect(const ci_ways *ways, uint32_t *place_ms)
{
    const ci_travel_job *job = ways->job;

    for (size_t i = 0; i < job->origins.place_count; i++)
        place_ms[i] =
            ci_tied_points_place_at(&job->destinations,
                                    job->origins.places[i]) == CI_NO_PLACE
                ? ci_way_start_find(ways, i).time_ms
                : 0;
}

/* That of places which go straight, where it is less. false: no memory. */
static bool go_straight(const ci_travel_job *job, uint32_t *place_ms)
{
    ci_straight_goals goals = {0};
    bool is_ready = ci_straight_goals_find(&goals, &job->destinations);

    for (size_t i = 0; is_ready && i < job->origins.place_count; i++) {
        uint32_t ms = ci_straight_goals_nearest_ms(&goals, job, i);

        if (ms < place_ms[i])
            place_ms[i] = ms;
    }
    ci_straight_goals_free(&goals);
    return is_ready;
}

static bool find_places(const ci_travel_job *job, uint32_t *place_ms)
{
    ci_ways ways = {0};
    bool is_found = ci_ways_search(&ways, job);

    if (is_found)
        collect(&ways, place_ms);
    ci_ways_free(&ways);
    if (is_found && job->query->bound == CIRCLET_BOUND_MIN)
        is_found = go_straight(job, place_ms);
    return is_found;
}

static circlet_status answer(const ci_travel_job *job, uint32_t *times_ms,
                             circlet_snap *snaps, circlet_error *error)
{
    const ci_tied_points *origins = &job->origins;
    ci_stage stage = {&job->query->progress, "searching", 0.5, 1};
    uint32_t *place_ms = calloc(origins->place_count + 1, sizeof(uint32_t));
    circlet_status status = CIRCLET_OK;

    if (!place_ms || !find_places(job, place_ms))
        status = ci_fail_nomem(error);
    else if (!ci_stage_goes_on(&stage, 1, 1))
        status = ci_fail(error, CIRCLET_E_CANCELLED, "cancelled");
    for (size_t i = 0; i < origins->point_count && !status; i++) {
        times_ms[i] = place_ms[origins->place_of[i]];
        snaps[i] = origins->snaps[origins->place_of[i]];
    }
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
