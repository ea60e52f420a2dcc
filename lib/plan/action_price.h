/* What an action of a plan costs by the prices of its policy. */
#ifndef CI_PLAN_ACTION_PRICE_H
#define CI_PLAN_ACTION_PRICE_H

#include "plan/planned_city.h"
#include "policy/price.h"

/* `facility` is what the action leaves. */
ci_price ci_price_of_action(const circlet_policy *policy,
                            const ci_planned_facility *facility,
                            const circlet_plan_action *action);

#endif
