/*
 * Levels of a plan are of the city that it is made for, so that those of plans
 * that keep different things say nothing of which is better: what one finds
 * done is no row of it, or cannot be had there. Each whole plan is therefore
 * carried out and the city judged. All that is missing then counts of what
 * fails then, or fails with what has to stay alone and is not known to be
 * mended.
 */
#include "plan/from_trials.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "city/plan_record.h"
#include "plan/joined_plan.h"
#include "plan/mend_solve.h"
#include "plan/part_progress.h"

/* Of the time for the first, and of what is left for each of the others. */
#define FIRST_SHARE 0.5
#define TRIAL_SHARE 0.2

/* Figures that differ by rounding alone are the same. */
#define SLACK 1e-9
#define SLACK_CNY 1e-6

/* ---- comparing ---------------------------------------------------------- */

int ci_from_compare(const ci_from_score *a, const ci_from_score *b)
{
    if (!a->is_possible || !b->is_possible)
        return (int)b->is_possible - (int)a->is_possible;
    for (size_t i = 0; i < CI_FROM_SUMS; i++)
        if (fabs(a->sums[i] - b->sums[i]) > SLACK * (1 + fabs(b->sums[i])))
            return a->sums[i] > b->sums[i] ? 1 : -1;
    return (a->cost_cny > b->cost_cny + SLACK_CNY) -
           (a->cost_cny < b->cost_cny - SLACK_CNY);
}

/* What was drawn stays where nothing is better. */
static bool is_better(const ci_from_score *a, const ci_from_score *b)
{
    int order = ci_from_compare(a, b);

    return order < 0 || (order == 0 && a->kept > b->kept);
}

/* ---- one plan ----------------------------------------------------------- */

typedef struct variant {
    ci_given given;
    circlet_plan *rest;
} variant;

static void clear_variant(variant *one)
{
    ci_given_clear(&one->given);
    circlet_plan_free(one->rest);
    *one = (variant){.rest = NULL};
}

/* Plans around the chosen actions. */
static circlet_status make_variant(variant *out, const ci_from_trials *trials,
                                   double share, circlet_error *error)
{
    ci_part_progress part = {trials->options.progress, trials->progress_start,
                             share};
    ci_given_rest rest = {.keep = NULL};
    circlet_status status =
        ci_given_make(&out->given, trials->groups.from, trials->is_chosen,
                      trials->policy, trials->city, error);

    if (!status)
        status = ci_given_find_rest(&rest, &out->given, trials->city,
                                    &trials->options, error);
    rest.options.progress = ci_part_progress_of(&part);
    if (!status)
        status = trials->compute(&out->rest, trials->policy, out->given.city,
                                 trials->travel, &rest.options, error);
    ci_given_rest_clear(&rest);
    return status;
}

static circlet_status measure(ci_from_score *out, const ci_from_trials *trials,
                              const variant *one, circlet_error *error)
{
    circlet_status status = ci_from_measure_take(
        out->sums, &trials->measure, one->given.city, one->rest, error);

    out->is_possible = !status;
    out->cost_cny = one->given.cost_cny + ci_joined_cost(one->rest);
    return status;
}

/* What cannot stay, or not within the budget, is no error. */
static bool is_refusal(circlet_status status)
{
    return status == CIRCLET_E_INFEASIBLE || status == CIRCLET_E_DATA ||
           status == CIRCLET_E_NOT_FOUND;
}

static void take(ci_from_trials *trials, variant *one,
                 const ci_from_trial *trial)
{
    variant before = {trials->given, trials->rest};

    trials->given = one->given;
    trials->rest = one->rest;
    trials->best = *trial;
    *one = before;
}

static circlet_status make(ci_from_trial *trial, ci_from_trials *trials,
                           circlet_error *error)
{
    double left = 1 - trials->progress_start;
    double share = trials->count == 0 ? FIRST_SHARE : left * TRIAL_SHARE;
    variant one = {.rest = NULL};
    circlet_error why;
    circlet_status status;

    trial->score.kept = ci_given_groups_choose(trials->is_chosen,
                                               &trials->groups, trial->with);
    status = make_variant(&one, trials, share, &why);
    trials->progress_start += share;
    if (status && trials->count == 0) {
        trials->refused = status;
        trials->refusal = why;
    }
    if (!status && trials->count == 0)
        ci_from_measure_learn(&trials->measure, one.rest);
    if (!status)
        status = measure(&trial->score, trials, &one, &why);
    if (!status && is_better(&trial->score, &trials->best.score))
        take(trials, &one, trial);
    clear_variant(&one);
    if (!status || is_refusal(status))
        return CIRCLET_OK;
    if (error)
        *error = why;
    return status;
}

circlet_status ci_from_try(const ci_from_trial **out, ci_from_trials *trials,
                           const bool *with, circlet_error *error)
{
    size_t size = trials->groups.count * sizeof(*with);
    ci_from_trial trial = {.with = NULL};
    bool *own;
    circlet_status status;

    *out = NULL;
    for (size_t i = 0; i < trials->count; i++)
        if (memcmp(trials->items[i].with, with, size) == 0)
            *out = &trials->items[i];
    if (*out || trials->count >= trials->most)
        return CIRCLET_OK;
    own = ci_arena_take(&trials->arena, size + 1);
    if (!own)
        return ci_fail_nomem(error);
    memcpy(own, with, size);
    trial.with = own;
    status = make(&trial, trials, error);
    if (status)
        return status;
    trials->items[trials->count] = trial;
    *out = &trials->items[trials->count++];
    return CIRCLET_OK;
}

/* ---- the best ----------------------------------------------------------- */

/* Nothing is better than what is proved; times to go are not. */
static bool is_proved(const circlet_plan *plan)
{
    for (size_t i = 0; i < plan->level_count && i < CI_MEND_LEVEL_COUNT; i++)
        if (plan->levels[i].proof != CIRCLET_PROOF_OPTIMAL)
            return false;
    return true;
}

circlet_status ci_from_settle(ci_from_trials *trials, circlet_error *error)
{
    ci_from_trial trial = trials->best;
    variant one = {.rest = NULL};
    circlet_status status;

    if (!trials->is_quick || !trials->rest || is_proved(trials->rest))
        return CIRCLET_OK;
    trials->options.work_limit = 0;
    ci_given_groups_choose(trials->is_chosen, &trials->groups, trial.with);
    status = make_variant(&one, trials, 1 - trials->progress_start, error);
    if (!status)
        status = measure(&trial.score, trials, &one, error);
    if (!status && ci_from_compare(&trial.score, &trials->best.score) <= 0)
        take(trials, &one, &trial);
    clear_variant(&one);
    return status;
}

/* ---- all ---------------------------------------------------------------- */

/* What fails with what has to stay alone is what every plan is asked for. */
static circlet_status judge_base(ci_from_trials *trials, const bool *none,
                                 circlet_error *error)
{
    ci_judgement judgement = {.policy = trials->policy,
                              .travel = trials->travel};
    circlet_status status;

    ci_given_groups_choose(trials->is_chosen, &trials->groups, none);
    status =
        ci_given_make(&trials->base, trials->groups.from, trials->is_chosen,
                      trials->policy, trials->city, error);
    judgement.city = trials->base.city;
    return status ? status
                  : ci_from_measure_start(&trials->measure, &judgement,
                                          &trials->options, error);
}

circlet_status ci_from_trials_start(ci_from_trials *trials,
                                    circlet_error *error)
{
    size_t actions = trials->groups.from->action_count + 1;
    bool *none = ci_arena_take(&trials->arena, actions * sizeof(*none));

    trials->is_chosen = ci_arena_take(&trials->arena, actions * sizeof(bool));
    trials->items =
        ci_arena_take(&trials->arena, trials->most * sizeof(*trials->items));
    if (!none || !trials->is_chosen || !trials->items)
        return ci_fail_nomem(error);
    memset(none, 0, actions * sizeof(*none));
    return judge_base(trials, none, error);
}

void ci_from_trials_clear(ci_from_trials *trials)
{
    variant best = {trials->given, trials->rest};

    clear_variant(&best);
    ci_from_measure_clear(&trials->measure);
    ci_given_clear(&trials->base);
    ci_given_groups_clear(&trials->groups);
    ci_arena_free(&trials->arena);
}
