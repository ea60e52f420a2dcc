/*
 * What is fixed in a plan stays, and so does what stands before it at the same
 * facility. Of the rest what is done to one facility stays together if the
 * best plan beside it is as good as the best without: all of it is tried
 * first, then halves.
 */
#include "plan/from_plan.h"

#include <math.h>
#include <string.h>

#include "base/arena.h"
#include "base/error.h"
#include "city/plan_record.h"
#include "plan/given.h"
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
    bool *is_kept; /* each action of `from` */
    bool *is_tried; /* likewise, with those at hand */
    size_t *group_of; /* of each: the first about its facility */
    size_t *groups; /* that are not kept yet */
    size_t group_count;
    variant best;
    size_t trials;
    double progress_start;
    ci_arena arena; /* of the lists */
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

static void find_groups(completing *work)
{
    const circlet_plan *from = work->from;

    for (size_t i = 0; i < from->action_count; i++) {
        work->group_of[i] = i;
        for (size_t k = 0; k < i; k++)
            if (strcmp(from->actions[k].facility, from->actions[i].facility) ==
                0) {
                work->group_of[i] = k;
                break;
            }
    }
}

static bool is_before(const circlet_plan *plan, size_t a, size_t b)
{
    int first = plan->actions[a].year, second = plan->actions[b].year;

    return first != second ? first < second : a < b;
}

static void keep_fixed(completing *work)
{
    const circlet_plan *from = work->from;

    for (size_t i = 0; i < from->action_count; i++) {
        work->is_kept[i] |= from->actions[i].fixed;
        for (size_t k = 0; from->actions[i].fixed && k < from->action_count;
             k++)
            work->is_kept[k] |= work->group_of[k] == work->group_of[i] &&
                                is_before(from, k, i);
    }
}

static void list_groups(completing *work)
{
    for (size_t g = 0; g < work->from->action_count; g++) {
        bool is_open = false;

        for (size_t i = g; i < work->from->action_count; i++)
            is_open |= work->group_of[i] == g && !work->is_kept[i];
        if (is_open)
            work->groups[work->group_count++] = g;
    }
}

static void mark_groups(completing *work, size_t first, size_t end)
{
    size_t count = work->from->action_count;

    memcpy(work->is_tried, work->is_kept, count * sizeof(*work->is_tried));
    for (size_t i = 0; i < count; i++)
        for (size_t g = first; g < end; g++)
            work->is_tried[i] |= work->groups[g] == work->group_of[i];
}

/* What cannot stay, or not within the budget, is no error. */
static bool is_refusal(circlet_status status)
{
    return status == CIRCLET_E_INFEASIBLE || status == CIRCLET_E_DATA ||
           status == CIRCLET_E_NOT_FOUND;
}

static circlet_status try_groups(bool *is_kept, completing *work, size_t first,
                                 size_t end, circlet_error *error)
{
    double share = (1 - work->progress_start) * TRIAL_SHARE;
    variant trial = {.rest = NULL};
    circlet_error why;
    circlet_status status;

    work->trials++;
    mark_groups(work, first, end);
    status = make_variant(&trial, work, work->is_tried, share, &why);
    work->progress_start += share;
    *is_kept = !status && compare_variants(&trial, &work->best) <= 0;
    if (*is_kept) {
        clear_variant(&work->best);
        work->best = trial;
        memcpy(work->is_kept, work->is_tried,
               work->from->action_count * sizeof(*work->is_kept));
        return CIRCLET_OK;
    }
    clear_variant(&trial);
    if (!status || is_refusal(status))
        return CIRCLET_OK;
    if (error)
        *error = why;
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
    status = try_groups(&is_kept, work, first, end, error);
    if (status || is_kept || end - first == 1)
        return status;
    status = settle(work, first, middle, error);
    return status ? status : settle(work, middle, end, error);
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
    find_groups(work);
    keep_fixed(work);
    list_groups(work);
    status =
        make_variant(&work->best, work, work->is_kept, FIRST_SHARE, error);
    work->progress_start = FIRST_SHARE;
    if (!status)
        status = settle(work, 0, work->group_count, error);
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

/* Nothing is marked; false: no memory. */
static bool allocate(completing *work)
{
    size_t count = work->from->action_count + 1;

    work->is_kept = ci_arena_take(&work->arena, count * sizeof(bool));
    work->is_tried = ci_arena_take(&work->arena, count * sizeof(bool));
    work->group_of = ci_arena_take(&work->arena, count * sizeof(size_t));
    work->groups = ci_arena_take(&work->arena, count * sizeof(size_t));
    if (!work->is_kept || !work->is_tried || !work->group_of || !work->groups)
        return false;
    memset(work->is_kept, 0, count * sizeof(bool));
    return true;
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
    status =
        allocate(&work) ? complete(out, &work, error) : ci_fail_nomem(error);
    clear_variant(&work.best);
    ci_arena_free(&work.arena);
    return status;
}
