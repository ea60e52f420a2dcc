/*
 * What is fixed in a plan stays, and so does what stands before it at the same
 * facility. Of the rest what is done to one facility stays together if the
 * best plan beside it is as good as the best without: all of it is tried
 * first, then halves. What came to stay together with other things may be
 * worse than leaving it, as what is drawn may cost more or less than the
 * policy says: each is tried alone until no such change is better, and what
 * was dropped and says what it costs in place of each that stays.
 */
#include "plan/from_plan.h"

#include <math.h>

#include "base/error.h"
#include "city/plan_record.h"
#include "plan/given.h"
#include "plan/given_groups.h"
#include "plan/joined_plan.h"
#include "plan/part_progress.h"

/* So many plans are made at most. */
#define TRIAL_MAX 40

/* Of the time for the first, and of what is left for each of the others. */
#define FIRST_SHARE 0.5
#define TRIAL_SHARE 0.2

/* Figures that differ by rounding alone are the same. */
#define SLACK 1e-9

/* What is given, and the best plan beside it. */
typedef struct variant {
    ci_given given;
    circlet_plan *rest;
} variant;

typedef struct completing {
    const circlet_policy *policy;
    const circlet_city *city; /* as it is */
    const circlet_travel *travel;
    circlet_plan_options options;
    ci_plan_compute_fn compute;
    const circlet_plan *from;
    ci_given_groups groups;
    variant best;
    size_t trials;
    double progress_start;
} completing;

static void clear_variant(variant *one)
{
    ci_given_clear(&one->given);
    circlet_plan_free(one->rest);
    *one = (variant){.rest = NULL};
}

/* ---- one plan ----------------------------------------------------------- */

static circlet_status make_variant(variant *out, const completing *work,
                                   const bool *is_chosen, double share,
                                   circlet_error *error)
{
    ci_part_progress part = {work->options.progress, work->progress_start,
                             share};
    ci_given_rest rest = {.keep = NULL};
    circlet_status status = ci_given_make(&out->given, work->from, is_chosen,
                                          work->policy, work->city, error);

    if (!status)
        status = ci_given_find_rest(&rest, &out->given, work->city,
                                    &work->options, error);
    rest.options.progress = ci_part_progress_of(&part);
    if (!status)
        status = work->compute(&out->rest, work->policy, out->given.city,
                               work->travel, &rest.options, error);
    ci_given_rest_clear(&rest);
    return status;
}

/* Positive: `a` is worse, by the first level that differs. What it misses in
 * all counts: what cannot be had beside one may be had beside another. */
static int compare_variants(const variant *a, const variant *b)
{
    const double *missed_a = a->rest->missed, *missed_b = b->rest->missed;
    double cost_a = a->given.cost_cny + ci_joined_cost(a->rest);
    double cost_b = b->given.cost_cny + ci_joined_cost(b->rest);

    for (int i = 0; i < 4; i++)
        if (fabs(missed_a[i] - missed_b[i]) > SLACK * (1 + fabs(missed_b[i])))
            return missed_a[i] > missed_b[i] ? 1 : -1;
    return (cost_a > cost_b + 1e-6) - (cost_a < cost_b - 1e-6);
}

/* ---- which stay --------------------------------------------------------- */

/* What cannot stay, or not within the budget, is no error. */
static bool is_refusal(circlet_status status)
{
    return status == CIRCLET_E_INFEASIBLE || status == CIRCLET_E_DATA ||
           status == CIRCLET_E_NOT_FOUND;
}

static void accept(completing *work, const variant *trial)
{
    clear_variant(&work->best);
    work->best = *trial;
    ci_given_groups_accept(&work->groups);
}

/* What is marked: `most` is the greatest order to the best at which it takes
 * its place. */
static circlet_status try_marked(bool *is_accepted, completing *work, int most,
                                 circlet_error *error)
{
    double share = (1 - work->progress_start) * TRIAL_SHARE;
    variant trial = {.rest = NULL};
    circlet_error why;
    circlet_status status;

    work->trials++;
    status = make_variant(&trial, work, work->groups.is_tried, share, &why);
    work->progress_start += share;
    *is_accepted = !status && compare_variants(&trial, &work->best) <= most;
    if (*is_accepted)
        accept(work, &trial);
    else
        clear_variant(&trial);
    if (!status || is_refusal(status))
        return CIRCLET_OK;
    if (error)
        *error = why;
    return status;
}

/* At equal worth what was drawn stays. */
static circlet_status try_groups(bool *is_accepted, completing *work,
                                 size_t first, size_t end, bool is_with,
                                 circlet_error *error)
{
    circlet_status status;

    ci_given_groups_start(&work->groups);
    for (size_t g = first; g < end; g++)
        ci_given_groups_mark(&work->groups, g, is_with);
    status = try_marked(is_accepted, work, is_with ? 0 : -1, error);
    if (end - first == 1)
        work->groups.tried_at[first] = work->groups.changes;
    return status;
}

static circlet_status settle(completing *work, size_t first, size_t end,
                             circlet_error *error)
{
    size_t middle = first + (end - first) / 2;
    bool is_kept = false;
    circlet_status status;

    if (first == end || work->trials >= TRIAL_MAX)
        return CIRCLET_OK;
    status = try_groups(&is_kept, work, first, end, true, error);
    if (status || is_kept || end - first == 1)
        return status;
    status = settle(work, first, middle, error);
    return status ? status : settle(work, middle, end, error);
}

/* Each change is for the better, or as good with more that stays. */
static circlet_status improve(completing *work, circlet_error *error)
{
    circlet_status status = CIRCLET_OK;
    size_t g;

    while (!status && work->trials < TRIAL_MAX &&
           (g = ci_given_groups_next(&work->groups)) < work->groups.count) {
        bool is_with = !ci_given_groups_is_kept(&work->groups, g), is_accepted;

        status = try_groups(&is_accepted, work, g, g + 1, is_with, error);
    }
    return status;
}

/* A dropped group in place of one that is kept, until that is better. What has
 * the policy's price was open to the planner. */
static circlet_status exchange(bool *is_better, completing *work,
                               circlet_error *error)
{
    circlet_status status = CIRCLET_OK;
    size_t count = work->groups.count;

    *is_better = false;
    for (size_t i = 0; !status && !*is_better && i < count * count; i++) {
        size_t in = i / count, out = i % count;

        if (work->trials >= TRIAL_MAX ||
            ci_given_groups_is_kept(&work->groups, in) ||
            !ci_given_groups_is_kept(&work->groups, out) ||
            !ci_given_groups_has_cost(&work->groups, in))
            continue;
        ci_given_groups_start(&work->groups);
        ci_given_groups_mark(&work->groups, in, true);
        ci_given_groups_mark(&work->groups, out, false);
        status = try_marked(is_better, work, -1, error);
    }
    return status;
}

static circlet_status improve_all(completing *work, circlet_error *error)
{
    bool is_better = true;
    circlet_status status = CIRCLET_OK;

    while (!status && is_better) {
        status = improve(work, error);
        if (!status)
            status = exchange(&is_better, work, error);
    }
    return status;
}

/* ---- all ---------------------------------------------------------------- */

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
static circlet_status check_from(const completing *work, circlet_error *error)
{
    int year = work->options.year > 0
                   ? work->options.year
                   : circlet_policy_default_year(work->policy);
    circlet_city *city = NULL;
    circlet_status status = check_options(&work->options, error);

    if (!status)
        status = check_years(work->from, year, error);
    if (!status)
        status = circlet_plan_apply(&city, work->from, work->policy,
                                    work->city, 0, error);
    circlet_city_free(city);
    return status;
}

static circlet_status complete(circlet_plan **out, completing *work,
                               circlet_error *error)
{
    circlet_status status = check_from(work, error);

    if (status)
        return status;
    status = ci_given_groups_list(&work->groups, work->from, error);
    if (!status)
        status = make_variant(&work->best, work, work->groups.is_kept,
                              FIRST_SHARE, error);
    work->progress_start = FIRST_SHARE;
    if (!status)
        status = settle(work, 0, work->groups.count, error);
    if (!status)
        status = improve_all(work, error);
    return status ? status
                  : ci_join_plan(out, &work->best.given, work->best.rest,
                                 work->from, work->options.name, error);
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

circlet_status ci_plan_from(circlet_plan **out, const circlet_policy *policy,
                            const circlet_city *city,
                            const circlet_travel *travel,
                            const circlet_plan_options *options,
                            ci_plan_compute_fn compute, circlet_error *error)
{
    completing work = {.policy = policy,
                       .city = city,
                       .travel = travel,
                       .options = *options,
                       .compute = compute,
                       .from = options->from};
    circlet_status status;

    settle_proposals(&work.options, city);
    status = complete(out, &work, error);
    clear_variant(&work.best);
    ci_given_groups_clear(&work.groups);
    return status;
}
