/* Whole demand in sites with capacities. */
#ifndef CI_SITING_CAPACITATED_PACK_H
#define CI_SITING_CAPACITATED_PACK_H

#include "siting/capacitated_flow.h"

/*
 * An assignment of whole clients to the open sites of a flow's last run. It
 * uses the flow's members: of each slot the pairs of the clients that it
 * serves.
 */
typedef struct ci_capacitated_pack {
    ci_capacitated_flow *flow;
    uint32_t *pair_of; /* of each client; CI_CAPACITATED_NONE: unserved */
    uint32_t *order; /* scratch: clients */
    int64_t cost;
} ci_capacitated_pack;

bool ci_capacitated_pack_make(ci_capacitated_pack *out,
                              ci_capacitated_flow *flow);
void ci_capacitated_pack_clear(ci_capacitated_pack *pack);

/* Keeps what the flow leaves whole, finds places for the rest, and improves
 * the whole by moving and exchanging clients. */
void ci_capacitated_pack_run(ci_capacitated_pack *pack);

#endif
