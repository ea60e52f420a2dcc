/* Whom it costs too much to reach. */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "plan/mend_stage.h"

/* Yuan are counted in thousandths: a person may be a thousandth, too. */
#define MILLI 1000

/* Elementary steps: as for a level. */
#define DEAR_WORK UINT64_C(2000000000)

typedef struct pricing {
    ci_mend_program *program;
    const circlet_progress *progress;
    int64_t most_cny; /* for one person */
    int64_t *values, *needs, *penalties;
} pricing;

static bool is_of_people(const ci_mend *mend, size_t row)
{
    return row < mend->row_count && mend->rows[row].weight_milli > 0;
}

/* People may be left out for what they may cost; `missing` of the rest may be,
 * for nothing else gives it (NULL: nothing). */
static void set_rows(pricing *of, const int64_t *missing)
{
    const ci_mend_program *program = of->program;

    for (size_t i = 0; i < program->row_count; i++) {
        bool are_people = is_of_people(program->mend, i);

        of->needs[i] = program->needs[i];
        if (!are_people && missing && i < program->mend->row_count)
            of->needs[i] -= missing[i];
        of->penalties[i] =
            are_people ? of->most_cny * program->mend->rows[i].weight_milli
                       : CI_PROGRAM_HARD;
    }
}

static circlet_status ask(ci_program_answer **out, pricing *of,
                          const int64_t *missing, circlet_error *error)
{
    const circlet_plan_options *options = of->program->mend->options;
    const ci_mend_task task = {
        .values = of->values,
        .needs = of->needs,
        .penalties = of->penalties,
        .work_limit = options->work_limit ? options->work_limit : DEAR_WORK};

    set_rows(of, missing);
    return ci_mend_ask(out, of->program, &task, of->progress, error);
}

/* Where not everything else can be had, as much of it as a plan has that
 * leaves nobody out for what it costs. */
static circlet_status ask_again(ci_program_answer **out, pricing *of,
                                circlet_error *error)
{
    ci_mend_program all = {.mend = of->program->mend};
    ci_mend_answer answer = {.chosen = NULL};
    circlet_status status =
        ci_mend_program_make(&all, of->program->mend, error);

    ci_program_answer_free(*out);
    *out = NULL;
    if (!status)
        status = ci_mend_solve_unlimited(&answer, &all, of->progress, error);
    if (!status)
        status = ask(out, of, answer.missing, error);
    ci_mend_answer_clear(&answer);
    ci_mend_program_clear(&all);
    return status;
}

static void leave_out(ci_mend_program *program,
                      const ci_program_answer *answer)
{
    for (size_t i = 0; i < program->mend->row_count; i++)
        if (is_of_people(program->mend, i) && program->needs[i] > 0 &&
            answer->missing[i] > 0) {
            program->dear[i] = program->needs[i];
            program->needs[i] = 0;
        }
}

static circlet_status allocate(pricing *of, circlet_error *error)
{
    const ci_mend_program *program = of->program;

    of->values = calloc(program->mend->column_count + 1, sizeof(*of->values));
    of->needs = calloc(program->row_count + 1, sizeof(*of->needs));
    of->penalties = calloc(program->row_count + 1, sizeof(*of->penalties));
    if (!of->values || !of->needs || !of->penalties)
        return ci_fail_nomem(error);
    for (size_t j = 0; j < program->mend->column_count; j++)
        of->values[j] = program->prices[j] * MILLI;
    return CIRCLET_OK;
}

circlet_status ci_mend_leave_dear(ci_mend_program *program,
                                  const circlet_progress *progress,
                                  circlet_error *error)
{
    pricing of = {.program = program,
                  .progress = progress,
                  .most_cny =
                      (int64_t)program->mend->options->max_cost_per_person};
    ci_program_answer *answer = NULL;
    circlet_status status;

    if (of.most_cny <= 0)
        return CIRCLET_OK;
    status = allocate(&of, error);
    if (!status)
        status = ask(&answer, &of, NULL, error);
    if (!status && !answer->is_feasible)
        status = ask_again(&answer, &of, error);
    if (!status && answer->is_feasible)
        leave_out(program, answer);
    ci_program_answer_free(answer);
    free(of.values);
    free(of.needs);
    free(of.penalties);
    return status;
}
