#include "plan/carrying.h"

#include <stdlib.h>

#include "base/error.h"
#include "base/text.h"
#include "city/plan_action.h"
#include "city/plan_record.h"

/* ---- in which order ----------------------------------------------------- */

typedef struct turn {
    int year;
    size_t position;
} turn;

static int compare_turns(const void *a, const void *b)
{
    const turn *first = a, *second = b;

    if (first->year != second->year)
        return first->year < second->year ? -1 : 1;
    return first->position < second->position
               ? -1
               : first->position != second->position;
}

/* NULL: no memory. */
static size_t *order_actions(const circlet_plan *plan)
{
    size_t count = plan->action_count;
    turn *turns = malloc((count + 1) * sizeof(*turns));
    size_t *order = malloc((count + 1) * sizeof(*order));

    if (!turns || !order) {
        free(turns);
        free(order);
        return NULL;
    }
    for (size_t i = 0; i < count; i++)
        turns[i] = (turn){plan->actions[i].year, i};
    qsort(turns, count, sizeof(*turns), compare_turns);
    for (size_t i = 0; i < count; i++)
        order[i] = turns[i].position;
    free(turns);
    return order;
}

/* ---- carrying out ------------------------------------------------------- */

circlet_status ci_carrying_start(ci_carrying *out, const circlet_plan *plan,
                                 const circlet_policy *policy,
                                 const circlet_city *city,
                                 circlet_error *error)
{
    circlet_status status =
        ci_actions_check(plan->actions, plan->action_count, error);

    *out = (ci_carrying){0};
    if (status != CIRCLET_OK)
        return status;
    out->order = order_actions(plan);
    if (!out->order)
        return ci_fail_nomem(error);
    return ci_planned_city_start(&out->planned, city, policy, plan, error);
}

void ci_carrying_finish(ci_carrying *carrying)
{
    ci_planned_city_clear(&carrying->planned);
    free(carrying->order);
}

circlet_status ci_carrying_step(ci_carrying *carrying, circlet_error *error)
{
    const circlet_plan *plan = carrying->planned.plan;
    circlet_status status = ci_planned_carry_out(
        &carrying->planned, &plan->actions[carrying->order[carrying->next]],
        error);

    if (status == CIRCLET_OK)
        carrying->next++;
    return status;
}

circlet_status ci_carrying_go_on(ci_carrying *carrying, int year,
                                 circlet_error *error)
{
    const circlet_plan *plan = carrying->planned.plan;
    circlet_status status = CIRCLET_OK;

    while (status == CIRCLET_OK && carrying->next < plan->action_count &&
           (year == 0 ||
            plan->actions[carrying->order[carrying->next]].year <= year))
        status = ci_carrying_step(carrying, error);
    return status;
}

circlet_status ci_plan_blame(const circlet_plan *plan, circlet_status status,
                             circlet_error *error)
{
    ci_buffer prefix = {0};

    if (status != CIRCLET_E_DATA && status != CIRCLET_E_NOT_FOUND)
        return status;
    ci_reason_add(&prefix, "plan '%s'", plan->name);
    status = prefix.failed ? ci_fail_nomem(error)
                           : ci_fail_within(error, status, prefix.text);
    ci_buffer_free(&prefix);
    return status;
}
