/*
 * A nested-dissection order of a network's nodes: the separators of its
 * halves last, theirs before, and so on. Hierarchies are built by it.
 */
#ifndef CI_NETWORK_NODE_ORDER_H
#define CI_NETWORK_NODE_ORDER_H

#include <circlet/error.h>
#include <circlet/types.h>

/* The undirected streets to be ordered, as arrays: neighbours of node i are
 * heads[first[i]] up to heads[first[i + 1]], both ways, loops and parallels
 * allowed. */
typedef struct ci_order_input {
    uint32_t node_count;
    const uint32_t *first;
    const uint32_t *heads;
    const circlet_point *points; /* of each node */
    uint64_t seed;
    uint32_t thread_count; /* 0: one per processor; the order is the same */
    circlet_progress progress;
} ci_order_input;

/*
 * Fills rank[i], each of 0 to node_count - 1 once. Inertial flow (Schild and
 * Sommer, On Balanced Separators in Road Networks, SEA 2015): the nodes are
 * sorted along several directions, a minimum cut parts the first quarter or
 * so from the last, the best of the cuts is kept, and both parts are ordered
 * in turn. CIRCLET_E_NOMEM, CIRCLET_E_CANCELLED.
 */
circlet_status ci_node_order_find(uint32_t *rank, const ci_order_input *input,
                                  circlet_error *error);

#endif
