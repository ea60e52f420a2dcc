#include "siting/program_input.h"

#include <stdlib.h>

#include "base/error.h"

/* Sums stay below it, and so fit with what is added to them. */
#define SUM_MAX (INT64_C(1) << 61)

/* False: the sum would grow too large. */
static bool add(int64_t *sum, int64_t a, int64_t b)
{
    if (b > 0 && a > (SUM_MAX - *sum) / b)
        return false;
    *sum += a * b;
    return true;
}

static circlet_status check_column(const ci_program *program, uint32_t j,
                                   circlet_error *error)
{
    uint32_t choice = ci_program_choice(program, j);

    if (program->values[j] < 0 || ci_program_price(program, j) < 0)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "column %u of the covering program: the value %lld or "
                       "the price %lld is below 0",
                       j, (long long)program->values[j],
                       (long long)ci_program_price(program, j));
    if (choice != CI_PROGRAM_NONE && choice >= program->column_count)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "column %u of the covering program: choice %u is out "
                       "of range",
                       j, choice);
    if (program->first[j + 1] < program->first[j])
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "column %u of the covering program ends before it "
                       "starts",
                       j);
    for (size_t k = program->first[j]; k < program->first[j + 1]; k++)
        if (program->rows[k] >= program->row_count ||
            (k > program->first[j] &&
             program->rows[k] <= program->rows[k - 1]) ||
            ci_program_amount(program, k) < 1)
            return ci_fail(error, CIRCLET_E_ARGUMENT,
                           "column %u of the covering program: row %u is out "
                           "of order or range, or its amount %lld below 1",
                           j, program->rows[k],
                           (long long)ci_program_amount(program, k));
    return CIRCLET_OK;
}

static circlet_status check_row(const ci_program *program, size_t i,
                                circlet_error *error)
{
    if (program->needs[i] < 0 || ci_program_penalty(program, i) < 0)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "row %zu of the covering program: the need %lld or the "
                       "penalty %lld is below 0",
                       i, (long long)program->needs[i],
                       (long long)ci_program_penalty(program, i));
    return CIRCLET_OK;
}

static circlet_status check_sums(const ci_program *program, double *total,
                                 circlet_error *error)
{
    int64_t values = 0, prices = 0;

    for (size_t j = 0; j < program->column_count; j++)
        if (!add(&values, program->values[j], 1) ||
            !add(&prices, ci_program_price(program, j), 1))
            return ci_fail(error, CIRCLET_E_DATA,
                           "values or prices of the covering program pass 61 "
                           "bits in sum at column %zu",
                           j);
    for (size_t i = 0; i < program->row_count; i++)
        if (ci_program_penalty(program, i) != CI_PROGRAM_HARD &&
            !add(&values, program->penalties[i], program->needs[i]))
            return ci_fail(error, CIRCLET_E_DATA,
                           "values and penalties of the covering program pass "
                           "61 bits in sum at row %zu",
                           i);
    *total = (double)values + 1.0;
    return CIRCLET_OK;
}

static circlet_status check_amounts(const ci_program *program,
                                    circlet_error *error)
{
    int64_t *sums = calloc(program->row_count + 1, sizeof(*sums));
    circlet_status status = CIRCLET_OK;

    if (!sums)
        return ci_fail_nomem(error);
    for (size_t k = 0; k < program->first[program->column_count]; k++)
        if (!add(&sums[program->rows[k]], ci_program_amount(program, k), 1)) {
            status = ci_fail(error, CIRCLET_E_DATA,
                             "amounts of row %u of the covering program pass "
                             "61 bits in sum",
                             program->rows[k]);
            break;
        }
    free(sums);
    return status;
}

circlet_status ci_program_input_check(const ci_program *program, double *total,
                                      circlet_error *error)
{
    circlet_status status = CIRCLET_OK;

    if (program->column_count >= CI_PROGRAM_NONE / 2 ||
        program->row_count >= CI_PROGRAM_NONE - 1 || program->first[0] != 0)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "a covering program of %zu columns and %zu rows",
                       program->column_count, program->row_count);
    if (program->has_budget && program->budget < 0)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "the budget %lld of the covering program is below 0",
                       (long long)program->budget);
    for (uint32_t j = 0; status == CIRCLET_OK && j < program->column_count;
         j++)
        status = check_column(program, j, error);
    for (size_t i = 0; status == CIRCLET_OK && i < program->row_count; i++)
        status = check_row(program, i, error);
    if (status == CIRCLET_OK)
        status = check_sums(program, total, error);
    return status == CIRCLET_OK ? check_amounts(program, error) : status;
}
