#include "verify/level_proof.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "verify/exact_sum.h"
#include "verify/program_check.h"

/* ---- the plan in the question ------------------------------------------- */

/* What each row of the question gets of the plan; NULL: no memory. */
static int64_t *add_up(const ci_program *made, const ci_plan_choice *choice)
{
    int64_t *given = calloc(made->row_count + 1, sizeof(*given));

    for (size_t k = 0; given && k < choice->chosen_count; k++)
        for (size_t e = made->first[choice->chosen[k]];
             e < made->first[choice->chosen[k] + 1]; e++)
            given[made->rows[e]] += made->amounts[e];
    return given;
}

/* The columns "nothing" of the places where the plan does nothing. */
static size_t choose_nothing(uint32_t *chosen,
                             const ci_level_program *question,
                             const ci_plan_choice *choice)
{
    size_t count = 0, at = 0;

    for (uint32_t c = 0; c < question->choice_count; c++) {
        while (at < choice->chosen_count &&
               question->choices[choice->chosen[at]] < c)
            at++;
        if (question->nothing_columns[c] != SIZE_MAX &&
            (at == choice->chosen_count ||
             question->choices[choice->chosen[at]] != c))
            chosen[count++] = (uint32_t)question->nothing_columns[c];
    }
    return count;
}

/* The columns of the plan, then those that give up what it misses. */
static size_t choose(uint32_t *chosen, const ci_level_program *question,
                     const ci_plan_choice *choice, const int64_t *given)
{
    const ci_lacks *lacks = question->city->lacks;
    size_t count = choice->chosen_count, kept;

    if (count > 0)
        memcpy(chosen, choice->chosen, count * sizeof(*chosen));
    kept = count += choose_nothing(chosen + count, question, choice);
    for (size_t g = 0; g < lacks->count; g++)
        if (question->lack_columns[g] != SIZE_MAX)
            chosen[count++] = (uint32_t)question->lack_columns[g];
    for (size_t k = kept; k < count; k++) {
        bool misses = false;

        for (size_t e = question->first[chosen[k]];
             e < question->first[chosen[k] + 1]; e++)
            misses |= given[question->rows[e]] < question->amounts[e];
        if (misses)
            chosen[kept++] = chosen[k];
    }
    return kept;
}

static int64_t weigh(const ci_program *made, const uint32_t *chosen,
                     size_t count, const int64_t *given)
{
    int64_t sum = 0;

    for (size_t k = 0; k < count; k++)
        sum += made->values[chosen[k]];
    for (size_t i = 0; i < made->row_count; i++)
        if (made->penalties[i] != CI_PROGRAM_HARD && given[i] < made->needs[i])
            sum += made->penalties[i] * (made->needs[i] - given[i]);
    return sum;
}

/* ---- the bound ---------------------------------------------------------- */

/*
 * The least that the sum must be proved to be so that the level is no less
 * than the bound: of plans that come to `before` or less at each level before,
 * one below the bound is below it by its unit.
 */
static ci_exact_sum least_sum(const ci_program_certificate *certificate)
{
    size_t level = certificate->before_count;
    int64_t bound = certificate->bound;
    int64_t units =
        bound / certificate->unit + (bound % certificate->unit > 0);
    ci_exact_sum sum = {0};

    if (units <= 0)
        return sum;
    for (size_t k = 0; k < level; k++)
        ci_exact_add_product(&sum, 1, certificate->times[k],
                             certificate->before[k]);
    ci_exact_add_product(&sum, 1, certificate->times[level], units - 1);
    ci_exact_add(&sum, 1);
    return sum;
}

/* The bound is of plans like this one. */
static circlet_status check_before(const ci_level_proof *of,
                                   const ci_program_certificate *certificate,
                                   circlet_error *error)
{
    for (size_t k = 0; k < certificate->before_count; k++)
        if (of->values[k] > certificate->before[k])
            return ci_fail(error, CIRCLET_E_DATA,
                           "the bound is of plans that come to %lld at level "
                           "%zu at most, and this one comes to %lld",
                           (long long)certificate->before[k], k,
                           (long long)of->values[k]);
    return CIRCLET_OK;
}

/* What moves or closes is no column, nor is what is only of use under doubt:
 * then the bound is checked beside no plan. */
static circlet_status check_question(const ci_level_proof *of,
                                     const ci_level_program *question,
                                     circlet_error *error)
{
    const ci_program *made = &question->made;
    const ci_exact_sum least = least_sum(question->certificate);
    const ci_plan_choice none = {.chosen_count = 0};
    const bool is_known = !of->choice->rearranges && !of->choice->has_more;
    const ci_plan_choice *choice = is_known ? of->choice : &none;
    int64_t *given = add_up(made, choice);
    uint32_t *chosen = calloc(made->column_count + 1, sizeof(*chosen));
    ci_program_claim claim = {
        .chosen = chosen, .is_feasible = is_known, .bound = least.value};
    circlet_status status = CIRCLET_OK;

    if (!given || !chosen)
        status = ci_fail_nomem(error);
    else if (least.is_lost)
        status = ci_fail(error, CIRCLET_E_DATA,
                         "the bound makes a sum that is too large");
    if (status == CIRCLET_OK) {
        claim.chosen_count = choose(chosen, question, choice, given);
        claim.objective = weigh(made, chosen, claim.chosen_count, given);
        status = ci_program_check(made, &claim, &question->certificate->proof,
                                  error);
    }
    free(given);
    free(chosen);
    return status;
}

/* ---- all ---------------------------------------------------------------- */

static circlet_status check_head(const ci_level_proof *of,
                                 const ci_program_certificate *certificate,
                                 const ci_program_certificate *first,
                                 const circlet_plan_level *level,
                                 circlet_error *error)
{
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
    return CIRCLET_OK;
}

static circlet_status check_all(ci_level_proof *of,
                                const ci_program_certificate *certificate,
                                circlet_error *error)
{
    ci_level_program question;
    circlet_status status;

    if (!certificate->has_proof)
        return ci_fail(error, CIRCLET_E_UNSUPPORTED,
                       "nothing proves the bound, or what does was too large "
                       "to be kept");
    status = ci_level_program_make(&question, of->program, certificate,
                                   of->level, error);
    if (status == CIRCLET_OK)
        status = check_before(of, certificate, error);
    if (status == CIRCLET_OK)
        status = check_question(of, &question, error);
    ci_level_program_clear(&question);
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
        status = check_head(proof, &certificate, first, level, error);
    if (status == CIRCLET_OK) {
        proof->bound = certificate.bound;
        status = check_all(proof, &certificate, error);
    }
    ci_program_certificate_clear(&certificate);
    return status;
}
