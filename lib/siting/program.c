#include "siting/program.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "siting/program_answer.h"
#include "siting/program_input.h"
#include "siting/program_run.h"

#define NONE CI_PROGRAM_NONE

/* Of the limits what the parts get before the budget is looked at, and again
 * of the rest where their plan keeps it: then other things bind more. */
#define SHARE_WITHOUT_BUDGET 0.3
#define SHARE_WITHIN_BUDGET 0.7

typedef struct solve {
    const ci_program *program;
    ci_effort effort;
    ci_program_reduced reduced;
    ci_program_run run; /* of the parts by themselves, without the budget */
    ci_program_run whole; /* of all of them, where the budget binds */
    int64_t scale;
    uint8_t *start; /* of each column: whether a plan has it that keeps the
                       budget; NULL: none is known */
    ci_program_answer *answer;
} solve;

void ci_program_answer_free(ci_program_answer *answer)
{
    if (!answer)
        return;
    free(answer->chosen);
    free(answer->missing);
    free(answer->unavoidable);
    ci_program_proof_free(answer->proof);
    free(answer);
}

static ci_program_answer *new_answer(const ci_program *program)
{
    ci_program_answer *answer = calloc(1, sizeof(*answer));
    size_t columns = program->column_count + 1, rows = program->row_count + 1;

    if (!answer)
        return NULL;
    answer->chosen = calloc(columns, sizeof(*answer->chosen));
    answer->missing = calloc(rows, sizeof(*answer->missing));
    answer->unavoidable = calloc(rows, sizeof(*answer->unavoidable));
    if (answer->chosen && answer->missing && answer->unavoidable)
        return answer;
    ci_program_answer_free(answer);
    return NULL;
}

static void clear_run(ci_program_run *run)
{
    for (size_t p = 0; run->parts && p < run->part_count; p++)
        ci_program_part_clear(&run->parts[p]);
    free(run->parts);
    run->parts = NULL;
}

static void clear(solve *of)
{
    clear_run(&of->run);
    clear_run(&of->whole);
    free(of->start);
    ci_program_reduced_clear(&of->reduced);
    ci_program_answer_free(of->answer);
}

/* ---- runs -------------------------------------------------------------- */

/* The parts of a run; one part of all of them for the budget. */
static circlet_status make_run(solve *of, ci_program_run *run,
                               const ci_program_options *options,
                               bool has_budget, circlet_error *error)
{
    run->options = options;
    run->effort = &of->effort;
    run->part_count = has_budget ? 1 : of->reduced.part_count;
    run->parts = calloc(run->part_count + 1, sizeof(*run->parts));
    atomic_init(&run->is_cancelled, false);
    if (!run->parts)
        return ci_fail_nomem(error);
    for (size_t p = 0; p < run->part_count; p++) {
        if (!ci_program_reduced_core(&run->parts[p].core, &of->reduced,
                                     has_budget ? NONE : (uint32_t)p,
                                     has_budget))
            return ci_fail_nomem(error);
        run->parts[p].core.scale = of->scale;
    }
    return CIRCLET_OK;
}

static bool is_settled(const solve *of, const ci_program_run *run)
{
    int64_t low =
        ci_program_answer_low(&of->reduced, run->parts, run->part_count);

    return of->answer->is_feasible && low >= of->answer->objective;
}

static int64_t greater(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

/* Remembers a plan that keeps the budget. False: no memory. */
static bool keep_start(solve *of)
{
    if (!of->answer->is_feasible)
        return true;
    if (!of->start)
        of->start = malloc(of->program->column_count + 1);
    if (!of->start)
        return false;
    memset(of->start, 0, of->program->column_count + 1);
    for (size_t k = 0; k < of->answer->chosen_count; k++)
        of->start[of->answer->chosen[k]] = 1;
    return true;
}

static circlet_status run_parts(solve *of, double share, circlet_error *error)
{
    circlet_status status = ci_program_run_go(&of->run, share, error);

    if (status == CIRCLET_OK &&
        (!ci_program_answer_plan(of->answer, &of->reduced, of->run.parts,
                                 of->run.part_count) ||
         !keep_start(of)))
        return ci_fail_nomem(error);
    return status;
}

static circlet_status solve_without_budget(solve *of, circlet_error *error)
{
    bool has_budget = of->program->has_budget;
    circlet_status status =
        run_parts(of, has_budget ? SHARE_WITHOUT_BUDGET : 1.0, error);

    if (status == CIRCLET_OK && has_budget && of->answer->is_feasible &&
        !is_settled(of, &of->run))
        status = run_parts(of, SHARE_WITHIN_BUDGET, error);
    return status;
}

static circlet_status solve_with_budget(solve *of,
                                        const ci_program_options *options,
                                        circlet_error *error)
{
    circlet_status status = make_run(of, &of->whole, options, true, error);

    if (status == CIRCLET_OK) {
        of->whole.parts[0].start = of->start;
        status = ci_program_run_go(&of->whole, 1.0, error);
    }
    if (status != CIRCLET_OK)
        return status;
    of->answer->theta = of->whole.parts[0].bound.best_theta;
    /* A plan of the parts may keep the budget by chance, and be better. */
    if (of->answer->is_feasible &&
        (!ci_program_plan_is_feasible(&of->whole.parts[0].best) ||
         ci_program_answer_base(&of->reduced) + of->whole.parts[0].best.cost >=
             of->answer->objective))
        return CIRCLET_OK;
    return ci_program_answer_plan(of->answer, &of->reduced, of->whole.parts, 1)
               ? CIRCLET_OK
               : ci_fail_nomem(error);
}

/* ---- the answer -------------------------------------------------------- */

static circlet_stop stop_of(const solve *of, const ci_program_options *options)
{
    if (of->answer->result != CI_PROGRAM_BOUNDED)
        return CIRCLET_STOP_PROVED;
    if (atomic_load(&of->run.is_cancelled) ||
        atomic_load(&of->whole.is_cancelled))
        return CIRCLET_STOP_CANCELLED;
    if (options->gap_limit > 0.0 && of->answer->is_feasible &&
        ci_gap(of->answer->objective, of->answer->bound) <= options->gap_limit)
        return CIRCLET_STOP_GAP;
    if (options->work_limit > 0)
        return CIRCLET_STOP_WORK;
    return options->time_limit_s > 0 ? CIRCLET_STOP_TIME
                                     : CIRCLET_STOP_EXHAUSTED;
}

/* Whether the proof of some part is too much to keep. */
static bool is_cut(const ci_program_run *run)
{
    for (size_t p = 0; p < run->part_count; p++)
        if (run->parts[p].trace.is_cut)
            return true;
    return false;
}

/* The better bound of both runs, and its proof. */
static circlet_status fill_answer(solve *of, const ci_program_options *options,
                                  circlet_error *error)
{
    ci_program_answer *answer = of->answer;
    int64_t low =
        ci_program_answer_low(&of->reduced, of->run.parts, of->run.part_count);
    int64_t whole = of->whole.parts ? ci_program_answer_low(&of->reduced,
                                                            of->whole.parts, 1)
                                    : INT64_MIN;
    ci_program_run *run = whole > low ? &of->whole : &of->run;

    answer->bound = greater(low, whole);
    for (size_t i = 0; i < of->program->row_count; i++)
        answer->unavoidable[i] = of->reduced.unavoidable[i];
    answer->part_count = of->reduced.part_count;
    answer->work = of->effort.work;
    answer->result =
        answer->bound == INT64_MAX ? CI_PROGRAM_IMPOSSIBLE
        : answer->is_feasible && answer->bound >= answer->objective
            ? CI_PROGRAM_OPTIMAL
            : CI_PROGRAM_BOUNDED;
    if (answer->result == CI_PROGRAM_OPTIMAL)
        answer->bound = answer->objective;
    answer->stop = stop_of(of, options);
    if (!options->wants_proof || is_cut(run))
        return CIRCLET_OK;
    answer->proof =
        ci_program_answer_prove(&of->reduced, run->parts, run->part_count);
    return answer->proof ? CIRCLET_OK : ci_fail_nomem(error);
}

static circlet_status start(solve *of, const ci_program_options *options,
                            circlet_error *error)
{
    circlet_siting_options limits = CIRCLET_SITING_OPTIONS_INIT;
    double total;
    circlet_status status = ci_program_input_check(of->program, &total, error);

    if (status != CIRCLET_OK)
        return status;
    limits.progress = options->progress;
    limits.time_limit_s = options->time_limit_s;
    limits.gap_limit = options->gap_limit;
    status = ci_effort_start(&of->effort, &limits, error);
    if (status != CIRCLET_OK)
        return status;
    of->scale = ci_program_core_scale(total);
    of->answer = new_answer(of->program);
    if (!of->answer ||
        !ci_program_reduce(&of->reduced, of->program, &of->effort))
        return ci_fail_nomem(error);
    return make_run(of, &of->run, options, false, error);
}

circlet_status ci_program_solve(ci_program_answer **out,
                                const ci_program *program,
                                const ci_program_options *options,
                                circlet_error *error)
{
    solve of = {.program = program};
    circlet_status status;

    atomic_init(&of.run.is_cancelled, false);
    atomic_init(&of.whole.is_cancelled, false);
    status = start(&of, options, error);
    if (status == CIRCLET_OK)
        status = solve_without_budget(&of, error);
    if (status == CIRCLET_OK && program->has_budget &&
        !is_settled(&of, &of.run) && of.reduced.short_row == NONE &&
        of.reduced.part_count > 0)
        status = solve_with_budget(&of, options, error);
    if (status == CIRCLET_OK)
        status = fill_answer(&of, options, error);
    if (status == CIRCLET_OK) {
        *out = of.answer;
        of.answer = NULL;
    }
    clear(&of);
    return status;
}
