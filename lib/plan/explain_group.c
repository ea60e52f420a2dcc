/* Which actions of a plan go with another one, and which come before it. */
#include <stdlib.h>
#include <string.h>

#include "base/edit_distance.h"
#include "base/error.h"
#include "base/text.h"
#include "city/plan_record.h"
#include "plan/explain.h"

/* Ids that are named where one is not there. */
#define NEAR_MAX 5

circlet_status ci_explain_some(circlet_plan **out, const ci_explaining *of,
                               const bool *is_taken, circlet_error *error)
{
    const circlet_plan *plan = of->plan;
    circlet_plan_action *actions =
        calloc(plan->action_count + 1, sizeof(*actions));
    circlet_plan_parts parts = {.actions = actions};
    circlet_status status;

    if (!actions)
        return ci_fail_nomem(error);
    for (size_t i = 0; is_taken && i < plan->action_count; i++)
        if (is_taken[i])
            actions[parts.action_count++] = plan->actions[i];
    status = circlet_plan_new(out, plan->name, &parts, error);
    free(actions);
    return status;
}

static size_t position_of(const circlet_plan *plan, const char *id)
{
    for (size_t i = 0; i < plan->action_count; i++)
        if (strcmp(plan->actions[i].id, id) == 0)
            return i;
    return CI_MEND_NONE;
}

/* Whether some actions can be carried out without the others; `wrong` gets
 * the first that cannot. */
static circlet_status check(bool *can_be, size_t *wrong,
                            const ci_explaining *of, const bool *is_taken,
                            circlet_error *error)
{
    const circlet_plan_action *action = NULL;
    circlet_plan *plan = NULL;
    circlet_error why;
    circlet_status status = ci_explain_some(&plan, of, is_taken, error);

    if (status)
        return status;
    status = ci_plan_check(plan, of->policy, of->city, &action, &why);
    *can_be = status == CIRCLET_OK;
    *wrong = action ? position_of(of->plan, action->id) : CI_MEND_NONE;
    circlet_plan_free(plan);
    if (!status || action)
        return CIRCLET_OK;
    if (error)
        *error = why;
    return status;
}

circlet_status ci_explain_group(bool *is_marked, const ci_explaining *of,
                                size_t action, circlet_error *error)
{
    size_t count = of->plan->action_count, wrong = action;
    bool *is_left = calloc(count + 1, sizeof(*is_left));
    bool can_be = false;
    circlet_status status = is_left ? CIRCLET_OK : ci_fail_nomem(error);

    for (size_t i = 0; is_left && i < count; i++)
        is_left[i] = true;
    while (!status && !can_be) {
        is_left[wrong] = false;
        status = check(&can_be, &wrong, of, is_left, error);
    }
    for (size_t i = 0; !status && i < count; i++)
        is_marked[i] = !is_left[i];
    free(is_left);
    return status;
}

static bool is_text(const char *a, const char *b)
{
    return a && b && strcmp(a, b) == 0;
}

static bool shares_facility(const ci_explaining *of, const bool *is_group,
                            size_t action)
{
    const circlet_plan_action *actions = of->plan->actions;

    for (size_t i = 0; i < of->plan->action_count; i++)
        if (is_group[i] &&
            is_text(actions[i].facility, actions[action].facility))
            return true;
    return false;
}

circlet_status ci_explain_before(bool *is_marked, const ci_explaining *of,
                                 const bool *is_group, size_t action,
                                 circlet_error *error)
{
    size_t count = of->plan->action_count, wrong;
    bool *is_taken = calloc(count + 1, sizeof(*is_taken));
    bool can_be = false;
    circlet_status status = is_taken ? CIRCLET_OK : ci_fail_nomem(error);

    for (int round = 0; !status && !can_be && round < 3; round++) {
        for (size_t i = 0; i < count; i++) {
            is_marked[i] = round > 0 && !is_group[i] &&
                           of->turn[i] < of->turn[action] &&
                           (round > 1 || shares_facility(of, is_group, i));
            is_taken[i] = is_marked[i] || is_group[i];
        }
        status = check(&can_be, &wrong, of, is_taken, error);
    }
    free(is_taken);
    return status;
}

/* ---- an id that is not there -------------------------------------------- */

/* Of those that are not named yet; the first of several. */
static size_t nearest(const circlet_plan *plan, const char *id,
                      const bool *is_named)
{
    size_t best = CI_MEND_NONE, best_distance = SIZE_MAX;

    for (size_t i = 0; i < plan->action_count; i++) {
        size_t far =
            is_named[i] ? SIZE_MAX : ci_edit_distance(id, plan->actions[i].id);

        if (far < best_distance) {
            best = i;
            best_distance = far;
        }
    }
    return best;
}

static circlet_status fail_unknown(const circlet_plan *plan, const char *id,
                                   circlet_error *error)
{
    bool *is_named = calloc(plan->action_count + 1, sizeof(*is_named));
    ci_buffer list = {0};
    circlet_status status;

    ci_buffer_add(&list, "");
    for (size_t k = 0; is_named && k < NEAR_MAX && k < plan->action_count;
         k++) {
        size_t position = nearest(plan, id, is_named);

        is_named[position] = true;
        ci_buffer_add(&list, k > 0 ? ", " : "");
        ci_buffer_add(&list, plan->actions[position].id);
    }
    if (!is_named || list.failed)
        status = ci_fail_nomem(error);
    else if (plan->action_count == 0)
        status = ci_fail(error, CIRCLET_E_NOT_FOUND,
                         "plan '%s' has no action '%s': it has none",
                         plan->name, id);
    else
        status = ci_fail(error, CIRCLET_E_NOT_FOUND,
                         "plan '%s' has no action '%s'; nearest: %s",
                         plan->name, id, list.text);
    free(is_named);
    ci_buffer_free(&list);
    return status;
}

circlet_status ci_explain_find_action(size_t *out, const circlet_plan *plan,
                                      const char *id, circlet_error *error)
{
    *out = position_of(plan, id);
    return *out == CI_MEND_NONE ? fail_unknown(plan, id, error) : CIRCLET_OK;
}
