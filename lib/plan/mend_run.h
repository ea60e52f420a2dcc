/* A plan for all rules of a policy together. */
#ifndef CI_PLAN_MEND_RUN_H
#define CI_PLAN_MEND_RUN_H

#include <circlet/plan.h>

/* circlet_plan_compute() of options without a count; what it is given is
 * checked. */
circlet_status ci_mend_city(circlet_plan **out, const circlet_policy *policy,
                            const circlet_city *city,
                            const circlet_travel *travel,
                            const circlet_plan_options *options,
                            circlet_error *error);

#endif
