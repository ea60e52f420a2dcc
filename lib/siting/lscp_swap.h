/* A local search for covers of as few sites as possible, where all sites cost
 * the same: so many sites, one of which is exchanged at a time. */
#ifndef CI_SITING_LSCP_SWAP_H
#define CI_SITING_LSCP_SWAP_H

#include "base/random.h"
#include "siting/lscp_plan.h"

typedef struct ci_lscp_swap ci_lscp_swap;

/* Whether it can search in such a core: one site is enough for each row, all
 * rows are to be covered, all sites cost the same. */
bool ci_lscp_swap_suits(const ci_lscp_plan *plan, const ci_lscp_core *core);

/* A search in a core of the plan's root, which must outlive it; `decided`
 * says what is chosen beside the core. NULL: no memory. */
ci_lscp_swap *ci_lscp_swap_new(ci_lscp_plan *plan, const ci_lscp_core *core,
                               const uint8_t *decided, uint64_t seed,
                               ci_effort *effort);
void ci_lscp_swap_free(ci_lscp_swap *swap);

/*
 * Goes on where it stopped for about so many steps, and offers what it finds
 * to the plan. It ends early when the plan costs no more than `enough`.
 */
void ci_lscp_swap_go_on(ci_lscp_swap *swap, uint64_t steps, int64_t enough);

#endif
