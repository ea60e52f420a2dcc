/* What actions of a plan cost, once and every year. */
#include <string.h>

#include "city/plan_record.h"
#include "plan/action_price.h"
#include "plan/carrying.h"
#include "plan/explain.h"

/* To keep what there is costs nothing. */
static bool is_keep(const circlet_plan_action *action)
{
    return strcmp(action->kind, "keep") == 0;
}

double ci_explain_cost(const circlet_plan_action *action)
{
    return is_keep(action) ? 0 : action->cost_cny;
}

circlet_status ci_explain_yearly(double *out, const circlet_plan *plan,
                                 const circlet_policy *policy,
                                 const circlet_city *city,
                                 circlet_error *error)
{
    ci_carrying carrying;
    circlet_status status =
        ci_carrying_start(&carrying, plan, policy, city, error);

    while (!status && carrying.next < plan->action_count) {
        size_t position = carrying.order[carrying.next];
        const circlet_plan_action *action = &plan->actions[position];

        status = ci_carrying_step(&carrying, error);
        if (!status)
            out[position] =
                is_keep(action)
                    ? 0
                    : ci_price_of_action(
                          policy,
                          ci_planned_find(&carrying.planned, action->facility),
                          action)
                          .yearly_cny;
    }
    ci_carrying_finish(&carrying);
    return status;
}
