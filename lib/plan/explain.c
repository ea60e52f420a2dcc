/* circlet_plan_explain(): what the actions of a plan buy. */
#include "plan/explain.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/options.h"
#include "base/text.h"
#include "city/plan_record.h"
#include "plan/carrying.h"
#include "plan/explain_cover.h"
#include "plan/explanation.h"

/* So many actions are judged one by one, two times each, unless it is said
 * otherwise. */
#define JUDGED_MAX 60

#define YEAR_MAX 9999
#define PERSON_MILLI 1000.0

/* ---- one action --------------------------------------------------------- */

/* What is asked, and what is known of the whole plan. */
typedef struct working {
    ci_explaining of;
    circlet_explanation *out;
    ci_explain_state as_is, planned;
    bool *is_group, *is_before, *is_taken; /* each action */
} working;

/* The ids of marked actions but for one, divided by ';'. NULL: no memory. */
static const char *list_ids(const working *work, const bool *is_marked,
                            size_t but)
{
    const circlet_plan *plan = work->of.plan;
    ci_buffer list = {0};
    const char *kept = NULL;

    ci_buffer_add(&list, "");
    for (size_t i = 0; i < plan->action_count; i++) {
        if (!is_marked[i] || i == but)
            continue;
        ci_buffer_add(&list, list.size > 0 ? ";" : "");
        ci_buffer_add(&list, plan->actions[i].id);
    }
    if (!list.failed)
        kept = ci_arena_copy(work->of.arena, list.text);
    ci_buffer_free(&list);
    return kept;
}

static circlet_status describe(circlet_explained_action *out, working *work,
                               size_t action, circlet_error *error)
{
    const circlet_plan *plan = work->of.plan;
    circlet_status status =
        ci_explain_group(work->is_group, &work->of, action, error);

    if (!status)
        status = ci_explain_before(work->is_before, &work->of, work->is_group,
                                   action, error);
    if (status)
        return status;
    *out = (circlet_explained_action){
        .action = &plan->actions[action],
        .together = list_ids(work, work->is_group, action),
        .after = list_ids(work, work->is_before, action),
        .is_later = plan->actions[action].year > work->of.year};
    for (size_t i = 0; i < plan->action_count; i++)
        if (work->is_group[i]) {
            out->cost_cny += ci_explain_cost(&plan->actions[i]);
            out->yearly_cny += work->of.yearly_cny[i];
        }
    return out->together && out->after ? CIRCLET_OK : ci_fail_nomem(error);
}

/* The city with the actions that are taken. */
static circlet_status make_state(ci_explain_state *out, const working *work,
                                 circlet_error *error)
{
    circlet_plan *plan = NULL;
    circlet_status status =
        ci_explain_some(&plan, &work->of, work->is_taken, error);

    if (!status)
        status =
            ci_explain_state_make(out, &work->of, work->of.city, plan, error);
    circlet_plan_free(plan);
    return status;
}

static circlet_status look_first(circlet_explained_action *out, working *work,
                                 circlet_error *error)
{
    size_t count = work->of.plan->action_count;
    ci_explain_state before = {.own = NULL}, with = {.own = NULL};
    const ci_explain_state *base = &work->as_is;
    circlet_status status = CIRCLET_OK;

    if (*out->after) {
        memcpy(work->is_taken, work->is_before, count);
        status = make_state(&before, work, error);
        base = &before;
    }
    for (size_t i = 0; i < count; i++)
        work->is_taken[i] = work->is_before[i] || work->is_group[i];
    if (!status)
        status = make_state(&with, work, error);
    if (!status)
        status = ci_explain_worth(&out->first, &work->of, &with, base, error);
    ci_explain_state_clear(&before);
    ci_explain_state_clear(&with);
    return status;
}

static circlet_status look_last(circlet_explained_action *out,
                                ci_explain_state *without, working *work,
                                circlet_error *error)
{
    circlet_status status;

    for (size_t i = 0; i < work->of.plan->action_count; i++)
        work->is_taken[i] = !work->is_group[i];
    status = make_state(without, work, error);
    return status ? status
                  : ci_explain_worth(&out->last, &work->of, &work->planned,
                                     without, error);
}

static const char *const level_names[CI_EXPLAIN_LEVELS] = {
    "must_shortfall", "must_failures",   "should_shortfall", "should_failures",
    "cost_cny",       "mean_time_worst", "mean_time_all"};

static circlet_explained_level *make_levels(circlet_explained_action *out,
                                            const working *work,
                                            const ci_explain_state *without)
{
    const circlet_plan *plan = work->of.plan;
    const double unknown = (double)NAN;
    circlet_explained_level *levels =
        ci_arena_take(work->of.arena, CI_EXPLAIN_LEVELS * sizeof(*levels));
    double cost = 0;

    for (size_t i = 0; i < plan->action_count; i++)
        cost += ci_explain_cost(&plan->actions[i]);
    for (size_t i = 0; levels && i < CI_EXPLAIN_LEVELS; i++)
        levels[i] = (circlet_explained_level){level_names[i], unknown, unknown,
                                              unknown};
    for (size_t i = 0; levels && i < CI_EXPLAIN_SUMS; i++) {
        levels[i].with = work->planned.sums[i];
        levels[i].without = without->sums[i];
    }
    if (levels) {
        levels[CI_EXPLAIN_SUMS].with = cost;
        levels[CI_EXPLAIN_SUMS].without = cost - out->cost_cny;
        out->levels = levels;
        out->level_count = CI_EXPLAIN_LEVELS;
    }
    return levels;
}

/* With the second-best choice if it is the one that was asked for. */
static circlet_status explain_judged(circlet_explained_action *out,
                                     working *work, size_t action,
                                     bool wants_second, circlet_error *error)
{
    ci_explain_state without = {.own = NULL};
    circlet_explained_level *levels = NULL;
    circlet_status status = look_last(out, &without, work, error);

    if (!status)
        status = look_first(out, work, error);
    if (!status) {
        levels = make_levels(out, work, &without);
        status = levels ? CIRCLET_OK : ci_fail_nomem(error);
    }
    if (!status && wants_second) {
        const ci_explain_swap swap = {action, work->is_group, &work->planned,
                                      &without, levels};

        status = ci_explain_second(&work->out->second, &work->of, &swap,
                                   &work->out->instead, error);
        work->out->has_second = true;
    }
    out->is_judged = true;
    ci_explain_state_clear(&without);
    return status;
}

/* ---- all ---------------------------------------------------------------- */

static circlet_status report(const working *work, size_t done,
                             circlet_error *error)
{
    const circlet_progress *progress = &work->of.options.progress;

    if (progress->report &&
        !progress->report("judging",
                          (double)done / (double)(work->out->count + 1),
                          progress->user))
        return ci_fail(error, CIRCLET_E_CANCELLED, "explaining was cancelled");
    return CIRCLET_OK;
}

static circlet_status judge_ends(working *work, circlet_error *error)
{
    circlet_status status = ci_explain_state_make(&work->as_is, &work->of,
                                                  work->of.city, NULL, error);

    work->of.failed = work->as_is.mend.findings;
    return status ? status
                  : ci_explain_state_make(&work->planned, &work->of,
                                          work->of.city, work->of.plan, error);
}

static circlet_status explain_one(working *work, const char *id,
                                  circlet_error *error)
{
    circlet_explained_action *one = &work->out->actions[0];
    size_t action = 0;
    circlet_status status =
        ci_explain_find_action(&action, work->of.plan, id, error);

    work->out->count = 1;
    if (!status)
        status = describe(one, work, action, error);
    if (!status)
        status = judge_ends(work, error);
    return status ? status : explain_judged(one, work, action, true, error);
}

static circlet_status explain_each(working *work, circlet_error *error)
{
    size_t count = work->of.plan->action_count;
    circlet_status status = count > 0 ? judge_ends(work, error) : CIRCLET_OK;

    for (size_t i = 0; !status && i < count; i++) {
        circlet_explained_action *one = &work->out->actions[i];

        status = report(work, i, error);
        if (!status)
            status = describe(one, work, i, error);
        if (!status)
            status = explain_judged(one, work, i, false, error);
    }
    return status;
}

/* ---- without judging ---------------------------------------------------- */

/* The sets of actions that tell what one buys: the plan without it, what it
 * rests on, and that with it. */
enum { SET_LAST, SET_BEFORE, SET_FIRST, SETS };

static bool make_sets(ci_covered *out, const working *work)
{
    size_t count = work->of.plan->action_count;

    for (size_t k = 0; k < SETS; k++) {
        out[k].beside_plan = k == SET_LAST;
        out[k].is_taken = calloc(count + 1, sizeof(*out[k].is_taken));
        if (!out[k].is_taken)
            return false;
    }
    for (size_t i = 0; i < count; i++) {
        out[SET_LAST].is_taken[i] = !work->is_group[i];
        out[SET_BEFORE].is_taken[i] = work->is_before[i];
        out[SET_FIRST].is_taken[i] = work->is_before[i] || work->is_group[i];
    }
    return true;
}

static void take_persons(circlet_explained_action *out, const ci_covered *sets)
{
    out->last.persons = 0 - (double)sets[SET_LAST].more_milli / PERSON_MILLI;
    out->first.persons =
        (double)(sets[SET_FIRST].more_milli - sets[SET_BEFORE].more_milli) /
        PERSON_MILLI;
    /* Not minus zero. */
    out->last.persons += 0;
}

static circlet_status count_each(working *work, circlet_error *error)
{
    size_t count = work->of.plan->action_count;
    ci_covered *sets = calloc(SETS * count + 1, sizeof(*sets));
    circlet_status status = sets ? CIRCLET_OK : ci_fail_nomem(error);

    for (size_t i = 0; !status && i < count; i++) {
        status = describe(&work->out->actions[i], work, i, error);
        if (!status && !make_sets(&sets[SETS * i], work))
            status = ci_fail_nomem(error);
    }
    if (!status)
        status = ci_explain_cover(sets, SETS * count, &work->of, error);
    for (size_t i = 0; !status && i < count; i++)
        take_persons(&work->out->actions[i], &sets[SETS * i]);
    for (size_t i = 0; sets && i < SETS * count; i++)
        free(sets[i].is_taken);
    free(sets);
    return status;
}

/* ---- the start ---------------------------------------------------------- */

static int year_of(const circlet_plan *plan, const circlet_policy *policy,
                   int asked)
{
    int last = -1;

    if (asked > 0)
        return asked;
    if (plan->year > 0)
        return plan->year;
    for (size_t i = 0; i < plan->action_count; i++)
        if (plan->actions[i].year > last)
            last = plan->actions[i].year;
    return last > 0 ? last : policy->default_year;
}

/* When each action is carried out. */
static circlet_status find_turns(working *work, circlet_error *error)
{
    ci_carrying carrying;
    circlet_status status = ci_carrying_start(
        &carrying, work->of.plan, work->of.policy, work->of.city, error);

    for (size_t i = 0; !status && i < work->of.plan->action_count; i++)
        work->of.turn[carrying.order[i]] = i;
    ci_carrying_finish(&carrying);
    return status;
}

static circlet_status start(working *work, const circlet_plan *plan,
                            const circlet_explain_options *options,
                            circlet_error *error)
{
    ci_explaining *of = &work->of;
    circlet_explanation *out = work->out;
    size_t room = plan->action_count + 1;
    circlet_status status =
        circlet_plan_complete(&out->plan, plan, of->policy, of->city, error);

    if (status)
        return status;
    of->plan = out->plan;
    of->year = out->year = year_of(plan, of->policy, options->year);
    of->arena = &out->arena;
    of->options = (circlet_plan_options){.struct_size = sizeof(of->options),
                                         .name = out->plan->name,
                                         .year = of->year,
                                         .threads = options->threads,
                                         .work_limit = options->work_limit,
                                         .progress = options->progress,
                                         .is_cautious = plan->is_cautious};
    of->yearly_cny = calloc(room, sizeof(*of->yearly_cny));
    of->turn = calloc(room, sizeof(*of->turn));
    out->actions = calloc(room, sizeof(*out->actions));
    work->is_group = calloc(room, sizeof(*work->is_group));
    work->is_before = calloc(room, sizeof(*work->is_before));
    work->is_taken = calloc(room, sizeof(*work->is_taken));
    if (!of->yearly_cny || !of->turn || !out->actions || !work->is_group ||
        !work->is_before || !work->is_taken)
        return ci_fail_nomem(error);
    status = ci_explain_yearly(of->yearly_cny, of->plan, of->policy, of->city,
                               error);
    return status ? status : find_turns(work, error);
}

static void finish(working *work)
{
    ci_explain_state_clear(&work->as_is);
    ci_explain_state_clear(&work->planned);
    free(work->of.yearly_cny);
    free(work->of.turn);
    free(work->is_group);
    free(work->is_before);
    free(work->is_taken);
}

static circlet_status explain(working *work, const circlet_plan *plan,
                              const circlet_explain_options *options,
                              circlet_error *error)
{
    circlet_status status = start(work, plan, options, error);

    if (status)
        return status;
    if (options->action)
        return explain_one(work, options->action, error);
    work->out->count = work->of.plan->action_count;
    return work->out->count >
                   (options->judged_max ? options->judged_max : JUDGED_MAX)
               ? count_each(work, error)
               : explain_each(work, error);
}

static circlet_status check(const circlet_plan *plan,
                            const circlet_explain_options *options,
                            circlet_error *error)
{
    if (options->year < 0 || options->year > YEAR_MAX)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "plan '%s' is explained for the year %d, which is none",
                       plan->name, options->year);
    return CIRCLET_OK;
}

circlet_status circlet_plan_explain(circlet_explanation **out,
                                    const circlet_plan *plan,
                                    const circlet_policy *policy,
                                    const circlet_city *city,
                                    const circlet_travel *travel,
                                    const circlet_explain_options *options,
                                    circlet_error *error)
{
    circlet_explain_options wanted;
    working work = {.of = {.policy = policy, .travel = travel}};
    circlet_city *own = NULL;
    circlet_status status;

    if (!out || !plan || !policy || !city || !travel ||
        !travel->find_nearest || !travel->find_within)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "explaining needs a plan, a policy, a city and travel "
                       "times");
    status = ci_options_read(&wanted, sizeof(wanted), options, error);
    if (!status)
        status = check(plan, &wanted, error);
    if (!status)
        status = ci_plan_site_city(&own, &city, plan, error);
    if (status)
        return status;
    work.of.city = city;
    work.out = calloc(1, sizeof(*work.out));
    status =
        work.out ? explain(&work, plan, &wanted, error) : ci_fail_nomem(error);
    finish(&work);
    circlet_city_free(own);
    if (status)
        circlet_explanation_free(work.out);
    else
        *out = work.out;
    return status;
}
