/*
 * Local search with weights of rows (C. Gao, T. Weise, J. Li, A weighting-
 * based local search heuristic algorithm for the set covering problem, 2014):
 * take out the column that is missed least, put in one that a short row
 * wants, and let rows weigh more the longer they are short. Soft rows weigh
 * what they cost.
 */
#include "siting/program_walk.h"

#include <stdlib.h>
#include <string.h>

#define NONE CI_PROGRAM_NONE

/* So many chosen columns are looked at for the one that is missed least. */
#define SAMPLE 48

/* Columns put in again for what a taken one leaves missing. */
#define REPAIRS 4

bool ci_program_walk_make(ci_program_walk *out, const ci_program_core *core,
                          uint64_t seed)
{
    size_t columns = core->column_count + 1, rows = core->row_count + 1;

    *out =
        (ci_program_walk){.core = core,
                          .weights = calloc(rows, sizeof(*out->weights)),
                          .starts = calloc(rows, sizeof(*out->starts)),
                          .scores = calloc(columns, sizeof(*out->scores)),
                          .most = calloc(rows, sizeof(*out->most)),
                          .list = calloc(columns, sizeof(*out->list)),
                          .place = calloc(columns, sizeof(*out->place)),
                          .when = calloc(columns, sizeof(*out->when)),
                          .random = ci_random_start(seed, "covering program")};
    if (!ci_program_plan_make(&out->plan, core) || !out->weights ||
        !out->starts || !out->scores || !out->most || !out->list ||
        !out->place || !out->when)
        return false;
    for (size_t i = 0; i < core->row_count; i++)
        for (size_t k = core->row_first[i]; k < core->row_first[i + 1]; k++)
            if (core->row_amounts[k] > out->most[i])
                out->most[i] = core->row_amounts[k];
    return true;
}

void ci_program_walk_clear(ci_program_walk *walk)
{
    ci_program_plan_clear(&walk->plan);
    free(walk->weights);
    free(walk->starts);
    free(walk->scores);
    free(walk->most);
    free(walk->list);
    free(walk->place);
    free(walk->when);
    *walk = (ci_program_walk){0};
}

/* ---- scores ------------------------------------------------------------ */

/* What a column that gives `amount` changes of the part of a need that is
 * missing, where so much is supplied. */
static double part_of(int64_t need, int64_t supply, int64_t amount,
                      bool is_chosen)
{
    int64_t without = is_chosen ? supply - amount : supply;
    int64_t missing = need - without;

    if (missing <= 0)
        return 0.0;
    return (double)(amount < missing ? amount : missing) / (double)need;
}

static double score_of(const ci_program_walk *walk, uint32_t column)
{
    const ci_program_core *core = walk->core;
    bool is_chosen = ci_program_plan_has(&walk->plan, column);
    double score = 0.0;

    for (size_t k = core->column_first[column];
         k < core->column_first[column + 1]; k++) {
        uint32_t row = core->column_rows[k];

        score += walk->weights[row] *
                 part_of(core->needs[row], walk->plan.supply[row],
                         core->column_amounts[k], is_chosen);
    }
    return score;
}

/* The scores of a row's other columns once its supply has changed. */
static size_t update_row(ci_program_walk *walk, uint32_t row, int64_t before,
                         uint32_t column)
{
    const ci_program_core *core = walk->core;
    int64_t need = core->needs[row], after = walk->plan.supply[row];
    int64_t idle = need + walk->most[row];

    if (before >= idle && after >= idle)
        return 1;
    for (size_t k = core->row_first[row]; k < core->row_first[row + 1]; k++) {
        uint32_t other = core->row_columns[k];
        int64_t amount = core->row_amounts[k];
        bool is_chosen = ci_program_plan_has(&walk->plan, other);

        if (other != column)
            walk->scores[other] += walk->weights[row] *
                                   (part_of(need, after, amount, is_chosen) -
                                    part_of(need, before, amount, is_chosen));
    }
    return core->row_first[row + 1] - core->row_first[row];
}

static void update(ci_program_walk *walk, uint32_t column, int64_t sign,
                   ci_effort *effort)
{
    const ci_program_core *core = walk->core;
    size_t steps = 8;

    for (size_t k = core->column_first[column];
         k < core->column_first[column + 1]; k++) {
        uint32_t row = core->column_rows[k];

        steps += 2 + update_row(walk, row,
                                walk->plan.supply[row] -
                                    sign * core->column_amounts[k],
                                column);
    }
    walk->scores[column] = score_of(walk, column);
    walk->when[column] = ++walk->clock;
    ci_effort_spend(effort, steps);
}

void ci_program_walk_put(ci_program_walk *walk, uint32_t column,
                         ci_effort *effort)
{
    ci_program_plan_put(&walk->plan, column);
    walk->place[column] = (uint32_t)walk->count;
    walk->list[walk->count++] = column;
    update(walk, column, 1, effort);
}

void ci_program_walk_take(ci_program_walk *walk, uint32_t column,
                          ci_effort *effort)
{
    uint32_t place = walk->place[column];

    ci_program_plan_take(&walk->plan, column);
    walk->list[place] = walk->list[--walk->count];
    walk->place[walk->list[place]] = place;
    update(walk, column, -1, effort);
}

static void weigh_more(ci_program_walk *walk, uint32_t row)
{
    const ci_program_core *core = walk->core;

    for (size_t k = core->row_first[row]; k < core->row_first[row + 1]; k++) {
        uint32_t column = core->row_columns[k];

        walk->scores[column] +=
            walk->growth * part_of(core->needs[row], walk->plan.supply[row],
                                   core->row_amounts[k],
                                   ci_program_plan_has(&walk->plan, column));
    }
    walk->weights[row] += walk->growth;
}

/* ---- where it starts --------------------------------------------------- */

static void go_to(ci_program_walk *walk, const ci_program_plan *from)
{
    const ci_program_core *core = walk->core;

    memcpy(walk->weights, walk->starts,
           core->row_count * sizeof(*walk->weights));
    ci_program_plan_choose(&walk->plan, from->chosen);
    walk->count = 0;
    for (uint32_t g = 0; g < core->group_count; g++) {
        uint32_t column = walk->plan.chosen[g];

        if (column == NONE)
            continue;
        walk->place[column] = (uint32_t)walk->count;
        walk->list[walk->count++] = column;
    }
    for (uint32_t j = 0; j < core->column_count; j++)
        walk->scores[j] = score_of(walk, j);
}

void ci_program_walk_start(ci_program_walk *walk, const double *prices,
                           double theta, const ci_program_plan *from)
{
    const ci_program_core *core = walk->core;
    double sum = 0.0, hard = 0.0;

    for (size_t i = 0; i < core->row_count; i++)
        if (ci_program_core_is_hard(core, i)) {
            sum += prices[i];
            hard += 1.0;
        }
    walk->theta = theta;
    walk->growth = hard > 0.0 ? sum / hard : 1.0;
    walk->growth = walk->growth > 0.0 ? walk->growth : 1.0;
    for (size_t i = 0; i < core->row_count; i++)
        walk->starts[i] =
            ci_program_core_is_hard(core, i)
                ? walk->growth + prices[i]
                : (double)core->penalties[i] * (double)core->needs[i];
    go_to(walk, from);
}

/* ---- a step ------------------------------------------------------------ */

static bool is_over_budget(const ci_program_walk *walk)
{
    return walk->core->prices && walk->plan.spent > walk->core->budget;
}

/* What a column's absence costs for a unit of its value or price. */
static double loss_of(const ci_program_walk *walk, uint32_t column)
{
    const ci_program_core *core = walk->core;
    int64_t value =
        is_over_budget(walk) ? core->prices[column] : core->values[column];

    return walk->scores[column] / ((double)value + 1e-9);
}

/* The least missed of a few chosen columns, none of the last step. */
static uint32_t pick_victim(ci_program_walk *walk, uint64_t since)
{
    uint32_t best = NONE;
    double low = 0.0;
    size_t tries = walk->count < SAMPLE ? walk->count : SAMPLE;

    for (size_t k = 0; k < tries; k++) {
        size_t at = walk->count <= SAMPLE
                        ? k
                        : (size_t)ci_random_below(&walk->random, walk->count);
        uint32_t column = walk->list[at];
        double loss = loss_of(walk, column);

        if (walk->when[column] > since)
            continue;
        if (best == NONE || loss < low ||
            (loss == low && walk->when[column] < walk->when[best])) {
            best = column;
            low = loss;
        }
    }
    return best;
}

/* What a column would bring, less what it costs and what the column of its
 * choice that it puts out brought; 0 or less: nothing. */
static double profit_of(const ci_program_walk *walk, uint32_t column)
{
    const ci_program_core *core = walk->core;
    uint32_t old = walk->plan.chosen[core->group_of[column]];
    int64_t price = core->prices ? core->prices[column] : 0;
    double profit = walk->scores[column] - (double)core->values[column];

    if (old == column)
        return 0.0;
    if (old != NONE) {
        profit -= walk->scores[old] - (double)core->values[old];
        price -= core->prices ? core->prices[old] : 0;
    }
    if (core->prices && price > 0 && walk->plan.spent + price > core->budget)
        return 0.0;
    return profit;
}

static void bring_in(ci_program_walk *walk, uint32_t column, ci_effort *effort)
{
    uint32_t old = walk->plan.chosen[walk->core->group_of[column]];

    if (old != NONE)
        ci_program_walk_take(walk, old, effort);
    ci_program_walk_put(walk, column, effort);
}

/* The column that brings most beside what a row's choices have; `since`:
 * what was changed later stays. */
static void seek_in_row(const ci_program_walk *walk, uint32_t row,
                        uint64_t since, uint32_t *best, double *high)
{
    const ci_program_core *core = walk->core;

    for (size_t k = core->row_first[row]; k < core->row_first[row + 1]; k++) {
        uint32_t column = core->row_columns[k];
        double profit =
            walk->when[column] > since ? 0.0 : profit_of(walk, column);

        if (profit > *high) {
            *high = profit;
            *best = column;
        }
    }
}

/* Puts in what pays, of the columns near to one that was taken out. */
static void repair(ci_program_walk *walk, uint32_t victim, uint64_t since,
                   ci_effort *effort)
{
    const ci_program_core *core = walk->core;
    size_t first = core->column_first[victim];
    size_t length = core->column_first[victim + 1] - first;
    uint32_t group = core->group_of[victim];

    for (int k = 0; k < REPAIRS; k++) {
        uint32_t best = NONE;
        double high = 1e-6;

        for (size_t t = 0; t < length && t < 6; t++) {
            size_t at = length <= 6
                            ? t
                            : (size_t)ci_random_below(&walk->random, length);

            seek_in_row(walk, core->column_rows[first + at], since, &best,
                        &high);
        }
        for (uint32_t j = core->group_first[group];
             j < core->group_first[group + 1]; j++) {
            double profit = j == victim ? 0.0 : profit_of(walk, j);

            if (profit > high) {
                high = profit;
                best = j;
            }
        }
        ci_effort_spend(effort, 64);
        if (best == NONE)
            return;
        bring_in(walk, best, effort);
    }
}

/* The column that a short row wants most for its value; one of its choice
 * goes. Out of reach of the budget: none. */
static uint32_t pick_for_row(const ci_program_walk *walk, uint32_t row,
                             uint64_t since)
{
    const ci_program_core *core = walk->core;
    uint32_t best = NONE;
    double high = 0.0;

    for (size_t k = core->row_first[row]; k < core->row_first[row + 1]; k++) {
        uint32_t column = core->row_columns[k];
        uint32_t old = walk->plan.chosen[core->group_of[column]];
        double value = (double)core->values[column] + 1e-9;
        double score = walk->scores[column];

        if (old == column || walk->when[column] > since)
            continue;
        if (old != NONE) {
            score -= walk->scores[old];
            value = value > (double)core->values[old]
                        ? value - (double)core->values[old]
                        : 1e-9;
        }
        score = score > 0.0 ? score / value : score;
        if (best == NONE || score > high) {
            best = column;
            high = score;
        }
    }
    return best;
}

static void serve_short(ci_program_walk *walk, const ci_program_plan *best,
                        uint64_t since, ci_effort *effort)
{
    bool has_best = ci_program_plan_is_feasible(best);

    for (int k = 0; k < REPAIRS && walk->plan.short_count > 0; k++) {
        uint32_t row = walk->plan.short_rows[ci_random_below(
            &walk->random, walk->plan.short_count)];
        uint32_t column = pick_for_row(walk, row, since);

        if (column != NONE &&
            (!has_best ||
             walk->plan.cost + ci_program_plan_if_in(&walk->plan, column) <
                 best->cost))
            bring_in(walk, column, effort);
        else
            k = REPAIRS;
        for (size_t s = 0; s < walk->plan.short_count && s < 64; s++)
            weigh_more(walk, walk->plan.short_rows[s]);
        ci_effort_spend(
            effort,
            16 * (walk->plan.short_count < 64 ? walk->plan.short_count : 64));
    }
}

/* Whether a plan is better: feasible, or short of less, then cheaper. */
static bool is_better(const ci_program_plan *a, const ci_program_plan *b)
{
    bool is_a = ci_program_plan_is_feasible(a);

    if (is_a != ci_program_plan_is_feasible(b))
        return is_a;
    if (!is_a && a->short_count != b->short_count)
        return a->short_count < b->short_count;
    return a->cost < b->cost;
}

static void step(ci_program_walk *walk, const ci_program_plan *best,
                 ci_effort *effort)
{
    uint64_t since = walk->clock;
    uint32_t victim = pick_victim(walk, since);
    uint32_t second;

    if (victim != NONE) {
        ci_program_walk_take(walk, victim, effort);
        /* Below the best plan there must be room for another column. */
        second = walk->plan.cost >= best->cost || is_over_budget(walk) ||
                         ci_random_below(&walk->random, 3) == 0
                     ? pick_victim(walk, since)
                     : NONE;
        if (second != NONE) {
            ci_program_walk_take(walk, second, effort);
            repair(walk, second, since, effort);
        }
        repair(walk, victim, since, effort);
    }
    serve_short(walk, best, since, effort);
    ci_effort_spend(effort, SAMPLE);
}

/* Keeps a better plan; its spare columns go first. */
static bool keep(ci_program_walk *walk, ci_program_plan *best,
                 ci_effort *effort)
{
    size_t short_before = best->short_count;

    if (!is_better(&walk->plan, best))
        return false;
    ci_program_plan_choose(best, walk->plan.chosen);
    ci_program_plan_polish(best, effort);
    for (uint32_t g = 0; g < walk->core->group_count; g++) {
        uint32_t old = walk->plan.chosen[g], now = best->chosen[g];

        if (old == now)
            continue;
        if (old != NONE)
            ci_program_walk_take(walk, old, effort);
        if (now != NONE)
            ci_program_walk_put(walk, now, effort);
    }
    /* Polishing may undo what made an infeasible plan the better one. */
    return ci_program_plan_is_feasible(best) ||
           best->short_count < short_before;
}

bool ci_program_walk_go(ci_program_walk *walk, ci_program_plan *best,
                        uint64_t steps, int64_t enough, ci_effort *effort)
{
    bool found = false;
    uint64_t again = 64 + 2 * walk->core->group_count;

    for (uint64_t k = 0; k < steps && !effort->is_over; k++) {
        if (ci_program_plan_is_feasible(best) && best->cost <= enough)
            break;
        /* Small holes where all is met; else weights find what meets it. */
        if (ci_program_plan_is_feasible(&walk->plan) && walk->quiet < again)
            ci_program_walk_ruin(walk, effort);
        else
            step(walk, best, effort);
        walk->quiet++;
        if (keep(walk, best, effort)) {
            found = true;
            k = 0;
            walk->quiet = 0;
        } else if (walk->quiet >= again + again / 16 &&
                   ci_program_plan_is_feasible(best)) {
            /* Far from the best plan: back to it. */
            go_to(walk, best);
            walk->quiet = 0;
            ci_effort_spend(effort, walk->core->entry_count);
        }
    }
    return found;
}
