/* The edge of what a network knows, beyond which there may be anything. */
#ifndef CI_REACH_EDGE_H
#define CI_REACH_EDGE_H

#include "geo/grid_index.h"
#include "network/network.h"

/* Any number of threads. */
typedef struct ci_edge ci_edge;

/* What lies outside the network's extent or within `margin_m` of its border
 * is at the edge; without an extent, everything. The network must outlive
 * the edge. NULL: no memory. */
ci_edge *ci_edge_new(const circlet_network *network, double margin_m);
void ci_edge_free(ci_edge *edge);

/* The nodes at the edge, ascending, and whether a node is one of them. */
const uint32_t *ci_edge_nodes(const ci_edge *edge, size_t *count);
bool ci_edge_has(const ci_edge *edge, uint32_t node);

/* Around the network. */
ci_box ci_edge_box(const ci_edge *edge);

/* Metres from a point to the border: 0 outside, INFINITY if it is farther
 * than the margin. `room` is left to the next question of the thread. false:
 * no memory. */
bool ci_edge_distance_m(double *out, const ci_edge *edge, ci_grid_found *room,
                        circlet_point at);

#endif
