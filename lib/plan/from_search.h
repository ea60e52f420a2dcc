/* Which groups of a plan that another begins with are tried together. */
#ifndef CI_PLAN_FROM_SEARCH_H
#define CI_PLAN_FROM_SEARCH_H

#include "plan/from_trials.h"

/* Tries sets of groups: none, all, and what may be better; the trials are
 * started. CIRCLET_E_INFEASIBLE and others if no plan is possible. */
circlet_status ci_from_search(ci_from_trials *trials, circlet_error *error);

#endif
