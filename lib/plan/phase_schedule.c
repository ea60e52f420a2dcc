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
#include "plan/phase_cover.h"
#include "plan/phase_entries.h"
#include "plan/phases.h"

/* Elementary steps: some tens of seconds' worth. */
#define ORDER_WORK UINT64_C(4000000000)

/* Penalties together stay below. */
#define PENALTY_MAX (INT64_C(1) << 59)

/* Of more rows of people than these, each column of an order counts for what
 * it covers by itself: a search among them all would find nothing in time. */
#define COVER_ROWS 60000

#define PERSON_MILLI 1000
#define MILLION 1000000.0

typedef struct option {
    size_t chosen; /* position in the answer */
    int start, done;
} option;

/* What of the years before is asked for as far as it can be had. */
typedef enum asking {
    ASKS_COVER, /* all that is due is held: people's cover */
    ASKS_MUST, /* what must be */
    ASKS_SHOULD /* what should be: what must be is held */
} asking;

typedef struct scheduling {
    ci_mend *mend;
    const ci_mend_program *given;
    const ci_mend_answer *answer;
    ci_mend_budget *budgets;
    size_t budget_count;
    ci_cover_rows cover;
    option *options;
    size_t option_count;
    ci_phase_entries entries;
    int64_t *values; /* of each option; NULL: they count for nothing */
    int64_t *needs, *penalties;
    size_t row_count;
    asking asks;
    int64_t unit_milli; /* penalties count in so many thousandths */
    int64_t times_first; /* what people who come first count for */
    bool trades; /* what is due before the last year is held in sum, so that
                    one row may get less and another more */
    int64_t times_must, times_should; /* what it counts for then; 0: numbers
                                         get too large for that */
} scheduling;

static const ci_mend_column *column_of(const scheduling *of, size_t chosen)
{
    return &of->mend->columns[of->answer->chosen[chosen]];
}

static void clear_program(scheduling *of)
{
    free(of->options);
    ci_phase_entries_clear(&of->entries);
    free(of->values);
    free(of->needs);
    free(of->penalties);
    of->options = NULL;
    of->values = of->needs = of->penalties = NULL;
    of->option_count = of->row_count = 0;
}

static void clear(scheduling *of)
{
    ci_cover_rows_clear(&of->cover);
    free(of->budgets);
    clear_program(of);
}

/* ---- rows --------------------------------------------------------------- */

static size_t add_row(scheduling *of, int64_t need, int64_t penalty)
{
    of->needs[of->row_count] = need;
    of->penalties[of->row_count] = penalty;
    return of->row_count++;
}

/* Every action begins once. */
static bool add_picks(scheduling *of)
{
    bool is_added = true;

    for (size_t k = 0; k < of->answer->chosen_count; k++)
        add_row(of, 1, CI_PROGRAM_HARD);
    for (size_t o = 0; is_added && o < of->option_count; o++)
        is_added =
            ci_phase_entries_add(&of->entries, o, of->options[o].chosen, 1);
    return is_added;
}

static bool is_paid_from(const scheduling *of, const option *one, size_t b)
{
    return of->budgets[b].year == 0 || of->budgets[b].year == one->start;
}

/* What is not spent of a budget is what all that comes out of it costs, less
 * the budget, at least. */
static bool add_budget(scheduling *of, size_t b)
{
    const ci_mend_budget *budget = &of->budgets[b];
    int64_t all = 0;
    size_t row = add_row(of, 0, CI_PROGRAM_HARD);

    for (size_t k = 0; k < of->answer->chosen_count; k++)
        if (ci_mend_is_of_budget(budget, of->mend, column_of(of, k)->place))
            all += column_of(of, k)->price_cny;
    of->needs[row] = all > budget->cny ? all - budget->cny : 0;
    for (size_t o = 0; o < of->option_count; o++) {
        const ci_mend_column *column = column_of(of, of->options[o].chosen);

        if (column->price_cny > 0 &&
            ci_mend_is_of_budget(budget, of->mend, column->place) &&
            !is_paid_from(of, &of->options[o], b) &&
            !ci_phase_entries_add(&of->entries, o, row, column->price_cny))
            return false;
    }
    return true;
}

/* What of an early row is asked for; of what is not asked for yet, nothing. */
static int64_t wanted_of(int64_t *penalty, const scheduling *of, size_t r)
{
    const ci_mend *mend = of->mend;
    bool is_must;

    *penalty = CI_PROGRAM_HARD;
    if (r < mend->early_row || !mend->early_held)
        return 0;
    is_must = ci_mend_row_is_must(of->given, r);
    if (of->asks == ASKS_COVER && of->times_must > 0) {
        *penalty = of->given->weights[r] *
                   (is_must ? of->times_must : of->times_should);
        return mend->early_wanted[r - mend->early_row];
    }
    if (of->asks == ASKS_COVER || (of->asks == ASKS_SHOULD && is_must))
        return mend->early_held[r - mend->early_row];
    if (is_must != (of->asks == ASKS_MUST))
        return 0;
    *penalty = of->given->weights[r];
    return mend->early_wanted[r - mend->early_row];
}

/* What an early row has been given stays. */
static bool add_given(scheduling *of)
{
    const ci_mend *mend = of->mend;
    size_t *position = calloc(mend->row_count + 1, sizeof(*position));
    bool is_added = position != NULL;

    for (size_t r = 0; is_added && mend->early_held && r < mend->row_count;
         r++) {
        int64_t penalty, wanted = wanted_of(&penalty, of, r);

        if (wanted > 0)
            position[r] = 1 + add_row(of, wanted, penalty);
    }
    for (size_t o = 0; is_added && o < of->option_count; o++) {
        size_t j = of->answer->chosen[of->options[o].chosen];

        for (size_t e = of->given->first[j];
             is_added && e < of->given->first[j + 1]; e++) {
            uint32_t r = of->given->rows[e];

            if (mend->slot_years && r < mend->row_count && position[r] > 0 &&
                of->options[o].done <=
                    mend->slot_years[mend->goals[mend->rows[r].goal].slot])
                is_added = ci_phase_entries_add(
                    &of->entries, o, position[r] - 1, of->given->amounts[e]);
        }
    }
    free(position);
    return is_added;
}

static int64_t penalty_of(const scheduling *of, const ci_cover_row *row)
{
    int64_t own = (row->weight_milli + of->unit_milli - 1) / of->unit_milli;

    return row->is_first ? own * of->times_first : own;
}

/* People who come first count for more than all others together. */
static void find_units(scheduling *of)
{
    of->unit_milli = 1;
    for (;;) {
        int64_t first = 0, others = 0;

        of->times_first = 1;
        for (size_t i = 0; i < of->cover.count; i++)
            *(of->cover.rows[i].is_first ? &first : &others) +=
                penalty_of(of, &of->cover.rows[i]);
        of->times_first = others + 1;
        if (first == 0 || others + 1 < PENALTY_MAX / first)
            return;
        of->unit_milli *= 10;
    }
}

/* What all early rows of a kind count for. */
static double sum_of_early(const scheduling *of, bool of_must)
{
    const ci_mend *mend = of->mend;
    double sum = 0;

    for (size_t r = mend->early_row; mend->early_held && r < mend->row_count;
         r++)
        if (ci_mend_row_is_must(of->given, r) == of_must)
            sum += (double)mend->early_wanted[r - mend->early_row] *
                   (double)of->given->weights[r];
    return sum;
}

/* What is due counts for more than all cover, what must be for more than what
 * should be. */
static void find_times(scheduling *of)
{
    double cover = 0, should, must;

    of->times_must = of->times_should = 0;
    if (!of->trades || !of->mend->early_held || of->cover.count > COVER_ROWS)
        return;
    for (size_t i = 0; i < of->cover.count; i++)
        cover += (double)penalty_of(of, &of->cover.rows[i]);
    should = (cover + 1) * sum_of_early(of, false);
    must = (cover + should + 1) * sum_of_early(of, true);
    if (!(cover + should + must < (double)PENALTY_MAX / 2))
        return;
    of->times_should = (int64_t)cover + 1;
    of->times_must = (int64_t)(cover + should) + 1;
}

/* The first option of each chosen column. NULL: no memory. */
static size_t *find_own(const scheduling *of)
{
    size_t *own = calloc(of->answer->chosen_count + 2, sizeof(*own));

    for (size_t o = of->option_count; own && o > 0; o--)
        own[of->options[o - 1].chosen] = o - 1;
    return own;
}

static bool add_cover(scheduling *of)
{
    const ci_cover_rows *cover = &of->cover;
    size_t *own = find_own(of);
    bool is_added = own != NULL;

    for (size_t r = 0; is_added && r < cover->count; r++) {
        bool is_served = cover->first[r + 1] > cover->first[r];
        size_t row = add_row(of, is_served, penalty_of(of, &cover->rows[r]));

        for (size_t i = cover->first[r]; i < cover->first[r + 1]; i++)
            for (size_t o = own[cover->chosen[i]];
                 is_added && o < of->option_count &&
                 of->options[o].chosen == cover->chosen[i];
                 o++)
                if (of->options[o].done <= cover->rows[r].year)
                    is_added = ci_phase_entries_add(&of->entries, o, row, 1);
    }
    free(own);
    return is_added;
}

/* Instead: people count in equal parts for the columns that reach them, which
 * pay for their part as long as they are not done. */
static bool value_cover(scheduling *of)
{
    const ci_cover_rows *cover = &of->cover;
    size_t *own = find_own(of);

    of->values = calloc(of->option_count + 1, sizeof(*of->values));
    for (size_t r = 0; own && of->values && r < cover->count; r++) {
        size_t served = cover->first[r + 1] - cover->first[r];
        int64_t part =
            served > 0 ? penalty_of(of, &cover->rows[r]) / (int64_t)served : 0;

        for (size_t i = cover->first[r]; i < cover->first[r + 1]; i++)
            for (size_t o = own[cover->chosen[i]];
                 o < of->option_count &&
                 of->options[o].chosen == cover->chosen[i];
                 o++)
                if (of->options[o].done > cover->rows[r].year)
                    of->values[o] += part;
    }
    free(own);
    return own && of->values;
}

static bool ask_cover(scheduling *of)
{
    if (of->asks != ASKS_COVER)
        return true;
    return of->cover.count > COVER_ROWS ? value_cover(of) : add_cover(of);
}

static bool add_rows(scheduling *of)
{
    bool is_added;
    size_t room = of->answer->chosen_count + of->budget_count +
                  of->mend->row_count + of->cover.count + 1;

    of->needs = calloc(room, sizeof(*of->needs));
    of->penalties = calloc(room, sizeof(*of->penalties));
    find_units(of);
    find_times(of);
    is_added = of->needs && of->penalties && add_picks(of);
    for (size_t b = 0; is_added && b < of->budget_count; b++)
        is_added = add_budget(of, b);
    return is_added && add_given(of) && ask_cover(of);
}

static bool list_options(scheduling *of)
{
    const circlet_plan_options *asked = of->mend->options;

    of->options = calloc(of->answer->chosen_count * asked->year_count + 1,
                         sizeof(*of->options));
    for (size_t k = 0; of->options && k < of->answer->chosen_count; k++)
        for (size_t y = 0; y < asked->year_count; y++) {
            int done =
                ci_phase_done(of->mend, column_of(of, k), asked->years[y]);

            if (done > 0)
                of->options[of->option_count++] =
                    (option){k, asked->years[y], done};
        }
    return of->options != NULL;
}

/* ---- solving ------------------------------------------------------------ */

static circlet_status solve(ci_program_answer **out, scheduling *of,
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

static int64_t left_of(const scheduling *of, size_t b, size_t but)
{
    int64_t left = of->budgets[b].cny;

    for (size_t k = 0; k < of->answer->chosen_count; k++) {
        const ci_mend_column *column = column_of(of, k);

        if (k != but &&
            (of->budgets[b].year == 0 ||
             of->budgets[b].year == column->start) &&
            ci_mend_is_of_budget(&of->budgets[b], of->mend, column->place))
            left -= column->price_cny;
    }
    return left;
}

static bool has_money(const scheduling *of, size_t chosen, int start)
{
    const ci_mend_column *column = column_of(of, chosen);

    for (size_t b = 0; b < of->budget_count; b++)
        if ((of->budgets[b].year == 0 || of->budgets[b].year == start) &&
            ci_mend_is_of_budget(&of->budgets[b], of->mend, column->place) &&
            left_of(of, b, chosen) < column->price_cny)
            return false;
    return true;
}

static void begin_at(scheduling *of, size_t chosen, int start)
{
    ci_mend_column *column = &of->mend->columns[of->answer->chosen[chosen]];

    column->start = start;
    column->year = ci_phase_done(of->mend, column, start);
}

/* In units that come first before the others. */
static void begin_earlier(scheduling *of, bool is_first)
{
    const circlet_plan_options *asked = of->mend->options;

    for (size_t k = 0; k < of->answer->chosen_count; k++) {
        const ci_mend_column *column = column_of(of, k);
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

/* Who is left uncovered by the columns as they begin now. */
static void count_cover(ci_phase_cover *out, const scheduling *of)
{
    const ci_cover_rows *cover = &of->cover;
    int64_t first = 0, all = 0;

    for (size_t r = 0; r < cover->count; r++) {
        bool is_covered = false;

        for (size_t i = cover->first[r]; i < cover->first[r + 1]; i++)
            is_covered |=
                column_of(of, cover->chosen[i])->year <= cover->rows[r].year;
        if (is_covered)
            continue;
        all += cover->rows[r].weight_milli;
        first += cover->rows[r].is_first ? cover->rows[r].weight_milli : 0;
    }
    out->first = (double)first / PERSON_MILLI;
    out->all = (double)all / PERSON_MILLI;
}

static void take_over(ci_phase_cover *out, scheduling *of,
                      const ci_program_answer *answer)
{
    for (size_t i = 0; i < answer->chosen_count; i++) {
        const option *one = &of->options[answer->chosen[i]];

        begin_at(of, one->chosen, one->start);
    }
    begin_earlier(of, true);
    begin_earlier(of, false);
    count_cover(out, of);
    out->gap = of->values ? 1 /* nothing is known of it */
               : answer->objective > answer->bound
                   ? (double)(answer->objective - answer->bound) /
                         (double)answer->objective
                   : 0;
}

static bool has_years(const scheduling *of)
{
    for (size_t b = 0; b < of->budget_count; b++)
        if (of->budgets[b].year > 0)
            return true;
    return false;
}

/* Whether each hard row has what it needs: what no order can do at all counts
 * as feasible. */
static bool keeps_all(const scheduling *of, const ci_program_answer *answer)
{
    for (size_t r = 0; r < of->row_count; r++)
        if (of->penalties[r] == CI_PROGRAM_HARD && answer->missing[r] > 0)
            return false;
    return answer->is_feasible;
}

/* Solves the program anew, for what is asked now. */
static circlet_status solve_anew(ci_program_answer **out, scheduling *of,
                                 circlet_error *error)
{
    clear_program(of);
    return list_options(of) && add_rows(of) ? solve(out, of, error)
                                            : ci_fail_nomem(error);
}

/* ---- what the budgets leave of what is due ------------------------------ */

/* What an order gives the early rows of a kind. */
static void give(int64_t *got, const scheduling *of,
                 const ci_program_answer *answer, bool of_must)
{
    const ci_mend *mend = of->mend;
    const ci_mend_program *program = of->given;

    for (size_t r = mend->early_row; r < mend->row_count; r++)
        if (ci_mend_row_is_must(program, r) == of_must)
            got[r - mend->early_row] = 0;
    for (size_t i = 0; i < answer->chosen_count; i++) {
        const option *one = &of->options[answer->chosen[i]];
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
static double lack_of(const scheduling *of, const int64_t *got, bool of_must)
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

/* Holds the early rows of a kind at what an order gives them; the shortfall
 * that is left, in persons. */
static double hold(scheduling *of, int64_t *held,
                   const ci_program_answer *answer)
{
    give(held, of, answer, of->asks == ASKS_MUST);
    return lack_of(of, held, of->asks == ASKS_MUST);
}

/* As much of what is due before the last year as an order of these actions
 * has, of what must be first. */
static circlet_status yield(bool *fits, scheduling *of, circlet_error *error)
{
    ci_mend *mend = of->mend;
    size_t count = mend->row_count - mend->early_row;
    int64_t *held = ci_arena_take(&mend->arena, (count + 1) * sizeof(*held));
    circlet_status status = held ? CIRCLET_OK : ci_fail_nomem(error);

    *fits = true;
    if (held)
        memcpy(held, mend->early_held, count * sizeof(*held));
    mend->early_held = held;
    for (int asks = ASKS_MUST; !status && *fits && asks <= ASKS_SHOULD;
         asks++) {
        ci_program_answer *answer = NULL;

        of->asks = (asking)asks;
        status = solve_anew(&answer, of, error);
        *fits = !status && keeps_all(of, answer);
        if (*fits)
            *(asks == ASKS_MUST ? &mend->early_must : &mend->early_should) =
                hold(of, held, answer);
        ci_program_answer_free(answer);
    }
    of->asks = ASKS_COVER;
    return status;
}

/* ---- all of it -----------------------------------------------------------
 */

/* Whether early rows lack more in sum than they were to. */
static circlet_status look_at_trade(bool *is_worse, const scheduling *of,
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

static circlet_status try_order(bool *fits, ci_phase_cover *out,
                                scheduling *of, circlet_error *error)
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
        take_over(out, of, answer);
    ci_program_answer_free(answer);
    return status;
}

/* What is due is held in sum where numbers allow it, else row by row. */
static circlet_status find_order(bool *fits, ci_phase_cover *out,
                                 scheduling *of, circlet_error *error)
{
    circlet_status status;

    of->trades = true;
    status = try_order(fits, out, of, error);
    of->trades = false;
    return status || *fits || of->times_must == 0
               ? status
               : try_order(fits, out, of, error);
}

/* Without budgets of years all begins at once. */
static circlet_status order(bool *fits, ci_phase_cover *out, scheduling *of,
                            bool may_yield, circlet_error *error)
{
    circlet_status status;

    *fits = true;
    if (!has_years(of)) {
        for (size_t k = 0; k < of->answer->chosen_count; k++)
            begin_at(of, k, of->mend->options->years[0]);
        count_cover(out, of);
        out->gap = 0;
        return CIRCLET_OK;
    }
    status = find_order(fits, out, of, error);
    if (status || *fits || !may_yield || !of->mend->early_held)
        return status;
    status = yield(fits, of, error);
    return status || !*fits ? status : find_order(fits, out, of, error);
}

circlet_status ci_phases_schedule(bool *fits, ci_phase_cover *out,
                                  ci_mend *mend,
                                  const ci_mend_program *program,
                                  const ci_mend_answer *answer, bool may_yield,
                                  circlet_error *error)
{
    scheduling of = {.mend = mend, .given = program, .answer = answer};
    circlet_status status =
        ci_mend_read_budgets(&of.budgets, &of.budget_count, mend, error);

    if (!status)
        status = ci_cover_rows_find(&of.cover, mend, answer, error);
    if (!status)
        status = order(fits, out, &of, may_yield, error);
    clear(&of);
    return status;
}
