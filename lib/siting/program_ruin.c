/*
 * Better plans by taking out a few columns near to each other and filling
 * the hole anew (G. Schrimpf et al., Record breaking optimization results
 * using the ruin and recreate principle, Journal of Computational Physics 159
 * (2000)). What is not as good is undone.
 */
#include "siting/program_walk.h"

#define NONE CI_PROGRAM_NONE

/* Columns taken out at most. */
#define RUIN_MAX 7

/* Rows of a hole in which columns that pay are looked for. */
#define LOOKS 12

/* Of two changes of a trial more are not kept. */
static bool is_logged_full(const ci_program_walk *walk)
{
    return walk->log_count + 2 > CI_PROGRAM_WALK_LOG;
}

static void flip(ci_program_walk *walk, uint32_t column, ci_effort *effort)
{
    walk->log[walk->log_count++] = column;
    if (ci_program_plan_has(&walk->plan, column))
        ci_program_walk_take(walk, column, effort);
    else
        ci_program_walk_put(walk, column, effort);
}

static void undo(ci_program_walk *walk, ci_effort *effort)
{
    while (walk->log_count > 0) {
        uint32_t column = walk->log[--walk->log_count];

        if (ci_program_plan_has(&walk->plan, column))
            ci_program_walk_take(walk, column, effort);
        else
            ci_program_walk_put(walk, column, effort);
    }
}

static uint32_t any_row(ci_program_walk *walk, uint32_t column)
{
    const ci_program_core *core = walk->core;
    size_t first = core->column_first[column];
    size_t length = core->column_first[column + 1] - first;

    return length == 0
               ? NONE
               : core->column_rows[first +
                                   ci_random_below(&walk->random, length)];
}

/* A chosen column of a row, the first from anywhere on, or none. */
static uint32_t any_chosen(ci_program_walk *walk, uint32_t row)
{
    const ci_program_core *core = walk->core;
    const uint32_t *columns = core->row_columns + core->row_first[row];
    size_t length = core->row_first[row + 1] - core->row_first[row];
    size_t k = length > 0 ? ci_random_below(&walk->random, length) : 0;

    for (size_t looked = 0; looked < length; looked++) {
        if (ci_program_plan_has(&walk->plan, columns[k]))
            return columns[k];
        k = k + 1 < length ? k + 1 : 0;
    }
    return NONE;
}

/* Takes out a column and some near to it: they share a row with one that
 * could stand in for it. */
static void ruin(ci_program_walk *walk, ci_effort *effort)
{
    const ci_program_core *core = walk->core;
    uint32_t centre = walk->list[ci_random_below(&walk->random, walk->count)];
    uint64_t size = 1 + ci_random_below(&walk->random, RUIN_MAX);

    flip(walk, centre, effort);
    for (uint64_t k = 0; k < 4 * size && walk->log_count < size; k++) {
        uint32_t row = any_row(walk, centre), column;
        size_t length;

        if (row == NONE)
            return;
        length = core->row_first[row + 1] - core->row_first[row];
        column = core->row_columns[core->row_first[row] +
                                   ci_random_below(&walk->random, length)];
        row = any_row(walk, column);
        column = any_chosen(walk, row);
        if (column != NONE)
            flip(walk, column, effort);
        ci_effort_spend(effort, 2 * length);
    }
}

static bool may_pay(const ci_program_walk *walk, uint32_t column)
{
    const ci_program_core *core = walk->core;

    return !core->prices ||
           walk->plan.spent + core->prices[column] <= core->budget;
}

/* The column that gives most for its value in a short row, more or less. */
static uint32_t pick_for_row(ci_program_walk *walk, uint32_t row)
{
    const ci_program_core *core = walk->core;
    uint32_t best = NONE;
    double high = 0.0;

    for (size_t k = core->row_first[row]; k < core->row_first[row + 1]; k++) {
        uint32_t column = core->row_columns[k];
        double noise =
            0.7 + 0.6 * (double)ci_random_below(&walk->random, 1024) / 1024.0;
        double score;

        if (walk->plan.chosen[core->group_of[column]] != NONE ||
            !may_pay(walk, column))
            continue;
        score = walk->scores[column] * noise /
                ((double)core->values[column] + 1e-9);
        if (best == NONE || score > high) {
            best = column;
            high = score;
        }
    }
    return best;
}

/* Meets the hard rows again; false: it cannot. */
static bool recreate(ci_program_walk *walk, ci_effort *effort)
{
    const ci_program_core *core = walk->core;

    while (walk->plan.short_count > 0) {
        uint32_t row = walk->plan.short_rows[ci_random_below(
            &walk->random, walk->plan.short_count)];
        uint32_t column = pick_for_row(walk, row);

        ci_effort_spend(effort,
                        core->row_first[row + 1] - core->row_first[row]);
        if (column == NONE || is_logged_full(walk))
            return false;
        flip(walk, column, effort);
    }
    return true;
}

static double profit_of(const ci_program_walk *walk, uint32_t column,
                        double theta)
{
    const ci_program_core *core = walk->core;
    double profit = walk->scores[column] - (double)core->values[column];

    return core->prices ? profit - theta * (double)core->prices[column]
                        : profit;
}

/* Puts in what saves more than it costs in the rows of a column, the budget
 * at the price theta. */
static void fill_up(ci_program_walk *walk, uint32_t near, double theta,
                    ci_effort *effort)
{
    const ci_program_core *core = walk->core;

    for (int look = 0; look < LOOKS && !is_logged_full(walk); look++) {
        uint32_t row = any_row(walk, near), best = NONE;
        double high = 1e-6;

        if (row == NONE || ci_program_core_is_hard(core, row))
            continue;
        for (size_t k = core->row_first[row]; k < core->row_first[row + 1];
             k++) {
            uint32_t column = core->row_columns[k];
            double profit = profit_of(walk, column, theta);

            if (profit > high && may_pay(walk, column) &&
                walk->plan.chosen[core->group_of[column]] == NONE) {
                high = profit;
                best = column;
            }
        }
        if (best != NONE)
            flip(walk, best, effort);
        ci_effort_spend(effort,
                        core->row_first[row + 1] - core->row_first[row]);
    }
}

/* Takes out what is spare now, of the columns near to those put in. */
static void clear_out(ci_program_walk *walk, ci_effort *effort)
{
    const ci_program_core *core = walk->core;
    size_t count = walk->log_count;

    for (size_t at = 0; at < count; at++) {
        uint32_t added = walk->log[at];

        if (!ci_program_plan_has(&walk->plan, added))
            continue;
        for (size_t k = core->column_first[added];
             k < core->column_first[added + 1]; k++) {
            uint32_t row = core->column_rows[k];
            uint32_t column = any_chosen(walk, row);
            bool is_short;

            ci_effort_spend(effort,
                            core->row_first[row + 1] - core->row_first[row]);
            if (column == NONE || is_logged_full(walk) ||
                walk->scores[column] > (double)core->values[column] ||
                ci_program_plan_if_out(&walk->plan, column, &is_short) >= 0 ||
                is_short)
                continue;
            flip(walk, column, effort);
        }
    }
}

bool ci_program_walk_ruin(ci_program_walk *walk, ci_effort *effort)
{
    int64_t cost = walk->plan.cost;
    bool is_made;
    size_t taken;

    if (walk->count == 0)
        return false;
    walk->log_count = 0;
    ruin(walk, effort);
    taken = walk->log_count;
    is_made = recreate(walk, effort);
    for (size_t k = 0; is_made && k < taken; k++)
        fill_up(walk, walk->log[k], walk->theta, effort);
    if (is_made)
        clear_out(walk, effort);
    /* What is left of the budget is spent all the same. */
    if (is_made && walk->core->prices && walk->count > 0)
        fill_up(walk, walk->list[ci_random_below(&walk->random, walk->count)],
                0.0, effort);
    if (!is_made || walk->plan.cost > cost ||
        !ci_program_plan_is_feasible(&walk->plan))
        undo(walk, effort);
    return walk->plan.cost < cost;
}
