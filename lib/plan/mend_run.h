/* A plan for all rules of a policy together. */
#ifndef CI_PLAN_MEND_RUN_H
#define CI_PLAN_MEND_RUN_H

#include "plan/mend.h"

/* circlet_plan_compute() of options without a count; what it is given is
 * checked. */
circlet_status ci_mend_city(circlet_plan **out, const circlet_policy *policy,
                            const circlet_city *city,
                            const circlet_travel *travel,
                            const circlet_plan_options *options,
                            circlet_error *error);

/* What fails in the city whose options and judgement are set, and what can be
 * done about it; cleared by the caller, after a failure too. */
circlet_status ci_mend_prepare(ci_mend *mend, circlet_error *error);
void ci_mend_clear(ci_mend *mend);

#endif
