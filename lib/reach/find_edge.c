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
#include "reach/reached_cells.h"
#include "reach/travel_job.h"

static void seed(const ci_travel_job *job, uint32_t node)
{
    if (job->times->boarding_ms <= job->query->cutoff_ms)
        ci_search_seed(job->search, node, job->times->boarding_ms);
}

static bool search_from_edge(const ci_travel_job *job, const ci_edge *edge)
{
    const ci_graph *graph = job->graph;
    uint32_t first_copy = graph->node_count - graph->copy_count;
    size_t count;
    const uint32_t *nodes = ci_edge_nodes(edge, &count);

    if (!ci_travel_job_aim(job))
        return false;
    for (size_t i = 0; i < count; i++)
        seed(job, nodes[i]);
    for (uint32_t i = first_copy; i < graph->node_count; i++)
        if (ci_edge_has(edge, ci_graph_node(graph, i)))
            seed(job, i);
    ci_search_run(job->search, job->query->cutoff_ms);
    return true;
}

/* By one end of the link that an origin is tied to. */
static uint32_t time_by_node(const ci_travel_job *job, const ci_tie *tie,
                             bool to_end)
{
    uint32_t rest_ms = ci_search_time(
        job->search, ci_graph_arrival(job->graph, tie->link, to_end));
    uint32_t part_ms = to_end ? ci_tie_to_end_ms(job->times, tie)
                              : ci_tie_to_start_ms(job->times, tie);
    uint64_t total_ms = (uint64_t)rest_ms + part_ms +
                        ci_approach_ms(job->times, tie->link, to_end) +
                        tie->off_road_ms;

    if (part_ms == CI_CLOSED || rest_ms == CIRCLET_UNREACHED ||
        total_ms > job->query->cutoff_ms)
        return CIRCLET_UNREACHED;
    return (uint32_t)total_ms;
}

static uint32_t least(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

static uint32_t time_by_ties(const ci_travel_job *job, const ci_tie *ties,
                             size_t count)
{
    uint32_t best_ms = CIRCLET_UNREACHED;

    for (size_t i = 0; i < count; i++) {
        best_ms = least(best_ms, time_by_node(job, &ties[i], true));
        best_ms = least(best_ms, time_by_node(job, &ties[i], false));
    }
    return best_ms;
}

/* What the threads share. */
typedef struct finding {
    ci_travel_job *job;
    const ci_edge *edge;
    ci_grid_found *rooms; /* of each thread */
    uint32_t *place_ms;
} finding;

/* Off the road to the border itself, where that is near. */
static bool walk_out(uint32_t *time_ms, const finding *found, uint32_t worker,
                     circlet_point from)
{
    const ci_travel_job *job = found->job;
    double distance_m, ms;

    if (!ci_edge_distance_m(&distance_m, found->edge, &found->rooms[worker],
                            from))
        return false;
    ms = distance_m * job->router->limits.detour / job->times->off_road_mps *
         1000;
    if (ms <= job->query->cutoff_ms) /* not where the border is far */
        *time_ms = least(*time_ms, (uint32_t)llround(ms));
    return true;
}

static bool take_place(void *taker, uint32_t worker, size_t place,
                       ci_tie *ties, size_t count)
{
    finding *found = taker;

    found->place_ms[place] = time_by_ties(found->job, ties, count);
    return walk_out(&found->place_ms[place], found, worker,
                    found->job->origins.places[place]);
}

/* Only those origins are tied from where a tie may lead to the edge. */
static circlet_status ask_places(finding *found, circlet_error *error)
{
    ci_travel_job *job = found->job;
    const circlet_router *router = job->router;
    const ci_stage stage = {&job->query->progress, CI_TYING, 0, 1};
    const ci_box box = ci_edge_box(found->edge);
    ci_reached_cells *cells = ci_reached_cells_new(
        job->search, job->graph, &box, router->limits.limit_m);
    ci_tier tier = ci_travel_job_tier(job);
    circlet_status status;

    if (!cells)
        return ci_fail_nomem(error);
    tier.within = cells;
    status = ci_tied_points_each(&job->origins, &tier, take_place, found,
                                 &stage, error);
    ci_reached_cells_free(cells);
    if (!status && !ci_stage_goes_on(&stage, 1, 1))
        status = ci_fail(error, CIRCLET_E_CANCELLED, "cancelled");
    return status;
}

static circlet_status answer(ci_travel_job *job, uint32_t *times_ms,
                             circlet_error *error)
{
    const ci_tied_points *origins = &job->origins;
    uint32_t threads = job->router->engine_options.thread_count;
    finding found = {job, ci_router_edge(job->router),
                     calloc(threads, sizeof(ci_grid_found)),
                     malloc((origins->place_count + 1) * sizeof(uint32_t))};
    circlet_status status = found.rooms && found.place_ms
                                ? ask_places(&found, error)
                                : ci_fail_nomem(error);

    for (size_t i = 0; i < origins->point_count && !status; i++)
        times_ms[i] = found.place_ms[origins->place_of[i]];
    for (uint32_t i = 0; found.rooms && i < threads; i++)
        free(found.rooms[i].items);
    free(found.rooms);
    free(found.place_ms);
    return status;
}

static circlet_status search(ci_travel_job *job, circlet_error *error)
{
    const ci_edge *edge = ci_router_edge(job->router);

    return edge && search_from_edge(job, edge) &&
                   ci_tied_points_place(&job->origins, job->query->origins,
                                        job->query->origin_count)
               ? CIRCLET_OK
               : ci_fail_nomem(error);
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
    circlet_travel_query own;
    circlet_status status;

    if (!query)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "a travel query names no mode");
    own = without_goals(query);
    status = ci_travel_job_open(&job, user, &own, error);
    if (!status)
        status = search(&job, error);
    if (!status)
        status = answer(&job, times_ms, error);
    ci_travel_job_free(&job);
    return status;
}
