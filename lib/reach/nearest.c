/* From every origin to its nearest destination: one search from all
 * destinations at once, against the arcs. */
#include <stdlib.h>

#include "base/error.h"
#include "reach/each_place.h"
#include "reach/straight_goals.h"
#include "reach/way.h"

/* What the threads share. */
typedef struct finding {
    const ci_ways *ways;
    const ci_straight_goals *goals;
    uint32_t *place_ms;
} finding;

/* The time of a place of origins: none where a destination is. */
static bool find_place(void *user, uint32_t worker, size_t place)
{
    const finding *found = user;
    const ci_travel_job *job = found->ways->job;

    (void)worker;
    found->place_ms[place] =
        ci_tied_points_place_at(&job->destinations,
                                job->origins.places[place]) == CI_NO_PLACE
            ? ci_way_start_find(found->ways, place).time_ms
            : 0;
    return true;
}

/* That of a place which goes straight, where it is less. */
static bool go_straight(void *user, uint32_t worker, size_t place)
{
    const finding *found = user;
    uint32_t ms =
        ci_straight_goals_nearest_ms(found->goals, found->ways->job, place);

    (void)worker;
    if (ms < found->place_ms[place])
        found->place_ms[place] = ms;
    return true;
}

/* false: no memory. */
static bool find_places(const ci_travel_job *job, uint32_t *place_ms)
{
    ci_ways ways = {0};
    ci_straight_goals goals = {0};
    finding found = {&ways, &goals, place_ms};
    uint32_t threads = job->router->engine_options.thread_count;
    size_t count = job->origins.place_count;
    bool is_found = ci_ways_search(&ways, job) &&
                    ci_each_place(threads, count, find_place, &found);

    if (is_found && job->query->bound == CIRCLET_BOUND_MIN)
        is_found = ci_straight_goals_find(&goals, &job->destinations) &&
                   ci_each_place(threads, count, go_straight, &found);
    ci_ways_free(&ways);
    ci_straight_goals_free(&goals);
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
