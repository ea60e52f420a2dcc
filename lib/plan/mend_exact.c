/*
 * Levels by sums. A level is refined by one question: its own value, and that
 * of each level before it times so much that the least that it can grow by
 * outweighs all that is gained below (H. Sherali, A. Soyster, Preemptive and
 * nonpreemptive multi-objective programming, Journal of Optimization Theory
 * and Applications 39 (1983)). What is 0 already is held row by row instead.
 */
#include <stdlib.h>
#include <string.h>

#include "base/divisor.h"
#include "base/error.h"
#include "plan/mend_solve.h"

/* Sums beyond it leave no room for multipliers. */
#define SUM_MAX 0x1p56

/* Larger programs are rarely solved to the end, and do better as they are. */
#define ENTRIES_MAX 60000

/* What a yuan may be worth. */
#define THETA_MAX 1e6

/* What each level counts for, in a question. */
typedef struct refining {
    ci_mend_search *search;
    ci_mend_level level; /* that is refined */
    int64_t times[CI_MEND_LEVEL_COUNT]; /* 0: it is held row by row, or comes
                                           later */
    int64_t units[CI_MEND_LEVEL_COUNT]; /* each value is a multiple */
    int64_t above; /* what the levels before come to */
    int64_t *values; /* of each column */
    int64_t *give_up; /* of each goal */
    const uint8_t *only; /* rows that count; NULL: all */
} refining;

static bool is_failures(ci_mend_level level)
{
    return level == CI_MEND_MUST_FAILURES || level == CI_MEND_SHOULD_FAILURES;
}

/* The level that a row's shortfall is of. */
static ci_mend_level level_of(const ci_mend_program *program, size_t row)
{
    return ci_mend_row_is_must(program, row) ? CI_MEND_MUST_SHORTFALL
                                             : CI_MEND_SHOULD_SHORTFALL;
}

/* ---- sums --------------------------------------------------------------- */

static void find_units(refining *of)
{
    const ci_mend_program *program = of->search->program;

    memset(of->units, 0, sizeof(of->units));
    for (size_t i = 0; i < program->mend->row_count; i++)
        if (program->needs[i] > 0) {
            int64_t *unit = &of->units[level_of(program, i)];

            *unit = ci_common_divisor(program->weights[i], *unit);
        }
    for (size_t j = 0; j < program->mend->column_count; j++)
        of->units[CI_MEND_COST] =
            ci_common_divisor(program->prices[j], of->units[CI_MEND_COST]);
    of->units[CI_MEND_MUST_FAILURES] = 1;
    of->units[CI_MEND_SHOULD_FAILURES] = 1;
    for (int k = 0; k < CI_MEND_LEVEL_COUNT; k++)
        of->units[k] = of->units[k] > 0 ? of->units[k] : 1;
}

/* The most that a level can come to. */
static double most_of(const refining *of, ci_mend_level level)
{
    const ci_mend_program *program = of->search->program;
    double sum = 0;

    if (is_failures(level))
        return (double)program->mend->goal_count;
    if (level == CI_MEND_COST) {
        for (size_t j = 0; j < program->mend->column_count; j++)
            sum += (double)program->prices[j] / (double)of->units[level];
        return sum;
    }
    for (size_t i = 0; i < program->mend->row_count; i++)
        if (level_of(program, i) == level)
            sum += (double)program->needs[i] * (double)program->weights[i];
    return sum;
}

/* What each level counts for; false: the numbers would get too large. */
static bool weigh(refining *of)
{
    const int64_t *best = of->search->values;
    bool is_cost = of->level == CI_MEND_COST;
    int64_t range = best[of->level] / (is_cost ? of->units[CI_MEND_COST] : 1);
    double total = most_of(of, of->level);

    memset(of->times, 0, sizeof(of->times));
    of->times[of->level] = 1;
    of->above = 0;
    for (int k = (int)of->level - 1; k >= 0; k--) {
        double whole;

        if (best[k] == 0)
            continue;
        of->times[k] = range / of->units[k] + 1;
        total += (double)of->times[k] * most_of(of, (ci_mend_level)k);
        whole = (double)range + (double)of->times[k] * (double)best[k];
        if (!(total < SUM_MAX) || !(whole < SUM_MAX))
            return false;
        of->above += of->times[k] * best[k];
        range += of->times[k] * best[k];
    }
    return total < SUM_MAX;
}

/* ---- the question ------------------------------------------------------- */

/* Rows of what is 0 at a level before must have all. */
static bool is_held(const refining *of, size_t row)
{
    ci_mend_level level = level_of(of->search->program, row);

    return level < of->level && of->search->values[level] == 0;
}

static void set_rows(refining *of)
{
    ci_mend_search *search = of->search;
    const ci_mend_program *program = search->program;

    for (size_t i = 0; i < program->row_count; i++) {
        bool is_site = i >= program->mend->row_count;
        ci_mend_level level =
            is_site ? CI_MEND_MUST_SHORTFALL : level_of(program, i);
        bool is_later = level > of->level;

        search->needs[i] = is_later ? 0 : program->needs[i];
        search->penalties[i] = is_site || is_later || is_held(of, i)
                                   ? CI_PROGRAM_HARD
                                   : of->times[level] * program->weights[i];
    }
}

/* What it counts for to give up a goal: nothing where its rows are held, or
 * nobody counts. */
static void set_goals(refining *of)
{
    const ci_mend_program *program = of->search->program;
    const ci_mend *mend = program->mend;

    for (size_t i = 0; i < mend->row_count; i++) {
        ci_mend_level failures = (ci_mend_level)(level_of(program, i) + 1);

        if (!is_held(of, i))
            of->give_up[mend->rows[i].goal] = of->times[failures];
    }
}

static void set_values(refining *of)
{
    const ci_mend_program *program = of->search->program;

    for (size_t j = 0; j < program->mend->column_count; j++)
        of->values[j] = of->times[CI_MEND_COST] * program->prices[j] /
                        of->units[CI_MEND_COST];
}

/* What the question is about, as the best plan is now. */
static ci_mend_bound state(const refining *of)
{
    ci_mend_bound bound = {
        .level = of->level,
        .unit = of->level == CI_MEND_COST ? of->units[CI_MEND_COST] : 1};

    memcpy(bound.before, of->search->values, sizeof(bound.before));
    memcpy(bound.times, of->times, sizeof(bound.times));
    return bound;
}

static circlet_status ask(refining *of, circlet_error *error)
{
    ci_mend_search *search = of->search;
    const ci_mend_task task = {.values = of->values,
                               .needs = search->needs,
                               .penalties = search->penalties,
                               .give_up = of->give_up,
                               .only = of->only,
                               .budget_cny = search->budget_cny,
                               .has_no_money = search->has_no_money,
                               .has_unit_budgets = search->has_unit_budgets,
                               .work_limit = search->work_limit};
    ci_mend_bound bound = state(of);
    ci_program_answer *answer = NULL;
    circlet_status status;

    set_rows(of);
    set_goals(of);
    set_values(of);
    status = ci_mend_search_ask(&answer, search, &task, error);
    if (!status && answer->bound < INT64_MAX && answer->bound > of->above) {
        bound.value = (answer->bound - of->above) * bound.unit;
        status = ci_mend_search_note(search, &bound, answer, error);
    }
    ci_program_answer_free(answer);
    return status;
}

static circlet_status refine_level(refining *of, circlet_error *error)
{
    ci_mend_search *search = of->search;
    size_t goals = search->program->mend->goal_count;
    size_t columns = search->program->mend->column_count;
    circlet_status status;

    if (ci_mend_search_bound(search, of->level) == search->values[of->level] ||
        !weigh(of))
        return CIRCLET_OK;
    of->values = calloc(columns + 1, sizeof(*of->values));
    of->give_up = calloc(goals + 1, sizeof(*of->give_up));
    status = of->values && of->give_up ? ask(of, error) : ci_fail_nomem(error);
    free(of->values);
    free(of->give_up);
    return status;
}

/* ---- large programs ----------------------------------------------------- */

/* The shortfalls together, and `money` for each yuan; with the budget, or
 * without. */
static circlet_status ask_for_all(ci_program_answer **out, refining *of,
                                  int64_t money, circlet_error *error)
{
    ci_mend_search *search = of->search;
    const ci_mend_program *program = search->program;
    bool has_budget = money == 0;
    const ci_mend_task task = {
        .values = of->values,
        .needs = search->needs,
        .penalties = search->penalties,
        .budget_cny = has_budget ? search->budget_cny : 0,
        .has_no_money = has_budget && search->has_no_money,
        .has_unit_budgets = has_budget && search->has_unit_budgets,
        .wants_proof = search->wants_proof,
        .size = &search->size,
        .work_limit = search->work_limit / 4};

    memcpy(search->needs, program->needs,
           program->row_count * sizeof(*search->needs));
    for (size_t j = 0; j < program->mend->column_count; j++)
        of->values[j] = money * program->prices[j];
    for (size_t i = 0; i < program->row_count; i++)
        search->penalties[i] = i < program->mend->row_count
                                   ? program->weights[i]
                                   : CI_PROGRAM_HARD;
    return ci_mend_ask(out, program, &task, search->progress, error);
}

/* What the sum says of a level, with so much for each yuan. */
static circlet_status note_sum(refining *of, ci_mend_level level,
                               const ci_program_answer *answer, int64_t money,
                               circlet_error *error)
{
    ci_mend_search *search = of->search;
    const int64_t *best = search->values;
    int64_t above = best[CI_MEND_MUST_SHORTFALL];
    ci_mend_bound bound = {.level = level, .unit = 1};

    if (level == CI_MEND_COST)
        above += best[CI_MEND_SHOULD_SHORTFALL];
    if (answer->bound == INT64_MAX || answer->bound <= above)
        return CIRCLET_OK;
    memcpy(bound.before, best, sizeof(bound.before));
    bound.times[CI_MEND_MUST_SHORTFALL] = 1;
    bound.times[CI_MEND_SHOULD_SHORTFALL] = 1;
    bound.times[CI_MEND_COST] = money;
    bound.value = (answer->bound - above) / (money > 0 ? money : 1);
    return ci_mend_search_note(search, &bound, answer, error);
}

/* Bounds of later levels where the first is not 0: who lacks no more in all
 * than the plan, lacks no less than the least sum beyond the level before, and
 * pays no less than what the sum of money and shortfall leaves to be paid. */
static circlet_status bound_sums(refining *of, circlet_error *error)
{
    ci_program_answer *answer = NULL;
    double theta = 0;
    circlet_status status = ask_for_all(&answer, of, 0, error);

    if (status)
        return status;
    theta = answer->theta;
    status = note_sum(of, CI_MEND_SHOULD_SHORTFALL, answer, 0, error);
    ci_program_answer_free(answer);
    answer = NULL;
    if (status || !(theta >= 1 && theta < THETA_MAX))
        return status;
    status = ask_for_all(&answer, of, (int64_t)theta, error);
    if (!status)
        status = note_sum(of, CI_MEND_COST, answer, (int64_t)theta, error);
    ci_program_answer_free(answer);
    return status;
}

/* The fewest findings that fail for what competes, where no plan misses less
 * of it. */
static circlet_status bound_failures(refining *of, circlet_error *error)
{
    ci_mend_search *search = of->search;

    if (!search->rivals ||
        !ci_mend_search_is_proved(search, CI_MEND_MUST_SHORTFALL))
        return CIRCLET_OK;
    of->level = CI_MEND_MUST_FAILURES;
    of->only = search->rivals;
    return refine_level(of, error);
}

static circlet_status refine_large(refining *of, circlet_error *error)
{
    size_t columns = of->search->program->mend->column_count;
    circlet_status status;

    if (of->search->values[CI_MEND_MUST_SHORTFALL] == 0 ||
        of->search->is_settled)
        return CIRCLET_OK;
    status = bound_failures(of, error);
    if (status)
        return status;
    of->values = calloc(columns + 1, sizeof(*of->values));
    status = of->values ? bound_sums(of, error) : ci_fail_nomem(error);
    free(of->values);
    return status;
}

circlet_status ci_mend_refine(ci_mend_search *search, circlet_error *error)
{
    refining of = {.search = search};
    circlet_status status = CIRCLET_OK;

    find_units(&of);
    if (search->program->first[search->program->mend->column_count] >
        ENTRIES_MAX)
        return refine_large(&of, error);
    for (int k = 0; !status && k < CI_MEND_LEVEL_COUNT; k++) {
        of.level = (ci_mend_level)k;
        status = refine_level(&of, error);
    }
    return status;
}
