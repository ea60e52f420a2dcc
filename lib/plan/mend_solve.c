/*
 * Least shortfall of what must be, then of what should be, then least cost.
 * Where everything that a row can have can be had together, which is tried
 * first, there is no shortfall and the cost alone is made small. Else each
 * level is made small while every row keeps what it got at those before, and
 * the plan that comes of it is refined by the sums alone.
 */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "plan/mend_solve.h"

#define MILLION 1000000.0

/* Elementary steps that the search for one level may take: some tens of
 * seconds; and, where it has a budget, for which most of that brings little;
 * the less, the smaller the program is: what is not proved soon then is not
 * proved in several times as long.
 */
#define LEVEL_WORK UINT64_C(5000000000)
#define BUDGET_WORK UINT64_C(3000000000)
#define SMALL_BUDGET_WORK UINT64_C(1000000000)

/* A small program has so many entries at most. */
#define SMALL_ENTRIES 60000

/* Where each column may begin in several years, within budgets of these. */
#define YEARS_WORK UINT64_C(400000000)

/* So often what is missing is put into what was freed. */
#define FILL_ROUNDS 4

void ci_mend_answer_clear(ci_mend_answer *answer)
{
    free(answer->chosen);
    free(answer->missing);
    free(answer->cost_certificate);
    free(answer->must.certificate);
    free(answer->must.failures_certificate);
    free(answer->should.certificate);
    free(answer->should.failures_certificate);
}

bool ci_mend_has_budget(const ci_mend *mend)
{
    return mend->options->budget_cny > 0 ||
           (mend->options->budgets && *mend->options->budgets);
}

/* ---- levels ------------------------------------------------------------- */

static circlet_status settle(bool *has_changed, ci_mend_search *search,
                             circlet_error *error)
{
    circlet_status status =
        ci_mend_settle_hosts(search->program, search->out->chosen,
                             search->out->chosen_count, has_changed, error);

    /* The plan is found anew: it may count for less now. */
    if (!status && *has_changed) {
        search->is_settled = true;
        free(search->out->chosen);
        search->out->chosen = NULL;
        search->out->chosen_count = 0;
    }
    return status;
}

/* Everything that a row can have. */
static circlet_status try_all(bool *is_done, ci_mend_search *search,
                              circlet_error *error)
{
    ci_mend_program *program = search->program;
    const ci_mend_task task = ci_mend_task_of(search, program->prices, true);
    bool has_changed = true;
    circlet_status status = CIRCLET_OK;

    *is_done = false;
    while (!status && has_changed) {
        ci_program_answer *answer = NULL;

        memcpy(search->needs, program->needs,
               program->row_count * sizeof(*search->needs));
        status = ci_mend_search_ask(&answer, search, &task, error);
        if (status)
            return status;
        has_changed = false;
        *is_done = answer->is_feasible;
        if (*is_done) {
            status = ci_mend_search_prove(search, CI_MEND_COST, answer, error);
            if (!status)
                status = settle(&has_changed, search, error);
        }
        ci_program_answer_free(answer);
    }
    return status;
}

/* The same for less: every row is given what it has. */
static circlet_status make_cheaper(ci_mend_search *search,
                                   circlet_error *error)
{
    const ci_mend_program *program = search->program;
    const ci_mend_task task = ci_mend_task_of(search, program->prices, true);
    ci_program_answer *answer = NULL;
    circlet_status status;

    memcpy(search->needs, search->held,
           program->row_count * sizeof(*search->needs));
    for (size_t i = program->mend->row_count; i < program->row_count; i++)
        search->needs[i] = program->needs[i];
    status = ci_mend_search_ask(&answer, search, &task, error);
    if (status)
        return status;
    if (search->values[CI_MEND_MUST_SHORTFALL] == 0 &&
        search->values[CI_MEND_SHOULD_SHORTFALL] == 0)
        status = ci_mend_search_prove(search, CI_MEND_COST, answer, error);
    else
        status = ci_mend_search_hold(search, CI_MEND_COST, answer->bound)
                     ? CIRCLET_OK
                     : ci_fail_nomem(error);
    ci_program_answer_free(answer);
    return status;
}

/* What was made cheaper may leave a place free for what is missing. */
static circlet_status make_whole(ci_mend_search *search, circlet_error *error)
{
    circlet_status status = make_cheaper(search, error);

    for (int round = 0; !status && round < FILL_ROUNDS; round++) {
        int64_t must = search->values[CI_MEND_MUST_SHORTFALL];
        int64_t should = search->values[CI_MEND_SHOULD_SHORTFALL];

        if (ci_mend_has_money_limit(search))
            break;
        if (!ci_mend_fill(search, false))
            return ci_fail_nomem(error);
        if (search->values[CI_MEND_MUST_SHORTFALL] == must &&
            search->values[CI_MEND_SHOULD_SHORTFALL] == should)
            break;
        status = make_cheaper(search, error);
    }
    return status;
}

static circlet_status solve_levels(ci_mend_search *search,
                                   circlet_error *error)
{
    bool has_changed = true;
    circlet_status status = CIRCLET_OK;

    while (!status && has_changed) {
        memset(search->held, 0,
               search->program->row_count * sizeof(*search->held));
        status = ci_mend_solve_shortfall(search, true, error);
        if (!status)
            status = ci_mend_solve_shortfall(search, false, error);
        if (!status)
            status = make_whole(search, error);
        if (!status)
            status = ci_mend_refine(search, error);
        if (!status)
            status = settle(&has_changed, search, error);
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

/* Persons lack no more than findings that concern so many can lack: so many
 * findings fail at least. */
static int compare_falling(const void *left, const void *right)
{
    const int64_t *a = left, *b = right;

    return (*a < *b) - (*a > *b);
}

static circlet_status bound_failures(int64_t *out,
                                     const ci_mend_search *search,
                                     ci_mend_level level, circlet_error *error)
{
    const ci_mend_program *program = search->program;
    const ci_mend *mend = program->mend;
    int64_t *most = calloc(mend->goal_count + 1, sizeof(*most));
    int64_t left = ci_mend_search_bound(search, level);

    *out = 0;
    if (!most)
        return ci_fail_nomem(error);
    for (size_t i = 0; i < mend->row_count; i++)
        if (ci_mend_row_is_must(program, i) ==
            (level == CI_MEND_MUST_SHORTFALL))
            most[mend->rows[i].goal] +=
                program->needs[i] * program->weights[i];
    qsort(most, mend->goal_count, sizeof(*most), compare_falling);
    for (size_t g = 0; g < mend->goal_count && left > 0; g++) {
        left -= most[g];
        ++*out;
    }
    free(most);
    return CIRCLET_OK;
}

/* Weights are rounded down, so a bound of what they come to is one of what is
 * told; one that the plan attains is what is told of the plan. */
static double told_bound(double shortfall, const ci_mend_search *search,
                         ci_mend_level level, int64_t bound)
{
    return bound >= search->values[level] ? shortfall
                                          : (double)bound / MILLION;
}

static circlet_status fill_score(ci_mend_score *out, ci_mend_search *search,
                                 ci_mend_level level, circlet_error *error)
{
    ci_mend_level failures = (ci_mend_level)(level + 1);
    int64_t least = 0;
    circlet_status status = bound_failures(&least, search, level, error);

    if (status)
        return status;
    /* Whatever is given up elsewhere: that bound needs no level before. */
    if (least > ci_mend_search_bound(search, failures) &&
        ci_mend_search_is_proved(search, level)) {
        free(search->certificates[failures]);
        search->certificates[failures] = NULL;
        search->bounds[failures] = least;
        memcpy(search->given[failures], search->values,
               sizeof(search->values));
    }
    out->shortfall = ci_mend_program_shortfall(
        search->program, search->held, level == CI_MEND_MUST_SHORTFALL);
    out->bound = told_bound(out->shortfall, search, level,
                            ci_mend_search_bound(search, level));
    out->is_proved = ci_mend_search_is_proved(search, level);
    out->failures = (size_t)search->values[failures];
    out->failures_bound = (size_t)ci_mend_search_bound(search, failures);
    out->are_failures_proved = ci_mend_search_is_proved(search, failures);
    out->certificate = ci_mend_search_take_certificate(search, level);
    out->failures_certificate =
        ci_mend_search_take_certificate(search, failures);
    return CIRCLET_OK;
}

/* Where that says more, and nothing is proved, bounds are of plans that give
 * each row no less. */
static void look_at_held(ci_mend_answer *out, const ci_mend_search *search)
{
    int64_t cny = ci_mend_search_held_bound(search, CI_MEND_COST);
    double shortfall = told_bound(
        out->should.shortfall, search, CI_MEND_SHOULD_SHORTFALL,
        ci_mend_search_held_bound(search, CI_MEND_SHOULD_SHORTFALL));

    if (cny > out->bound_cny && !out->cost_certificate)
        out->bound_cny = cny;
    if (shortfall > out->should.bound && !out->should.certificate)
        out->should.bound = shortfall;
}

static circlet_status finish(ci_mend_search *search, circlet_error *error)
{
    ci_mend_answer *out = search->out;
    const ci_mend_program *program = search->program;
    circlet_status status;

    out->missing = calloc(program->row_count + 1, sizeof(*out->missing));
    if (!out->missing)
        return ci_fail_nomem(error);
    for (size_t i = 0; i < program->row_count; i++)
        out->missing[i] = program->needs[i] - search->held[i];
    status = fill_score(&out->must, search, CI_MEND_MUST_SHORTFALL, error);
    if (!status)
        status =
            fill_score(&out->should, search, CI_MEND_SHOULD_SHORTFALL, error);
    out->cost_certificate =
        ci_mend_search_take_certificate(search, CI_MEND_COST);
    out->bound_cny = ci_mend_search_bound(search, CI_MEND_COST);
    look_at_held(out, search);
    out->is_cost_proved = ci_mend_search_is_proved(search, CI_MEND_COST);
    return status;
}

static uint64_t budget_work(const ci_mend_program *program)
{
    return program->first[program->mend->column_count] > SMALL_ENTRIES
               ? BUDGET_WORK
               : SMALL_BUDGET_WORK;
}

static circlet_status start(ci_mend_search *search, ci_mend_answer *out,
                            ci_mend_program *program,
                            const circlet_progress *progress,
                            circlet_error *error)
{
    const circlet_plan_options *options = program->mend->options;
    circlet_status status = check_kept(program, error);

    *out = (ci_mend_answer){.chosen = NULL};
    if (status)
        return status;
    if (!ci_mend_search_make(search, program, out, progress))
        return ci_fail_nomem(error);
    search->budget_cny = (int64_t)options->budget_cny;
    search->has_unit_budgets = true;
    search->work_limit = options->work_limit         ? options->work_limit
                         : program->mend->has_starts ? YEARS_WORK
                         : ci_mend_has_budget(program->mend)
                             ? budget_work(program)
                             : LEVEL_WORK;
    return CIRCLET_OK;
}

static circlet_status solve_all(ci_mend_search *search, circlet_error *error)
{
    bool is_done = false;
    circlet_status status = try_all(&is_done, search, error);

    if (!status && !is_done)
        status = solve_levels(search, error);
    return status ? status : finish(search, error);
}

circlet_status ci_mend_solve(ci_mend_answer *out, ci_mend_program *program,
                             const circlet_progress *progress,
                             circlet_error *error)
{
    ci_mend_search search = {.program = program};
    circlet_status status = start(&search, out, program, progress, error);

    search.wants_proof = true;
    if (!status)
        status = solve_all(&search, error);
    ci_mend_search_clear(&search);
    return status;
}

circlet_status ci_mend_solve_unlimited(ci_mend_answer *out,
                                       ci_mend_program *program,
                                       const circlet_progress *progress,
                                       circlet_error *error)
{
    ci_mend_search search = {.program = program};
    circlet_status status = start(&search, out, program, progress, error);

    search.budget_cny = 0;
    search.has_unit_budgets = false;
    if (!status)
        status = solve_all(&search, error);
    ci_mend_search_clear(&search);
    return status;
}

/* Rows of what should be are not asked for. */
static circlet_status solve_must(ci_mend_search *search, circlet_error *error)
{
    const ci_mend_program *program = search->program;
    bool has_changed = true;
    circlet_status status = CIRCLET_OK;

    for (size_t i = 0; i < program->mend->row_count; i++)
        if (!ci_mend_row_is_must(program, i))
            program->needs[i] = 0;
    while (!status && has_changed) {
        status = ci_mend_solve_shortfall(search, true, error);
        if (!status)
            status = make_cheaper(search, error);
        if (!status)
            status = settle(&has_changed, search, error);
    }
    return status ? status : finish(search, error);
}

circlet_status ci_mend_solve_must(ci_mend_answer *out,
                                  ci_mend_program *program, int64_t budget_cny,
                                  const circlet_progress *progress,
                                  circlet_error *error)
{
    ci_mend_search search = {.program = program};
    circlet_status status = start(&search, out, program, progress, error);

    if (!status && (search.budget_cny == 0 || budget_cny < search.budget_cny))
        search.budget_cny = budget_cny;
    search.has_no_money = search.budget_cny == 0;
    if (!program->mend->options->work_limit)
        search.work_limit = budget_work(program);
    if (!status)
        status = solve_must(&search, error);
    ci_mend_search_clear(&search);
    return status;
}
