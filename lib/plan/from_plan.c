/*
 * What is fixed in a plan stays, and so does what stands before it at the same
 * facility. Of the rest what is done to one facility stays or goes together:
 * sets of it are tried, each with the best plan beside it, and the best of all
 * is taken.
 */
#include "plan/from_plan.h"

#include "base/error.h"
#include "city/plan_record.h"
#include "plan/from_search.h"
#include "plan/joined_plan.h"

/* So many plans are made at most: fewer where there are more records of
 * people, whose plans take a minute each. */
#define PLANS_MAX 40
#define PLANS_MAX_OF_MANY 24

/* Elementary steps of each question of a trial. */
#define TRIAL_WORK UINT64_C(200000000)
#define MANY_PEOPLE 50000

/* ---- what is asked for -------------------------------------------------- */

static circlet_status check_options(const circlet_plan_options *options,
                                    circlet_error *error)
{
    if (options->count > 0 || options->frontier_count > 0)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "plan '%s' begins with another: then it has no count "
                       "and no frontier",
                       options->name);
    return CIRCLET_OK;
}

/* An action of a later year would not be done when the plan is. */
static circlet_status check_years(const circlet_plan *from, int year,
                                  circlet_error *error)
{
    for (size_t i = 0; i < from->action_count; i++)
        if (from->actions[i].year > year)
            return ci_fail(error, CIRCLET_E_INFEASIBLE,
                           "action '%s' of plan '%s' is of the year %d, after "
                           "the year %d that is planned for",
                           from->actions[i].id, from->name,
                           from->actions[i].year, year);
    return CIRCLET_OK;
}

/* That it can be carried out as it is. */
static circlet_status check_from(const ci_from_trials *trials,
                                 const circlet_plan *from,
                                 circlet_error *error)
{
    int year = trials->options.year > 0
                   ? trials->options.year
                   : circlet_policy_default_year(trials->policy);
    circlet_city *city = NULL;
    circlet_status status = check_options(&trials->options, error);

    if (!status)
        status = check_years(from, year, error);
    if (!status)
        status = circlet_plan_apply(&city, from, trials->policy, trials->city,
                                    0, error);
    circlet_city_free(city);
    return status;
}

/* Whether sites are proposed is asked of the city without those that `from`
 * proposes. */
static void settle_proposals(circlet_plan_options *options,
                             const circlet_city *city)
{
    options->before = NULL; /* they would name a city that is freed */
    if (options->propose == CIRCLET_PROPOSE_IF_NONE)
        options->propose = circlet_city_site_count(city) == 0
                               ? CIRCLET_PROPOSE_ALWAYS
                               : CIRCLET_PROPOSE_NEVER;
}

/* ---- all ---------------------------------------------------------------- */

static circlet_status complete(circlet_plan **out, ci_from_trials *trials,
                               const circlet_plan *from, circlet_error *error)
{
    circlet_status status = check_from(trials, from, error);

    if (!status && !ci_given_groups_make(&trials->groups, from))
        status = ci_fail_nomem(error);
    if (!status)
        status = ci_from_trials_start(trials, error);
    if (!status)
        status = ci_from_search(trials, error);
    if (!status)
        status = ci_from_settle(trials, error);
    return status ? status
                  : ci_join_plan(out, &trials->given, trials->rest, from,
                                 trials->options.name, error);
}

circlet_status ci_plan_from(circlet_plan **out, const circlet_policy *policy,
                            const circlet_city *city,
                            const circlet_travel *travel,
                            const circlet_plan_options *options,
                            ci_plan_compute_fn compute, circlet_error *error)
{
    ci_from_trials trials = {.policy = policy,
                             .city = city,
                             .travel = travel,
                             .options = *options,
                             .compute = compute,
                             .most =
                                 circlet_city_demand_count(city) > MANY_PEOPLE
                                     ? PLANS_MAX_OF_MANY
                                     : PLANS_MAX};
    circlet_status status;

    trials.is_quick = options->work_limit == 0;
    if (trials.is_quick)
        trials.options.work_limit = TRIAL_WORK;
    settle_proposals(&trials.options, city);
    status = complete(out, &trials, options->from, error);
    ci_from_trials_clear(&trials);
    return status;
}
