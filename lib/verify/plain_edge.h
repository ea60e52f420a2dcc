/* Where a network ends, beyond which there may be anything. */
#ifndef CI_VERIFY_PLAIN_EDGE_H
#define CI_VERIFY_PLAIN_EDGE_H

#include "network/network.h"

typedef struct ci_plain_edge ci_plain_edge;

/* What lies outside the network's extent or within `margin_m` of its border
 * is at the edge. The network must outlive the edge. NULL: no memory. */
ci_plain_edge *ci_plain_edge_new(const circlet_network *network,
                                 double margin_m);
void ci_plain_edge_free(ci_plain_edge *edge);

/* The nodes at the edge, ascending. */
const uint32_t *ci_plain_edge_nodes(const ci_plain_edge *edge, size_t *count);

/* Metres from a point to the border: 0 outside, INFINITY beyond the margin.
 * false: no memory. */
bool ci_plain_edge_distance_m(double *out, ci_plain_edge *edge,
                              circlet_point at);

#endif
