/* The steps of a way: lines, times and their causes. */
#include <math.h>

#include "base/array.h"
#include "geo/geodesic.h"
#include "network/link_line.h"
#include "network/tag_effect.h"
#include "reach/path.h"

/* What is being laid. */
typedef struct path_work {
    circlet_path *path;
    const ci_travel_job *job;
} path_work;

/* A stretch of a link, in the direction of travel. */
typedef struct stretch {
    uint32_t link;
    double from, to; /* fractions of its length */
    bool is_backward;
    uint32_t time_ms;
} stretch;

static bool add_step(circlet_path *path, const circlet_step *step)
{
    circlet_step *steps = ci_array_reserve_one(
        path->steps, path->step_count, &path->step_capacity, sizeof(*steps));

    if (!steps)
        return false;
    path->steps = steps;
    steps[path->step_count++] = *step;
    path->time_ms += step->time_ms;
    path->length_m += step->length_m;
    return true;
}

/* ---- causes ------------------------------------------------------------ */

/* Gives a step the causes in `causes`, which has room for one more, each cut
 * to `share`, and what is then left of the time, of the bound. */
static bool give_causes(circlet_path *path, circlet_step *step,
                        circlet_cause *causes, size_t count, double share,
                        circlet_bound bound)
{
    double rest_s = step->time_ms / 1000.0;
    circlet_cause *kept;

    for (size_t i = 0; i < count; i++) {
        causes[i].seconds *= share;
        rest_s -= causes[i].seconds;
    }
    if (bound == CIRCLET_BOUND_NOMINAL && count > 0 && fabs(rest_s) < 0.002)
        causes[0].seconds += rest_s; /* the rounding to milliseconds */
    else if (fabs(rest_s) > 1e-9)
        causes[count++] =
            (circlet_cause){"bound", NULL, rest_s, rest_s, NULL, 1};
    if (count == 0)
        return true;
    kept = ci_arena_take(&path->arena, count * sizeof(*kept));
    if (!kept)
        return false;
    for (size_t i = 0; i < count; i++)
        kept[i] = causes[i];
    step->causes = kept;
    step->cause_count = count;
    return true;
}

static bool give_one_cause(circlet_path *path, circlet_step *step,
                           const char *effect, double value,
                           const ci_origin *origin)
{
    circlet_cause *cause = ci_arena_take(&path->arena, sizeof(*cause));

    if (!cause)
        return false;
    *cause = (circlet_cause){effect,
                             NULL,
                             value,
                             step->time_ms / 1000.0,
                             origin->is_assumed ? NULL : origin->source,
                             1};
    step->causes = cause;
    step->cause_count = 1;
    return true;
}

/* ---- steps ------------------------------------------------------------- */

/* A straight line off the road; `detour` metres are walked for each. */
static bool add_line(circlet_path *path, circlet_point from, circlet_point to,
                     double detour, uint32_t time_ms, double speed_mps,
                     const ci_origin *origin)
{
    circlet_point *line = ci_arena_take(&path->arena, 2 * sizeof(*line));
    circlet_step step = {.kind = CIRCLET_STEP_OFF_ROAD,
                         .time_ms = time_ms,
                         .points = line,
                         .point_count = 2};

    if (!line)
        return false;
    line[0] = from;
    line[1] = to;
    step.length_m = ci_geodesic_length_m(line, 2) * detour;
    return give_one_cause(path, &step, "off_road", speed_mps, origin) &&
           add_step(path, &step);
}

static bool add_off_road(path_work *work, circlet_point from, circlet_point to,
                         uint32_t time_ms)
{
    const circlet_travel_mode *mode = work->path->mode;

    return time_ms == 0 ||
           add_line(work->path, from, to, work->job->router->limits.detour,
                    time_ms, mode->off_road_mps, &mode->off_road_origin);
}

static bool add_boarding(path_work *work, circlet_point at)
{
    circlet_path *path = work->path;
    circlet_point *place = ci_arena_take(&path->arena, sizeof(*place));
    circlet_step step = {.kind = CIRCLET_STEP_BOARDING,
                         .time_ms = work->job->times->boarding_ms,
                         .points = place,
                         .point_count = 1};

    if (!place)
        return false;
    *place = at;
    if (step.time_ms == 0)
        return true;
    return give_one_cause(path, &step, "boarding", path->mode->boarding_s,
                          &path->mode->boarding_origin) &&
           add_step(path, &step);
}

static bool add_link(path_work *work, const stretch *part)
{
    circlet_path *path = work->path;
    const circlet_arc_times *times = work->job->times;
    const circlet_network *network = times->network;
    circlet_cause causes[CI_CAUSE_MAX + 1];
    size_t count, size = circlet_network_line_size(network, part->link);
    circlet_point *line = ci_arena_take(&path->arena, size * sizeof(*line));
    uint32_t whole_ms = part->is_backward ? times->backward_ms[part->link]
                                          : times->forward_ms[part->link];
    circlet_step step = {.kind = CIRCLET_STEP_LINK,
                         .position = part->link,
                         .is_backward = part->is_backward,
                         .id = circlet_network_link_id(network, part->link),
                         .name =
                             circlet_network_link_name(network, part->link),
                         .time_ms = part->time_ms,
                         .points = line};

    if (!line)
        return false;
    if (part->from == part->to)
        return true;
    step.length_m =
        fabs(part->to - part->from) * network->links[part->link].length_m;
    step.point_count =
        ci_link_line_part(line, network, part->link, part->from, part->to);
    count = ci_link_causes(causes, network, path->mode, part->link,
                           part->is_backward);
    return give_causes(path, &step, causes, count,
                       whole_ms > 0 ? (double)part->time_ms / whole_ms : 0,
                       times->bound) &&
           add_step(path, &step);
}

/* A node that is passed; getting to it from a link, and from there onto the
 * next, takes `approach_ms`. */
static bool add_node(path_work *work, uint32_t node, uint32_t approach_ms)
{
    circlet_path *path = work->path;
    const circlet_arc_times *times = work->job->times;
    circlet_cause causes[CI_CAUSE_MAX + 1];
    size_t count;
    circlet_step step = {.kind = CIRCLET_STEP_NODE,
                         .position = node,
                         .time_ms = times->through_ms[node] + approach_ms,
                         .points = &times->network->points[node],
                         .point_count = 1};

    if (step.time_ms == 0)
        return true;
    count = ci_node_causes(causes, times->network, path->mode, node,
                           times->bound == CIRCLET_BOUND_NOMINAL ? step.time_ms
                                                                 : UINT32_MAX);
    return give_causes(path, &step, causes, count, 1, times->bound) &&
           add_step(path, &step);
}

/* ---- the way ----------------------------------------------------------- */

static bool add_first_link(path_work *work, const ci_way_start *start)
{
    const circlet_arc_times *times = work->job->times;
    const ci_tie *tie = start->tie;
    stretch part = {.link = tie->link, .from = tie->fraction};

    if (start->goal) {
        part.to = start->goal->fraction;
        part.time_ms = ci_tie_between_ms(times, tie, start->goal);
    } else {
        part.to = start->to_end ? 1 : 0;
        part.time_ms = start->to_end ? ci_tie_to_end_ms(times, tie)
                                     : ci_tie_to_start_ms(times, tie);
    }
    part.is_backward = part.to < part.from;
    return add_link(work, &part);
}

static bool add_last_link(path_work *work, const ci_tie *goal, bool from_end)
{
    const circlet_arc_times *times = work->job->times;
    stretch part = {.link = goal->link,
                    .from = from_end ? 1 : 0,
                    .to = goal->fraction,
                    .is_backward = from_end};

    part.time_ms = from_end ? ci_tie_from_end_ms(times, goal)
                            : ci_tie_from_start_ms(times, goal);
    return add_link(work, &part);
}

/* The arc on which the journey goes on to the next node of the graph. */
static stretch whole_arc(const ci_graph *graph, uint32_t node, uint32_t next)
{
    uint32_t k = ci_graph_adjacent(graph, node, next);
    ci_adjacent arc = graph->times->network->adjacent[k];
    stretch part = {.link = arc.link,
                    .from = arc.is_backward ? 1 : 0,
                    .to = arc.is_backward ? 0 : 1,
                    .is_backward = arc.is_backward};

    part.time_ms = arc.is_backward ? graph->times->backward_ms[arc.link]
                                   : graph->times->forward_ms[arc.link];
    return part;
}

/* From the first node to the destination's tie, which it gives. */
static const ci_tie *add_nodes(path_work *work, const ci_ways *ways,
                               const ci_way_start *start)
{
    const ci_search *search = work->job->search;
    const ci_graph *graph = work->job->graph;
    const circlet_arc_times *times = graph->times;
    uint32_t node = start->node, next;
    uint32_t come_ms = ci_approach_ms(times, start->tie->link, start->to_end);
    const ci_tie *goal;
    bool from_end;

    for (next = ci_search_way(search, node); next != CI_AT_SEED;
         next = ci_search_way(search, node)) {
        stretch part = whole_arc(graph, node, next);
        bool is_back = part.is_backward;

        if (!add_node(work, ci_graph_node(graph, node),
                      come_ms + ci_approach_ms(times, part.link, is_back)) ||
            !add_link(work, &part))
            return NULL;
        come_ms = ci_approach_ms(times, part.link, !is_back);
        node = next;
    }
    goal = ci_way_goal(ways, node, &from_end);
    if (!add_node(work, ci_graph_node(graph, node),
                  come_ms + ci_approach_ms(times, goal->link, from_end)) ||
        !add_last_link(work, goal, from_end))
        return NULL;
    return goal;
}

bool ci_path_lay(circlet_path *path, const ci_ways *ways,
                 const ci_way_start *start)
{
    const ci_travel_job *job = ways->job;
    const circlet_network *network = job->times->network;
    path_work work = {path, job};
    const ci_tie *tie = start->tie, *goal = start->goal;
    circlet_point foot = ci_link_place(network, tie->link, tie->fraction);

    if (!add_off_road(&work, job->query->origins[0], foot, tie->off_road_ms) ||
        !add_boarding(&work, foot) || !add_first_link(&work, start))
        return false;
    if (!goal)
        goal = add_nodes(&work, ways, start);
    return goal &&
           add_off_road(&work,
                        ci_link_place(network, goal->link, goal->fraction),
                        job->query->destinations[0], goal->off_road_ms);
}

bool ci_path_lay_straight(circlet_path *path, const ci_travel_job *job,
                          uint32_t time_ms)
{
    const circlet_travel_query *query = job->query;
    path_work work = {path, job};

    return add_boarding(&work, query->origins[0]) &&
           add_line(path, query->origins[0], query->destinations[0], 1,
                    time_ms - job->times->boarding_ms, path->mode->speed_mps,
                    &path->mode->speed_origin);
}
