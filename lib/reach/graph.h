/*
 * What searches walk on: the open arcs of a network for one mode and bound,
 * with the delays of nodes and turn restrictions worked in.
 */
#ifndef CI_REACH_GRAPH_H
#define CI_REACH_GRAPH_H

#include "network/arc_times.h"

/* An arc as seen from the node where it stands. */
typedef struct ci_graph_arc {
    uint32_t head; /* the node at its other end */
    uint32_t time_ms; /* at most CIRCLET_CUTOFF_MAX: slower ones are left out
                         as closed */
} ci_graph_arc;

/* Arcs by the node where they stand: those of node i from first[i] up to
 * first[i + 1], by head, then time, each head once: the quickest. */
typedef struct ci_graph_side {
    uint32_t *first; /* node_count + 1 */
    ci_graph_arc *arcs;
} ci_graph_side;

/*
 * An arc's time is that along its link and that of passing its tail: what
 * passing a node costs is paid when one leaves it, and a node that cannot be
 * passed has no arc that leaves it. So a journey takes
 *   part to the first node + arcs + through_ms[last node] + part from there.
 *
 * A node with turn restrictions has copies: whoever comes over a link from
 * which a turn is forbidden arrives at the copy of that link, which lacks
 * the arcs forbidden to him. Copies have numbers from network->node_count
 * on.
 */
typedef struct ci_graph {
    uint32_t node_count; /* with copies */
    ci_graph_side out; /* arcs that leave the node */
    ci_graph_side in; /* arcs that arrive; head is where they come from */
    const circlet_arc_times *times; /* borrowed; NULL: not of a network */
    uint32_t copy_count;
    uint32_t *copied_node; /* of each copy: the network's node; ascending */
    struct ci_graph_turns *turns; /* NULL: no node has copies */
    uint32_t typical_shift; /* arcs take about 2^typical_shift ms */
} ci_graph;

/* The times must outlive the graph. NULL: no memory. */
ci_graph *ci_graph_new(const circlet_arc_times *times);

/* One of arcs of one's own: arc k leads from tails[k] to heads[k]; those over
 * CIRCLET_CUTOFF_MAX are closed. NULL: no memory. */
ci_graph *ci_graph_from_arcs(uint32_t node_count, const uint32_t *tails,
                             const uint32_t *heads, const uint32_t *times_ms,
                             size_t arc_count);
void ci_graph_free(ci_graph *graph);

/* The network's node of a graph's node. */
uint32_t ci_graph_node(const ci_graph *graph, uint32_t node);

/* What passing a node costs; CI_CLOSED: it cannot be passed. */
uint32_t ci_graph_through_ms(const ci_graph *graph, uint32_t node);

/* The place in the network's `adjacent`, at the tail, of an arc of the graph:
 * of links that serve equally well it is always the same one. */
uint32_t ci_graph_adjacent(const ci_graph *graph, uint32_t tail,
                           uint32_t head);

/* Whether one may go from a node over a link that stands at it. */
bool ci_graph_may_turn(const ci_graph *graph, uint32_t node, uint32_t link);

/* Where one arrives who comes over a link to its end, or its start. */
uint32_t ci_graph_arrival(const ci_graph *graph, uint32_t link, bool to_end);

/* From which nodes one may set out over a link from its end, or its start:
 * the node there, and its copies from which the turn is not forbidden.
 * Borrowed until the next call with the same `room`. */
const uint32_t *ci_graph_departures(const ci_graph *graph, uint32_t link,
                                    bool from_end, uint32_t room[1],
                                    size_t *count);

#endif
