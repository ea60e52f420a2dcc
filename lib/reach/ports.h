/* Places on a graph, and what is asked about the times between them. */
#ifndef CI_REACH_PORTS_H
#define CI_REACH_PORTS_H

#include <circlet/reach.h>

#include "reach/graph.h"

/* A node by which a place is entered or left, and the time between both. */
typedef struct ci_port {
    uint32_t node;
    uint32_t time_ms; /* at most CIRCLET_CUTOFF_MAX */
} ci_port;

/* The ports of place i are those from first[i] up to first[i + 1]. */
typedef struct ci_ports {
    size_t place_count;
    const size_t *first; /* place_count + 1 */
    const ci_port *ports;
} ci_ports;

/*
 * Asks for the times from (or, if `is_against`, to) each source to (from)
 * every target within the cutoff: the least over ports a of the source and b
 * of the target of time(a) + quickest way between the two nodes + time(b),
 * and over the shortcuts. Ports and shortcuts already hold boarding,
 * off-road parts and the delay of the last node.
 */
typedef struct ci_rows_query {
    const ci_graph *graph;
    bool is_against; /* the journeys run from the targets to the sources */
    ci_ports sources, targets;
    const size_t *first_shortcut; /* of each source, and the end; or NULL */
    const circlet_od_entry *shortcuts; /* targets with times, which never
                                         leave a link, or go straight */
    uint32_t cutoff_ms; /* inclusive */
} ci_rows_query;

/*
 * Takes the row of a source: its targets within the cutoff, each once, in no
 * order that may be relied upon. Called once for each source, by one worker
 * at a time, in any order. The entries are borrowed. false: stop.
 */
typedef bool (*ci_take_row)(void *user, uint32_t worker, uint32_t source,
                            const circlet_od_entry *entries, size_t count);

#endif
