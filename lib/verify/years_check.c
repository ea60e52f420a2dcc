#include "verify/years_check.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "city/plan_action.h"
#include "city/plan_record.h"
#include "policy/circle.h"
#include "policy/own_times.h"
#include "policy/price.h"
#include "policy/traveller.h"
#include "verify/carried_city.h"
#include "verify/record_check.h"

#define PERSON_MILLI 1000.0

/* ---- years -------------------------------------------------------------- */

bool ci_years_have(const circlet_plan *plan, int year)
{
    const char *list = plan->years;

    while (list && *list)
        if (ci_plan_take_year(&list, ';') == year)
            return true;
    return false;
}

static int last_year(const circlet_plan *plan)
{
    const char *list = plan->years;
    int last = 0;

    while (list && *list)
        last = ci_plan_take_year(&list, ';');
    return last;
}

/* ---- how long it takes -------------------------------------------------- */

static ci_price_kind kind_of(const char *word)
{
    int kind = 0;

    while (kind < CI_PRICE_KIND_COUNT &&
           strcmp(ci_price_kind_name((ci_price_kind)kind), word) != 0)
        kind++;
    return (ci_price_kind)kind;
}

static const char *type_of(const ci_years_question *of,
                           const circlet_plan_action *action)
{
    circlet_facility facility =
        circlet_city_find_facility(of->city, action->facility);

    if (action->type)
        return action->type;
    for (size_t i = 0; facility == CIRCLET_NONE && i < of->plan->action_count;
         i++)
        if (of->plan->actions[i].type &&
            strcmp(of->plan->actions[i].facility, action->facility) == 0)
            return of->plan->actions[i].type;
    return facility == CIRCLET_NONE
               ? NULL
               : circlet_city_facility(of->city, facility)->type;
}

/* The first year in which what an action does by itself can count. */
static int earliest(const ci_years_question *of,
                    const circlet_plan_action *action)
{
    ci_price_kind kind = kind_of(action->kind);
    int months =
        kind < CI_PRICE_KIND_COUNT
            ? ci_price_lead_months(of->policy, kind, type_of(of, action),
                                   action->service)
            : 0;

    return action->start_year + ci_lead_years(months);
}

/* That of all that is begun with it at its facility. */
static int earliest_of_all(const ci_years_question *of,
                           const circlet_plan_action *action)
{
    int latest = earliest(of, action);

    for (size_t i = 0; i < of->plan->action_count; i++) {
        const circlet_plan_action *other = &of->plan->actions[i];

        if (other->start_year == action->start_year &&
            strcmp(other->facility, action->facility) == 0 &&
            earliest(of, other) > latest)
            latest = earliest(of, other);
    }
    return latest;
}

/* What was computed is done as soon as it can be; what moves or closes may
 * wait for what comes in its place. */
static bool may_be_late(const circlet_plan *plan,
                        const circlet_plan_action *action)
{
    ci_action_kind kind = ci_action_kind_of(action->kind);

    return !ci_plan_is_computed(plan) || kind == CI_ACTION_MOVE ||
           kind == CI_ACTION_CLOSE;
}

static bool check_action(circlet_verification *out,
                         const ci_years_question *of,
                         const circlet_plan_action *action)
{
    circlet_claim claim = {.what = "done_year",
                           .subject = action->id,
                           .claimed = action->year,
                           .found = earliest(of, action)};

    if (action->fixed && action->start_year == 0)
        return true;
    if (!may_be_late(of->plan, action) && action->year > claim.found)
        claim.found = earliest_of_all(of, action);
    if (!ci_years_have(of->plan, action->start_year) ||
        action->year < claim.found || action->year > last_year(of->plan) ||
        (!may_be_late(of->plan, action) && action->year > claim.found))
        claim.state = CIRCLET_CLAIM_DIFFERS;
    else
        claim.found = claim.claimed;
    return ci_verification_add(out, &claim);
}

/* ---- who loses ---------------------------------------------------------- */

circlet_status ci_years_carry(circlet_city **out, const ci_years_question *of,
                              int year, circlet_error *error)
{
    ci_carried_city carried = {.city = NULL};
    size_t *order = ci_carried_order(of->plan);
    circlet_status status =
        order ? ci_carried_city_start(&carried, of->city, of->policy, error)
              : ci_fail_nomem(error);

    for (size_t i = 0; !status && i < of->plan->action_count; i++) {
        circlet_error why;

        if (of->plan->actions[order[i]].year <= year &&
            ci_carried_city_do(&carried, &of->plan->actions[order[i]], &why) ==
                CIRCLET_E_NOMEM)
            status = ci_fail_nomem(error);
    }
    if (!status)
        status = ci_carried_city_make(out, &carried, error);
    ci_carried_city_clear(&carried);
    free(order);
    return status;
}

static circlet_status add_lost(double *lost, const ci_judgement *judgement,
                               const ci_rule *rule,
                               const circlet_city *planned,
                               circlet_error *error)
{
    const ci_traveller_query query = {
        rule,           rule->as.circle.mode,    CIRCLET_NONE,
        judgement->day, judgement->thread_count, judgement->crowd};
    ci_traveller *people = NULL;
    size_t count = 0;
    circlet_status status = ci_travellers_find(
        &people, &count, judgement->policy, judgement->city, &query, error);
    uint32_t *before = calloc(2 * count + 2, sizeof(*before));
    uint32_t *after = before ? before + count + 1 : NULL;

    if (!status && !before)
        status = ci_fail_nomem(error);
    if (!status)
        status = ci_own_times_to_rule(before, judgement, rule, people, count,
                                      judgement->city, judgement->day, error);
    if (!status)
        status = ci_own_times_to_rule(after, judgement, rule, people, count,
                                      planned, judgement->day, error);
    for (size_t i = 0; !status && i < count; i++)
        if (before[i] != CIRCLET_UNREACHED && after[i] == CIRCLET_UNREACHED)
            *lost +=
                (double)circlet_city_demand(judgement->city, people[i].demand)
                    ->weight_milli /
                PERSON_MILLI;
    free(before);
    free(people);
    return status;
}

static bool is_counted(const ci_rule *rule, int year)
{
    return rule->kind == CI_RULE_CIRCLE && !rule->is_variant &&
           rule->force != CIRCLET_FORCE_MAY && ci_rule_is_in_force(rule, year);
}

static circlet_status find_lost(double *lost, const ci_years_question *of,
                                int year, const circlet_city *planned,
                                circlet_error *error)
{
    ci_judgement judgement = {
        .policy = of->policy, .city = of->city, .travel = of->travel};
    circlet_judge_options wanted = CIRCLET_JUDGE_OPTIONS_INIT, own;
    circlet_status status;

    *lost = 0;
    wanted.year = year;
    wanted.threads = of->threads;
    status = ci_judgement_start(&judgement, &own, &wanted, error);
    for (size_t i = 0; !status && i < of->policy->rule_count; i++)
        if (is_counted(&of->policy->rules[i], year))
            status = add_lost(lost, &judgement, &of->policy->rules[i], planned,
                              error);
    return status;
}

static circlet_status check_year(circlet_verification *out,
                                 const ci_years_question *of, int year,
                                 circlet_error *error)
{
    circlet_city *planned = NULL;
    char digits[CI_NUMBER_SIZE];
    circlet_claim claim = {.what = "persons_lost", .subject = digits};
    circlet_status status = ci_years_carry(&planned, of, year, error);

    ci_format_double(digits, year);
    if (!status)
        status = find_lost(&claim.found, of, year, planned, error);
    circlet_city_free(planned);
    if (status)
        return status;
    if (of->plan->allows_loss)
        claim.claimed = claim.found;
    if (claim.found > claim.claimed)
        claim.state = CIRCLET_CLAIM_DIFFERS;
    return ci_verification_add(out, &claim) ? CIRCLET_OK
                                            : ci_fail_nomem(error);
}

/* Only a plan over years says when work begins, or one made by hand. */
static circlet_status check_starts(circlet_verification *out,
                                   const circlet_plan *plan,
                                   circlet_error *error)
{
    for (size_t i = 0; plan->policy && i < plan->action_count; i++) {
        const circlet_claim claim = {.what = "done_year",
                                     .subject = plan->actions[i].id,
                                     .claimed = plan->actions[i].start_year,
                                     .found = (double)NAN,
                                     .state = CIRCLET_CLAIM_DIFFERS};

        if (plan->actions[i].start_year > 0 &&
            !ci_verification_add(out, &claim))
            return ci_fail_nomem(error);
    }
    return CIRCLET_OK;
}

circlet_status ci_years_check(circlet_verification *out,
                              const ci_years_question *question,
                              circlet_error *error)
{
    const circlet_plan *plan = question->plan;
    const char *list = plan->years;
    circlet_status status = CIRCLET_OK;

    if (!list)
        return check_starts(out, plan, error);
    for (size_t i = 0; i < plan->action_count; i++)
        if (!check_action(out, question, &plan->actions[i]))
            return ci_fail_nomem(error);
    while (!status && *list)
        status =
            check_year(out, question, ci_plan_take_year(&list, ';'), error);
    return status;
}
