/*
 * What of a network can be ordered at once, before it is parted: loose ends,
 * then nodes of two neighbours, which leave one new street between them.
 * No order makes fewer (Ost, Schulz and Strash, Engineering Data Reduction
 * for Nested Dissection, ALENEX 2021).
 */
#ifndef CI_NETWORK_NODE_ORDER_REDUCE_H
#define CI_NETWORK_NODE_ORDER_REDUCE_H

#include "network/node_order.h"

/* What is left: no loops, no parallels, every neighbour once, ascending. */
typedef struct ci_reduced {
    uint32_t node_count;
    uint32_t *first; /* node_count + 1 */
    uint32_t *heads;
    uint32_t *ids; /* the number of each node in the input */
} ci_reduced;

void ci_reduced_free(ci_reduced *reduced);

/*
 * Gives the lowest ranks to what is taken away, and the rest, along a Hilbert
 * curve, as a network of its own. false: no memory; `out` is as it was.
 */
bool ci_order_reduce(ci_reduced *out, uint32_t *rank,
                     const ci_order_input *input);

#endif
