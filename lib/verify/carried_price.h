/* What an action costs by the policy's prices. */
#ifndef CI_VERIFY_CARRIED_PRICE_H
#define CI_VERIFY_CARRIED_PRICE_H

#include "verify/carried_city.h"

/*
 * What the policy makes an action cost, once; NaN: it says nothing. A new
 * building costs what its size does and its site; a move its own price, a
 * building as large and the new site; all else its own price.
 */
double ci_carried_price(const circlet_policy *policy,
                        const ci_carried_facility *facility,
                        const circlet_plan_action *action);

#endif
