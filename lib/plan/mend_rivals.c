/*
 * Exchanges of what competes for the same places. All rows of a city but a few
 * can often be had together: those few, with the rows that an exchange for
 * them would cost, are searched to the end by themselves.
 */
#include <stdlib.h>

#include "base/error.h"
#include "plan/mend_solve.h"
#include "siting/program_rivals.h"

/* The part of the work of a question that goes into it. */
#define WORK_PART 4

/* Rivals of one level remain so at the next. False: no memory. */
static bool keep_rivals(ci_mend_search *search, const uint8_t *is_rival)
{
    size_t count = search->program->row_count;

    if (!search->rivals)
        search->rivals = calloc(count + 1, sizeof(*search->rivals));
    for (size_t i = 0; search->rivals && i < count; i++)
        search->rivals[i] |= is_rival[i];
    return search->rivals != NULL;
}

static circlet_status find(ci_program_rivals *out,
                           const ci_mend_search *search,
                           const uint32_t *chosen, circlet_error *error)
{
    const ci_mend_program *program = search->program;
    const ci_program question = {.column_count = program->mend->column_count,
                                 .row_count = program->row_count,
                                 .values = search->zeros,
                                 .needs = search->needs,
                                 .penalties = search->penalties,
                                 .first = program->first,
                                 .rows = program->rows,
                                 .amounts = program->amounts,
                                 .choice_of = program->choices};
    const ci_program_options options = {
        .progress = *search->progress,
        .work_limit = search->work_limit / WORK_PART + 1,
        .time_limit_s = program->mend->options->time_limit_s,
        .thread_count = program->mend->judgement.thread_count};

    return ci_program_find_rivals(out, &question, chosen,
                                  search->out->chosen_count, &options, error);
}

circlet_status ci_mend_find_rivals(ci_mend_search *search, int64_t *bound,
                                   circlet_error *error)
{
    ci_program_rivals rivals = {.chosen = NULL};
    uint32_t *chosen = calloc(search->out->chosen_count + 1, sizeof(*chosen));
    circlet_status status = chosen ? CIRCLET_OK : ci_fail_nomem(error);

    for (size_t i = 0; !status && i < search->out->chosen_count; i++)
        chosen[i] = (uint32_t)search->out->chosen[i];
    if (!status)
        status = find(&rivals, search, chosen, error);
    if (!status &&
        (!ci_mend_search_offer(search, rivals.chosen, rivals.chosen_count) ||
         !keep_rivals(search, rivals.is_rival)))
        status = ci_fail_nomem(error);
    *bound = rivals.bound;
    ci_program_rivals_clear(&rivals);
    free(chosen);
    return status;
}
