/*
 * The second-best choice: the city as the plan leaves it without an action is
 * mended as by a plan of its own, by all that can be done but that action.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "city/plan_action.h"
#include "city/plan_record.h"
#include "plan/explain.h"
#include "plan/mend_actions.h"
#include "plan/mend_nearer.h"
#include "plan/mend_run.h"
#include "policy/price.h"

typedef struct replacing {
    const ci_explaining *of;
    const ci_explain_swap *swap;
    ci_mend *mend; /* of the city without the action */
    circlet_plan_options options; /* with the sites that are not free */
    ci_mend_program program;
    ci_mend_answer answer;
    bool is_lost; /* something, without the action */
    circlet_second_best *out;
} replacing;

static const circlet_plan_action *action_of(const replacing *work)
{
    return &work->of->plan->actions[work->swap->action];
}

/* ---- what is not allowed ------------------------------------------------ */

/* The site of the action, and those that the rest of the plan takes. */
static circlet_status forbid_sites(replacing *work, circlet_error *error)
{
    const circlet_plan *plan = work->of->plan;
    ci_buffer list = {0};

    for (size_t i = 0; i < plan->action_count; i++) {
        const char *site = plan->actions[i].site;

        if (!site || !*site ||
            (work->swap->is_group[i] && i != work->swap->action))
            continue;
        ci_buffer_add(&list, list.size > 0 ? "," : "");
        ci_buffer_add(&list, site);
    }
    if (!list.failed && list.size > 0)
        work->options.forbid = ci_arena_copy(work->of->arena, list.text);
    if (list.failed || (list.size > 0 && !work->options.forbid)) {
        ci_buffer_free(&list);
        return ci_fail_nomem(error);
    }
    ci_buffer_free(&list);
    return CIRCLET_OK;
}

static bool is_same_text(const char *a, const char *b)
{
    return strcmp(a ? a : "", b ? b : "") == 0;
}

static bool has_step_like(const ci_mend_bundle *bundle,
                          const circlet_plan_action *action)
{
    for (size_t i = 0; bundle && i < bundle->step_count; i++)
        if (strcmp(ci_price_kind_name(bundle->steps[i].kind), action->kind) ==
                0 &&
            is_same_text(bundle->steps[i].service, action->service))
            return true;
    return false;
}

/* The same kind of change to the same building, by however much. */
static void drop_same_change(replacing *work)
{
    ci_mend *mend = work->mend;
    const circlet_plan_action *action = action_of(work);
    circlet_facility facility =
        circlet_city_find_facility(mend->judgement.city, action->facility);
    size_t place = circlet_city_site_count(mend->judgement.city) + facility;
    size_t kept = 0;

    if (facility == CIRCLET_NONE)
        return;
    for (size_t i = 0; i < mend->column_count; i++)
        if (mend->columns[i].place != place ||
            !has_step_like(mend->columns[i].bundle, action))
            mend->columns[kept++] = mend->columns[i];
    mend->column_count = kept;
}

/* ---- solving ------------------------------------------------------------ */

static circlet_status find_choices(replacing *work, circlet_error *error)
{
    ci_mend *mend = work->mend;
    circlet_status status = forbid_sites(work, error);

    mend->options = &work->options;
    if (!status)
        status = ci_planned_city_start(&mend->planned, mend->judgement.city,
                                       work->of->policy, NULL, error);
    if (!status)
        status = ci_mend_find_columns(mend, &work->options.progress, error);
    if (status)
        return status;
    drop_same_change(work);
    status = ci_mend_program_make(&work->program, mend, error);
    if (!status)
        status = ci_explain_keep_lost(&work->is_lost, work->program.needs,
                                      mend, &work->swap->planned->mend, error);
    return status;
}

static bool is_proved(const replacing *work)
{
    const ci_mend_answer *answer = &work->answer;

    for (size_t g = 0; g < work->mend->goal_count; g++)
        if (work->mend->goals[g].is_contested)
            return false;
    return !work->mend->leaves_ways_out && answer->must.is_proved &&
           answer->must.are_failures_proved && answer->should.is_proved &&
           answer->should.are_failures_proved && answer->is_cost_proved;
}

static circlet_status solve(replacing *work, circlet_plan **actions,
                            circlet_error *error)
{
    const circlet_progress *progress = &work->options.progress;
    circlet_plan_parts parts = {.year = work->of->year};
    circlet_status status =
        ci_mend_solve(&work->answer, &work->program, progress, error);

    if (!status)
        status = ci_mend_move_nearer(&work->answer, work->mend, &work->program,
                                     error);
    work->out->is_proved = !status && is_proved(work);
    work->out->leaves_ways_out = work->mend->leaves_ways_out;
    if (status || work->answer.chosen_count == 0)
        return status;
    status = ci_mend_make_actions(&parts, work->mend, &work->program,
                                  &work->answer, error);
    if (!status)
        status = ci_mend_tell(actions, work->mend, &parts, error);
    return status;
}

/* ---- how good it is ----------------------------------------------------- */

static circlet_status add_times(circlet_explained_level *levels,
                                const replacing *work,
                                const ci_explain_state *second,
                                circlet_error *error)
{
    const ci_explain_swap *swap = work->swap;
    const ci_explain_state *states[] = {swap->planned, swap->without, second};
    ci_mend_times times[3];

    for (size_t i = 0; i < 3; i++) {
        circlet_status status = ci_mend_measure_city(
            &times[i], work->mend, states[i]->mend.judgement.city, error);

        if (status)
            return status;
    }
    levels[0].with = times[0].worst;
    levels[0].without = times[1].worst;
    levels[0].second = times[2].worst;
    levels[1].with = times[0].all;
    levels[1].without = times[1].all;
    levels[1].second = times[2].all;
    return CIRCLET_OK;
}

static bool is_different(double a, double b)
{
    return fabs(a - b) > 1e-6 * (1 + fabs(b));
}

/* Less is better at every level; what is not known decides nothing. */
static void compare(circlet_second_best *out,
                    const circlet_explained_level *levels)
{
    for (size_t i = 0; i < CI_EXPLAIN_LEVELS; i++) {
        if (!is_different(levels[i].second, levels[i].with))
            continue;
        out->order = levels[i].second > levels[i].with ? -1 : 1;
        out->decided_by = levels[i].name;
        return;
    }
}

static circlet_status add_costs(circlet_second_best *out,
                                const replacing *work,
                                const circlet_plan *actions,
                                circlet_error *error)
{
    double *yearly = calloc(actions->action_count + 1, sizeof(*yearly));
    circlet_status status =
        yearly ? ci_explain_yearly(yearly, actions, work->of->policy,
                                   work->mend->judgement.city, error)
               : ci_fail_nomem(error);

    for (size_t i = 0; !status && i < actions->action_count; i++) {
        out->cost_cny += actions->actions[i].cost_cny;
        out->yearly_cny += yearly[i];
    }
    free(yearly);
    return status;
}

static circlet_status assess(replacing *work, const circlet_plan *actions,
                             circlet_error *error)
{
    circlet_explained_level *levels = work->swap->levels;
    circlet_second_best *out = work->out;
    ci_explain_state second = {.own = NULL};
    circlet_status status = CIRCLET_OK;

    if (actions)
        status = add_costs(out, work, actions, error);
    if (!status)
        status = ci_explain_state_make(
            &second, work->of, work->mend->judgement.city, actions, error);
    if (!status)
        status = ci_explain_worth(&out->worth, work->of, work->swap->planned,
                                  &second, error);
    if (!status)
        status = add_times(&levels[CI_EXPLAIN_SUMS + 1], work, &second, error);
    if (!status) {
        for (size_t i = 0; i < CI_EXPLAIN_SUMS; i++)
            levels[i].second = second.sums[i];
        levels[CI_EXPLAIN_SUMS].second =
            levels[CI_EXPLAIN_SUMS].without + out->cost_cny;
        compare(out, levels);
    }
    ci_explain_state_clear(&second);
    return status;
}

circlet_status ci_explain_second(circlet_second_best *out,
                                 const ci_explaining *of,
                                 const ci_explain_swap *swap,
                                 circlet_plan **actions, circlet_error *error)
{
    replacing work = {.of = of,
                      .swap = swap,
                      .mend = &swap->without->mend,
                      .options = of->options,
                      .out = out};
    circlet_status status = find_choices(&work, error);

    *out = (circlet_second_best){.kind = CIRCLET_SECOND_NOT_NEEDED,
                                 .is_proved = true};
    if (!status && work.is_lost)
        status = solve(&work, actions, error);
    if (!status && work.is_lost)
        out->kind = *actions ? CIRCLET_SECOND_FOUND : CIRCLET_SECOND_NONE;
    if (!status)
        status = assess(&work, *actions, error);
    out->actions = *actions;
    ci_mend_answer_clear(&work.answer);
    ci_mend_program_clear(&work.program);
    /* The options are of this call. */
    work.mend->options = &of->options;
    return status;
}
