#include "reach/reach_ports.h"

#include <stdlib.h>

#include "base/array.h"

/* ---- ports ------------------------------------------------------------- */

/* Times may be CI_CLOSED: their sum is over any cutoff then. */
static bool add_port(ci_port_list *list, uint32_t node, uint64_t time_ms,
                     uint32_t cutoff_ms)
{
    ci_port *ports;

    if (time_ms > cutoff_ms)
        return true;
    ports = ci_array_reserve_one(list->ports, list->count, &list->capacity,
                                 sizeof(*ports));
    if (!ports)
        return false;
    list->ports = ports;
    ports[list->count++] = (ci_port){node, (uint32_t)time_ms};
    return true;
}

static bool start_list(ci_port_list *list, const ci_tied_points *tied)
{
    list->first = calloc(tied->place_count + 1, sizeof(*list->first));
    return list->first;
}

static bool add_origin_ports(ci_port_list *list, const ci_travel_job *job,
                             const ci_graph *graph, const ci_tie *tie)
{
    uint64_t to_end_ms = (uint64_t)ci_tie_to_end_ms(job->times, tie) +
                         ci_approach_ms(job->times, tie->link, true);
    uint64_t to_start_ms = (uint64_t)ci_tie_to_start_ms(job->times, tie) +
                           ci_approach_ms(job->times, tie->link, false);
    uint32_t cutoff_ms = job->query->cutoff_ms;

    return add_port(list, ci_graph_arrival(graph, tie->link, true),
                    to_end_ms + tie->off_road_ms, cutoff_ms) &&
           add_port(list, ci_graph_arrival(graph, tie->link, false),
                    to_start_ms + tie->off_road_ms, cutoff_ms);
}

bool ci_origin_ports_find(ci_port_list *list, const ci_travel_job *job,
                          const ci_graph *graph)
{
    const ci_tied_points *tied = &job->origins;

    if (!start_list(list, tied))
        return false;
    for (size_t place = 0; place < tied->place_count; place++) {
        for (size_t i = tied->first[place]; i < tied->first[place + 1]; i++)
            if (!add_origin_ports(list, job, graph, &tied->ties[i]))
                return false;
        list->first[place + 1] = list->count;
    }
    return true;
}

/* By one end of the link: the last node is passed, unlike the first. */
static bool add_departures(ci_port_list *list, const ci_travel_job *job,
                           const ci_graph *graph, const ci_tie *tie,
                           bool from_end)
{
    uint64_t part_ms =
        (uint64_t)(from_end ? ci_tie_from_end_ms(job->times, tie)
                            : ci_tie_from_start_ms(job->times, tie)) +
        ci_approach_ms(job->times, tie->link, from_end);
    uint32_t room[1];
    size_t count;
    const uint32_t *nodes =
        ci_graph_departures(graph, tie->link, from_end, room, &count);

    for (size_t i = 0; i < count; i++) {
        uint64_t through_ms =
            job->times->through_ms[ci_graph_node(graph, nodes[i])];

        if (!add_port(list, nodes[i],
                      through_ms + part_ms + tie->off_road_ms +
                          job->times->boarding_ms,
                      job->query->cutoff_ms))
            return false;
    }
    return true;
}

bool ci_destination_ports_find(ci_port_list *list, const ci_travel_job *job,
                               const ci_graph *graph)
{
    const ci_tied_points *tied = &job->destinations;

    if (!start_list(list, tied))
        return false;
    for (size_t place = 0; place < tied->place_count; place++) {
        for (size_t i = tied->first[place]; i < tied->first[place + 1]; i++)
            if (!add_departures(list, job, graph, &tied->ties[i], true) ||
                !add_departures(list, job, graph, &tied->ties[i], false))
                return false;
        list->first[place + 1] = list->count;
    }
    return true;
}

void ci_port_list_free(ci_port_list *list)
{
    free(list->first);
    free(list->ports);
    *list = (ci_port_list){0};
}

/* ---- journeys along one link ------------------------------------------- */

static bool add_shortcut(ci_shortcut_list *list, uint32_t target,
                         uint32_t time_ms)
{
    circlet_od_entry *entries;

    if (time_ms == CIRCLET_UNREACHED)
        return true;
    entries = ci_array_reserve_one(list->entries, list->count, &list->capacity,
                                   sizeof(*entries));
    if (!entries)
        return false;
    list->entries = entries;
    entries[list->count++] = (circlet_od_entry){target, time_ms};
    return true;
}

/* Those between a tie of a source and all of the targets on its link. */
static bool add_shortcuts(ci_shortcut_list *list, const ci_travel_job *job,
                          const ci_tie *source, const ci_link_tie *targets,
                          size_t count, bool is_against)
{
    for (size_t i = 0; i < count; i++) {
        const ci_tie *target = targets[i].tie;
        uint32_t time_ms = is_against
                               ? ci_travel_job_between(job, target, source)
                               : ci_travel_job_between(job, source, target);

        if (!add_shortcut(list, targets[i].place, time_ms))
            return false;
    }
    return true;
}

/* Who is there already goes nowhere; straight ways, which begin or end off
 * every street, see to it themselves. */
static bool add_stay(ci_shortcut_list *list, const ci_travel_job *job,
                     const ci_tied_points *sources, size_t source,
                     const ci_tied_points *targets)
{
    uint32_t target =
        ci_tied_points_place_at(targets, sources->places[source]);

    if (target == CI_NO_PLACE ||
        (job->query->bound == CIRCLET_BOUND_MIN &&
         (sources->snaps[source] != CIRCLET_SNAP_TIED ||
          targets->snaps[target] != CIRCLET_SNAP_TIED)))
        return true;
    return add_shortcut(list, target, 0);
}

static bool find_shortcuts(ci_shortcut_list *list, const ci_travel_job *job,
                           const ci_link_tie *targets, size_t target_count,
                           bool is_against)
{
    const ci_tied_points *sources =
        is_against ? &job->destinations : &job->origins;
    const ci_tied_points *others =
        is_against ? &job->origins : &job->destinations;

    for (size_t place = 0; place < sources->place_count; place++) {
        if (!add_stay(list, job, sources, place, others))
            return false;
        for (size_t i = sources->first[place]; i < sources->first[place + 1];
             i++) {
            const ci_tie *source = &sources->ties[i];
            size_t count;
            const ci_link_tie *same =
                ci_link_ties_find(targets, target_count, source->link, &count);

            if (!add_shortcuts(list, job, source, same, count, is_against))
                return false;
        }
        list->first[place + 1] = list->count;
    }
    return true;
}

bool ci_shortcuts_find(ci_shortcut_list *list, const ci_travel_job *job,
                       bool is_against)
{
    const ci_tied_points *sources =
        is_against ? &job->destinations : &job->origins;
    const ci_tied_points *targets =
        is_against ? &job->origins : &job->destinations;
    ci_link_tie *by_link = ci_tied_points_by_link(targets);
    bool is_found;

    list->first = calloc(sources->place_count + 1, sizeof(*list->first));
    is_found =
        by_link && list->first &&
        find_shortcuts(list, job, by_link,
                       targets->first[targets->place_count], is_against);
    free(by_link);
    return is_found;
}

void ci_shortcut_list_free(ci_shortcut_list *list)
{
    free(list->first);
    free(list->entries);
    *list = (ci_shortcut_list){0};
}
