#include "verify/level_proof.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "verify/program_check.h"

/* The arrays of a level's program that are its own. */
typedef struct level_arrays {
    int64_t *values; /* of each column */
    int64_t *penalties; /* of each row */
    uint32_t *choices; /* of each column: its place, numbered as they come */
} level_arrays;

static bool is_soft(const ci_level_proof *of, size_t row)
{
    const ci_lacks *lacks = of->program->lacks;

    return !of->is_of_cost && row < lacks->row_count &&
           (lacks->items[lacks->rows[row].lack].finding->force ==
            CIRCLET_FORCE_MUST) == (of->force == CIRCLET_FORCE_MUST);
}

/* How much of a row may be held while a level is made small: nothing of what
 * only should be before what must be is settled. */
static int64_t most_held(const ci_level_proof *of, size_t row)
{
    const ci_lacks *lacks = of->program->lacks;
    bool comes_later = !of->is_of_cost && of->force == CIRCLET_FORCE_MUST &&
                       row < lacks->row_count &&
                       lacks->items[lacks->rows[row].lack].finding->force !=
                           CIRCLET_FORCE_MUST;

    return comes_later ? 0 : of->choice->attained[row];
}

/*
 * A row that may miss something needs all that can be had. Of another a bound
 * holds for all plans that give it as much as the certificate says, and so
 * for those that give it no less than this plan does.
 */
static circlet_status check_needs(const ci_level_proof *of,
                                  const ci_program_certificate *certificate,
                                  circlet_error *error)
{
    for (size_t i = 0; i < certificate->row_count; i++) {
        int64_t need = certificate->needs[i];
        int64_t found =
            is_soft(of, i) ? of->program->needs[i] : most_held(of, i);

        if (is_soft(of, i) ? need != found : need > found)
            return ci_fail(error, CIRCLET_E_DATA,
                           "the certificate gives row %zu %lld, and %lld "
                           "follow from the city and the plan",
                           i, (long long)need, (long long)found);
    }
    return CIRCLET_OK;
}

static bool make_arrays(level_arrays *out, const ci_level_proof *of)
{
    const ci_rebuilt_program *program = of->program;
    size_t columns = program->certificate->column_count;
    uint32_t choice = 0;

    out->values = calloc(columns + 1, sizeof(*out->values));
    out->choices = calloc(columns + 1, sizeof(*out->choices));
    out->penalties = calloc(program->row_count + 1, sizeof(*out->penalties));
    if (!out->values || !out->choices || !out->penalties)
        return false;
    for (size_t j = 0; j < columns; j++) {
        if (j > 0 && program->column_place[j] != program->column_place[j - 1])
            choice++;
        out->choices[j] = choice;
        out->values[j] = of->is_of_cost ? program->prices[j] : 0;
    }
    for (size_t i = 0; i < program->row_count; i++)
        out->penalties[i] =
            is_soft(of, i) ? program->lacks->rows[i].weight : CI_PROGRAM_HARD;
    return true;
}

/* What the chosen columns cost and leave missing in the program. */
static bool weigh(int64_t *out, const ci_program *program,
                  const ci_plan_choice *choice)
{
    int64_t *given = calloc(program->row_count + 1, sizeof(*given));
    int64_t sum = 0;

    for (size_t k = 0; given && k < choice->chosen_count; k++) {
        uint32_t j = choice->chosen[k];

        sum += program->values[j];
        for (size_t e = program->first[j]; e < program->first[j + 1]; e++)
            given[program->rows[e]] += program->amounts[e];
    }
    for (size_t i = 0; given && i < program->row_count; i++)
        if (program->penalties[i] != CI_PROGRAM_HARD &&
            given[i] < program->needs[i])
            sum += program->penalties[i] * (program->needs[i] - given[i]);
    free(given);
    *out = sum;
    return given != NULL;
}

static circlet_status check_program(const ci_level_proof *of,
                                    const ci_program_certificate *certificate,
                                    const level_arrays *arrays,
                                    circlet_error *error)
{
    const ci_rebuilt_program *program = of->program;
    const ci_program made = {.column_count = certificate->column_count,
                             .row_count = certificate->row_count,
                             .values = arrays->values,
                             .prices = program->prices,
                             .needs = certificate->needs,
                             .penalties = arrays->penalties,
                             .first = program->first,
                             .rows = program->rows,
                             .amounts = program->amounts,
                             .choice_of = arrays->choices,
                             .has_budget = certificate->budget_cny >= 0,
                             .budget = certificate->budget_cny};
    ci_program_claim claim = {.chosen = of->choice->chosen,
                              .chosen_count = of->choice->chosen_count,
                              .is_feasible = true,
                              .bound = certificate->bound};

    if (!weigh(&claim.objective, &made, of->choice))
        return ci_fail_nomem(error);
    return ci_program_check(&made, &claim, &certificate->proof, error);
}

static circlet_status check_all(ci_level_proof *of,
                                const ci_program_certificate *certificate,
                                const ci_program_certificate *first,
                                const circlet_plan_level *level,
                                circlet_error *error)
{
    level_arrays arrays = {NULL, NULL, NULL};
    circlet_status status;

    if (strcmp(certificate->level, level->name) != 0 ||
        certificate->head_size != first->head_size ||
        memcmp(certificate->head, first->head, first->head_size) != 0 ||
        certificate->row_count != of->program->row_count)
        return ci_fail(error, CIRCLET_E_DATA,
                       "the certificate is of another level or program");
    if (of->choice->stranger)
        return ci_fail(error, CIRCLET_E_DATA,
                       "action '%s' is of no way of the certificate",
                       of->choice->stranger);
    status = check_needs(of, certificate, error);
    if (status != CIRCLET_OK)
        return status;
    if (certificate->is_too_large)
        return ci_fail(error, CIRCLET_E_UNSUPPORTED,
                       "the proof was too large to be kept");
    status = make_arrays(&arrays, of)
                 ? check_program(of, certificate, &arrays, error)
                 : ci_fail_nomem(error);
    free(arrays.values);
    free(arrays.choices);
    free(arrays.penalties);
    return status;
}

circlet_status ci_level_proof_check(ci_level_proof *proof,
                                    const ci_program_certificate *first,
                                    const circlet_plan_level *level,
                                    circlet_error *error)
{
    ci_program_certificate certificate;
    circlet_status status = ci_program_certificate_read(
        &certificate, level->program_certificate, error);

    if (status == CIRCLET_OK)
        status = check_all(proof, &certificate, first, level, error);
    if (status == CIRCLET_OK)
        proof->bound = certificate.bound;
    ci_program_certificate_clear(&certificate);
    return status;
}
