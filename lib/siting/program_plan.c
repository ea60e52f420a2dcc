#include "siting/program_plan.h"

#include <stdlib.h>
#include <string.h>

#define NONE CI_PROGRAM_NONE

void ci_program_plan_clear(ci_program_plan *plan)
{
    free(plan->chosen);
    free(plan->supply);
    free(plan->short_rows);
    free(plan->short_place);
    *plan = (ci_program_plan){0};
}

bool ci_program_plan_make(ci_program_plan *out, const ci_program_core *core)
{
    *out = (ci_program_plan){
        .core = core,
        .chosen = malloc((core->group_count + 1) * sizeof(*out->chosen)),
        .supply = malloc((core->row_count + 1) * sizeof(*out->supply)),
        .short_rows = malloc((core->row_count + 1) * sizeof(*out->short_rows)),
        .short_place =
            malloc((core->row_count + 1) * sizeof(*out->short_place))};
    if (!out->chosen || !out->supply || !out->short_rows || !out->short_place)
        return false;
    ci_program_plan_reset(out);
    return true;
}

void ci_program_plan_reset(ci_program_plan *plan)
{
    const ci_program_core *core = plan->core;

    plan->cost = plan->spent = 0;
    plan->short_count = 0;
    for (size_t g = 0; g < core->group_count; g++)
        plan->chosen[g] = NONE;
    for (size_t i = 0; i < core->row_count; i++) {
        plan->supply[i] = 0;
        plan->short_place[i] = NONE;
        if (ci_program_core_is_hard(core, i)) {
            plan->short_place[i] = (uint32_t)plan->short_count;
            plan->short_rows[plan->short_count++] = (uint32_t)i;
        } else {
            plan->cost += core->penalties[i] * core->needs[i];
        }
    }
}

bool ci_program_plan_is_feasible(const ci_program_plan *plan)
{
    return plan->short_count == 0 &&
           (!plan->core->prices || plan->spent <= plan->core->budget);
}

/* ---- changes ----------------------------------------------------------- */

static void note_short(ci_program_plan *plan, uint32_t row, bool is_short)
{
    uint32_t place = plan->short_place[row];

    if (is_short == (place != NONE))
        return;
    if (is_short) {
        plan->short_place[row] = (uint32_t)plan->short_count;
        plan->short_rows[plan->short_count++] = row;
        return;
    }
    plan->short_rows[place] = plan->short_rows[--plan->short_count];
    plan->short_place[plan->short_rows[place]] = place;
    plan->short_place[row] = NONE;
}

static void supply(ci_program_plan *plan, uint32_t column, int64_t sign)
{
    const ci_program_core *core = plan->core;

    plan->cost += sign * core->values[column];
    if (core->prices)
        plan->spent += sign * core->prices[column];
    for (size_t k = core->column_first[column];
         k < core->column_first[column + 1]; k++) {
        uint32_t row = core->column_rows[k];
        int64_t before = ci_program_plan_missing(plan, row), after;

        plan->supply[row] += sign * core->column_amounts[k];
        after = ci_program_plan_missing(plan, row);
        if (ci_program_core_is_hard(core, row))
            note_short(plan, row, after > 0);
        else
            plan->cost += core->penalties[row] * (after - before);
    }
}

void ci_program_plan_put(ci_program_plan *plan, uint32_t column)
{
    plan->chosen[plan->core->group_of[column]] = column;
    supply(plan, column, 1);
}

void ci_program_plan_take(ci_program_plan *plan, uint32_t column)
{
    plan->chosen[plan->core->group_of[column]] = NONE;
    supply(plan, column, -1);
}

void ci_program_plan_choose(ci_program_plan *plan, const uint32_t *chosen)
{
    for (uint32_t g = 0; g < plan->core->group_count; g++) {
        if (plan->chosen[g] == chosen[g])
            continue;
        if (plan->chosen[g] != NONE)
            ci_program_plan_take(plan, plan->chosen[g]);
        if (chosen[g] != NONE)
            ci_program_plan_put(plan, chosen[g]);
    }
}

int64_t ci_program_plan_if_out(const ci_program_plan *plan, uint32_t column,
                               bool *is_short)
{
    const ci_program_core *core = plan->core;
    int64_t cost = -core->values[column];

    *is_short = false;
    for (size_t k = core->column_first[column];
         k < core->column_first[column + 1]; k++) {
        uint32_t row = core->column_rows[k];
        int64_t spare = plan->supply[row] - core->needs[row];
        int64_t lost = core->column_amounts[k];

        if (spare >= lost)
            continue;
        lost -= spare > 0 ? spare : 0;
        if (ci_program_core_is_hard(core, row))
            *is_short = true;
        else
            cost += core->penalties[row] * lost;
    }
    return cost;
}

int64_t ci_program_plan_if_in(const ci_program_plan *plan, uint32_t column)
{
    const ci_program_core *core = plan->core;
    int64_t cost = core->values[column];

    for (size_t k = core->column_first[column];
         k < core->column_first[column + 1]; k++) {
        uint32_t row = core->column_rows[k];
        int64_t missing = ci_program_plan_missing(plan, row);
        int64_t gain = core->column_amounts[k] < missing
                           ? core->column_amounts[k]
                           : missing;

        if (!ci_program_core_is_hard(core, row))
            cost -= core->penalties[row] * gain;
    }
    return cost;
}

/* ---- polishing --------------------------------------------------------- */

static bool may_pay(const ci_program_plan *plan, uint32_t column)
{
    const ci_program_core *core = plan->core;

    return !core->prices || plan->spent + core->prices[column] <= core->budget;
}

/* The best column for an emptied choice, or none; no more rows may be short
 * than `short_count`. */
static uint32_t best_size(ci_program_plan *plan, uint32_t group,
                          size_t short_count)
{
    const ci_program_core *core = plan->core;
    uint32_t best = NONE;
    int64_t low = plan->short_count <= short_count ? 0 : INT64_MAX;

    for (uint32_t j = core->group_first[group];
         j < core->group_first[group + 1]; j++) {
        int64_t cost = ci_program_plan_if_in(plan, j);

        if (cost >= low || !may_pay(plan, j))
            continue;
        if (plan->short_count > short_count) {
            size_t left;

            ci_program_plan_put(plan, j);
            left = plan->short_count;
            ci_program_plan_take(plan, j);
            if (left > short_count)
                continue;
        }
        low = cost;
        best = j;
    }
    return best;
}

/* Whether a choice can do better by itself. */
static bool improve(ci_program_plan *plan, uint32_t group)
{
    uint32_t old = plan->chosen[group], now;
    size_t short_count = plan->short_count;
    int64_t cost = plan->cost;

    if (old != NONE)
        ci_program_plan_take(plan, old);
    now = best_size(plan, group, short_count);
    if (now == NONE && plan->short_count > short_count)
        now = old;
    if (now != NONE)
        ci_program_plan_put(plan, now);
    return plan->cost < cost;
}

/* Whether a single column is not worth a look: it cannot go or come. */
static bool is_settled(const ci_program_plan *plan, uint32_t group)
{
    const ci_program_core *core = plan->core;
    uint32_t column = core->group_first[group];
    bool is_short;

    if (core->group_first[group + 1] - column > 1)
        return false;
    if (plan->chosen[group] != NONE)
        return ci_program_plan_if_out(plan, column, &is_short) >= 0 ||
               is_short;
    return ci_program_plan_if_in(plan, column) >= 0;
}

/* The dear ones go first: what is spare goes with the most value. */
static int by_value(const void *a, const void *b)
{
    const int64_t *x = a;
    const int64_t *y = b;

    if (x[0] != y[0])
        return x[0] > y[0] ? -1 : 1;
    return (x[1] > y[1]) - (x[1] < y[1]);
}

static int64_t *by_falling_value(const ci_program_core *core)
{
    int64_t *order = malloc((core->group_count + 1) * 2 * sizeof(*order));

    for (size_t g = 0; order && g < core->group_count; g++) {
        order[2 * g] = core->values[core->group_first[g + 1] - 1];
        order[2 * g + 1] = (int64_t)g;
    }
    if (order)
        qsort(order, core->group_count, 2 * sizeof(*order), by_value);
    return order;
}

void ci_program_plan_polish(ci_program_plan *plan, ci_effort *effort)
{
    const ci_program_core *core = plan->core;
    int64_t *order = by_falling_value(core);
    bool is_better = true;

    for (int pass = 0; is_better && pass < 8 && !effort->is_over; pass++) {
        is_better = false;
        for (uint32_t k = 0; k < core->group_count; k++) {
            /* Without memory for the order in that of the columns. */
            uint32_t g = order ? (uint32_t)order[2 * (size_t)k + 1] : k;

            if (!is_settled(plan, g) && improve(plan, g))
                is_better = true;
        }
        ci_effort_spend(effort, core->entry_count);
    }
    free(order);
}
