/* A plan of what is given and of what is planned beside it. */
#ifndef CI_PLAN_JOINED_PLAN_H
#define CI_PLAN_JOINED_PLAN_H

#include "plan/given.h"

/* What a plan that mends all rules costs, by its levels. */
double ci_joined_cost(const circlet_plan *plan);

/* First what is given, then what is planned beside it, whose ids get a letter
 * that no action of `from` has; the caller frees the plan. */
circlet_status ci_join_plan(circlet_plan **out, const ci_given *given,
                            const circlet_plan *rest, const circlet_plan *from,
                            const char *name, circlet_error *error);

#endif
