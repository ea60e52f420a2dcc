/* Nested dissection: a network parted again and again, on many threads. */
#ifndef CI_NETWORK_NODE_ORDER_DISSECT_H
#define CI_NETWORK_NODE_ORDER_DISSECT_H

#include "network/node_order_part.h"
#include "network/node_order_reduce.h"

typedef struct ci_dissection_input {
    const ci_reduced *graph;
    const ci_plane_point *places; /* of each node of the graph */
    ci_part_lines lines;
    uint32_t thread_count;
    circlet_progress progress;
} ci_dissection_input;

/* Fills order[r], the node of each rank. CIRCLET_E_NOMEM,
 * CIRCLET_E_CANCELLED; `order` is then as it was. */
circlet_status ci_dissect(uint32_t *order, const ci_dissection_input *input,
                          circlet_error *error);

#endif
