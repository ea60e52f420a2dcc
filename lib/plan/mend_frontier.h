/* What more money buys. */
#ifndef CI_PLAN_MEND_FRONTIER_H
#define CI_PLAN_MEND_FRONTIER_H

#include "plan/mend_program.h"

/*
 * The plans for the budgets that the options ask for that no other of them
 * beats, the cheapest first; `full_cny` is what the plan costs up to which
 * equal steps go. In the arena of `mend`.
 */
circlet_status ci_mend_find_frontier(circlet_plan_point **out, size_t *count,
                                     ci_mend *mend, int64_t full_cny,
                                     const circlet_progress *progress,
                                     circlet_error *error);

#endif
