/* The best plan of a covering problem so far. */
#ifndef CI_SITING_LSCP_PLAN_H
#define CI_SITING_LSCP_PLAN_H

#include "siting/lscp_core.h"
#include "siting/side.h"

typedef struct ci_lscp_plan {
    const ci_side *side;
    const ci_lscp_core *root; /* the whole problem, fixed sites among its own
                               */
    bool is_sided; /* limits other than of the cost bind */
    int64_t limit; /* only plans that cost less are wanted */
    bool has_plan; /* one was found: it costs `limit` */
    uint8_t *is_chosen; /* of each site of the root: the best plan */
    uint8_t *trial; /* of each site of the root: what is offered */
    uint32_t *place; /* of each site of the location: in the root, or
                        UINT32_MAX */
    uint32_t *counts; /* scratch, of each row of the root */
    uint32_t *order; /* scratch, of each site of the root */
    ci_choice choice; /* scratch */
} ci_lscp_plan;

/* False: no memory. */
bool ci_lscp_plan_make(ci_lscp_plan *out, const ci_lscp_core *root,
                       const ci_side *side, bool is_sided, int64_t limit);
void ci_lscp_plan_clear(ci_lscp_plan *plan);

/* Sets the trial to the sites decided to be in. */
void ci_lscp_plan_start(ci_lscp_plan *plan, const uint8_t *decided);

/*
 * Makes the trial obey the limits, takes out what it does not need, and
 * keeps it if it covers what it must at less than `limit`; true then, and
 * `limit` is its cost.
 */
bool ci_lscp_plan_offer(ci_lscp_plan *plan);

/* Adds to the trial, for each row of the core that it does not cover yet,
 * the site of the least reduced cost. */
void ci_lscp_plan_repair(ci_lscp_plan *plan, const ci_lscp_core *core,
                         const double *reduced);

#endif
