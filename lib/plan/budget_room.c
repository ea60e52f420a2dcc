#include "plan/budget_room.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

circlet_status ci_budget_room_start(ci_budget_room *out, const ci_mend *mend,
                                    circlet_error *error)
{
    out->mend = mend;
    return ci_mend_read_budgets(&out->budgets, &out->count, mend, error);
}

void ci_budget_room_clear(ci_budget_room *room)
{
    free(room->budgets);
}

/* SIZE_MAX: it is at none. */
static size_t own_place_of(const circlet_city *city,
                           const circlet_plan_action *action)
{
    circlet_site site = action->site
                            ? circlet_city_find_site(city, action->site)
                            : CIRCLET_NONE;
    circlet_facility facility =
        action->facility ? circlet_city_find_facility(city, action->facility)
                         : CIRCLET_NONE;

    if (site != CIRCLET_NONE)
        return site;
    return facility == CIRCLET_NONE ? SIZE_MAX
                                    : circlet_city_site_count(city) + facility;
}

/* What the plan builds is changed where it is built. */
static size_t place_of(const circlet_city *city,
                       const circlet_plan_action *actions, size_t count,
                       const circlet_plan_action *action)
{
    size_t place = own_place_of(city, action);

    for (size_t i = 0; place == SIZE_MAX && action->facility && i < count; i++)
        if (actions[i].site && actions[i].facility &&
            strcmp(actions[i].facility, action->facility) == 0)
            place = own_place_of(city, &actions[i]);
    return place;
}

static bool is_paid_from(const ci_mend_budget *budget, const ci_mend *mend,
                         const circlet_plan_action *action, size_t place)
{
    if (budget->year > 0 && budget->year != action->start_year)
        return false;
    return place == SIZE_MAX ? budget->unit == CIRCLET_NONE
                             : ci_mend_is_of_budget(budget, mend, place);
}

static double left_of(const ci_mend_budget *budget, const ci_mend *mend,
                      const circlet_plan_action *actions, size_t count)
{
    double left = (double)budget->cny;

    for (size_t i = 0; i < count; i++)
        if (is_paid_from(
                budget, mend, &actions[i],
                place_of(mend->judgement.city, actions, count, &actions[i])))
            left -= actions[i].cost_cny;
    return left;
}

double ci_budget_room_for(const ci_budget_room *room,
                          const circlet_plan_action *actions, size_t count,
                          const circlet_plan_action *one)
{
    const ci_mend *mend = room->mend;
    const ci_mend_budget whole = {.unit = CIRCLET_NONE,
                                  .cny = (int64_t)mend->options->budget_cny};
    size_t place = place_of(mend->judgement.city, actions, count, one);
    double least =
        whole.cny > 0 ? left_of(&whole, mend, actions, count) : INFINITY;

    for (size_t b = 0; b < room->count; b++)
        if (is_paid_from(&room->budgets[b], mend, one, place))
            least =
                fmin(least, left_of(&room->budgets[b], mend, actions, count));
    return least;
}
