/* The cheapest split of all demand over given sites within capacities. */
#ifndef CI_SITING_CAPACITATED_FLOW_H
#define CI_SITING_CAPACITATED_FLOW_H

#include "siting/capacitated_data.h"

/*
 * A min-cost flow from the clients to the open sites by successive shortest
 * paths (J. Edmonds and R. Karp, Theoretical improvements in algorithmic
 * efficiency for network flow problems, Journal of the ACM 19 (1972)). It
 * starts with each client at its nearest site, which is optimal but for the
 * capacities, and sends what is too much along shortest paths over sites.
 * What a unit of load pays is a whole number, in units of 1 / 2^shift:
 * exact where demand may be split (shift 0), else rounded down.
 */
typedef struct ci_capacitated_flow {
    const ci_capacitated *problem;
    ci_effort *effort;
    unsigned shift;
    int64_t *visit_units; /* whole: what a unit of load pays, by visit */
    int64_t *unserved_units; /* of each client */

    /* Of the last run. Pairs are the visits of the open sites, which are in
     * slots; a client's pairs are in `client_pairs`. */
    size_t slot_count;
    uint32_t *slot_sites;
    size_t *slot_first; /* slot_count + 1; into the pairs */
    uint32_t *pair_client, *pair_slot;
    uint32_t *pair_time;
    int64_t *pair_unit;
    int64_t *amounts; /* of each pair, in units of load */
    size_t *client_first; /* client_count + 1 */
    uint32_t *client_pairs; /* by slot */
    int64_t *left; /* of each client: what nobody serves */
    int64_t *used; /* of each slot */
    int64_t *prices; /* of each slot: of a unit of its capacity */
    int64_t cost; /* in units of 1 / 2^shift */
    uint32_t *members; /* by slot_first: pairs with an amount */
    uint32_t *member_count;
    uint32_t *member_at; /* of each pair: where in `members` */

    /* Scratch of a path, of each slot. */
    int64_t *distance; /* INT64_MAX: not met */
    uint32_t *via; /* the pair that leaves on the way here */
    uint32_t *into; /* the pair that it becomes */
    uint8_t *is_final;
    uint32_t *met;
    size_t met_count;
} ci_capacitated_flow;

/* False: no memory, or too many pairs. The caller clears `out`. */
bool ci_capacitated_flow_make(ci_capacitated_flow *out,
                              const ci_capacitated *problem,
                              ci_effort *effort);
void ci_capacitated_flow_clear(ci_capacitated_flow *flow);

/*
 * Splits demand over the open sites. False: the cost is `limit` or more, or
 * the effort is over; nothing but `cost`, a lower limit then, is of use.
 */
bool ci_capacitated_flow_run(ci_capacitated_flow *flow, const uint8_t *is_open,
                             int64_t limit);

/* The cost in units of the objective, rounded up: a lower limit also of what
 * whole demand pays with these sites. */
int64_t ci_capacitated_flow_units(const ci_capacitated_flow *flow);

/* Puts a pair among the members of its slot, or takes it out. */
void ci_capacitated_flow_join(ci_capacitated_flow *flow, uint32_t pair);
void ci_capacitated_flow_leave(ci_capacitated_flow *flow, uint32_t pair);

#endif
