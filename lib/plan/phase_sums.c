/*
 * What is due in the years before the last, by sums: of the plans whose last
 * year comes to the same at each level, the one that lacks least before it, of
 * what must be first, and of these the cheapest. As in mend_exact.c each is
 * one question, in which every level before counts for more than all that can
 * be gained below it (H. Sherali, A. Soyster, Preemptive and nonpreemptive
 * multi-objective programming, Journal of Optimization Theory and Applications
 * 39 (1983)); what is 0 already is held row by row.
 */
#include <stdlib.h>
#include <string.h>

#include "base/divisor.h"
#include "base/error.h"
#include "plan/phase_early.h"

/* Sums beyond it leave no room for multipliers. */
#define SUM_MAX 0x1p56

/* Larger programs are rarely solved to the end, and do better as they are. */
#define ENTRIES_MAX 60000

/* The levels of the last year but for the cost, then these. */
typedef enum sum_level {
    EARLY_MUST = CI_MEND_COST, /* millionths of persons */
    EARLY_SHOULD,
    COST, /* yuan */
    LEVEL_COUNT
} sum_level;

typedef struct summing {
    ci_early *early;
    int64_t best[LEVEL_COUNT]; /* of the plan that is there */
    int64_t units[LEVEL_COUNT]; /* each value is a multiple */
    int64_t times[LEVEL_COUNT]; /* what each counts for in a question; 0: it is
                                   held row by row, or comes later */
    int level; /* that is asked for */
    int64_t *values; /* of each column */
    int64_t *give_up; /* of each goal */
    int64_t *got; /* of each row */
} summing;

/* ---- values ------------------------------------------------------------- */

static int level_of(const summing *of, size_t row)
{
    bool is_must = ci_mend_row_is_must(of->early->program, row);

    if (ci_early_has(of->early, row))
        return is_must ? EARLY_MUST : EARLY_SHOULD;
    return is_must ? CI_MEND_MUST_SHORTFALL : CI_MEND_SHOULD_SHORTFALL;
}

static int64_t need_of(const summing *of, size_t row)
{
    return ci_early_has(of->early, row)
               ? of->early->wanted[row - of->early->first]
               : of->early->program->needs[row];
}

static void add_up(summing *of, const ci_program_answer *answer)
{
    const ci_mend_program *program = of->early->program;

    memset(of->got, 0, program->row_count * sizeof(*of->got));
    for (size_t k = 0; k < answer->chosen_count; k++)
        for (size_t e = program->first[answer->chosen[k]];
             e < program->first[answer->chosen[k] + 1]; e++) {
            uint32_t row = program->rows[e];
            int64_t room = need_of(of, row) - of->got[row];

            of->got[row] +=
                program->amounts[e] < room ? program->amounts[e] : room;
        }
}

/* The levels of some chosen columns. */
static circlet_status evaluate(int64_t out[LEVEL_COUNT], summing *of,
                               const ci_program_answer *answer,
                               circlet_error *error)
{
    const ci_mend_program *program = of->early->program;
    int64_t last[CI_MEND_LEVEL_COUNT];

    add_up(of, answer);
    memset(out, 0, LEVEL_COUNT * sizeof(*out));
    for (size_t i = of->early->first; i < of->early->mend->row_count; i++) {
        out[level_of(of, i)] +=
            (need_of(of, i) - of->got[i]) * program->weights[i];
        of->got[i] = 0; /* needs nothing in the program */
    }
    if (!ci_mend_evaluate(last, program, of->got))
        return ci_fail_nomem(error);
    memcpy(out, last, CI_MEND_COST * sizeof(*out));
    for (size_t k = 0; k < answer->chosen_count; k++)
        out[COST] += program->prices[answer->chosen[k]];
    return CIRCLET_OK;
}

/* The last year as it is, and better at what comes then. */
static bool is_better(const summing *of, const int64_t values[LEVEL_COUNT])
{
    for (int k = 0; k < EARLY_MUST; k++)
        if (values[k] != of->best[k])
            return false;
    for (int k = EARLY_MUST; k < LEVEL_COUNT; k++)
        if (values[k] != of->best[k])
            return values[k] < of->best[k];
    return false;
}

/* ---- what each level counts for ----------------------------------------- */

static bool is_failures(int level)
{
    return level == CI_MEND_MUST_FAILURES || level == CI_MEND_SHOULD_FAILURES;
}

static void find_units(summing *of)
{
    const ci_mend_program *program = of->early->program;

    for (size_t i = 0; i < of->early->mend->row_count; i++)
        if (need_of(of, i) > 0) {
            int64_t *unit = &of->units[level_of(of, i)];

            *unit = ci_common_divisor(program->weights[i], *unit);
        }
    for (size_t j = 0; j < of->early->mend->column_count; j++)
        of->units[COST] =
            ci_common_divisor(program->prices[j], of->units[COST]);
    for (int k = 0; k < LEVEL_COUNT; k++)
        if (is_failures(k) || of->units[k] <= 0)
            of->units[k] = 1;
}

/* The most that a level can come to, in its units where it is money. */
static double most_of(const summing *of, int level)
{
    const ci_mend *mend = of->early->mend;
    double sum = 0;

    if (is_failures(level))
        return (double)mend->goal_count;
    if (level == COST) {
        for (size_t j = 0; j < mend->column_count; j++)
            sum += (double)of->early->program->prices[j];
        return sum / (double)of->units[COST];
    }
    for (size_t i = 0; i < mend->row_count; i++)
        if (level_of(of, i) == level)
            sum += (double)need_of(of, i) *
                   (double)of->early->program->weights[i];
    return sum;
}

/* False: the numbers would get too large. */
static bool weigh(summing *of)
{
    double total = most_of(of, of->level);
    int64_t range =
        of->best[of->level] / (of->level == COST ? of->units[COST] : 1);

    memset(of->times, 0, sizeof(of->times));
    of->times[of->level] = 1;
    for (int k = of->level - 1; k >= 0; k--) {
        if (of->best[k] == 0)
            continue;
        of->times[k] = range / of->units[k] + 1;
        total += (double)of->times[k] * most_of(of, k);
        if (!(total < SUM_MAX) ||
            !((double)range + (double)of->times[k] * (double)of->best[k] <
              SUM_MAX))
            return false;
        range += of->times[k] * of->best[k];
    }
    return total < SUM_MAX;
}

/* ---- a question --------------------------------------------------------- */

/* Whether the row must have all: what is 0 at a level before stays so. */
static bool is_held(const summing *of, size_t row)
{
    int level = level_of(of, row);

    return level < of->level && of->best[level] == 0;
}

static void set_rows(summing *of)
{
    ci_early *early = of->early;
    const ci_mend_program *program = early->program;

    memset(of->give_up, 0, early->mend->goal_count * sizeof(*of->give_up));
    for (size_t i = 0; i < early->mend->row_count; i++) {
        int level = level_of(of, i);
        bool is_later = level > of->level;

        early->needs[i] = is_later ? 0 : need_of(of, i);
        early->penalties[i] = CI_PROGRAM_HARD;
        if (is_later || is_held(of, i) || early->needs[i] == 0)
            continue;
        early->penalties[i] = of->times[level] * program->weights[i];
        if (!ci_early_has(early, i))
            of->give_up[early->mend->rows[i].goal] = of->times[level + 1];
    }
    for (size_t i = early->mend->row_count; i < program->row_count; i++) {
        early->needs[i] = program->needs[i];
        early->penalties[i] = CI_PROGRAM_HARD;
    }
    for (size_t j = 0; j < early->mend->column_count; j++)
        of->values[j] = of->times[COST] * program->prices[j] / of->units[COST];
}

static circlet_status take(summing *of, const ci_program_answer *answer,
                           const int64_t values[LEVEL_COUNT],
                           circlet_error *error)
{
    memcpy(of->best, values, sizeof(of->best));
    ci_early_hold(of->early, answer->chosen, answer->chosen_count, true);
    ci_early_hold(of->early, answer->chosen, answer->chosen_count, false);
    return ci_early_take(of->early, answer, error);
}

static circlet_status refine_level(summing *of, circlet_error *error)
{
    ci_program_answer *answer = NULL;
    int64_t values[LEVEL_COUNT];
    circlet_status status;

    if (of->best[of->level] == 0 || !weigh(of))
        return CIRCLET_OK;
    set_rows(of);
    status = ci_early_ask(&answer, of->early, of->values, of->give_up, error);
    if (!status && answer->is_feasible) {
        status = evaluate(values, of, answer, error);
        if (!status && is_better(of, values))
            status = take(of, answer, values, error);
    }
    ci_program_answer_free(answer);
    return status;
}

/* ---- all levels --------------------------------------------------------- */

/* The levels of the plan that is there. */
static circlet_status look_at_best(summing *of, circlet_error *error)
{
    const ci_mend_answer *chosen = of->early->answer;
    ci_program_answer answer = {
        .chosen = calloc(chosen->chosen_count + 1, sizeof(*answer.chosen)),
        .chosen_count = chosen->chosen_count};
    circlet_status status = CIRCLET_E_NOMEM;

    for (size_t k = 0; answer.chosen && k < answer.chosen_count; k++)
        answer.chosen[k] = (uint32_t)chosen->chosen[k];
    status = answer.chosen ? evaluate(of->best, of, &answer, error)
                           : ci_fail_nomem(error);
    free(answer.chosen);
    return status;
}

/* Where nothing is missing there is nothing to exchange. */
static bool has_room(const summing *of)
{
    return of->best[CI_MEND_MUST_SHORTFALL] > 0 ||
           of->best[CI_MEND_SHOULD_SHORTFALL] > 0 ||
           of->best[EARLY_MUST] > 0 || of->best[EARLY_SHOULD] > 0;
}

circlet_status ci_early_refine(ci_early *early, circlet_error *error)
{
    const ci_mend *mend = early->mend;
    summing of = {.early = early};
    circlet_status status = CIRCLET_OK;

    if (early->program->first[mend->column_count] > ENTRIES_MAX)
        return CIRCLET_OK;
    of.values = calloc(mend->column_count + 1, sizeof(*of.values));
    of.give_up = calloc(mend->goal_count + 1, sizeof(*of.give_up));
    of.got = calloc(early->program->row_count + 1, sizeof(*of.got));
    status = of.values && of.give_up && of.got ? look_at_best(&of, error)
                                               : ci_fail_nomem(error);
    find_units(&of);
    for (of.level = EARLY_MUST;
         !status && has_room(&of) && of.level < LEVEL_COUNT; of.level++)
        status = refine_level(&of, error);
    free(of.values);
    free(of.give_up);
    free(of.got);
    return status;
}
