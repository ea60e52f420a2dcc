/* From what is done to when it is done. */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "plan/mend_actions.h"
#include "plan/phases.h"

/* Of larger cities the whole is not planned anew with a column for each year,
 * where an order of what is chosen keeps the budgets. */
#define ANEW_COLUMNS 5000

/* ---- what does not go with years ---------------------------------------- */

static circlet_status check_years(const circlet_plan_options *options,
                                  circlet_error *error)
{
    if (!options->years)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "plan '%s' has no list of years", options->name);
    for (size_t i = 0; i < options->year_count; i++) {
        int year = options->years[i];

        if (year < 1900 || year > 2200)
            return ci_fail(error, CIRCLET_E_ARGUMENT,
                           "plan '%s' is for the year %d: years are 1900 to "
                           "2200",
                           options->name, year);
        if (i > 0 && year <= options->years[i - 1])
            return ci_fail(error, CIRCLET_E_ARGUMENT,
                           "plan '%s' has the year %d behind %d: years ascend",
                           options->name, year, options->years[i - 1]);
    }
    return CIRCLET_OK;
}

circlet_status ci_phases_check(const circlet_plan_options *options,
                               circlet_error *error)
{
    circlet_status status = check_years(options, error);
    const char *other = options->from                      ? "from"
                        : options->count > 0               ? "count"
                        : options->frontier_count > 0      ? "frontier_count"
                        : options->max_cost_per_person > 0 ? "max_cost_per_"
                                                             "person"
                                                           : NULL;

    if (status)
        return status;
    if (other)
        return ci_fail(
            error, CIRCLET_E_ARGUMENT,
            "plan '%s' has 'years' and '%s', which do not go together",
            options->name, other);
    if (options->year > 0 &&
        options->year != options->years[options->year_count - 1])
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "plan '%s' is judged in its last year, %d, not in %d",
                       options->name, options->years[options->year_count - 1],
                       options->year);
    return CIRCLET_OK;
}

void ci_phases_settle(circlet_plan_options *options,
                      const ci_mend_budget *budgets, size_t count)
{
    size_t years = 0;
    double sum = 0;

    for (size_t b = 0; b < count; b++)
        if (budgets[b].year > 0 && budgets[b].unit == CIRCLET_NONE) {
            sum += (double)budgets[b].cny;
            years++;
        }
    if (years == options->year_count && sum > 0 &&
        (!(options->budget_cny > 0) || sum < options->budget_cny))
        options->budget_cny = sum;
}

/* ---- the rows of the years before --------------------------------------- */

/* The program of the columns as they are now; of rows behind the first `rows`
 * the needs are put aside, and those of the first are what they were with the
 * columns that are too late: that nothing else gives them is no excuse. */
static circlet_status make_program(ci_mend_program *out, int64_t **needs,
                                   const ci_mend *mend,
                                   const ci_mend_program *before, size_t rows,
                                   circlet_error *error)
{
    size_t early = mend->row_count - rows;
    circlet_status status = ci_mend_program_make(out, mend, error);

    *needs = calloc(early + 1, sizeof(**needs));
    if (!status && !*needs)
        status = ci_fail_nomem(error);
    for (size_t i = 0; !status && i < early; i++) {
        (*needs)[i] = out->needs[rows + i];
        out->needs[rows + i] = out->unavoidable[rows + i] = 0;
    }
    for (size_t i = 0; !status && i < rows; i++) {
        out->needs[i] = before->needs[i];
        out->unavoidable[i] = before->unavoidable[i];
    }
    return status;
}

/* What the rows have of an answer that had fewer. */
static circlet_status extend_missing(ci_mend_answer *answer, size_t rows,
                                     const ci_mend_program *program,
                                     circlet_error *error)
{
    int64_t *missing = calloc(program->row_count + 1, sizeof(*missing));

    if (!missing)
        return ci_fail_nomem(error);
    memcpy(missing, answer->missing, rows * sizeof(*missing));
    free(answer->missing);
    answer->missing = missing;
    return CIRCLET_OK;
}

static void mark_chosen(ci_mend *mend, const ci_mend_answer *answer)
{
    for (size_t k = 0; k < answer->chosen_count; k++)
        mend->columns[answer->chosen[k]].is_chosen = true;
}

/* False: some are there no more. */
static bool find_chosen(ci_mend_answer *answer, ci_mend *mend)
{
    size_t count = 0, before = answer->chosen_count;

    for (size_t j = 0; j < mend->column_count; j++) {
        if (mend->columns[j].is_chosen)
            answer->chosen[count++] = j;
        mend->columns[j].is_chosen = false;
    }
    answer->chosen_count = count;
    return count == before;
}

/* ---- one after the other ------------------------------------------------ */

/* The levels as the answer for the last year has them, with their proofs. */
static circlet_status keep_levels(ci_mend *mend,
                                  const ci_mend_program *program,
                                  const ci_mend_answer *answer,
                                  circlet_error *error)
{
    circlet_plan_parts parts = {.level_count = 0};
    circlet_status status =
        ci_mend_make_levels(&parts, mend, program, answer, error);

    /* What proves them would go with the answer. */
    for (size_t i = 0; !status && i < parts.level_count; i++) {
        circlet_plan_level *level = (circlet_plan_level *)&parts.levels[i];

        if (!level->program_certificate)
            continue;
        level->program_certificate =
            ci_arena_copy(&mend->arena, level->program_certificate);
        if (!level->program_certificate)
            status = ci_fail_nomem(error);
    }
    mend->proved = parts.levels;
    return status;
}

/* What is due before the last year, with the plan that is there. */
static circlet_status mend_early(ci_mend_answer *answer, ci_mend *mend,
                                 ci_mend_program *program, size_t rows,
                                 const circlet_progress *progress,
                                 circlet_error *error)
{
    ci_mend_program all = {.mend = mend};
    int64_t *needs = NULL;
    circlet_status status =
        make_program(&all, &needs, mend, program, rows, error);

    if (!status)
        status = extend_missing(answer, rows, &all, error);
    if (!status)
        status = ci_phases_mend_early(answer, mend, &all, rows, needs,
                                      progress, error);
    free(needs);
    if (status) {
        ci_mend_program_clear(&all);
        return status;
    }
    ci_mend_program_clear(program);
    *program = all;
    return CIRCLET_OK;
}

/* The program without what is too late, where nothing is due before. */
static circlet_status renew_program(ci_mend_program *program,
                                    const ci_mend *mend, size_t rows,
                                    circlet_error *error)
{
    ci_mend_program all = {.mend = mend};
    int64_t *needs = NULL;
    circlet_status status =
        make_program(&all, &needs, mend, program, rows, error);

    free(needs);
    ci_mend_program_clear(status ? &all : program);
    if (!status)
        *program = all;
    return status;
}

/* A column that begins late knows nothing of the rows of years before: in its
 * place stands the one that begins first, begun when the other was. The order
 * may then let it begin earlier. */
static void stand_for_late(ci_mend_answer *answer, ci_mend *mend)
{
    for (size_t k = 0; k < answer->chosen_count; k++) {
        const ci_mend_column chosen = mend->columns[answer->chosen[k]];
        size_t j = answer->chosen[k];

        while (j > 0 && mend->columns[j - 1].place == chosen.place &&
               mend->columns[j - 1].size == chosen.size &&
               mend->columns[j - 1].bundle == chosen.bundle &&
               mend->columns[j - 1].start < mend->columns[j].start)
            j--;
        mend->columns[j].start = chosen.start;
        mend->columns[j].year = chosen.year;
        answer->chosen[k] = j;
    }
}

/* The last year within the budgets of years, then the years before. */
static circlet_status find_anew(ci_mend_answer *answer, ci_mend *mend,
                                ci_mend_program *program, size_t rows,
                                const circlet_progress *progress,
                                circlet_error *error)
{
    ci_mend_program any = {.mend = mend};
    ci_mend_answer found = {.chosen = NULL};
    int64_t *needs = NULL;
    circlet_status status = ci_phases_begin_any(mend, error);

    if (!status)
        status = make_program(&any, &needs, mend, program, rows, error);
    if (!status)
        status = ci_mend_solve(&found, &any, progress, error);
    if (!status && mend->has_early)
        status = ci_phases_mend_early(&found, mend, &any, rows, needs,
                                      progress, error);
    free(needs);
    if (!status)
        stand_for_late(&found, mend);
    ci_mend_answer_clear(status ? &found : answer);
    ci_mend_program_clear(status ? &any : program);
    if (!status) {
        *answer = found;
        *program = any;
    }
    return status;
}

circlet_status ci_phases_arrange(ci_phases *out, ci_mend_answer *answer,
                                 ci_mend *mend, ci_mend_program *program,
                                 const circlet_progress *progress,
                                 circlet_error *error)
{
    size_t rows = mend->row_count;
    bool fits = false, is_in_time = true;
    circlet_status status = keep_levels(mend, program, answer, error);

    mark_chosen(mend, answer);
    if (!status)
        status = ci_phases_drop_late(mend, program, error);
    if (!status)
        status = ci_phases_join(out, mend, error);
    is_in_time = find_chosen(answer, mend);
    if (!status && is_in_time && !mend->has_early && mend->is_late)
        status = renew_program(program, mend, rows, error);
    if (!status && is_in_time && mend->has_early)
        status = mend_early(answer, mend, program, rows, progress, error);
    if (!status && is_in_time)
        status = ci_phases_schedule(&fits, mend, program, answer,
                                    mend->column_count > ANEW_COLUMNS, error);
    if (status || fits)
        return status;
    status = find_anew(answer, mend, program, rows, progress, error);
    return status
               ? status
               : ci_phases_schedule(&fits, mend, program, answer, true, error);
}

circlet_status ci_phases_tell(circlet_plan_parts *out, ci_mend *mend,
                              circlet_error *error)
{
    const circlet_plan_options *options = mend->options;
    ci_buffer list = {0};

    if (options->year_count == 0)
        return CIRCLET_OK;
    for (size_t i = 0; i < options->year_count; i++) {
        ci_buffer_add(&list, i > 0 ? ";" : "");
        ci_buffer_add_int(&list, options->years[i]);
    }
    out->years = list.failed ? NULL : ci_arena_copy(&mend->arena, list.text);
    out->budgets = options->budgets;
    ci_buffer_free(&list);
    return out->years ? CIRCLET_OK : ci_fail_nomem(error);
}
