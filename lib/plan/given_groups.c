#include "plan/given_groups.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "base/error.h"
#include "city/plan_record.h"

/* Nothing is marked; false: no memory. */
static bool allocate(ci_given_groups *of)
{
    size_t count = of->from->action_count + 1;

    of->is_fixed = ci_arena_take(&of->arena, count * sizeof(bool));
    of->is_kept = ci_arena_take(&of->arena, count * sizeof(bool));
    of->is_tried = ci_arena_take(&of->arena, count * sizeof(bool));
    of->group_of = ci_arena_take(&of->arena, count * sizeof(size_t));
    of->groups = ci_arena_take(&of->arena, count * sizeof(size_t));
    of->tried_at = ci_arena_take(&of->arena, count * sizeof(size_t));
    if (!of->is_fixed || !of->is_kept || !of->is_tried || !of->group_of ||
        !of->groups || !of->tried_at)
        return false;
    memset(of->is_fixed, 0, count * sizeof(bool));
    return true;
}

static void find_groups(ci_given_groups *of)
{
    const circlet_plan *from = of->from;

    for (size_t i = 0; i < from->action_count; i++) {
        of->group_of[i] = i;
        for (size_t k = 0; k < i; k++)
            if (strcmp(from->actions[k].facility, from->actions[i].facility) ==
                0) {
                of->group_of[i] = k;
                break;
            }
    }
}

static bool is_before(const circlet_plan *plan, size_t a, size_t b)
{
    int first = plan->actions[a].year, second = plan->actions[b].year;

    return first != second ? first < second : a < b;
}

static void keep_fixed(ci_given_groups *of)
{
    const circlet_plan *from = of->from;

    for (size_t i = 0; i < from->action_count; i++) {
        of->is_fixed[i] |= from->actions[i].fixed;
        for (size_t k = 0; from->actions[i].fixed && k < from->action_count;
             k++)
            of->is_fixed[k] |=
                of->group_of[k] == of->group_of[i] && is_before(from, k, i);
    }
    memcpy(of->is_kept, of->is_fixed,
           from->action_count * sizeof(*of->is_kept));
}

static void list_groups(ci_given_groups *of)
{
    for (size_t g = 0; g < of->from->action_count; g++) {
        bool is_open = false;

        for (size_t i = g; i < of->from->action_count; i++)
            is_open |= of->group_of[i] == g && !of->is_kept[i];
        if (!is_open)
            continue;
        of->tried_at[of->count] = SIZE_MAX;
        of->groups[of->count++] = g;
    }
}

void ci_given_groups_start(ci_given_groups *of)
{
    memcpy(of->is_tried, of->is_kept,
           of->from->action_count * sizeof(*of->is_tried));
}

void ci_given_groups_mark(ci_given_groups *of, size_t g, bool is_with)
{
    for (size_t i = 0; i < of->from->action_count; i++)
        if (of->groups[g] == of->group_of[i])
            of->is_tried[i] = is_with || of->is_fixed[i];
}

bool ci_given_groups_is_kept(const ci_given_groups *of, size_t g)
{
    for (size_t i = 0; i < of->from->action_count; i++)
        if (of->group_of[i] == of->groups[g] && !of->is_kept[i])
            return false;
    return true;
}

size_t ci_given_groups_next(const ci_given_groups *of)
{
    size_t dropped = of->count;

    for (size_t g = of->count; g-- > 0;)
        if (of->tried_at[g] != of->changes && !ci_given_groups_is_kept(of, g))
            dropped = g;
    for (size_t g = 0; g < of->count; g++)
        if (of->tried_at[g] != of->changes && ci_given_groups_is_kept(of, g))
            return g;
    return dropped;
}

bool ci_given_groups_has_cost(const ci_given_groups *of, size_t g)
{
    for (size_t i = 0; i < of->from->action_count; i++)
        if (of->group_of[i] == of->groups[g] &&
            !isnan(of->from->actions[i].cost_cny))
            return true;
    return false;
}

void ci_given_groups_accept(ci_given_groups *of)
{
    memcpy(of->is_kept, of->is_tried,
           of->from->action_count * sizeof(*of->is_kept));
    of->changes++;
}

circlet_status ci_given_groups_list(ci_given_groups *out,
                                    const circlet_plan *from,
                                    circlet_error *error)
{
    *out = (ci_given_groups){.from = from};
    if (!allocate(out))
        return ci_fail_nomem(error);
    find_groups(out);
    keep_fixed(out);
    list_groups(out);
    return CIRCLET_OK;
}

void ci_given_groups_clear(ci_given_groups *of)
{
    ci_arena_free(&of->arena);
    *of = (ci_given_groups){.from = NULL};
}
