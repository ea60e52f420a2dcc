/*
 * Subgradient steps on the multipliers of the rows and the budget (A.
 * Caprara, M. Fischetti, P. Toth, A heuristic method for the set covering
 * problem, Operations Research 47 (1999)), with rows scaled to a need of 1.
 */
#include "siting/program_bound.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The length of the first step of a core, and of the shortest one. */
#define STEP_FIRST 0.8
#define STEP_LAST 0.001

/* After so many rounds that raise the bound by less than this part of the gap
 * steps become shorter. */
#define PATIENCE 20
#define GROWTH_MIN 0.0005
#define STEP_SHORTER 0.7

/* No row's step is shorter than this part of the mean. */
#define METRIC_MIN 0.1

/* How much of the last direction stays. */
#define INERTIA 0.9

/* How much a round weighs in the shares. */
#define SHARE_NEW 0.1

void ci_program_bound_clear(ci_program_bound *bound)
{
    free(bound->states);
    free(bound->taken);
    free(bound->given);
    free(bound->prices);
    free(bound->best_prices);
    free(bound->caps);
    free(bound->unit_prices);
    free(bound->slacks);
    free(bound->ways);
    free(bound->metric);
    free(bound->reduced);
    free(bound->shares);
    free(bound->picks);
    free(bound->whole);
    free(bound->whole_reduced);
    *bound = (ci_program_bound){0};
}

/* ---- what is decided --------------------------------------------------- */

static void give(ci_program_bound *bound, uint32_t column, int64_t sign)
{
    const ci_program_core *core = bound->core;

    bound->fixed_value += sign * core->values[column];
    if (core->prices)
        bound->fixed_price += sign * core->prices[column];
    for (size_t k = core->column_first[column];
         k < core->column_first[column + 1]; k++)
        bound->given[core->column_rows[k]] += sign * core->column_amounts[k];
}

void ci_program_bound_put(ci_program_bound *bound, uint32_t column, bool is_in)
{
    bound->states[column] = is_in ? CI_IN : CI_OUT;
    if (!is_in)
        return;
    bound->taken[bound->core->group_of[column]] = column;
    give(bound, column, 1);
}

void ci_program_bound_take(ci_program_bound *bound, uint32_t column)
{
    if (bound->states[column] == CI_IN) {
        bound->taken[bound->core->group_of[column]] = CI_PROGRAM_NONE;
        give(bound, column, -1);
    }
    bound->states[column] = CI_OPEN;
}

/* ---- a round ----------------------------------------------------------- */

static int64_t least(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* The prices of units; returns what the rows' needs are worth. */
static double price_rows(ci_program_bound *bound)
{
    const ci_program_core *core = bound->core;
    double worth = 0.0;

    for (size_t i = 0; i < core->row_count; i++) {
        int64_t rest = ci_program_bound_rest(bound, i);

        bound->unit_prices[i] =
            rest > 0 ? bound->prices[i] / (double)core->needs[i] : 0.0;
        bound->slacks[i] = (double)rest;
        worth += bound->unit_prices[i] * (double)rest;
    }
    return worth;
}

static double reduced_of(const ci_program_bound *bound, uint32_t column)
{
    const ci_program_core *core = bound->core;
    double sum = (double)core->values[column];

    if (core->prices)
        sum += bound->theta * (double)core->prices[column];
    for (size_t k = core->column_first[column];
         k < core->column_first[column + 1]; k++) {
        double price = bound->unit_prices[core->column_rows[k]];

        if (price > 0.0)
            sum -= price * (double)least(core->column_amounts[k],
                                         ci_program_bound_rest(
                                             bound, core->column_rows[k]));
    }
    return sum;
}

/* The columns that the relaxation takes; returns what they are worth. */
static double pick(ci_program_bound *bound, ci_effort *effort)
{
    const ci_program_core *core = bound->core;
    double worth = 0.0;
    size_t steps = core->row_count + core->column_count;

    for (uint32_t g = 0; g < core->group_count; g++) {
        double low = 0.0;

        bound->picks[g] = CI_PROGRAM_NONE;
        if (bound->taken[g] != CI_PROGRAM_NONE)
            continue;
        for (uint32_t j = core->group_first[g]; j < core->group_first[g + 1];
             j++) {
            if (bound->states[j] != CI_OPEN)
                continue;
            bound->reduced[j] = reduced_of(bound, j);
            steps += core->column_first[j + 1] - core->column_first[j];
            if (bound->reduced[j] < low) {
                low = bound->reduced[j];
                bound->picks[g] = j;
            }
        }
        worth += low;
    }
    ci_effort_spend(effort, steps);
    return worth;
}

/* What the picked columns leave missing; returns what they cost. */
static double find_slacks(ci_program_bound *bound)
{
    const ci_program_core *core = bound->core;
    double spent = 0.0;

    for (uint32_t g = 0; g < core->group_count; g++) {
        uint32_t j = bound->picks[g];

        if (j == CI_PROGRAM_NONE)
            continue;
        if (core->prices)
            spent += (double)core->prices[j];
        for (size_t k = core->column_first[j]; k < core->column_first[j + 1];
             k++)
            bound->slacks[core->column_rows[k]] -= (double)least(
                core->column_amounts[k],
                ci_program_bound_rest(bound, core->column_rows[k]));
    }
    return spent;
}

static void note_shares(ci_program_bound *bound)
{
    const ci_program_core *core = bound->core;

    for (size_t j = 0; j < core->column_count; j++)
        bound->shares[j] *= 1.0 - SHARE_NEW;
    for (uint32_t g = 0; g < core->group_count; g++)
        if (bound->picks[g] != CI_PROGRAM_NONE)
            bound->shares[bound->picks[g]] += SHARE_NEW;
}

/* The budget weighs as much as all rows together would if they were of one
 * mind: its price is of the size of their sum. */
static double budget_weight(const ci_program_core *core)
{
    return sqrt((double)core->row_count + 1.0) / ((double)core->budget + 1.0);
}

/* What is over of the budget, weighed; 0 where there is none. */
static double over_budget(const ci_program_bound *bound, double spent)
{
    double room = (double)(bound->core->budget - bound->fixed_price);

    return bound->core->prices ? (spent - room) * budget_weight(bound->core)
                               : 0.0;
}

/* The direction of a step: the slacks, and something of the last direction
 * (H. Crowder, Computational improvements for subgradient optimization,
 * 1976). What a limit holds back does not count. */
static double turn(double slack, double last, double price, double cap)
{
    double way = slack + INERTIA * last;

    return (way < 0.0 && price <= 0.0) || (way > 0.0 && price >= cap) ? 0.0
                                                                      : way;
}

/* One step, of the length that would close the gap if the bound were flat
 * (B. Polyak, Minimization of unsmooth functionals, 1969), times `step`. */
static void move(ci_program_bound *bound, double gap, double over)
{
    const ci_program_core *core = bound->core;
    double norm = 0.0, length;

    for (size_t i = 0; i < core->row_count; i++) {
        double way = turn(bound->slacks[i] / (double)core->needs[i],
                          bound->ways[i], bound->prices[i], bound->caps[i]);

        bound->ways[i] = way;
        norm += bound->metric[i] * way * way;
    }
    if (bound->is_theta_fixed)
        over = 0.0;
    bound->theta_way = bound->is_theta_fixed ? 0.0
                                             : turn(over, bound->theta_way,
                                                    bound->theta, HUGE_VAL);
    norm += bound->theta_way * bound->theta_way;
    if (norm <= 0.0)
        return;
    length = bound->step * gap / norm;
    for (size_t i = 0; i < core->row_count; i++) {
        double price =
            bound->prices[i] + length * bound->metric[i] * bound->ways[i];

        price = price > 0.0 ? price : 0.0;
        bound->prices[i] = price < bound->caps[i] ? price : bound->caps[i];
    }
    bound->theta += length * bound->theta_way * budget_weight(core);
    bound->theta = bound->theta > 0.0 ? bound->theta : 0.0;
}

/* The bound of the prices as they are. */
static double weigh(ci_program_bound *bound, ci_effort *effort)
{
    double sum = (double)bound->fixed_value + price_rows(bound);

    sum += pick(bound, effort);
    if (bound->core->prices)
        sum -=
            bound->theta * (double)(bound->core->budget - bound->fixed_price);
    return sum;
}

static void keep_best(ci_program_bound *bound, double value)
{
    bound->best = value;
    bound->best_theta = bound->theta;
    memcpy(bound->best_prices, bound->prices,
           bound->core->row_count * sizeof(*bound->prices));
}

static void start_again(ci_program_bound *bound)
{
    bound->theta_way = 0.0;
    memset(bound->ways, 0, bound->core->row_count * sizeof(*bound->ways));
    bound->theta = bound->best_theta;
    memcpy(bound->prices, bound->best_prices,
           bound->core->row_count * sizeof(*bound->prices));
}

void ci_program_bound_raise(ci_program_bound *bound, double upper,
                            uint32_t rounds, ci_effort *effort)
{
    start_again(bound);
    for (uint32_t round = 0; round < rounds && !effort->is_over; round++) {
        double value = weigh(bound, effort), over;

        if (round == 0 || value > bound->best) {
            /* Little more counts as nothing. */
            if (round == 0 ||
                value > bound->best + GROWTH_MIN * (upper - bound->best))
                bound->quiet = 0;
            keep_best(bound, value);
        }
        if (value >= upper || bound->step < STEP_LAST)
            return;
        /* Shorter steps where the last ones brought little. */
        if (bound->quiet++ >= PATIENCE) {
            bound->step *= STEP_SHORTER;
            bound->quiet = 0;
            start_again(bound);
            value = weigh(bound, effort);
        }
        over = over_budget(bound, find_slacks(bound));
        note_shares(bound);
        move(bound, upper - value, over);
    }
}

/* ---- making it --------------------------------------------------------- */

/* How much of a column's cost a row takes on in the first guess: the same for
 * the same part of its need, and where a budget is spent on soft rows in the
 * measure of what missing them costs. */
static double weight_of(const ci_program_bound *bound, uint32_t row)
{
    return bound->core->prices && !ci_program_core_is_hard(bound->core, row)
               ? bound->caps[row]
               : bound->hard_weight;
}

/* A first guess: what each column costs at the price of the budget, shared out
 * over the parts of needs that it gives; a row pays the least that any column
 * asks. */
static void guess(ci_program_bound *bound)
{
    const ci_program_core *core = bound->core;

    for (size_t i = 0; i < core->row_count; i++)
        bound->best_prices[i] = bound->caps[i];
    for (size_t j = 0; j < core->column_count; j++) {
        double gain = 0.0, cost = (double)core->values[j];

        if (core->prices)
            cost += bound->best_theta * (double)core->prices[j];
        for (size_t k = core->column_first[j]; k < core->column_first[j + 1];
             k++)
            gain += weight_of(bound, core->column_rows[k]) *
                    (double)core->column_amounts[k] /
                    (double)core->needs[core->column_rows[k]];
        for (size_t k = core->column_first[j];
             gain > 0.0 && k < core->column_first[j + 1]; k++) {
            uint32_t row = core->column_rows[k];
            double asked = cost * weight_of(bound, row) / gain;

            if (asked < bound->best_prices[row])
                bound->best_prices[row] = asked;
        }
    }
}

/* Hard rows weigh as much as soft ones do on average. */
static void find_hard_weight(ci_program_bound *bound)
{
    const ci_program_core *core = bound->core;
    double sum = 0.0, count = 0.0;

    for (size_t i = 0; core->prices && i < core->row_count; i++)
        if (!ci_program_core_is_hard(core, i)) {
            sum += bound->caps[i];
            count += 1.0;
        }
    bound->hard_weight = sum > 0.0 ? sum / count : 1.0;
}

/* Where many rows share a column prices are low, and so are their steps. */
static void find_metric(ci_program_bound *bound)
{
    const ci_program_core *core = bound->core;
    double sum = 0.0, mean;

    for (size_t i = 0; i < core->row_count; i++)
        sum += bound->best_prices[i];
    mean = sum / ((double)core->row_count + 1.0);
    for (size_t i = 0; i < core->row_count; i++)
        bound->metric[i] =
            mean > 0.0 ? METRIC_MIN + bound->best_prices[i] / mean : 1.0;
}

void ci_program_bound_guess(ci_program_bound *bound, double theta)
{
    bound->best_theta = bound->theta = theta;
    guess(bound);
    find_metric(bound);
}

static void start(ci_program_bound *bound)
{
    const ci_program_core *core = bound->core;
    double total = 1.0;

    for (size_t j = 0; j < core->column_count; j++) {
        bound->states[j] = CI_OPEN;
        total += (double)core->values[j];
    }
    for (uint32_t g = 0; g < core->group_count; g++)
        bound->taken[g] = CI_PROGRAM_NONE;
    /* Money that a hard row takes may be missed by all that is soft. */
    for (size_t i = 0; core->prices && i < core->row_count; i++)
        if (!ci_program_core_is_hard(core, i))
            total += (double)core->penalties[i] * (double)core->needs[i];
    for (size_t i = 0; i < core->row_count; i++)
        bound->caps[i] =
            ci_program_core_is_hard(core, i)
                ? 2.0 * total
                : (double)core->penalties[i] * (double)core->needs[i];
    find_hard_weight(bound);
    bound->step = STEP_FIRST;
    ci_program_bound_guess(bound, 0.0);
}

bool ci_program_bound_make(ci_program_bound *out, const ci_program_core *core)
{
    size_t columns = core->column_count + 1, rows = core->row_count + 1;
    size_t groups = core->group_count + 1;

    *out = (ci_program_bound){
        .core = core,
        .states = malloc(columns),
        .taken = malloc(groups * sizeof(*out->taken)),
        .given = calloc(rows, sizeof(*out->given)),
        .prices = calloc(rows, sizeof(*out->prices)),
        .best_prices = calloc(rows, sizeof(*out->best_prices)),
        .caps = calloc(rows, sizeof(*out->caps)),
        .unit_prices = calloc(rows, sizeof(*out->unit_prices)),
        .slacks = calloc(rows, sizeof(*out->slacks)),
        .ways = calloc(rows, sizeof(*out->ways)),
        .metric = calloc(rows, sizeof(*out->metric)),
        .reduced = calloc(columns, sizeof(*out->reduced)),
        .shares = calloc(columns, sizeof(*out->shares)),
        .picks = calloc(groups, sizeof(*out->picks)),
        .whole = calloc(rows, sizeof(*out->whole)),
        .whole_reduced = calloc(columns, sizeof(*out->whole_reduced))};
    if (!out->states || !out->taken || !out->given || !out->prices ||
        !out->best_prices || !out->caps || !out->unit_prices || !out->slacks ||
        !out->ways || !out->metric || !out->reduced || !out->shares ||
        !out->picks || !out->whole || !out->whole_reduced)
        return false;
    start(out);
    return true;
}
