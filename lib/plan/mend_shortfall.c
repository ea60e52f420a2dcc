/*
 * The least shortfall of one force: a search among all rows, then exchanges of
 * those that compete. Where a budget binds, most rows compete with all others,
 * and the search goes on alone.
 */
#include "base/error.h"
#include "plan/mend_solve.h"

/* The part of the work that a level is first tried with. */
#define SHORT_PART 8

static bool is_kept_site(const ci_mend_program *program, size_t row)
{
    return row >= program->mend->row_count;
}

ci_mend_task ci_mend_task_of(const ci_mend_search *search,
                             const int64_t *values, bool is_hard)
{
    return (ci_mend_task){.values = values,
                          .needs = search->needs,
                          .penalties = is_hard ? NULL : search->penalties,
                          .budget_cny = search->budget_cny,
                          .has_no_money = search->has_no_money,
                          .has_unit_budgets = search->has_unit_budgets,
                          .work_limit = search->work_limit};
}

bool ci_mend_has_money_limit(const ci_mend_search *search)
{
    const char *budgets = search->program->mend->options->budgets;

    return search->budget_cny > 0 || search->has_no_money ||
           (search->has_unit_budgets && budgets && *budgets);
}

/* The rows of one force may miss something, at their weight; what the others
 * have is held. */
static void set_level(ci_mend_search *search, bool of_must)
{
    const ci_mend_program *program = search->program;

    for (size_t i = 0; i < program->row_count; i++) {
        bool is_open = !is_kept_site(program, i) &&
                       ci_mend_row_is_must(program, i) == of_must;

        search->penalties[i] = is_open ? program->weights[i] : CI_PROGRAM_HARD;
        search->needs[i] = is_open || is_kept_site(program, i)
                               ? program->needs[i]
                               : search->held[i];
    }
}

/* What a question about all rows, or those that compete, says of a level. What
 * rows hold is all they can have, or it says nothing of other plans. */
static circlet_status note_level(ci_mend_search *search, ci_mend_level level,
                                 const ci_program_answer *answer,
                                 circlet_error *error)
{
    if (!answer->is_feasible)
        return CIRCLET_OK;
    if (level == CI_MEND_MUST_SHORTFALL ||
        search->values[CI_MEND_MUST_SHORTFALL] == 0)
        return ci_mend_search_prove(search, level, answer, error);
    return ci_mend_search_hold(search, level, answer->bound)
               ? CIRCLET_OK
               : ci_fail_nomem(error);
}

/* Whether there is nothing left to look for at a level. */
static bool is_closed(const ci_mend_search *search, ci_mend_level level)
{
    int64_t bound = ci_mend_search_bound(search, level);
    int64_t held = ci_mend_search_held_bound(search, level);

    return (held > bound ? held : bound) >= search->values[level];
}

/* Exchanges what competes for a place, and asks for a proof by that alone
 * where it says more than what is known. */
static circlet_status exchange(ci_mend_search *search, ci_mend_level level,
                               circlet_error *error)
{
    ci_mend_task task = ci_mend_task_of(search, search->zeros, false);
    ci_program_answer *answer = NULL;
    int64_t bound = 0;
    circlet_status status = ci_mend_find_rivals(search, &bound, error);

    if (status || bound <= ci_mend_search_bound(search, level))
        return status;
    task.only = search->rivals;
    status = ci_mend_search_ask(&answer, search, &task, error);
    if (!status)
        status = note_level(search, level, answer, error);
    ci_program_answer_free(answer);
    return status;
}

static circlet_status ask_level(ci_mend_search *search, ci_mend_level level,
                                uint64_t work_part, circlet_error *error)
{
    ci_mend_task task = ci_mend_task_of(search, search->zeros, false);
    ci_program_answer *answer = NULL;
    circlet_status status;

    task.work_limit = task.work_limit / work_part + 1;
    status = ci_mend_search_ask(&answer, search, &task, error);
    if (status)
        return status;
    status = note_level(search, level, answer, error);
    if (!status && !search->out->chosen &&
        answer->result == CI_PROGRAM_IMPOSSIBLE)
        status = ci_fail(error, CIRCLET_E_INFEASIBLE,
                         "building on all sites that are to be kept costs "
                         "more than the budget");
    ci_program_answer_free(answer);
    return status;
}

/* A short search and exchanges, which is mostly all; else a long one. */
static circlet_status solve_freely(ci_mend_search *search, ci_mend_level level,
                                   circlet_error *error)
{
    bool of_must = level == CI_MEND_MUST_SHORTFALL;
    circlet_status status = CIRCLET_OK;

    for (uint64_t part = SHORT_PART; !status && part > 0;
         part = part == 1 ? 0 : 1) {
        status = ask_level(search, level, part, error);
        if (!status && !ci_mend_fill(search, of_must))
            return ci_fail_nomem(error);
        if (!status && !is_closed(search, level))
            status = exchange(search, level, error);
        if (is_closed(search, level))
            break;
    }
    return status;
}

circlet_status ci_mend_solve_shortfall(ci_mend_search *search, bool of_must,
                                       circlet_error *error)
{
    ci_mend_level level =
        of_must ? CI_MEND_MUST_SHORTFALL : CI_MEND_SHOULD_SHORTFALL;

    set_level(search, of_must);
    return ci_mend_has_money_limit(search)
               ? ask_level(search, level, 1, error)
               : solve_freely(search, level, error);
}
