/*
 * Minimum cuts of nodes between two sets of nodes of an undirected graph: as
 * many paths as there can be that share no node, and the nodes, one on each
 * path, that part the sets (Menger 1927).
 */
#ifndef CI_NETWORK_FLOW_CUT_H
#define CI_NETWORK_FLOW_CUT_H

#include <stdbool.h>
#include <stdint.h>

/* A part of a larger graph, whose nodes are numbered there from `base` on:
 * node i has the neighbours heads[first[i]] to heads[end[i]], less `base`.
 * Symmetric; loops and parallels are allowed. */
typedef struct ci_flow_graph {
    uint32_t node_count;
    uint32_t base;
    const uint32_t *first, *end;
    const uint32_t *heads;
} ci_flow_graph;

/* The two sets: their numbers are also those of the cut's sides. */
enum { CI_FLOW_SOURCE = 0, CI_FLOW_TARGET = 1, CI_FLOW_SEPARATOR = 2 };

/* Room for flows through graphs of up to a number of nodes. */
typedef struct ci_flow ci_flow;

/* NULL: no memory. */
ci_flow *ci_flow_new(uint32_t node_limit);
void ci_flow_free(ci_flow *flow);

/* Starts anew: no node is in either set. The graph is borrowed. */
void ci_flow_start(ci_flow *flow, const ci_flow_graph *graph);

/* Puts nodes, which are in neither set, into one. Flow is kept. */
void ci_flow_add(ci_flow *flow, int set, const uint32_t *nodes,
                 uint32_t count);

/* Finds as many paths as there are, or more than `limit`, and returns how
 * many. With more than `limit` of them no cut may be asked for. */
uint32_t ci_flow_find(ci_flow *flow, uint32_t limit);

/* How many nodes are on both sides of a cut, and in it. */
typedef struct ci_flow_sizes {
    uint32_t side[2], separator;
} ci_flow_sizes;

/*
 * Of the minimum cuts the one nearest to a set. Nodes of the sets may be in
 * it. ci_flow_sides() then writes side or separator of each node.
 */
ci_flow_sizes ci_flow_cut(ci_flow *flow, int set);
void ci_flow_sides(uint8_t *sides, const ci_flow *flow, int set);

#endif
