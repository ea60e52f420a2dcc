#include "plan/given.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "city/plan_action.h"
#include "city/plan_record.h"
#include "policy/rule.h"

void ci_given_clear(ci_given *given)
{
    circlet_city_free(given->city);
    circlet_plan_free(given->plan);
    *given = (ci_given){.plan = NULL};
}

void ci_given_rest_clear(ci_given_rest *rest)
{
    free(rest->keep);
    free(rest->forbid);
    free(rest->budgets);
    *rest = (ci_given_rest){.keep = NULL};
}

/* ---- the actions -------------------------------------------------------- */

static bool uses_site(const circlet_plan_action *action)
{
    ci_action_kind kind = ci_action_kind_of(action->kind);

    return action->site && *action->site &&
           (kind == CI_ACTION_BUILD || kind == CI_ACTION_MOVE);
}

static bool is_site_used(const circlet_plan_action *actions, size_t count,
                         const char *site)
{
    for (size_t i = 0; i < count; i++)
        if (uses_site(&actions[i]) && strcmp(actions[i].site, site) == 0)
            return true;
    return false;
}

/* What a computed plan says of an action's people holds in that plan alone.
 */
static size_t take_actions(circlet_plan_action *out, const circlet_plan *from,
                           const bool *is_chosen)
{
    size_t count = 0;

    for (size_t i = 0; i < from->action_count; i++) {
        if (!is_chosen[i])
            continue;
        out[count] = from->actions[i];
        out[count].mends = out[count].mode = NULL;
        out[count].persons_gained = out[count].persons_modelled = (double)NAN;
        count++;
    }
    return count;
}

static size_t take_sites(circlet_site_record *out, const circlet_plan *from,
                         const circlet_plan_action *actions, size_t count)
{
    size_t taken = 0;

    for (size_t i = 0; i < from->site_count; i++)
        if (is_site_used(actions, count, from->sites[i].id))
            out[taken++] = from->sites[i];
    return taken;
}

/* Costs and sentences that are left open are the policy's. */
static circlet_status add_prices(ci_given *given, const circlet_policy *policy,
                                 const circlet_city *city,
                                 circlet_error *error)
{
    circlet_plan *whole = NULL;
    circlet_status status =
        circlet_plan_complete(&whole, given->plan, policy, city, error);

    for (size_t i = 0; !status && i < given->plan->action_count; i++) {
        circlet_plan_action *action = &given->plan->actions[i];
        const circlet_plan_action *priced = &whole->actions[i];

        action->text_zh = ci_arena_copy(&given->plan->arena, priced->text_zh);
        action->text_en = ci_arena_copy(&given->plan->arena, priced->text_en);
        action->cost_cny = priced->cost_cny;
        given->cost_cny += isnan(action->cost_cny) ? 0 : action->cost_cny;
        if (!action->text_zh || !action->text_en)
            status = ci_fail_nomem(error);
    }
    circlet_plan_free(whole);
    return status;
}

circlet_status ci_given_make(ci_given *out, const circlet_plan *from,
                             const bool *is_chosen,
                             const circlet_policy *policy,
                             const circlet_city *city, circlet_error *error)
{
    circlet_plan_action *actions =
        calloc(from->action_count + 1, sizeof(*actions));
    circlet_site_record *sites = calloc(from->site_count + 1, sizeof(*sites));
    circlet_plan_parts parts = {.actions = actions, .sites = sites};
    circlet_status status =
        actions && sites ? CIRCLET_OK : ci_fail_nomem(error);

    *out = (ci_given){.plan = NULL};
    if (!status) {
        parts.action_count = take_actions(actions, from, is_chosen);
        parts.site_count =
            take_sites(sites, from, actions, parts.action_count);
        status = circlet_plan_new(&out->plan, from->name, &parts, error);
    }
    if (!status)
        status = add_prices(out, policy, city, error);
    if (!status)
        status =
            circlet_plan_apply(&out->city, out->plan, policy, city, 0, error);
    free(actions);
    free(sites);
    return status;
}

/* ---- sites -------------------------------------------------------------- */

static circlet_status check_forbidden(const circlet_plan *plan,
                                      const char *forbid, circlet_error *error)
{
    for (size_t i = 0; i < plan->action_count; i++)
        if (uses_site(&plan->actions[i]) &&
            ci_rule_is_listed(forbid, plan->actions[i].site))
            return ci_fail(error, CIRCLET_E_INFEASIBLE,
                           "action '%s' of plan '%s' is to stay and is on the "
                           "site '%s', which is forbidden",
                           plan->actions[i].id, plan->name,
                           plan->actions[i].site);
    return CIRCLET_OK;
}

static void add_item(ci_buffer *out, const char *item, size_t size)
{
    ci_buffer_add(out, out->size > 0 ? "," : "");
    ci_buffer_add_n(out, item, size);
}

/* The sites of a list that no action uses. */
static void list_unused(ci_buffer *out, const circlet_plan *plan,
                        const char *list)
{
    ci_buffer_add(out, "");
    while (list && *list) {
        size_t size = strcspn(list, ",");
        bool is_used = false;

        for (size_t i = 0; i < plan->action_count; i++)
            is_used |= uses_site(&plan->actions[i]) &&
                       strlen(plan->actions[i].site) == size &&
                       strncmp(plan->actions[i].site, list, size) == 0;
        if (!is_used)
            add_item(out, list, size);
        list += size + (list[size] == ',');
    }
}

static void list_used(ci_buffer *out, const circlet_plan *plan,
                      const char *list)
{
    ci_buffer_add(out, list ? list : "");
    for (size_t i = 0; i < plan->action_count; i++)
        if (uses_site(&plan->actions[i]) &&
            !is_site_used(plan->actions, i, plan->actions[i].site))
            add_item(out, plan->actions[i].site,
                     strlen(plan->actions[i].site));
}

/* ---- money -------------------------------------------------------------- */

/* What actions in a unit cost. */
static double cost_in(const ci_given *given, const circlet_city *city,
                      circlet_unit unit)
{
    circlet_level level = circlet_city_unit(city, unit)->level;
    double sum = 0;

    for (size_t i = 0; i < given->plan->action_count; i++) {
        const circlet_plan_action *action = &given->plan->actions[i];
        circlet_facility was =
            circlet_city_find_facility(city, action->facility);
        circlet_facility is =
            circlet_city_find_facility(given->city, action->facility);
        circlet_unit at = CIRCLET_NONE;

        if (was != CIRCLET_NONE)
            at = circlet_city_facility_unit(city, was, level);
        else if (is != CIRCLET_NONE)
            at = circlet_city_facility_unit(given->city, is, level);
        if (at == unit && !isnan(action->cost_cny))
            sum += action->cost_cny;
    }
    return sum;
}

static circlet_status fail_over_budget(const ci_given *given, double cost,
                                       double budget, circlet_error *error)
{
    char spent[CI_NUMBER_SIZE], most[CI_NUMBER_SIZE];

    ci_format_double(spent, cost);
    ci_format_double(most, budget);
    return ci_fail(error, CIRCLET_E_INFEASIBLE,
                   "what is to stay of plan '%s' costs %s yuan, more than the "
                   "budget of %s",
                   given->plan->name, spent, most);
}

/* "CODE=YUAN" with what is left; what is no such thing is left as it is, for
 * the planner to refuse. */
static circlet_status add_budget(ci_buffer *out, const ci_given *given,
                                 const circlet_city *city, const char *part,
                                 size_t size, circlet_error *error)
{
    char *copy = ci_text_copy_n(part, size);
    char *sign = copy ? strrchr(copy, '=') : NULL;
    circlet_unit unit = CIRCLET_NONE;
    circlet_status status = CIRCLET_OK;
    int64_t cny = 0;
    double spent;

    if (!copy)
        return ci_fail_nomem(error);
    if (sign && ci_parse_int64(&cny, sign + 1)) {
        *sign = '\0';
        unit = circlet_city_find_unit(city, copy);
    }
    spent = unit == CIRCLET_NONE ? 0 : ceil(cost_in(given, city, unit) - 1e-6);
    if (spent > (double)cny)
        status = fail_over_budget(given, spent, (double)cny, error);
    add_item(out, part,
             unit == CIRCLET_NONE ? size : (size_t)(sign + 1 - copy));
    if (unit != CIRCLET_NONE)
        ci_buffer_add_int(out, cny - (int64_t)spent);
    free(copy);
    return status;
}

static circlet_status list_budgets(ci_buffer *out, const ci_given *given,
                                   const circlet_city *city, const char *list,
                                   circlet_error *error)
{
    circlet_status status = CIRCLET_OK;

    ci_buffer_add(out, "");
    while (!status && list && *list) {
        size_t size = strcspn(list, ",");

        status = add_budget(out, given, city, list, size, error);
        list += size + (list[size] == ',');
    }
    return status;
}

/* A budget of 0 would be none: of one yuan nothing is bought. */
static circlet_status lower_budget(circlet_plan_options *options,
                                   const ci_given *given, circlet_error *error)
{
    double left = floor(options->budget_cny - given->cost_cny + 1e-6);

    if (!(options->budget_cny > 0))
        return CIRCLET_OK;
    if (left < 0)
        return fail_over_budget(given, given->cost_cny, options->budget_cny,
                                error);
    options->budget_cny = left < 1 ? 1 : left;
    return CIRCLET_OK;
}

circlet_status ci_given_find_rest(ci_given_rest *out, const ci_given *given,
                                  const circlet_city *city,
                                  const circlet_plan_options *options,
                                  circlet_error *error)
{
    ci_buffer keep = {0}, forbid = {0}, budgets = {0};
    circlet_status status =
        check_forbidden(given->plan, options->forbid, error);

    *out = (ci_given_rest){.options = *options};
    list_unused(&keep, given->plan, options->keep);
    list_used(&forbid, given->plan, options->forbid);
    if (!status)
        status = list_budgets(&budgets, given, city, options->budgets, error);
    if (!status)
        status = lower_budget(&out->options, given, error);
    out->options.keep = out->keep = keep.text;
    out->options.forbid = out->forbid = forbid.text;
    out->options.budgets = out->budgets = budgets.text;
    out->options.from = given->plan->action_count > 0 ? given->plan : NULL;
    return keep.failed || forbid.failed || budgets.failed
               ? ci_fail_nomem(error)
               : status;
}

/* ---- facilities --------------------------------------------------------- */

void ci_given_place(ci_planned_city *planned, const circlet_plan *plan)
{
    for (size_t i = 0; plan && i < plan->action_count; i++) {
        const circlet_plan_action *action = &plan->actions[i];
        ci_action_kind kind = ci_action_kind_of(action->kind);
        ci_planned_facility *facility =
            ci_planned_find(planned, action->facility);
        circlet_site site =
            uses_site(action)
                ? circlet_city_find_site(planned->city, action->site)
                : CIRCLET_NONE;

        if (!facility || (kind != CI_ACTION_BUILD && kind != CI_ACTION_MOVE) ||
            (facility->placed_by && facility->placed_by->year > action->year))
            continue;
        facility->placed_by = action;
        facility->site = site == CIRCLET_NONE
                             ? NULL
                             : circlet_city_site(planned->city, site);
    }
}

bool ci_given_touches(const circlet_plan *plan, const char *facility)
{
    for (size_t i = 0; plan && i < plan->action_count; i++)
        if (strcmp(plan->actions[i].facility, facility) == 0)
            return true;
    return false;
}
