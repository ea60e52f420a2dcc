/*
 * The price of the budget at which the relaxation spends just so much. The
 * bound is concave in it, and what is spent falls as it grows: a bracket and
 * halving find it, from where steps on all multipliers together go on.
 */
#include "siting/program_bound.h"

#include <math.h>

/* Rounds for the first price that is tried, and for each later one. */
#define FIRST_ROUNDS 80
#define ROUNDS 30

/* Prices that are tried while the bracket is looked for, and then. */
#define BRACKET_TRIALS 12
#define HALVINGS 7

#define BRACKET_STEP 4.0

/* The length of steps from prices that were good for another theta, and of
 * the first where all prices move. */
#define WARM_STEP 0.3
#define LAST_STEP 0.3

/* What the relaxation spent in the last rounds, on average. */
static double spent_of(const ci_program_bound *bound)
{
    const ci_program_core *core = bound->core;
    double spent = 0.0;

    for (size_t j = 0; j < core->column_count; j++)
        spent += bound->shares[j] * (double)core->prices[j];
    return spent;
}

static void rescale(ci_program_bound *bound, double theta)
{
    const ci_program_core *core = bound->core;
    double times = theta / bound->best_theta;

    for (size_t i = 0; i < core->row_count; i++) {
        double price = bound->best_prices[i] * times;

        bound->best_prices[i] =
            price < bound->caps[i] ? price : bound->caps[i];
    }
    bound->best_theta = theta;
}

/* Whether the relaxation spends more than the budget at this price. */
static bool is_too_cheap(ci_program_bound *bound, double theta, double upper,
                         bool is_first, ci_effort *effort)
{
    if (is_first)
        ci_program_bound_guess(bound, theta);
    else
        rescale(bound, theta);
    bound->step = is_first ? 0.8 : WARM_STEP;
    bound->quiet = 0;
    ci_program_bound_raise(bound, upper, is_first ? FIRST_ROUNDS : ROUNDS,
                           effort);
    return spent_of(bound) > (double)bound->core->budget;
}

void ci_program_bound_seek(ci_program_bound *bound, double upper,
                           ci_effort *effort)
{
    const ci_program_core *core = bound->core;
    double theta = (upper + 1.0) / ((double)core->budget + 1.0);
    double low = 0.0, high = 0.0;
    bool is_first = true;

    if (!core->prices)
        return;
    bound->is_theta_fixed = true;
    for (int trial = 0; trial < BRACKET_TRIALS && (low <= 0.0 || high <= 0.0);
         trial++) {
        if (is_too_cheap(bound, theta, upper, is_first, effort))
            low = theta;
        else
            high = theta;
        theta = high <= 0.0 ? theta * BRACKET_STEP : theta / BRACKET_STEP;
        is_first = false;
    }
    for (int k = 0; k < HALVINGS && low > 0.0 && high > 0.0; k++) {
        theta = sqrt(low * high);
        if (is_too_cheap(bound, theta, upper, false, effort))
            low = theta;
        else
            high = theta;
    }
    bound->is_theta_fixed = false;
    bound->step = LAST_STEP;
    bound->quiet = 0;
}
