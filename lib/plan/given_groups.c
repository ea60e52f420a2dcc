#include "plan/given_groups.h"

#include <math.h>
#include <string.h>

#include "base/text.h"
#include "city/plan_action.h"
#include "city/plan_record.h"

/* Costs that differ by rounding alone are the same. */
#define SLACK_CNY 1e-6

void ci_given_groups_clear(ci_given_groups *groups)
{
    ci_arena_free(&groups->arena);
    *groups = (ci_given_groups){.from = NULL};
}

/* ---- what stays --------------------------------------------------------- */

static bool is_same_facility(const circlet_plan *plan, size_t a, size_t b)
{
    return strcmp(plan->actions[a].facility, plan->actions[b].facility) == 0;
}

static bool is_before(const circlet_plan *plan, size_t a, size_t b)
{
    int first = plan->actions[a].year, second = plan->actions[b].year;

    return first != second ? first < second : a < b;
}

static bool has_to_stay(const circlet_plan *from, size_t action)
{
    for (size_t i = 0; i < from->action_count; i++)
        if (from->actions[i].fixed &&
            (i == action || (is_same_facility(from, i, action) &&
                             is_before(from, action, i))))
            return true;
    return false;
}

/* Numbers them by their first action that may go. */
static void find_groups(ci_given_groups *groups)
{
    const circlet_plan *from = groups->from;

    for (size_t i = 0; i < from->action_count; i++) {
        size_t first = 0;

        groups->stays[i] = has_to_stay(from, i);
        while (first < i &&
               (groups->stays[first] || !is_same_facility(from, first, i)))
            first++;
        if (groups->stays[i])
            groups->group_of[i] = SIZE_MAX;
        else
            groups->group_of[i] =
                first < i ? groups->group_of[first] : groups->count++;
    }
}

bool ci_given_groups_make(ci_given_groups *out, const circlet_plan *from)
{
    size_t count = from->action_count + 1;

    *out = (ci_given_groups){.from = from};
    out->stays = ci_arena_take(&out->arena, count * sizeof(*out->stays));
    out->group_of = ci_arena_take(&out->arena, count * sizeof(*out->group_of));
    if (!out->stays || !out->group_of)
        return false;
    find_groups(out);
    return true;
}

size_t ci_given_groups_choose(bool *is_chosen, const ci_given_groups *groups,
                              const bool *with)
{
    size_t count = 0;

    for (size_t i = 0; i < groups->from->action_count; i++) {
        is_chosen[i] = groups->stays[i] || with[groups->group_of[i]];
        count += is_chosen[i];
    }
    return count;
}

/* ---- what the planner chooses itself ------------------------------------ */

/* A facility that is built is named anew in each plan: its site says which it
 * is. */
static const char *place_of(const circlet_plan *plan,
                            const circlet_plan_action *action)
{
    for (size_t i = 0; i < plan->action_count; i++)
        if (ci_action_kind_of(plan->actions[i].kind) == CI_ACTION_BUILD &&
            strcmp(plan->actions[i].facility, action->facility) == 0)
            return plan->actions[i].site ? plan->actions[i].site : "";
    return action->facility;
}

static bool is_same_word(const char *a, const char *b)
{
    return strcmp(a ? a : "", b ? b : "") == 0;
}

static bool is_same_number(double a, double b)
{
    return isnan(a) ? isnan(b) : a == b;
}

/* What is left open of the cost is the policy's price, as the planner's. */
static bool is_same_action(const circlet_plan_action *given,
                           const circlet_plan_action *chosen)
{
    return is_same_word(given->kind, chosen->kind) &&
           is_same_word(given->site, chosen->site) &&
           is_same_word(given->type, chosen->type) &&
           is_same_word(given->tier, chosen->tier) &&
           is_same_word(given->service, chosen->service) &&
           is_same_word(given->from_service, chosen->from_service) &&
           given->places == chosen->places && given->beds == chosen->beds &&
           is_same_number(given->area_m2, chosen->area_m2) &&
           is_same_number(given->at.lon, chosen->at.lon) &&
           is_same_number(given->at.lat, chosen->at.lat) &&
           !(given->cost_cny < chosen->cost_cny - SLACK_CNY);
}

static bool is_chosen(const circlet_plan *from,
                      const circlet_plan_action *given,
                      const circlet_plan *plan)
{
    for (size_t i = 0; i < plan->action_count; i++)
        if (is_same_action(given, &plan->actions[i]) &&
            is_same_word(place_of(from, given),
                         place_of(plan, &plan->actions[i])))
            return true;
    return false;
}

/* Numbers the others first; both keep their order. */
static void renumber(ci_given_groups *groups, const bool *is_settled,
                     size_t *number)
{
    size_t next = 0;

    for (size_t g = 0; g < groups->count; g++)
        if (!is_settled[g])
            number[g] = next++;
    groups->settled = groups->count - next;
    for (size_t g = 0; g < groups->count; g++)
        if (is_settled[g])
            number[g] = next++;
    for (size_t i = 0; i < groups->from->action_count; i++)
        if (!groups->stays[i])
            groups->group_of[i] = number[groups->group_of[i]];
}

bool ci_given_groups_settle(ci_given_groups *groups, const circlet_plan *plan)
{
    const circlet_plan *from = groups->from;
    size_t count = groups->count + 1;
    bool *is_settled = ci_arena_take(&groups->arena, count * sizeof(bool));
    size_t *number = ci_arena_take(&groups->arena, count * sizeof(size_t));

    if (!is_settled || !number)
        return false;
    for (size_t g = 0; g < groups->count; g++)
        is_settled[g] = true;
    for (size_t i = 0; i < from->action_count; i++)
        if (!groups->stays[i] && !is_chosen(from, &from->actions[i], plan))
            is_settled[groups->group_of[i]] = false;
    renumber(groups, is_settled, number);
    return true;
}
