/* circlet_plan_hold(): a plan that holds in a share of the draws. */
#include "plan/hold.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/options.h"
#include "base/random.h"
#include "base/text.h"
#include "city/plan_record.h"
#include "plan/mend.h"
#include "policy/policy.h"
#include "reach/router.h"

#define DRAWS_MAX 10000

/* The streets of all draws are kept where they have so few arcs
 * together, of all modes. */
#define KEPT_ARCS UINT64_C(10000000)

/* The plain plan takes so much of the time. */
#define PLAIN_SHARE 0.01

circlet_status ci_hold_report(const ci_hold *hold, double done,
                              circlet_error *error)
{
    const circlet_progress *progress = &hold->options.progress;

    if (progress->report && !progress->report("draws", done, progress->user))
        return ci_fail(error, CIRCLET_E_CANCELLED, "cancelled");
    return CIRCLET_OK;
}

/* ---- what is asked for -------------------------------------------------- */

static circlet_status refuse(const circlet_plan_options *options,
                             circlet_error *error)
{
    const char *what = NULL;

    if (options->count > 0)
        what = "count";
    else if (options->budget_cny > 0 || options->budgets)
        what = "budget";
    else if (options->max_cost_per_person > 0)
        what = "max_cost_per_person";
    else if (options->frontier_count > 0)
        what = "frontier";
    else if (options->allow)
        what = "allow";
    else if (options->is_cautious)
        what = "is_cautious";
    else if (options->year_count > 0)
        what = "years";
    if (what)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "a plan for a share of draws does not go with '%s'",
                       what);
    if (!options->name || !*options->name)
        return ci_fail(error, CIRCLET_E_ARGUMENT, "a plan needs a name");
    return CIRCLET_OK;
}

static circlet_status read_options(ci_hold *hold,
                                   const circlet_plan_options *options,
                                   const circlet_hold_options *asked,
                                   circlet_error *error)
{
    circlet_status status =
        ci_options_read(&hold->options, sizeof(hold->options), options, error);

    if (!status)
        status =
            ci_options_read(&hold->asked, sizeof(hold->asked), asked, error);
    if (!status)
        status = refuse(&hold->options, error);
    if (status)
        return status;
    if (!(hold->asked.share > 0 && hold->asked.share < 1))
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "the share of draws is not between 0 and 1");
    if (hold->asked.draws == 0)
        hold->asked.draws = CI_DRAWS_DEFAULT;
    if (hold->asked.draws > DRAWS_MAX)
        return ci_fail(error, CIRCLET_E_ARGUMENT, "%u draws are more than %d",
                       hold->asked.draws, DRAWS_MAX);
    hold->year = hold->options.year
                     ? hold->options.year
                     : circlet_policy_default_year(hold->policy);
    return ci_doubt_check(&hold->asked.doubt, error);
}

/* ---- draws -------------------------------------------------------------- */

/* NULL: no memory. */
static char *list_rules(const ci_hold *hold, bool is_must)
{
    ci_buffer list = {0};

    ci_buffer_add(&list, "");
    for (size_t i = 0; i < hold->policy->rule_count; i++) {
        const ci_rule *rule = &hold->policy->rules[i];

        if (!ci_mend_is_planned(rule) ||
            (is_must && rule->force != CIRCLET_FORCE_MUST) ||
            !ci_mend_is_asked_for(rule, hold->options.services))
            continue;
        ci_buffer_add(&list, list.size > 0 ? "," : "");
        ci_buffer_add(&list, rule->id);
    }
    if (list.failed)
        ci_buffer_free(&list);
    return list.text;
}

static uint64_t count_arcs(const circlet_router *router)
{
    return 2 * (uint64_t)circlet_network_link_count(router->network) *
           router->mode_count;
}

static circlet_status keep_streets(ci_hold *hold, circlet_error *error)
{
    uint32_t draws = hold->asked.draws;
    circlet_status status = CIRCLET_OK;

    if (count_arcs(hold->router) * draws > KEPT_ARCS)
        return CIRCLET_OK;
    hold->streets = calloc(draws, sizeof(*hold->streets));
    if (!hold->streets)
        return ci_fail_nomem(error);
    for (uint32_t i = 0; !status && i < draws; i++)
        status =
            ci_drawn_streets_make(&hold->streets[i], hold->router,
                                  &hold->asked.doubt, hold->seeds[i], error);
    return status;
}

/* As circlet_robustness_compute() draws them. */
static circlet_status start_draws(ci_hold *hold, circlet_error *error)
{
    ci_random seeds = ci_random_start(hold->asked.seed, "draws");
    size_t count = 2 * (size_t)hold->asked.draws;

    hold->seeds = calloc(count, sizeof(*hold->seeds));
    if (!hold->seeds)
        return ci_fail_nomem(error);
    for (size_t i = 0; i < count; i++)
        hold->seeds[i] = ci_random_next(&seeds);
    return keep_streets(hold, error);
}

/* ---- the plan for what is assumed --------------------------------------- */

static double cost_bound(const circlet_plan *plain)
{
    for (size_t i = 0; i < circlet_plan_level_count(plain); i++)
        if (strcmp(circlet_plan_level_at(plain, i)->name, "cost_cny") == 0)
            return circlet_plan_level_at(plain, i)->bound;
    return 0;
}

static circlet_status start_from(ci_hold *hold, const circlet_plan *plain,
                                 circlet_error *error)
{
    circlet_status status =
        ci_hold_pool_add(&hold->plain, &hold->pool, NULL, plain, error);

    hold->bound_cny = cost_bound(plain);
    if (!status)
        status = ci_hold_apply(&hold->plain_city, hold, &hold->plain, error);
    if (!status && !hold->plain_city)
        status = ci_fail(error, CIRCLET_E_DATA, "plan '%s' contradicts itself",
                         hold->options.name);
    return status ? status
                  : ci_hold_judge(&hold->plain_findings, hold,
                                  hold->plain_city, error);
}

static circlet_status hold_plan(circlet_plan **out, circlet_holding **figures,
                                ci_hold *hold, const circlet_plan *plain,
                                circlet_error *error)
{
    ci_hold_choice choice = {0};
    circlet_status status = CIRCLET_OK;

    hold->rules = list_rules(hold, false);
    hold->must_rules = list_rules(hold, true);
    if (!hold->rules || !hold->must_rules)
        return ci_fail_nomem(error);
    if (!*hold->must_rules)
        return ci_fail(error, CIRCLET_E_NOT_FOUND,
                       "policy '%s' has no rule that must be kept and that "
                       "what is built can mend",
                       circlet_policy_id(hold->policy));
    status = start_draws(hold, error);
    if (!status)
        status = start_from(hold, plain, error);
    if (!status)
        status = ci_hold_plan_draws(hold, error);
    if (!status)
        status = ci_hold_search(&choice, hold, error);
    if (!status)
        status = ci_hold_make_figures(figures, hold, &choice, error);
    if (!status)
        status = ci_hold_report(hold, 1, error);
    if (!status)
        status = ci_hold_tell(out, hold, plain, &choice, error);
    ci_hold_choice_clear(&choice);
    return status;
}

static void clear(ci_hold *hold)
{
    for (uint32_t i = 0; i < hold->asked.draws; i++) {
        if (hold->streets)
            circlet_router_free(hold->streets[i].own);
        if (hold->of_draws)
            ci_hold_choice_clear(&hold->of_draws[i]);
    }
    for (size_t i = 0; i < hold->afresh_count; i++)
        ci_hold_choice_clear(&hold->afresh[i]);
    ci_hold_choice_clear(&hold->plain);
    ci_hold_pool_clear(&hold->pool);
    circlet_findings_free(hold->plain_findings);
    circlet_city_free(hold->plain_city);
    circlet_robustness_free(hold->plain_counted);
    circlet_robustness_free(hold->most);
    ci_name_map_free(hold->beyond);
    ci_arena_free(&hold->names);
    free(hold->rules);
    free(hold->must_rules);
    free(hold->seeds);
    free(hold->streets);
    free(hold->order);
    free(hold->of_draws);
    free(hold->afresh);
}

static circlet_status hold_all(circlet_plan **out, circlet_holding **figures,
                               ci_hold *hold, circlet_error *error)
{
    circlet_plan_options options = hold->options;
    circlet_plan *plain = NULL;
    circlet_city *own = NULL;
    circlet_status status;

    hold->travel = circlet_router_travel(hold->router);
    options.progress = (circlet_progress){0};
    status = circlet_plan_compute(&plain, hold->policy, hold->city,
                                  &hold->travel, &options, error);
    if (!status)
        status = ci_hold_report(hold, PLAIN_SHARE, error);
    if (!status)
        status = ci_plan_site_city(&own, &hold->city, plain, error);
    if (!status)
        status = hold_plan(out, figures, hold, plain, error);
    clear(hold);
    circlet_city_free(own);
    circlet_plan_free(plain);
    return status;
}

circlet_status circlet_plan_hold(circlet_plan **out, circlet_holding **holding,
                                 const circlet_policy *policy,
                                 const circlet_city *city,
                                 circlet_router *router,
                                 const circlet_plan_options *options,
                                 const circlet_hold_options *hold,
                                 circlet_error *error)
{
    ci_hold work = {.policy = policy, .city = city, .router = router};
    circlet_holding *figures = NULL;
    circlet_status status;

    if (!out || !holding || !policy || !city || !router || !options || !hold)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "a plan for a share of draws needs a policy, a city, "
                       "streets and options");
    status = read_options(&work, options, hold, error);
    if (!status)
        status = hold_all(out, &figures, &work, error);
    if (status)
        circlet_holding_free(figures);
    else
        *holding = figures;
    return status;
}
