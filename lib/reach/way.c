#include "reach/way.h"

#include <stdlib.h>

/* Marks the links of the goals: few have any. false: no memory. */
static bool mark_goals(ci_ways *ways)
{
    ways->has_goal = calloc(ways->job->times->network->link_count / 8 + 1, 1);
    for (size_t i = 0; ways->has_goal && i < ways->goal_count; i++)
        ways->has_goal[ways->goals[i].link / 8] |=
            (uint8_t)(1U << ways->goals[i].link % 8);
    return ways->has_goal != NULL;
}

bool ci_ways_search(ci_ways *ways, const ci_travel_job *job)
{
    ci_search *search = job->search;
    const ci_tied_points *destinations = &job->destinations;

    ways->job = job;
    ways->goals = ci_tied_points_by_link(destinations);
    ways->goal_count = destinations->first[destinations->place_count];
    if (!ways->goals || !mark_goals(ways) || !ci_travel_job_aim(job))
        return false;
    for (size_t i = 0; i < destinations->place_count; i++)
        ci_travel_job_seed(job, i);
    ci_search_run(search, job->query->cutoff_ms);
    return true;
}

void ci_ways_free(ci_ways *ways)
{
    free(ways->goals);
    free(ways->has_goal);
    *ways = (ci_ways){0};
}

static void take_if_quicker(ci_way_start *best, const ci_way_start *other)
{
    if (other->time_ms < best->time_ms)
        *best = *other;
}

/* By one end of the link that an origin is tied to. */
static ci_way_start start_by_node(const ci_travel_job *job, const ci_tie *tie,
                                  bool to_end)
{
    ci_way_start start = {.time_ms = CIRCLET_UNREACHED,
                          .tie = tie,
                          .node =
                              ci_graph_arrival(job->graph, tie->link, to_end),
                          .to_end = to_end};
    uint32_t rest_ms = ci_search_time(job->search, start.node);
    uint32_t part_ms;
    uint64_t total_ms;

    if (rest_ms == CIRCLET_UNREACHED) /* as from most homes */
        return start;
    part_ms = to_end ? ci_tie_to_end_ms(job->times, tie)
                     : ci_tie_to_start_ms(job->times, tie);
    total_ms = (uint64_t)rest_ms + part_ms +
               ci_approach_ms(job->times, tie->link, to_end) +
               tie->off_road_ms;
    if (part_ms != CI_CLOSED && total_ms <= job->query->cutoff_ms)
        start.time_ms = (uint32_t)total_ms;
    return start;
}

static ci_way_start start_by_tie(const ci_ways *ways, const ci_tie *tie)
{
    ci_way_start best = start_by_node(ways->job, tie, true);
    ci_way_start other = start_by_node(ways->job, tie, false);
    const ci_link_tie *same;
    size_t count;

    take_if_quicker(&best, &other);
    if (!(ways->has_goal[tie->link / 8] >> tie->link % 8 & 1))
        return best;
    same = ci_link_ties_find(ways->goals, ways->goal_count, tie->link, &count);
    for (size_t i = 0; i < count; i++) {
        other = (ci_way_start){
            .time_ms = ci_travel_job_between(ways->job, tie, same[i].tie),
            .tie = tie,
            .goal = same[i].tie};
        take_if_quicker(&best, &other);
    }
    return best;
}

ci_way_start ci_way_start_over(const ci_ways *ways, const ci_tie *ties,
                               size_t count)
{
    ci_way_start best = {.time_ms = CIRCLET_UNREACHED};

    for (size_t i = 0; i < count; i++) {
        ci_way_start other = start_by_tie(ways, &ties[i]);

        take_if_quicker(&best, &other);
    }
    return best;
}

ci_way_start ci_way_start_find(const ci_ways *ways, size_t origin_place)
{
    const ci_tied_points *origins = &ways->job->origins;
    size_t first = origins->first[origin_place];

    return ci_way_start_over(ways, origins->ties + first,
                             origins->first[origin_place + 1] - first);
}

/* The time from a node over an end of its link to a destination. */
static uint64_t goal_ms(const ci_travel_job *job, uint32_t node,
                        const ci_tie *goal, bool from_end)
{
    uint32_t part_ms = from_end ? ci_tie_from_end_ms(job->times, goal)
                                : ci_tie_from_start_ms(job->times, goal);

    return (uint64_t)part_ms +
           ci_approach_ms(job->times, goal->link, from_end) +
           goal->off_road_ms + job->times->boarding_ms +
           ci_graph_through_ms(job->graph, node);
}

const ci_tie *ci_way_goal(const ci_ways *ways, uint32_t node, bool *from_end)
{
    const ci_graph *graph = ways->job->graph;
    const circlet_network *network = graph->times->network;
    uint32_t time_ms = ci_search_time(ways->job->search, node);
    uint32_t at = ci_graph_node(graph, node);

    for (uint32_t k = network->first[at]; k < network->first[at + 1]; k++) {
        ci_adjacent arc = network->adjacent[k];
        size_t count;
        const ci_link_tie *ties =
            ci_link_ties_find(ways->goals, ways->goal_count, arc.link, &count);

        if (!ci_graph_may_turn(graph, node, arc.link))
            continue;
        *from_end = arc.is_backward;
        for (size_t i = 0; i < count; i++)
            if (goal_ms(ways->job, node, ties[i].tie, arc.is_backward) ==
                time_ms)
                return ties[i].tie;
    }
    return NULL;
}
