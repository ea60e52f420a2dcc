/*
 * A plan that spends a budget: what saves most for its price first, by what
 * is still missing (M. Sviridenko, A note on maximizing a submodular set
 * function subject to a knapsack constraint, Operations Research Letters 32
 * (2004)). Gains only fall as columns come in, so that a key that is out of
 * date is too good: the heap is mended where it is looked at.
 */
#include "siting/program_plan.h"

#define NONE CI_PROGRAM_NONE

/* How much more hard rows weigh where they were left short. */
#define HARD_AGAIN 1000.0

typedef struct spending {
    ci_program_greedy *greedy; /* keys: the loss for a unit of the budget */
    ci_program_plan *plan;
    const ci_program_bound *bound;
    double hard_times;
} spending;

/* What a column saves and hard rows pay for it, for its price: the less the
 * better. */
static double key_of(const spending *of, uint32_t column)
{
    const ci_program_core *core = of->plan->core;
    double gain = -(double)core->values[column];

    for (size_t k = core->column_first[column];
         k < core->column_first[column + 1]; k++) {
        uint32_t row = core->column_rows[k];
        int64_t missing = ci_program_plan_missing(of->plan, row);
        double given = (double)(core->column_amounts[k] < missing
                                    ? core->column_amounts[k]
                                    : missing);

        gain += given * (ci_program_core_is_hard(core, row)
                             ? of->hard_times * of->bound->best_prices[row] /
                                   (double)core->needs[row]
                             : (double)core->penalties[row]);
    }
    return -gain / ((double)core->prices[column] + 1.0);
}

static void fill_heap(spending *of)
{
    ci_program_greedy *greedy = of->greedy;

    greedy->count = 0;
    for (uint32_t j = 0; j < of->plan->core->column_count; j++) {
        if (!ci_program_bound_is_open(of->bound, j))
            continue;
        greedy->keys[j] = key_of(of, j);
        if (greedy->keys[j] < 0.0)
            greedy->heap[greedy->count++] = j;
    }
    for (size_t at = greedy->count; at-- > 0;)
        ci_program_greedy_sift(greedy, at);
}

static bool may_put(const ci_program_plan *plan, uint32_t column)
{
    const ci_program_core *core = plan->core;

    return plan->chosen[core->group_of[column]] == NONE &&
           plan->spent + core->prices[column] <= core->budget;
}

static void spend(spending *of, ci_effort *effort)
{
    const ci_program_core *core = of->plan->core;
    ci_program_greedy *greedy = of->greedy;

    fill_heap(of);
    ci_effort_spend(effort, 2 * core->entry_count);
    while (greedy->count > 0) {
        uint32_t column = greedy->heap[0];
        double key;

        ci_effort_spend(effort, core->column_first[column + 1] -
                                    core->column_first[column] + 16);
        if (!may_put(of->plan, column)) {
            ci_program_greedy_drop(greedy);
            continue;
        }
        key = key_of(of, column);
        if (key < 0.0 && key <= greedy->keys[column]) {
            ci_program_plan_put(of->plan, column);
            ci_program_greedy_drop(greedy);
        } else if (key < 0.0) {
            greedy->keys[column] = key;
            ci_program_greedy_sift(greedy, 0);
        } else {
            ci_program_greedy_drop(greedy);
        }
    }
}

void ci_program_greedy_spend(ci_program_greedy *greedy, ci_program_plan *plan,
                             const ci_program_bound *bound, ci_effort *effort)
{
    const ci_program_core *core = plan->core;
    spending of = {greedy, plan, bound, 1.0};

    for (int again = 0; again < 2; again++) {
        ci_program_plan_reset(plan);
        for (uint32_t g = 0; g < core->group_count; g++)
            if (bound->taken[g] != NONE)
                ci_program_plan_put(plan, bound->taken[g]);
        spend(&of, effort);
        if (plan->short_count == 0)
            return;
        of.hard_times = HARD_AGAIN;
    }
}
