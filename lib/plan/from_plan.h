/* A plan that begins with actions of another. */
#ifndef CI_PLAN_FROM_PLAN_H
#define CI_PLAN_FROM_PLAN_H

#include "plan/from_trials.h"

/* circlet_plan_compute() of options with `from`; what it is given is
 * checked. */
circlet_status ci_plan_from(circlet_plan **out, const circlet_policy *policy,
                            const circlet_city *city,
                            const circlet_travel *travel,
                            const circlet_plan_options *options,
                            ci_plan_compute_fn compute, circlet_error *error);

#endif
