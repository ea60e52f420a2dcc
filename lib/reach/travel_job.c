#include "reach/travel_job.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "reach/island_rule.h"

static circlet_status check_points(const char *what,
                                   const circlet_point *points, size_t count,
                                   circlet_error *error)
{
    if (count >= UINT32_MAX)
        return ci_fail(error, CIRCLET_E_ARGUMENT, "%zu %s are too many", count,
                       what);
    if (count > 0 && !points)
        return ci_fail(error, CIRCLET_E_ARGUMENT, "no array of %zu %ss", count,
                       what);
    for (size_t i = 0; i < count; i++) {
        char lon[CI_NUMBER_SIZE], lat[CI_NUMBER_SIZE];

        if (fabs(points[i].lon) <= 180 && fabs(points[i].lat) <= 90)
            continue;
        ci_format_double(lon, points[i].lon);
        ci_format_double(lat, points[i].lat);
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "point %zu of the %s lies at %s, %s, outside the "
                       "Earth's range",
                       i, what, lon, lat);
    }
    return CIRCLET_OK;
}

static circlet_status check_query(const circlet_travel_query *query,
                                  circlet_error *error)
{
    circlet_status status;

    if (!query || !query->mode)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "a travel query names no mode");
    if ((unsigned)query->bound >= CIRCLET_BOUND_COUNT)
        return ci_fail(error, CIRCLET_E_ARGUMENT, "no such bound: %d",
                       (int)query->bound);
    if (query->cutoff_ms > CIRCLET_CUTOFF_MAX)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "a cutoff of %lu ms is over %lu ms",
                       (unsigned long)query->cutoff_ms,
                       (unsigned long)CIRCLET_CUTOFF_MAX);
    status =
        check_points("origins", query->origins, query->origin_count, error);
    if (status)
        return status;
    return check_points("destinations", query->destinations,
                        query->destination_count, error);
}

ci_tier ci_travel_job_tier(const ci_travel_job *job)
{
    return (ci_tier){job->router->snapper, job->times,
                     job->router->engine_options.thread_count, NULL};
}

circlet_status ci_travel_job_open(ci_travel_job *job, circlet_router *router,
                                  const circlet_travel_query *query,
                                  circlet_error *error)
{
    circlet_status status = check_query(query, error);

    if (status)
        return status;
    if (!ci_snapper_know_islands(router->snapper, router->component_nodes))
        return ci_fail_nomem(error);
    job->router = router;
    job->query = query;
    job->search = ci_router_lend_search(router);
    if (!job->search)
        return ci_fail_nomem(error);
    status =
        ci_router_times(&job->times, router, query->mode, query->bound, error);
    if (!status)
        status = ci_router_graph(&job->graph, router, query->mode,
                                 query->bound, error);
    return status;
}

/* Destinations keep all their ties: what one is tied to is no island. */
circlet_status ci_travel_job_open_goals(ci_travel_job *job,
                                        circlet_router *router,
                                        const circlet_travel_query *query,
                                        circlet_error *error)
{
    circlet_status status = ci_travel_job_open(job, router, query, error);
    ci_stage stage;
    ci_tier tier;

    if (status)
        return status;
    stage = (ci_stage){&query->progress, CI_TYING, 0, 0.2};
    tier = ci_travel_job_tier(job);
    return ci_tied_points_find(&job->destinations, &tier, query->destinations,
                               query->destination_count, &stage, error);
}

static circlet_status tie_origins(ci_travel_job *job, circlet_error *error)
{
    const circlet_travel_query *query = job->query;
    ci_stage stage = {&query->progress, CI_TYING, 0.2, 0.5};
    const ci_tier tier = ci_travel_job_tier(job);
    ci_island_rule rule = {0};
    circlet_status status =
        ci_tied_points_find(&job->origins, &tier, query->origins,
                            query->origin_count, &stage, error);

    if (status)
        return status;
    if (ci_island_rule_make(&rule, job->times, &job->destinations,
                            job->router->component_nodes))
        ci_tied_points_leave_islands(&job->origins, &rule);
    else
        status = ci_fail_nomem(error);
    ci_island_rule_clear(&rule);
    return status;
}

circlet_status ci_travel_job_start(ci_travel_job *job, circlet_router *router,
                                   const circlet_travel_query *query,
                                   circlet_error *error)
{
    circlet_status status =
        ci_travel_job_open_goals(job, router, query, error);

    return status ? status : tie_origins(job, error);
}

void ci_travel_job_free(ci_travel_job *job)
{
    ci_tied_points_free(&job->origins);
    ci_tied_points_free(&job->destinations);
    if (job->search)
        ci_router_return_search(job->router, job->search);
    job->search = NULL;
}

bool ci_travel_job_aim(const ci_travel_job *job)
{
    return ci_search_aim(job->search, job->graph, true);
}

/* From an end of the link, or its start, to a tie. */
static void seed(const ci_travel_job *job, const ci_tie *tie, bool from_end)
{
    uint32_t part_ms = from_end ? ci_tie_from_end_ms(job->times, tie)
                                : ci_tie_from_start_ms(job->times, tie);
    uint64_t goal_ms = (uint64_t)part_ms +
                       ci_approach_ms(job->times, tie->link, from_end) +
                       tie->off_road_ms + job->times->boarding_ms;
    uint32_t room[1];
    size_t count;
    const uint32_t *nodes =
        ci_graph_departures(job->graph, tie->link, from_end, room, &count);

    for (size_t i = 0; i < count; i++) {
        uint64_t total_ms =
            goal_ms + ci_graph_through_ms(job->graph, nodes[i]);

        /* Over any cutoff if the link is closed in this direction, or the
         * node for all. */
        if (total_ms <= job->query->cutoff_ms)
            ci_search_seed(job->search, nodes[i], (uint32_t)total_ms);
    }
}

void ci_travel_job_seed(const ci_travel_job *job, size_t destination_place)
{
    const ci_tied_points *tied = &job->destinations;

    for (size_t i = tied->first[destination_place];
         i < tied->first[destination_place + 1]; i++) {
        seed(job, &tied->ties[i], false);
        seed(job, &tied->ties[i], true);
    }
}

uint32_t ci_travel_job_between(const ci_travel_job *job, const ci_tie *origin,
                               const ci_tie *destination)
{
    uint64_t total_ms =
        (uint64_t)ci_tie_between_ms(job->times, origin, destination) +
        origin->off_road_ms + destination->off_road_ms +
        job->times->boarding_ms;

    return total_ms <= job->query->cutoff_ms ? (uint32_t)total_ms
                                             : CIRCLET_UNREACHED;
}
