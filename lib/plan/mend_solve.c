/*
 * Least shortfall of what must be, then of what should be, then least cost.
 * Where everything that a row can have can be had together, which is tried
 * first, there is no shortfall and the cost alone is made small. Else each
 * level is made small and then held while the next one is.
 */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "plan/mend_program.h"
#include "siting/program.h"

#define MILLION 1000000.0

/* Elementary steps that the search for one level may take: some tens of
 * seconds. */
#define LEVEL_WORK UINT64_C(5000000000)

typedef struct solve_work {
    ci_mend_program *program;
    ci_mend_answer *out;
    const circlet_progress *progress;
    int64_t *needs; /* of the level at hand */
    int64_t *penalties;
    int64_t *zeros; /* of each column */
    int64_t *held; /* what each row got at the levels before */
    int64_t least_cny; /* no plan that gives every row all costs less; -1: that
                          is not known */
} solve_work;

void ci_mend_answer_clear(ci_mend_answer *answer)
{
    free(answer->chosen);
    free(answer->missing);
}

static bool is_must(const ci_mend_program *program, size_t row)
{
    const ci_mend *mend = program->mend;

    return row < mend->row_count &&
           mend->goals[mend->rows[row].goal].finding->force ==
               CIRCLET_FORCE_MUST;
}

static bool is_kept_site(const ci_mend_program *program, size_t row)
{
    return row >= program->mend->row_count;
}

static bool has_budget(const ci_mend_program *program)
{
    return program->mend->options->budget_cny > 0;
}

static circlet_status run(ci_program_answer **out, const solve_work *work,
                          const int64_t *values, bool is_hard,
                          circlet_error *error)
{
    const ci_mend *mend = work->program->mend;
    const ci_program program = {.column_count = mend->column_count,
                                .row_count = work->program->row_count,
                                .values = values,
                                .prices = work->program->prices,
                                .needs = work->needs,
                                .penalties = is_hard ? NULL : work->penalties,
                                .first = work->program->first,
                                .rows = work->program->rows,
                                .amounts = work->program->amounts,
                                .choice_of = work->program->choices,
                                .has_budget = has_budget(work->program),
                                .budget = (int64_t)mend->options->budget_cny};
    const ci_program_options options = {
        .progress = *work->progress,
        .work_limit =
            mend->options->work_limit ? mend->options->work_limit : LEVEL_WORK,
        .time_limit_s = mend->options->time_limit_s,
        .gap_limit = mend->options->gap_limit,
        .thread_count = mend->judgement.thread_count};

    return ci_program_solve(out, &program, &options, error);
}

/* ---- what comes of it --------------------------------------------------- */

/* What each row gets of the chosen columns, no more than it needs. */
static void add_up(int64_t *got, const ci_mend_program *program,
                   const uint32_t *chosen, size_t count)
{
    memset(got, 0, program->row_count * sizeof(*got));
    for (size_t i = 0; i < count; i++)
        for (size_t e = program->first[chosen[i]];
             e < program->first[chosen[i] + 1]; e++) {
            uint32_t row = program->rows[e];
            int64_t room = program->needs[row] - got[row];

            got[row] +=
                program->amounts[e] < room ? program->amounts[e] : room;
        }
}

static bool take_answer(solve_work *work, const ci_program_answer *answer)
{
    ci_mend_answer *out = work->out;
    size_t count = answer->chosen_count;
    size_t *chosen = calloc(count + 1, sizeof(*chosen));

    if (!chosen)
        return false;
    free(out->chosen);
    out->chosen = chosen;
    out->chosen_count = count;
    out->cost_cny = 0;
    for (size_t i = 0; i < count; i++) {
        chosen[i] = answer->chosen[i];
        out->cost_cny += work->program->prices[chosen[i]];
    }
    add_up(work->held, work->program, answer->chosen, count);
    return true;
}

static double shortfall_of(const solve_work *work, bool of_must)
{
    const ci_mend_program *program = work->program;
    double sum = 0;

    for (size_t i = 0; i < program->mend->row_count; i++)
        if (is_must(program, i) == of_must)
            sum += (double)(program->needs[i] - work->held[i]) *
                   (double)program->weights[i] / MILLION;
    return sum;
}

/* Findings with a row that misses what it could have. */
static bool count_failures(solve_work *work)
{
    const ci_mend *mend = work->program->mend;
    bool *fails = calloc(mend->goal_count + 1, sizeof(*fails));

    if (!fails)
        return false;
    for (size_t i = 0; i < mend->row_count; i++)
        if (work->held[i] < work->program->needs[i])
            fails[mend->rows[i].goal] = true;
    work->out->must.failures = work->out->should.failures = 0;
    for (size_t i = 0; i < mend->goal_count; i++) {
        bool must = mend->goals[i].finding->force == CIRCLET_FORCE_MUST;

        work->out->must.failures += fails[i] && must;
        work->out->should.failures += fails[i] && !must;
    }
    free(fails);
    return true;
}

/* Of the first run: before hosts were settled, so that it holds. */
static void take_least(solve_work *work, const ci_program_answer *answer)
{
    if (work->least_cny < 0 && answer->bound >= 0 && answer->bound < INT64_MAX)
        work->least_cny = answer->bound;
}

static void bound_cost(solve_work *work)
{
    ci_mend_answer *out = work->out;

    out->bound_cny = work->least_cny > 0 ? work->least_cny : 0;
    if (out->bound_cny > out->cost_cny)
        out->bound_cny = out->cost_cny;
    out->is_cost_proved = out->bound_cny == out->cost_cny;
}

static circlet_status settle(bool *has_changed, solve_work *work,
                             circlet_error *error)
{
    return ci_mend_settle_hosts(work->program, work->out->chosen,
                                work->out->chosen_count, has_changed, error);
}

/* ---- levels ------------------------------------------------------------- */

/* Everything that a row can have. */
static circlet_status try_all(bool *is_done, solve_work *work,
                              circlet_error *error)
{
    ci_mend_program *program = work->program;
    bool has_changed = true;
    circlet_status status = CIRCLET_OK;

    *is_done = false;
    while (!status && has_changed) {
        ci_program_answer *answer = NULL;

        memcpy(work->needs, program->needs,
               program->row_count * sizeof(*work->needs));
        status = run(&answer, work, program->prices, true, error);
        if (status)
            return status;
        has_changed = false;
        take_least(work, answer);
        *is_done = answer->is_feasible;
        if (*is_done && !take_answer(work, answer))
            status = ci_fail_nomem(error);
        if (!status && *is_done)
            status = settle(&has_changed, work, error);
        ci_program_answer_free(answer);
    }
    if (*is_done)
        bound_cost(work);
    work->out->must.is_proved = work->out->should.is_proved = *is_done;
    return status;
}

/* The rows of one force may miss something, at their weight; what the others
 * have is held. */
static void set_level(solve_work *work, bool of_must)
{
    const ci_mend_program *program = work->program;

    for (size_t i = 0; i < program->row_count; i++) {
        bool is_open =
            !is_kept_site(program, i) && is_must(program, i) == of_must;

        work->penalties[i] = is_open ? program->weights[i] : CI_PROGRAM_HARD;
        work->needs[i] = is_open || is_kept_site(program, i)
                             ? program->needs[i]
                             : work->held[i];
    }
}

static circlet_status solve_level(solve_work *work, bool of_must,
                                  circlet_error *error)
{
    ci_mend_score *score = of_must ? &work->out->must : &work->out->should;
    ci_program_answer *answer = NULL;
    circlet_status status;

    set_level(work, of_must);
    status = run(&answer, work, work->zeros, false, error);
    if (status)
        return status;
    if (answer->is_feasible) {
        if (!take_answer(work, answer))
            status = ci_fail_nomem(error);
        score->bound = (double)answer->bound / MILLION;
        score->is_proved = answer->result == CI_PROGRAM_OPTIMAL;
    } else if (of_must && answer->result == CI_PROGRAM_IMPOSSIBLE) {
        status = ci_fail(error, CIRCLET_E_INFEASIBLE,
                         "building on all sites that are to be kept costs "
                         "more than the budget");
    }
    ci_program_answer_free(answer);
    return status;
}

/* The same for less: every row is given what it has. */
static circlet_status make_cheaper(solve_work *work, circlet_error *error)
{
    const ci_mend_program *program = work->program;
    ci_program_answer *answer = NULL;
    circlet_status status;

    memcpy(work->needs, work->held, program->row_count * sizeof(*work->needs));
    status = run(&answer, work, program->prices, true, error);
    if (status)
        return status;
    if (answer->is_feasible && answer->objective <= work->out->cost_cny &&
        !take_answer(work, answer))
        status = ci_fail_nomem(error);
    work->least_cny = -1;
    take_least(work, answer);
    bound_cost(work);
    ci_program_answer_free(answer);
    return status;
}

static circlet_status solve_levels(solve_work *work, circlet_error *error)
{
    bool has_changed = true;
    circlet_status status = CIRCLET_OK;

    while (!status && has_changed) {
        memset(work->held, 0, work->program->row_count * sizeof(*work->held));
        status = solve_level(work, true, error);
        if (!status)
            status = solve_level(work, false, error);
        if (!status)
            status = make_cheaper(work, error);
        if (!status)
            status = settle(&has_changed, work, error);
    }
    return status;
}

/* ---- all ---------------------------------------------------------------- */

static circlet_status check_kept(const ci_mend_program *program,
                                 circlet_error *error)
{
    const ci_mend *mend = program->mend;
    const circlet_city *city = mend->judgement.city;
    size_t row = mend->row_count;

    for (size_t i = 0; i < circlet_city_site_count(city); i++) {
        const char *id = circlet_city_site(city, (circlet_site)i)->id;

        if (!ci_rule_is_listed(mend->options->keep, id))
            continue;
        if (ci_rule_is_listed(mend->options->forbid, id))
            return ci_fail(error, CIRCLET_E_INFEASIBLE,
                           "the site '%s' is to be built on, and forbidden",
                           id);
        if (program->unavoidable[row++] > 0)
            return ci_fail(error, CIRCLET_E_INFEASIBLE,
                           "the site '%s' is to be built on, but the "
                           "catalogue has nothing that it holds at a known "
                           "price",
                           id);
    }
    return CIRCLET_OK;
}

static bool allocate(solve_work *work)
{
    const ci_mend_program *program = work->program;
    size_t rows = program->row_count + 1;

    work->needs = calloc(rows, sizeof(*work->needs));
    work->penalties = calloc(rows, sizeof(*work->penalties));
    work->held = calloc(rows, sizeof(*work->held));
    work->zeros =
        calloc(program->mend->column_count + 1, sizeof(*work->zeros));
    return work->needs && work->penalties && work->held && work->zeros;
}

static bool finish(solve_work *work)
{
    ci_mend_answer *out = work->out;
    const ci_mend_program *program = work->program;

    out->missing = calloc(program->row_count + 1, sizeof(*out->missing));
    if (!out->missing || !count_failures(work))
        return false;
    for (size_t i = 0; i < program->row_count; i++)
        out->missing[i] = program->needs[i] - work->held[i];
    out->must.shortfall = shortfall_of(work, true);
    out->should.shortfall = shortfall_of(work, false);
    return true;
}

circlet_status ci_mend_solve(ci_mend_answer *out, ci_mend_program *program,
                             const circlet_progress *progress,
                             circlet_error *error)
{
    solve_work work = {
        .program = program, .out = out, .progress = progress, .least_cny = -1};
    bool is_done = false;
    circlet_status status;

    *out = (ci_mend_answer){.chosen = NULL};
    status = check_kept(program, error);
    if (!status)
        status = allocate(&work) ? try_all(&is_done, &work, error)
                                 : ci_fail_nomem(error);
    if (!status && !is_done)
        status = solve_levels(&work, error);
    if (!status && !finish(&work))
        status = ci_fail_nomem(error);
    free(work.needs);
    free(work.penalties);
    free(work.held);
    free(work.zeros);
    return status;
}
