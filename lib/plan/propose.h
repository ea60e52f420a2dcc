/* Sites where nobody gave any. */
#ifndef CI_PLAN_PROPOSE_H
#define CI_PLAN_PROPOSE_H

#include <circlet/plan.h>

#include "base/arena.h"

/* Proposed sites, by unit, then by rank: "proposed/CODE/1". */
typedef struct ci_proposals {
    circlet_site_record *items;
    size_t count, capacity;
    ci_arena arena;
} ci_proposals;

/* What they are proposed for. All is borrowed. */
typedef struct ci_proposal_query {
    const circlet_policy *policy;
    const circlet_city *city;
    const circlet_travel *travel; /* with find_streets */
    uint32_t threads; /* 0: one for each processor */
} ci_proposal_query;

/*
 * Proposes sites in communities, and in streets that have none, as
 * circlet_plan_compute() says. Starts with `out` as {0}; the caller clears
 * it, also after a failure.
 */
circlet_status ci_propose_sites(ci_proposals *out,
                                const ci_proposal_query *query,
                                circlet_error *error);
void ci_proposals_clear(ci_proposals *proposals);

#endif
