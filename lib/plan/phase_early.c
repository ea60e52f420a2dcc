/*
 * What is due in the years before the last. Rows of the last year are held at
 * what they got; of those before first what must be, then what should be,
 * lacks as little as it can, each held then; and all of it is had for the
 * least cost.
 */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "plan/mend_solve.h"
#include "plan/phases.h"

/* Elementary steps of each question. */
#define EARLY_WORK UINT64_C(1000000000)

/* So often rows about group sizes are settled. */
#define ROUNDS 8

typedef struct early {
    ci_mend_answer *answer;
    ci_mend *mend;
    ci_mend_program *program;
    size_t first; /* row of the years before */
    const int64_t *wanted; /* of each of these */
    int64_t *held; /* of each row */
    int64_t *needs, *penalties, *zeros;
    const circlet_progress *progress;
    bool is_done; /* nothing in the way */
} early;

static bool make(early *of)
{
    size_t rows = of->program->row_count + 1;

    of->held = calloc(rows, sizeof(*of->held));
    of->needs = calloc(rows, sizeof(*of->needs));
    of->penalties = calloc(rows, sizeof(*of->penalties));
    of->zeros = calloc(of->mend->column_count + 1, sizeof(*of->zeros));
    return of->held && of->needs && of->penalties && of->zeros;
}

static void clear(early *of)
{
    free(of->held);
    free(of->needs);
    free(of->penalties);
    free(of->zeros);
}

static bool is_early(const early *of, size_t row)
{
    return row >= of->first && row < of->mend->row_count;
}

/* Rows of the last year, and of kept sites, keep what they have. */
static void hold_last(early *of)
{
    for (size_t i = 0; i < of->program->row_count; i++)
        of->held[i] = i < of->first
                          ? of->program->needs[i] - of->answer->missing[i]
                      : is_early(of, i) ? 0
                                        : of->program->needs[i];
}

/* Holds the early rows of a kind at what the chosen columns give them. */
static void hold(early *of, const uint32_t *chosen, size_t count, bool of_must)
{
    for (size_t i = of->first; i < of->mend->row_count; i++)
        if (ci_mend_row_is_must(of->program, i) == of_must)
            of->held[i] = 0;
    for (size_t k = 0; k < count; k++)
        for (size_t e = of->program->first[chosen[k]];
             e < of->program->first[chosen[k] + 1]; e++) {
            uint32_t i = of->program->rows[e];
            int64_t most = is_early(of, i) ? of->wanted[i - of->first] : 0;

            if (most == 0 || ci_mend_row_is_must(of->program, i) != of_must)
                continue;
            of->held[i] += of->program->amounts[e];
            if (of->held[i] > most)
                of->held[i] = most;
        }
}

static circlet_status ask(ci_program_answer **out, early *of,
                          const int64_t *values, circlet_error *error)
{
    const circlet_plan_options *options = of->mend->options;
    const ci_mend_task task = {
        .values = values,
        .needs = of->needs,
        .penalties = of->penalties,
        .budget_cny = (int64_t)options->budget_cny,
        .has_unit_budgets = true,
        .work_limit = options->work_limit ? options->work_limit : EARLY_WORK};

    return ci_mend_ask(out, of->program, &task, of->progress, error);
}

/* Asks for what must be, or what should be, of the years before. */
static circlet_status ask_for(early *of, bool of_must, circlet_error *error)
{
    ci_program_answer *answer = NULL;
    circlet_status status;

    for (size_t i = 0; i < of->program->row_count; i++) {
        bool is_asked =
            is_early(of, i) && ci_mend_row_is_must(of->program, i) == of_must;

        of->needs[i] = is_asked ? of->wanted[i - of->first] : of->held[i];
        of->penalties[i] =
            is_asked ? of->program->weights[i] : CI_PROGRAM_HARD;
    }
    status = ask(&answer, of, of->zeros, error);
    if (status)
        return status;
    of->is_done = answer->is_feasible;
    hold(of, answer->chosen, answer->chosen_count, of_must);
    ci_program_answer_free(answer);
    return CIRCLET_OK;
}

/* Takes over what gives all that for the least cost. */
static circlet_status make_cheap(early *of, circlet_error *error)
{
    ci_program_answer *answer = NULL;
    circlet_status status;

    for (size_t i = 0; i < of->program->row_count; i++) {
        of->needs[i] = of->held[i];
        of->penalties[i] = CI_PROGRAM_HARD;
    }
    status = ask(&answer, of, of->program->prices, error);
    if (status)
        return status;
    of->is_done = answer->is_feasible;
    if (of->is_done) {
        size_t *chosen = calloc(answer->chosen_count + 1, sizeof(*chosen));

        status = chosen ? CIRCLET_OK : ci_fail_nomem(error);
        for (size_t k = 0; chosen && k < answer->chosen_count; k++)
            chosen[k] = answer->chosen[k];
        if (chosen) {
            free(of->answer->chosen);
            of->answer->chosen = chosen;
            of->answer->chosen_count = answer->chosen_count;
        }
    }
    ci_program_answer_free(answer);
    return status;
}

static circlet_status ask_all(early *of, circlet_error *error)
{
    circlet_status status;

    hold_last(of);
    status = ask_for(of, true, error);
    if (!status && of->is_done)
        status = ask_for(of, false, error);
    return status || !of->is_done ? status : make_cheap(of, error);
}

/* For the order of work, which leaves them that. */
static circlet_status keep_held(early *of, circlet_error *error)
{
    size_t count = of->mend->row_count - of->first;
    int64_t *held =
        ci_arena_take(&of->mend->arena, (count + 1) * sizeof(*held));
    int64_t *wanted =
        ci_arena_take(&of->mend->arena, (count + 1) * sizeof(*wanted));

    if (!held || !wanted)
        return ci_fail_nomem(error);
    memcpy(held, of->held + of->first, count * sizeof(*held));
    memcpy(wanted, of->wanted, count * sizeof(*wanted));
    of->mend->early_row = of->first;
    of->mend->early_held = held;
    of->mend->early_wanted = wanted;
    return CIRCLET_OK;
}

/* The cost, and what the rows of the last year lack, of the chosen columns. */
static circlet_status settle(early *of, circlet_error *error)
{
    const ci_mend_program *program = of->program;
    ci_mend_answer *answer = of->answer;
    int64_t values[CI_MEND_LEVEL_COUNT];
    int64_t *got = calloc(program->row_count + 1, sizeof(*got));

    if (!got)
        return ci_fail_nomem(error);
    answer->cost_cny = 0;
    for (size_t k = 0; k < answer->chosen_count; k++) {
        ci_mend_give(got, program, answer->chosen[k]);
        answer->cost_cny += program->prices[answer->chosen[k]];
    }
    for (size_t i = 0; i < of->first; i++)
        answer->missing[i] = program->needs[i] - got[i];
    answer->must.shortfall = ci_mend_program_shortfall(program, got, true);
    answer->should.shortfall = ci_mend_program_shortfall(program, got, false);
    if (!ci_mend_evaluate(values, program, got)) {
        free(got);
        return ci_fail_nomem(error);
    }
    answer->must.failures = (size_t)values[CI_MEND_MUST_FAILURES];
    answer->should.failures = (size_t)values[CI_MEND_SHOULD_FAILURES];
    free(got);
    return keep_held(of, error);
}

circlet_status ci_phases_mend_early(ci_mend_answer *answer, ci_mend *mend,
                                    ci_mend_program *program, size_t rows,
                                    const int64_t *needs,
                                    const circlet_progress *progress,
                                    circlet_error *error)
{
    early of = {.answer = answer,
                .mend = mend,
                .program = program,
                .first = rows,
                .wanted = needs,
                .progress = progress};
    bool has_changed = true;
    circlet_status status = make(&of) ? CIRCLET_OK : ci_fail_nomem(error);

    for (int round = 0; !status && has_changed && round < ROUNDS; round++) {
        status = ask_all(&of, error);
        if (!status)
            status = ci_mend_settle_hosts(program, answer->chosen,
                                          answer->chosen_count, &has_changed,
                                          error);
    }
    if (!status)
        status = settle(&of, error);
    clear(&of);
    return status;
}
