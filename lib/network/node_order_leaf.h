/*
 * Ordering small pieces of a network by minimum degree: the node that has
 * the fewest neighbours goes next, and leaves them neighbours of each other.
 */
#ifndef CI_NETWORK_NODE_ORDER_LEAF_H
#define CI_NETWORK_NODE_ORDER_LEAF_H

#include "network/node_order_reduce.h"

/* Nodes of a piece: one bit each. */
#define CI_LEAF_SIZE 64

/* Scratch for a graph of a number of nodes. */
typedef struct ci_leaf_scratch {
    uint32_t *number; /* of each node of the graph in the piece, while ... */
    uint32_t *piece; /* ... this is the piece at hand */
    uint32_t piece_count; /* so far */
} ci_leaf_scratch;

/* false: no memory. */
bool ci_leaf_scratch_make(ci_leaf_scratch *out, uint32_t node_count);
void ci_leaf_scratch_free(ci_leaf_scratch *scratch);

/* Puts up to CI_LEAF_SIZE nodes of a graph in order. Their neighbours that
 * are not among them go later: they count as neighbours, too. */
void ci_leaf_order(uint32_t *nodes, uint32_t count, const ci_reduced *graph,
                   ci_leaf_scratch *scratch);

#endif
