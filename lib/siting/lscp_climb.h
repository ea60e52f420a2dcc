/* A local search for cheap covers; where it can, by exchanges (lscp_swap.h).
 */
#ifndef CI_SITING_LSCP_CLIMB_H
#define CI_SITING_LSCP_CLIMB_H

#include "base/random.h"
#include "siting/lscp_plan.h"

typedef struct ci_lscp_climb ci_lscp_climb;

/* A search in a core of the plan's root, which must outlive it; `decided`
 * says what is chosen beside the core. NULL: no memory. */
ci_lscp_climb *ci_lscp_climb_new(ci_lscp_plan *plan, const ci_lscp_core *core,
                                 const uint8_t *decided, uint64_t seed,
                                 ci_effort *effort);
void ci_lscp_climb_free(ci_lscp_climb *climb);

/*
 * Goes on where it stopped for about so many steps, and offers what it finds
 * to the plan. It ends early when the plan costs no more than `enough`.
 */
void ci_lscp_climb_go_on(ci_lscp_climb *climb, uint64_t steps, int64_t enough);

#endif
