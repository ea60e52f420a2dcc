/*
 * From every origin to the edge of what is known: one search from all nodes
 * at the edge, against the arcs. To be there is enough: the delay of passing
 * such a node is not waited for. No tie is dropped for lying on an island,
 * which may be none beyond the edge.
 */
#include <math.h>
#include <stdlib.h>

#include "base/error.h"
#include "reach/edge.h"
#include "reach/travel_job.h"

static void seed(const ci_travel_job *job, uint32_t node, uint32_t arc_ms)
{
    uint64_t total_ms = (uint64_t)arc_ms + job->times->boarding_ms;

    /* Over any cutoff if the arc is closed. */
    if (total_ms <= job->query->cutoff_ms)
        ci_search_seed(job->router->search, node, (uint32_t)total_ms);
}

static void search_from_edge(const ci_travel_job *job, const ci_edge *edge)
{
    const circlet_network *network = job->times->network;
    ci_search *search = job->router->search;
    size_t count;
    const uint32_t *nodes = ci_edge_nodes(edge, &count);

    ci_search_clear(search);
    for (size_t i = 0; i < count; i++) {
        seed(job, nodes[i], 0);
        for (uint32_t k = network->first[nodes[i]];
             k < network->first[nodes[i] + 1]; k++)
            seed(job, network->adjacent[k].head, job->times->arrive_ms[k]);
    }
    ci_search_run(search, job->times, job->query->cutoff_ms);
}

/* By one end of the link that an origin is tied to. */
static uint32_t time_by_node(const ci_travel_job *job, const ci_edge *edge,
                             uint32_t node, uint32_t part_ms,
                             uint32_t off_road_ms)
{
    const ci_search *search = job->router->search;
    uint32_t rest_ms = ci_edge_has(edge, node)
                           ? ci_search_time(search, node)
                           : ci_search_time_through(search, job->times, node);
    uint64_t total_ms = (uint64_t)rest_ms + part_ms + off_road_ms;

    if (part_ms == CI_CLOSED || rest_ms == CIRCLET_UNREACHED ||
        total_ms > job->query->cutoff_ms)
        return CIRCLET_UNREACHED;
    return (uint32_t)total_ms;
}

static uint32_t least(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

static uint32_t time_by_ties(const ci_travel_job *job, const ci_edge *edge,
                             size_t place)
{
    const ci_tied_points *origins = &job->origins;
    uint32_t best_ms = CIRCLET_UNREACHED;

    for (size_t i = origins->first[place]; i < origins->first[place + 1];
         i++) {
        const ci_tie *tie = &origins->ties[i];
        const ci_link *link = &job->times->network->links[tie->link];

        best_ms =
            least(best_ms, time_by_node(job, edge, link->to,
                                        ci_tie_to_end_ms(job->times, tie),
                                        tie->off_road_ms));
        best_ms =
            least(best_ms, time_by_node(job, edge, link->from,
                                        ci_tie_to_start_ms(job->times, tie),
                                        tie->off_road_ms));
    }
    return best_ms;
}

/* Off the road to the border itself, where that is near. */
static bool walk_out(uint32_t *time_ms, const ci_travel_job *job,
                     ci_edge *edge, circlet_point from)
{
    double distance_m, ms;

    if (!ci_edge_distance_m(&distance_m, edge, from))
        return false;
    ms = distance_m * job->router->limits.detour / job->times->off_road_mps *
         1000;
    if (ms <= job->query->cutoff_ms) /* not where the border is far */
        *time_ms = least(*time_ms, (uint32_t)llround(ms));
    return true;
}

static bool find_places(const ci_travel_job *job, ci_edge *edge,
                        uint32_t *place_ms)
{
    search_from_edge(job, edge);
    for (size_t i = 0; i < job->origins.place_count; i++) {
        place_ms[i] = time_by_ties(job, edge, i);
        if (!walk_out(&place_ms[i], job, edge, job->origins.places[i]))
            return false;
    }
    return true;
}

static circlet_status answer(ci_travel_job *job, uint32_t *times_ms,
                             circlet_error *error)
{
    circlet_router *router = job->router;
    ci_tied_points *origins = &job->origins;
    ci_stage stage = {&job->query->progress, "searching", 0.5, 1};
    uint32_t *place_ms = malloc((origins->place_count + 1) * sizeof(uint32_t));
    circlet_status status = CIRCLET_OK;

    if (!router->edge)
        router->edge = ci_edge_new(router->network, router->limits.limit_m);
    if (!place_ms || !router->edge ||
        !find_places(job, router->edge, place_ms))
        status = ci_fail_nomem(error);
    else if (!ci_stage_goes_on(&stage, 1, 1))
        status = ci_fail(error, CIRCLET_E_CANCELLED, "cancelled");
    for (size_t i = 0; i < origins->point_count && !status; i++)
        times_ms[i] = place_ms[origins->place_of[i]];
    free(place_ms);
    return status;
}

/* The query without its destinations. */
static circlet_travel_query without_goals(const circlet_travel_query *query)
{
    circlet_travel_query own = *query;

    own.destinations = NULL;
    own.destination_count = 0;
    return own;
}

circlet_status ci_find_edge(uint32_t *times_ms,
                            const circlet_travel_query *query, void *user,
                            circlet_error *error)
{
    ci_travel_job job = {0};
    ci_stage stage = {NULL, "tying points to streets", 0, 0.5};
    circlet_travel_query own;
    circlet_status status;

    if (!query)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "a travel query names no mode");
    own = without_goals(query);
    stage.progress = &own.progress;
    status = ci_travel_job_open(&job, user, &own, error);
    if (!status)
        status =
            ci_tied_points_find(&job.origins, job.router->snapper, job.times,
                                own.origins, own.origin_count, &stage, error);
    if (!status)
        status = answer(&job, times_ms, error);
    ci_travel_job_free(&job);
    return status;
}
