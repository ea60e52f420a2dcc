/*
 * A plan column by column: that which the multipliers say to be worth most
 * comes first (A. Caprara, M. Fischetti, P. Toth, A heuristic method for the
 * set covering problem, Operations Research 47 (1999)). Keys only grow while
 * rows fill up, so that a column is weighed anew when it is the first only.
 */
#include <stdlib.h>

#include "siting/program_plan.h"

#define NONE CI_PROGRAM_NONE

bool ci_program_greedy_make(ci_program_greedy *out,
                            const ci_program_core *core)
{
    *out = (ci_program_greedy){
        .keys = calloc(core->column_count + 1, sizeof(*out->keys)),
        .heap = calloc(core->column_count + 1, sizeof(*out->heap))};
    return out->keys && out->heap;
}

void ci_program_greedy_clear(ci_program_greedy *greedy)
{
    free(greedy->keys);
    free(greedy->heap);
    *greedy = (ci_program_greedy){0};
}

/* What a column costs beyond what the rows pay for it, for each part of a
 * need that it gives; infinite (false) where it gives nothing. */
static bool weigh(double *key, const ci_program_plan *plan,
                  const double *prices, double theta, uint32_t column)
{
    const ci_program_core *core = plan->core;
    double cost = (double)core->values[column], gain = 0.0;

    if (core->prices)
        cost += theta * (double)core->prices[column];

    for (size_t k = core->column_first[column];
         k < core->column_first[column + 1]; k++) {
        uint32_t row = core->column_rows[k];
        int64_t missing = ci_program_plan_missing(plan, row);
        int64_t given = core->column_amounts[k];
        double part;

        if (missing == 0)
            continue;
        part = (double)(given < missing ? given : missing) /
               (double)core->needs[row];
        cost -= prices[row] * part;
        if (ci_program_core_is_hard(core, row) || prices[row] > 0.0)
            gain += part;
    }
    *key = cost > 0.0 && gain > 0.0 ? cost / gain : cost * gain;
    return gain > 0.0;
}

/* Ties go to the lower column. */
static bool is_before(const ci_program_greedy *greedy, uint32_t a, uint32_t b)
{
    return greedy->keys[a] < greedy->keys[b] ||
           (greedy->keys[a] == greedy->keys[b] && a < b);
}

void ci_program_greedy_sift(ci_program_greedy *greedy, size_t at)
{
    uint32_t column = greedy->heap[at];

    for (size_t child = 2 * at + 1; child < greedy->count;
         child = 2 * at + 1) {
        if (child + 1 < greedy->count &&
            is_before(greedy, greedy->heap[child + 1], greedy->heap[child]))
            child++;
        if (!is_before(greedy, greedy->heap[child], column))
            break;
        greedy->heap[at] = greedy->heap[child];
        at = child;
    }
    greedy->heap[at] = column;
}

void ci_program_greedy_drop(ci_program_greedy *greedy)
{
    greedy->heap[0] = greedy->heap[--greedy->count];
    if (greedy->count > 0)
        ci_program_greedy_sift(greedy, 0);
}

/* A size that hard rows want in place of a smaller one, if any helps. */
static bool change_size(ci_program_plan *plan, const ci_program_bound *bound,
                        uint32_t row)
{
    const ci_program_core *core = plan->core;

    for (size_t k = core->row_first[row]; k < core->row_first[row + 1]; k++) {
        uint32_t column = core->row_columns[k];
        uint32_t old = plan->chosen[core->group_of[column]];
        size_t short_count = plan->short_count;

        if (old == NONE || old == column ||
            bound->taken[core->group_of[column]] != NONE ||
            bound->states[column] != CI_OPEN)
            continue;
        ci_program_plan_take(plan, old);
        ci_program_plan_put(plan, column);
        if (plan->short_count < short_count)
            return true;
        ci_program_plan_take(plan, column);
        ci_program_plan_put(plan, old);
    }
    return false;
}

/* Rows that only another size can meet. */
static void change_sizes(ci_program_plan *plan, const ci_program_bound *bound,
                         ci_effort *effort)
{
    for (size_t k = 0; k < plan->short_count && !effort->is_over;) {
        ci_effort_spend(effort, 64);
        k = change_size(plan, bound, plan->short_rows[k]) ? 0 : k + 1;
    }
}

static void fill_heap(ci_program_greedy *greedy, const ci_program_plan *plan,
                      const ci_program_bound *bound, const double *prices)
{
    greedy->count = 0;
    for (uint32_t j = 0; j < plan->core->column_count; j++)
        if (ci_program_bound_is_open(bound, j) &&
            weigh(&greedy->keys[j], plan, prices, bound->best_theta, j))
            greedy->heap[greedy->count++] = j;
    for (size_t at = greedy->count; at-- > 0;)
        ci_program_greedy_sift(greedy, at);
}

/* Whether the budget has room for a column whose choice is empty. */
static bool may_put(const ci_program_plan *plan, uint32_t column)
{
    const ci_program_core *core = plan->core;

    return plan->chosen[core->group_of[column]] == NONE &&
           (!core->prices ||
            plan->spent + core->prices[column] <= core->budget);
}

/* Whether a column is still wanted: by a hard row, or for what it saves. */
static bool is_wanted(const ci_program_plan *plan, double key, uint32_t column)
{
    const ci_program_core *core = plan->core;

    for (size_t k = core->column_first[column];
         k < core->column_first[column + 1]; k++) {
        uint32_t row = core->column_rows[k];

        if (ci_program_core_is_hard(core, row) &&
            ci_program_plan_missing(plan, row) > 0)
            return true;
    }
    return key <= 0.0 || ci_program_plan_if_in(plan, column) < 0;
}

void ci_program_greedy_build(ci_program_greedy *greedy, ci_program_plan *plan,
                             const ci_program_bound *bound,
                             const double *prices, ci_effort *effort)
{
    const ci_program_core *core = plan->core;

    ci_program_plan_reset(plan);
    for (uint32_t g = 0; g < core->group_count; g++)
        if (bound->taken[g] != NONE)
            ci_program_plan_put(plan, bound->taken[g]);
    fill_heap(greedy, plan, bound, prices);
    ci_effort_spend(effort, 2 * core->entry_count);
    while (greedy->count > 0) {
        uint32_t column = greedy->heap[0];
        double key;

        ci_effort_spend(effort, core->column_first[column + 1] -
                                    core->column_first[column] + 16);
        if (!may_put(plan, column) ||
            !weigh(&key, plan, prices, bound->best_theta, column)) {
            ci_program_greedy_drop(greedy);
        } else if (key > greedy->keys[column]) {
            greedy->keys[column] = key;
            ci_program_greedy_sift(greedy, 0);
        } else {
            if (is_wanted(plan, key, column))
                ci_program_plan_put(plan, column);
            ci_program_greedy_drop(greedy);
        }
    }
    change_sizes(plan, bound, effort);
}
