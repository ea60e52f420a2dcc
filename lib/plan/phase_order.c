/* The program of an order: its options and rows. */
#include <stdlib.h>

#include "plan/mend_solve.h"
#include "plan/phase_order.h"
#include "plan/phases.h"

/* Penalties together stay below. */
#define PENALTY_MAX (INT64_C(1) << 59)

/* Of more rows of people than these, each column of an order counts for what
 * it covers by itself: a search among them all would find nothing in time. */
#define COVER_ROWS 60000

const ci_mend_column *ci_order_column(const ci_order *of, size_t chosen)
{
    return &of->mend->columns[of->answer->chosen[chosen]];
}

static void clear_program(ci_order *of)
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

void ci_order_clear(ci_order *of)
{
    ci_cover_rows_clear(&of->cover);
    free(of->budgets);
    clear_program(of);
}

/* ---- rows --------------------------------------------------------------- */

static size_t add_row(ci_order *of, int64_t need, int64_t penalty)
{
    of->needs[of->row_count] = need;
    of->penalties[of->row_count] = penalty;
    return of->row_count++;
}

/* Every action begins once. */
static bool add_picks(ci_order *of)
{
    bool is_added = true;

    for (size_t k = 0; k < of->answer->chosen_count; k++)
        add_row(of, 1, CI_PROGRAM_HARD);
    for (size_t o = 0; is_added && o < of->option_count; o++)
        is_added =
            ci_phase_entries_add(&of->entries, o, of->options[o].chosen, 1);
    return is_added;
}

static bool is_paid_from(const ci_order *of, const ci_order_option *one,
                         size_t b)
{
    return of->budgets[b].year == 0 || of->budgets[b].year == one->start;
}

/* What is not spent of a budget is what all that comes out of it costs, less
 * the budget, at least. */
static bool add_budget(ci_order *of, size_t b)
{
    const ci_mend_budget *budget = &of->budgets[b];
    int64_t all = 0;
    size_t row = add_row(of, 0, CI_PROGRAM_HARD);

    for (size_t k = 0; k < of->answer->chosen_count; k++)
        if (ci_mend_is_of_budget(budget, of->mend,
                                 ci_order_column(of, k)->place))
            all += ci_order_column(of, k)->price_cny;
    of->needs[row] = all > budget->cny ? all - budget->cny : 0;
    for (size_t o = 0; o < of->option_count; o++) {
        const ci_mend_column *column =
            ci_order_column(of, of->options[o].chosen);

        if (column->price_cny > 0 &&
            ci_mend_is_of_budget(budget, of->mend, column->place) &&
            !is_paid_from(of, &of->options[o], b) &&
            !ci_phase_entries_add(&of->entries, o, row, column->price_cny))
            return false;
    }
    return true;
}

/* What of an early row is asked for; of what is not asked for yet, nothing. */
static int64_t wanted_of(int64_t *penalty, const ci_order *of, size_t r)
{
    const ci_mend *mend = of->mend;
    bool is_must;

    *penalty = CI_PROGRAM_HARD;
    if (r < mend->early_row || !mend->early_held ||
        mend->early_wanted[r - mend->early_row] <= 0)
        return 0;
    is_must = ci_mend_row_is_must(of->given, r);
    if (of->asks == CI_ORDER_COVER && of->times_must > 0) {
        *penalty = of->given->weights[r] *
                   (is_must ? of->times_must : of->times_should);
        return mend->early_wanted[r - mend->early_row];
    }
    if (of->asks == CI_ORDER_COVER || (of->asks == CI_ORDER_SHOULD && is_must))
        return mend->early_held[r - mend->early_row];
    if (is_must != (of->asks == CI_ORDER_MUST))
        return 0;
    *penalty = of->given->weights[r];
    return mend->early_wanted[r - mend->early_row];
}

/* What an early row has been given stays. */
static bool add_given(ci_order *of)
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

static int64_t penalty_of(const ci_order *of, const ci_cover_row *row)
{
    int64_t own = (row->weight_milli + of->unit_milli - 1) / of->unit_milli;

    return row->is_first ? own * of->times_first : own;
}

/* People who come first count for more than all others together. */
static void find_units(ci_order *of)
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
static double sum_of_early(const ci_order *of, bool of_must)
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
static void find_times(ci_order *of)
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
static size_t *find_own(const ci_order *of)
{
    size_t *own = calloc(of->answer->chosen_count + 2, sizeof(*own));

    for (size_t o = of->option_count; own && o > 0; o--)
        own[of->options[o - 1].chosen] = o - 1;
    return own;
}

static bool add_cover(ci_order *of)
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
static bool value_cover(ci_order *of)
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

static bool ask_cover(ci_order *of)
{
    if (of->asks != CI_ORDER_COVER)
        return true;
    return of->cover.count > COVER_ROWS ? value_cover(of) : add_cover(of);
}

static bool add_rows(ci_order *of)
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

static bool list_options(ci_order *of)
{
    const circlet_plan_options *asked = of->mend->options;

    of->options = calloc(of->answer->chosen_count * asked->year_count + 1,
                         sizeof(*of->options));
    for (size_t k = 0; of->options && k < of->answer->chosen_count; k++)
        for (size_t y = 0; y < asked->year_count; y++) {
            int done = ci_phase_done(of->mend, ci_order_column(of, k),
                                     asked->years[y]);

            if (done > 0)
                of->options[of->option_count++] =
                    (ci_order_option){k, asked->years[y], done};
        }
    return of->options != NULL;
}

bool ci_order_make(ci_order *order)
{
    clear_program(order);
    return list_options(order) && add_rows(order);
}
