#include "plan/mend_frontier.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"

#define PERSON_MILLI 1000.0

/* Budgets at which plans are made. */
static double budget_at(const circlet_plan_options *options, int64_t full_cny,
                        size_t i)
{
    if (options->frontier_budgets)
        return options->frontier_budgets[i];
    return floor((double)full_cny * (double)(i + 1) /
                 (double)options->frontier_count);
}

static double persons_of(const ci_mend_program *program,
                         const ci_mend_answer *answer)
{
    const ci_mend *mend = program->mend;
    int64_t milli = 0;

    for (size_t i = 0; i < mend->row_count; i++)
        if (mend->goals[mend->rows[i].goal].finding->force ==
                CIRCLET_FORCE_MUST &&
            (answer->missing[i] > 0 || program->unavoidable[i] > 0 ||
             program->dear[i] > 0))
            milli += mend->rows[i].weight_milli;
    return (double)milli / PERSON_MILLI;
}

static circlet_status find_point(circlet_plan_point *out, ci_mend *mend,
                                 double budget,
                                 const circlet_progress *progress,
                                 circlet_error *error)
{
    ci_mend_program program = {.mend = mend};
    ci_mend_answer answer = {.chosen = NULL};
    circlet_status status = ci_mend_program_make(&program, mend, error);

    if (!status)
        status = ci_mend_leave_dear(&program, progress, error);
    if (!status)
        status = ci_mend_solve_must(&answer, &program, (int64_t)budget,
                                    progress, error);
    if (!status)
        *out = (circlet_plan_point){.budget_cny = budget,
                                    .cost_cny = (double)answer.cost_cny,
                                    .persons = persons_of(&program, &answer),
                                    .must_shortfall = answer.must.shortfall,
                                    .must_shortfall_bound = answer.must.bound,
                                    .must_failures = answer.must.failures,
                                    .proof = answer.must.is_proved
                                                 ? CIRCLET_PROOF_OPTIMAL
                                                 : CIRCLET_PROOF_BOUND};
    ci_mend_answer_clear(&answer);
    ci_mend_program_clear(&program);
    return status;
}

/* ---- all together ------------------------------------------------------- */

static int compare_budgets(const void *left, const void *right)
{
    const circlet_plan_point *a = left, *b = right;

    return (a->budget_cny > b->budget_cny) - (a->budget_cny < b->budget_cny);
}

static int compare_points(const void *left, const void *right)
{
    const circlet_plan_point *a = left, *b = right;

    if (a->cost_cny < b->cost_cny || a->cost_cny > b->cost_cny)
        return a->cost_cny < b->cost_cny ? -1 : 1;
    if (a->must_shortfall < b->must_shortfall ||
        a->must_shortfall > b->must_shortfall)
        return a->must_shortfall < b->must_shortfall ? -1 : 1;
    return compare_budgets(left, right);
}

/* What holds for more money holds for less; and what is not to be had for so
 * much costs more. Points are by budget. */
static void spread_bounds(circlet_plan_point *points, size_t count)
{
    for (size_t i = count; i-- > 1;)
        if (points[i - 1].must_shortfall_bound <
            points[i].must_shortfall_bound)
            points[i - 1].must_shortfall_bound =
                points[i].must_shortfall_bound;
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < count; k++)
            if (points[k].must_shortfall_bound > points[i].must_shortfall &&
                points[k].budget_cny > points[i].cost_bound_cny)
                points[i].cost_bound_cny = points[k].budget_cny;
}

static size_t drop_beaten(circlet_plan_point *points, size_t count)
{
    size_t kept = 0;

    for (size_t i = 0; i < count; i++)
        if (kept == 0 ||
            points[i].must_shortfall < points[kept - 1].must_shortfall)
            points[kept++] = points[i];
    return kept;
}

circlet_status ci_mend_find_frontier(circlet_plan_point **out, size_t *count,
                                     ci_mend *mend, int64_t full_cny,
                                     const circlet_progress *progress,
                                     circlet_error *error)
{
    size_t asked = mend->options->frontier_count;
    circlet_plan_point *points =
        ci_arena_take(&mend->arena, (asked + 1) * sizeof(*points));
    circlet_status status = points ? CIRCLET_OK : ci_fail_nomem(error);

    for (size_t i = 0; !status && i < asked; i++)
        status =
            find_point(&points[i], mend, budget_at(mend->options, full_cny, i),
                       progress, error);
    if (status)
        return status;
    if (asked > 0) {
        qsort(points, asked, sizeof(*points), compare_budgets);
        spread_bounds(points, asked);
        qsort(points, asked, sizeof(*points), compare_points);
    }
    *out = points;
    *count = drop_beaten(points, asked);
    return CIRCLET_OK;
}
