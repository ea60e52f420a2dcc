/*
 * The order of the chosen actions: a covering program in which each of them
 * begins in one of the years (scheduling with one knapsack for each budget).
 * Its rows, one after the other: of each action that it begins; of each budget
 * what is not spent of it; of each row of an early year what it has been
 * given; and, soft, of people whom circles leave out in an early year. Where
 * budgets leave no order that gives early rows so much, orders that give them
 * most come first: there the rows of early years are soft.
 */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "plan/mend_solve.h"
#include "plan/phase_order.h"
#include "plan/phases.h"
#include "siting/program.h"

/* Elementary steps: some tens of seconds' worth. */
#define ORDER_WORK UINT64_C(4000000000)

#define MILLION 1000000.0

/* ---- solving ------------------------------------------------------------ */

static circlet_status solve(ci_program_answer **out, ci_order *of,
                            circlet_error *error)
{
    const circlet_plan_options *asked = of->mend->options;
    const ci_program_options options = {
        .work_limit = asked->work_limit ? asked->work_limit : ORDER_WORK,
        .time_limit_s = asked->time_limit_s,
        .gap_limit = asked->gap_limit,
        .thread_count = of->mend->judgement.thread_count};
    uint32_t *choices = calloc(of->option_count + 1, sizeof(*choices));
    circlet_status status = choices ? CIRCLET_OK : ci_fail_nomem(error);

    for (size_t o = 0; choices && o < of->option_count; o++)
        choices[o] = (uint32_t)of->options[o].chosen;
    if (!status) {
        const ci_program program = {.column_count = of->option_count,
                                    .row_count = of->row_count,
                                    .values = of->values,
                                    .needs = of->needs,
                                    .penalties = of->penalties,
                                    .choice_of = choices};

        status = ci_phase_entries_solve(out, &of->entries, &program, &options,
                                        error);
    }
    free(choices);
    return status;
}

/* ---- as early as there is money ----------------------------------------- */

static int64_t left_of(const ci_order *of, size_t b, size_t but)
{
    int64_t left = of->budgets[b].cny;

    for (size_t k = 0; k < of->answer->chosen_count; k++) {
        const ci_mend_column *column = ci_order_column(of, k);

        if (k != but &&
            (of->budgets[b].year == 0 ||
             of->budgets[b].year == column->start) &&
            ci_mend_is_of_budget(&of->budgets[b], of->mend, column->place))
            left -= column->price_cny;
    }
    return left;
}

static bool has_money(const ci_order *of, size_t chosen, int start)
{
    const ci_mend_column *column = ci_order_column(of, chosen);

    for (size_t b = 0; b < of->budget_count; b++)
        if ((of->budgets[b].year == 0 || of->budgets[b].year == start) &&
            ci_mend_is_of_budget(&of->budgets[b], of->mend, column->place) &&
            left_of(of, b, chosen) < column->price_cny)
            return false;
    return true;
}

static void begin_at(ci_order *of, size_t chosen, int start)
{
    ci_mend_column *column = &of->mend->columns[of->answer->chosen[chosen]];

    column->start = start;
    column->year = ci_phase_done(of->mend, column, start);
}

/* In units that come first before the others. */
static void begin_earlier(ci_order *of, bool is_first)
{
    const circlet_plan_options *asked = of->mend->options;

    for (size_t k = 0; k < of->answer->chosen_count; k++) {
        const ci_mend_column *column = ci_order_column(of, k);
        circlet_unit unit =
            ci_mend_place_unit(of->mend, column->place, CIRCLET_LEVEL_STREET);

        if (ci_phase_is_first(of->mend, unit) != is_first)
            continue;
        for (size_t y = 0; asked->years[y] < column->start; y++)
            if (has_money(of, k, asked->years[y])) {
                begin_at(of, k, asked->years[y]);
                break;
            }
    }
}

/* ---- the answer --------------------------------------------------------- */

static void take_over(ci_order *of, const ci_program_answer *answer)
{
    for (size_t i = 0; i < answer->chosen_count; i++) {
        const ci_order_option *one = &of->options[answer->chosen[i]];

        begin_at(of, one->chosen, one->start);
    }
    begin_earlier(of, true);
    begin_earlier(of, false);
}

static bool has_years(const ci_order *of)
{
    for (size_t b = 0; b < of->budget_count; b++)
        if (of->budgets[b].year > 0)
            return true;
    return false;
}

/* Whether each hard row has what it needs: what no order can do at all counts
 * as feasible. */
static bool keeps_all(const ci_order *of, const ci_program_answer *answer)
{
    for (size_t r = 0; r < of->row_count; r++)
        if (of->penalties[r] == CI_PROGRAM_HARD && answer->missing[r] > 0)
            return false;
    return answer->is_feasible;
}

/* Solves the program anew, for what is asked now. */
static circlet_status solve_anew(ci_program_answer **out, ci_order *of,
                                 circlet_error *error)
{
    return ci_order_make(of) ? solve(out, of, error) : ci_fail_nomem(error);
}

/* ---- what the budgets leave of what is due ------------------------------ */

/* What an order gives the early rows of a kind. */
static void give(int64_t *got, const ci_order *of,
                 const ci_program_answer *answer, bool of_must)
{
    const ci_mend *mend = of->mend;
    const ci_mend_program *program = of->given;

    for (size_t r = mend->early_row; r < mend->row_count; r++)
        if (ci_mend_row_is_must(program, r) == of_must)
            got[r - mend->early_row] = 0;
    for (size_t i = 0; i < answer->chosen_count; i++) {
        const ci_order_option *one = &of->options[answer->chosen[i]];
        size_t j = of->answer->chosen[one->chosen];

        for (size_t e = program->first[j]; e < program->first[j + 1]; e++) {
            uint32_t r = program->rows[e];

            if (r >= mend->early_row && r < mend->row_count &&
                ci_mend_row_is_must(program, r) == of_must &&
                one->done <=
                    mend->slot_years[mend->goals[mend->rows[r].goal].slot])
                got[r - mend->early_row] += program->amounts[e];
        }
    }
    for (size_t i = 0; i < mend->row_count - mend->early_row; i++)
        if (got[i] > mend->early_wanted[i])
            got[i] = mend->early_wanted[i];
}

/* What early rows of a kind lack that got so much, in persons. */
static double lack_of(const ci_order *of, const int64_t *got, bool of_must)
{
    const ci_mend *mend = of->mend;
    double shortfall = 0;

    for (size_t r = mend->early_row; r < mend->row_count; r++)
        if (ci_mend_row_is_must(of->given, r) == of_must)
            shortfall += (double)(mend->early_wanted[r - mend->early_row] -
                                  got[r - mend->early_row]) *
                         (double)of->given->weights[r] / MILLION;
    return shortfall;
}

/* As much of what is due before the last year as an order of these actions
 * has, of what must be first. */
static circlet_status yield(bool *fits, ci_order *of, circlet_error *error)
{
    ci_mend *mend = of->mend;
    size_t count = mend->row_count - mend->early_row;
    int64_t *held = ci_arena_take(&mend->arena, (count + 1) * sizeof(*held));
    circlet_status status = held ? CIRCLET_OK : ci_fail_nomem(error);

    *fits = true;
    if (held)
        memcpy(held, mend->early_held, count * sizeof(*held));
    mend->early_held = held;
    for (int asks = CI_ORDER_MUST; !status && *fits && asks <= CI_ORDER_SHOULD;
         asks++) {
        ci_program_answer *answer = NULL;

        of->asks = (ci_order_asks)asks;
        status = solve_anew(&answer, of, error);
        *fits = !status && keeps_all(of, answer);
        if (*fits)
            give(held, of, answer, of->asks == CI_ORDER_MUST);
        ci_program_answer_free(answer);
    }
    of->asks = CI_ORDER_COVER;
    return status;
}

/* ---- all of it -----------------------------------------------------------
 */

/* Whether early rows lack more in sum than they were to. */
static circlet_status look_at_trade(bool *is_worse, const ci_order *of,
                                    const ci_program_answer *answer,
                                    circlet_error *error)
{
    const ci_mend *mend = of->mend;
    size_t count = mend->row_count - mend->early_row;
    int64_t *got = calloc(count + 1, sizeof(*got));

    *is_worse = false;
    if (!got)
        return ci_fail_nomem(error);
    for (int of_must = 1; !*is_worse && of_must >= 0; of_must--) {
        double before = lack_of(of, mend->early_held, of_must), after;

        give(got, of, answer, of_must);
        after = lack_of(of, got, of_must);
        *is_worse = after > before + 1e-9;
        if (after < before - 1e-9)
            break; /* better at what counts more */
    }
    free(got);
    return CIRCLET_OK;
}

static circlet_status try_order(bool *fits, ci_order *of, circlet_error *error)
{
    ci_program_answer *answer = NULL;
    circlet_status status = solve_anew(&answer, of, error);
    bool is_worse = false;

    if (status)
        return status;
    *fits = keeps_all(of, answer);
    if (*fits && of->times_must > 0)
        status = look_at_trade(&is_worse, of, answer, error);
    *fits = *fits && !is_worse;
    if (!status && *fits)
        take_over(of, answer);
    ci_program_answer_free(answer);
    return status;
}

/* What is due is held in sum where numbers allow it, else row by row. */
static circlet_status find_order(bool *fits, ci_order *of,
                                 circlet_error *error)
{
    circlet_status status;

    of->trades = true;
    status = try_order(fits, of, error);
    of->trades = false;
    return status || *fits || of->times_must == 0 ? status
                                                  : try_order(fits, of, error);
}

/* Without budgets of years all begins at once. */
static circlet_status order(bool *fits, ci_order *of, bool may_yield,
                            circlet_error *error)
{
    circlet_status status;

    *fits = true;
    if (!has_years(of)) {
        for (size_t k = 0; k < of->answer->chosen_count; k++)
            begin_at(of, k, of->mend->options->years[0]);
        return CIRCLET_OK;
    }
    status = find_order(fits, of, error);
    if (status || *fits || !may_yield || !of->mend->early_held)
        return status;
    status = yield(fits, of, error);
    return status || !*fits ? status : find_order(fits, of, error);
}

circlet_status ci_phases_schedule(bool *fits, ci_mend *mend,
                                  const ci_mend_program *program,
                                  const ci_mend_answer *answer, bool may_yield,
                                  circlet_error *error)
{
    ci_order of = {.mend = mend, .given = program, .answer = answer};
    circlet_status status =
        ci_mend_read_budgets(&of.budgets, &of.budget_count, mend, error);

    if (!status && has_years(&of))
        status = ci_cover_rows_find(&of.cover, mend, answer, error);
    if (!status)
        status = order(fits, &of, may_yield, error);
    ci_order_clear(&of);
    return status;
}
