#include "verify/program_check.h"

#include <stdlib.h>

#include "base/divisor.h"
#include "base/error.h"
#include "verify/program_leaves.h"

typedef struct check {
    const ci_program *program;
    const ci_program_claim *claim;
    const ci_program_proof *proof;
    ci_program_state state;
    uint32_t *part_of_row; /* or CI_PROGRAM_NONE */
    uint32_t *part_of_choice;
    uint32_t *columns, *rows; /* by part */
    size_t *column_first, *row_first; /* part_count + 1 */
    ci_exact_sum forced; /* values that the steps force in */
    ci_exact_sum missing; /* penalties of rows that no column is left for */
    int64_t room; /* of the budget beside what is forced */
    circlet_error *error;
} check;

/* ---- the plan ---------------------------------------------------------- */

/* Puts the chosen columns in. */
static circlet_status choose(check *of)
{
    const ci_program_claim *claim = of->claim;

    for (size_t k = 0; k < claim->chosen_count; k++) {
        uint32_t column = claim->chosen[k];

        if (column >= of->program->column_count ||
            (k > 0 && column <= claim->chosen[k - 1]))
            return ci_fail(of->error, CIRCLET_E_DATA,
                           "chosen column %u is out of order or range",
                           column);
        if (!ci_program_state_is_open(&of->state, column))
            return ci_fail(of->error, CIRCLET_E_DATA,
                           "column %u is the second of its choice", column);
        ci_program_state_put(&of->state, column, true);
    }
    return CIRCLET_OK;
}

static circlet_status weigh_plan(check *of)
{
    const ci_program *program = of->program;
    ci_exact_sum objective = {0}, spent = {0};
    uint32_t is_short = CI_PROGRAM_NONE;

    for (size_t k = 0; k < of->claim->chosen_count; k++) {
        uint32_t column = of->claim->chosen[k];

        ci_exact_add(&objective, program->values[column]);
        ci_exact_add(&spent, ci_program_price(program, column));
    }
    for (size_t i = 0; i < program->row_count; i++) {
        int64_t rest = ci_program_state_rest(&of->state, i);
        int64_t penalty = ci_program_penalty(program, i);

        if (penalty != CI_PROGRAM_HARD)
            ci_exact_add_product(&objective, 1, penalty, rest);
        else if (rest > 0 && is_short == CI_PROGRAM_NONE)
            is_short = (uint32_t)i;
    }
    if (objective.is_lost || objective.value != of->claim->objective)
        return ci_fail(of->error, CIRCLET_E_DATA,
                       "the plan's objective is %lld, not %lld",
                       (long long)objective.value,
                       (long long)of->claim->objective);
    if (of->claim->is_feasible && is_short != CI_PROGRAM_NONE)
        return ci_fail(of->error, CIRCLET_E_DATA, "hard row %u is not met",
                       is_short);
    if (of->claim->is_feasible && program->has_budget &&
        (spent.is_lost || spent.value > program->budget))
        return ci_fail(of->error, CIRCLET_E_DATA,
                       "the plan costs %lld, more than the budget %lld",
                       (long long)spent.value, (long long)program->budget);
    return CIRCLET_OK;
}

static circlet_status check_plan(check *of)
{
    circlet_status status = choose(of);

    if (status == CIRCLET_OK)
        status = weigh_plan(of);
    for (size_t j = 0; j < of->program->column_count; j++)
        if (of->state.is_in[j])
            ci_program_state_take(&of->state, (uint32_t)j);
    return status;
}

/* ---- the steps before the search --------------------------------------- */

static bool is_live(const check *of, size_t row)
{
    return !of->proof->is_dropped[row] &&
           ci_program_state_rest(&of->state, row) > 0;
}

static int64_t least_of(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* Whether column `by` gives every live row of `column` as much; alone all of
 * it, where both may be in. */
static bool gives_as_much(const check *of, uint32_t column, uint32_t by,
                          bool are_exclusive)
{
    const ci_program *program = of->program;
    size_t at = program->first[by], end = program->first[by + 1];

    for (size_t k = program->first[column]; k < program->first[column + 1];
         k++) {
        uint32_t row = program->rows[k];
        int64_t rest = ci_program_state_rest(&of->state, row);
        int64_t wanted = are_exclusive
                             ? least_of(rest, ci_program_amount(program, k))
                             : rest;

        if (!is_live(of, row) || wanted == 0)
            continue;
        while (at < end && program->rows[at] < row)
            at++;
        if (at == end || program->rows[at] != row ||
            ci_program_amount(program, at) < wanted)
            return false;
    }
    return true;
}

static bool is_dominated(const check *of, uint32_t column, uint32_t by)
{
    const ci_program *program = of->program;
    uint32_t choice = ci_program_choice(program, by);
    bool are_exclusive = choice != CI_PROGRAM_NONE &&
                         choice == ci_program_choice(program, column);

    return by != column && ci_program_state_is_open(&of->state, by) &&
           (are_exclusive || choice == CI_PROGRAM_NONE) &&
           program->values[by] <= program->values[column] &&
           (!program->has_budget || ci_program_price(program, by) <=
                                        ci_program_price(program, column)) &&
           gives_as_much(of, column, by, are_exclusive);
}

static bool is_forced(check *of, uint32_t column, uint32_t row)
{
    return !of->proof->is_dropped[row] &&
           ci_program_penalty(of->program, row) == CI_PROGRAM_HARD &&
           ci_program_state_available(&of->state, row, column) <
               ci_program_state_rest(&of->state, row);
}

static circlet_status take_steps(check *of)
{
    const ci_program *program = of->program;

    of->room = program->budget;
    for (size_t k = 0; k < of->proof->step_count; k++) {
        const ci_program_step *step = &of->proof->steps[k];
        bool is_in = step->kind == CI_PROGRAM_FORCED;
        size_t limit = is_in ? program->row_count : program->column_count;

        if (step->column >= program->column_count || step->by >= limit ||
            !ci_program_state_is_open(&of->state, step->column) ||
            !(is_in ? is_forced(of, step->column, step->by)
                    : is_dominated(of, step->column, step->by)))
            return ci_fail(of->error, CIRCLET_E_DATA,
                           "step %zu of the proof does not hold: column %u "
                           "is neither forced nor dominated by %u",
                           k, step->column, step->by);
        ci_program_state_put(&of->state, step->column, is_in);
        if (is_in)
            ci_exact_add(&of->forced, program->values[step->column]);
        if (is_in)
            of->room -= ci_program_price(program, step->column);
    }
    return CIRCLET_OK;
}

/* ---- the parts --------------------------------------------------------- */

/* Joins an entry's row to the part of its column. */
static bool joins(check *of, uint32_t row, uint32_t part)
{
    if (of->part_of_row[row] == CI_PROGRAM_NONE)
        of->part_of_row[row] = part;
    return part != CI_PROGRAM_NONE && of->part_of_row[row] == part;
}

static circlet_status label_column(check *of, uint32_t column)
{
    const ci_program *program = of->program;
    uint32_t part = of->proof->part_of[column];
    uint32_t choice = ci_program_choice(program, column);

    if (part != CI_PROGRAM_NONE && part >= of->proof->part_count)
        return ci_fail(of->error, CIRCLET_E_DATA,
                       "column %u is of a part that is not there", column);
    for (size_t k = program->first[column]; k < program->first[column + 1];
         k++)
        if (is_live(of, program->rows[k]) &&
            !joins(of, program->rows[k], part))
            return ci_fail(of->error, CIRCLET_E_DATA, "row %u is of two parts",
                           program->rows[k]);
    if (choice == CI_PROGRAM_NONE || part == CI_PROGRAM_NONE)
        return CIRCLET_OK;
    if (of->part_of_choice[choice] != CI_PROGRAM_NONE &&
        of->part_of_choice[choice] != part)
        return ci_fail(of->error, CIRCLET_E_DATA, "choice %u is of two parts",
                       choice);
    of->part_of_choice[choice] = part;
    return CIRCLET_OK;
}

/* Rows that nothing is left for miss all they need. */
static void count_missing(check *of)
{
    for (size_t i = 0; i < of->program->row_count; i++) {
        int64_t penalty = ci_program_penalty(of->program, i);

        if (is_live(of, i) && of->part_of_row[i] == CI_PROGRAM_NONE &&
            penalty != CI_PROGRAM_HARD)
            ci_exact_add_product(&of->missing, 1, penalty,
                                 ci_program_state_rest(&of->state, i));
    }
}

/* Sorts names by their part. */
static void list_by_part(const uint32_t *part_of, size_t count,
                         uint32_t *names, size_t *first, size_t part_count)
{
    for (size_t i = 0; i < count; i++)
        if (part_of[i] != CI_PROGRAM_NONE)
            first[part_of[i] + 1]++;
    for (size_t p = 0; p < part_count; p++)
        first[p + 1] += first[p];
    for (size_t i = 0; i < count; i++)
        if (part_of[i] != CI_PROGRAM_NONE)
            names[first[part_of[i]]++] = (uint32_t)i;
    for (size_t p = part_count; p-- > 0;)
        first[p + 1] = first[p];
    first[0] = 0;
}

static circlet_status label(check *of)
{
    const ci_program *program = of->program;
    circlet_status status = CIRCLET_OK;

    for (size_t i = 0; i < program->row_count; i++)
        of->part_of_row[i] = CI_PROGRAM_NONE;
    for (size_t j = 0; j < program->column_count; j++)
        of->part_of_choice[j] = CI_PROGRAM_NONE;
    for (uint32_t j = 0; j < program->column_count; j++) {
        if (ci_program_state_is_open(&of->state, j))
            status = label_column(of, j);
        else if (of->proof->part_of[j] != CI_PROGRAM_NONE)
            status = ci_fail(of->error, CIRCLET_E_DATA,
                             "column %u is decided, yet of a part", j);
        if (status != CIRCLET_OK)
            return status;
    }
    count_missing(of);
    list_by_part(of->proof->part_of, program->column_count, of->columns,
                 of->column_first, of->proof->part_count);
    list_by_part(of->part_of_row, program->row_count, of->rows, of->row_first,
                 of->proof->part_count);
    return CIRCLET_OK;
}

/* ---- the bound --------------------------------------------------------- */

static int64_t round_up(int64_t x, int64_t unit)
{
    int64_t rest = x % unit;

    return rest > 0 ? x - rest + unit : x - rest;
}

/* The greatest number that divides all values and penalties of a part, and so
 * whatever a plan of it costs. */
static int64_t unit_of(const ci_program *program, const ci_program_span *part)
{
    int64_t unit = 0;

    for (size_t k = 0; k < part->column_count; k++)
        unit = ci_common_divisor(program->values[part->columns[k]], unit);
    for (size_t k = 0; k < part->row_count; k++) {
        int64_t penalty = ci_program_penalty(program, part->rows[k]);

        if (penalty != CI_PROGRAM_HARD)
            unit = ci_common_divisor(penalty, unit);
    }
    return unit > 0 ? unit : 1;
}

/* The theta that all parts have in common: that of the first vector. */
static int64_t common_theta(const check *of)
{
    return of->proof->part_count > 1 && of->proof->vector_count > 0
               ? of->proof->vectors[0].theta
               : 0;
}

static circlet_status add_part(check *of, uint32_t number, int64_t theta,
                               ci_exact_sum *sum, bool *is_impossible)
{
    const ci_program_proof *proof = of->proof;
    size_t columns = of->column_first[number], rows = of->row_first[number];
    ci_program_leaves_part part = {
        .span = {of->columns + columns, of->rows + rows,
                 of->column_first[number + 1] - columns,
                 of->row_first[number + 1] - rows},
        .number = number,
        .part_of_row = of->part_of_row,
        .room = of->room,
        .has_own_theta = proof->part_count == 1,
        .theta = theta};
    int64_t least, unit = unit_of(of->program, &part.span);
    circlet_status status =
        ci_program_leaves_least(&least, &of->state, proof, &part, of->error);

    if (status != CIRCLET_OK)
        return status;
    if (least == INT64_MAX)
        *is_impossible = true;
    else if (unit <= INT64_MAX / 4 / proof->scale && least < INT64_MAX / 4 &&
             theta == 0)
        ci_exact_add(sum, round_up(least, unit * proof->scale));
    else
        ci_exact_add(sum, least);
    return CIRCLET_OK;
}

static circlet_status compare(check *of, ci_exact_sum sum, bool is_impossible)
{
    int64_t scale = of->proof->scale;

    if (is_impossible)
        return CIRCLET_OK;
    if (of->forced.is_lost || of->missing.is_lost)
        sum.is_lost = true;
    ci_exact_add_product(&sum, 1, scale, of->forced.value);
    ci_exact_add_product(&sum, 1, scale, of->missing.value);
    if (sum.is_lost)
        return ci_fail(of->error, CIRCLET_E_DATA,
                       "a sum of the proof passes 64 bits");
    sum.value = round_up(sum.value, scale) / scale;
    if (sum.value < of->claim->bound)
        return ci_fail(of->error, CIRCLET_E_DATA,
                       "the proof gives the bound %lld, not %lld",
                       (long long)sum.value, (long long)of->claim->bound);
    return CIRCLET_OK;
}

static circlet_status check_bound(check *of)
{
    const ci_program_proof *proof = of->proof;
    int64_t theta = common_theta(of);
    bool is_impossible = of->program->has_budget && of->room < 0;
    ci_exact_sum sum = {0};
    circlet_status status = CIRCLET_OK;

    if (proof->short_row != CI_PROGRAM_NONE) {
        if (proof->short_row < of->program->row_count &&
            ci_program_penalty(of->program, proof->short_row) ==
                CI_PROGRAM_HARD &&
            ci_program_state_available(&of->state, proof->short_row,
                                       CI_PROGRAM_NONE) <
                ci_program_state_rest(&of->state, proof->short_row))
            return CIRCLET_OK;
        return ci_fail(of->error, CIRCLET_E_DATA,
                       "row %u is not short of columns", proof->short_row);
    }
    if (is_impossible)
        return CIRCLET_OK;
    for (uint32_t p = 0; status == CIRCLET_OK && p < proof->part_count; p++)
        status = add_part(of, p, theta, &sum, &is_impossible);
    if (status != CIRCLET_OK)
        return status;
    if (theta > 0)
        ci_exact_add_product(&sum, -1, theta, of->room);
    return compare(of, sum, is_impossible);
}

/* ---- all of it --------------------------------------------------------- */

static void clear(check *of)
{
    ci_program_state_clear(&of->state);
    free(of->part_of_row);
    free(of->part_of_choice);
    free(of->columns);
    free(of->rows);
    free(of->column_first);
    free(of->row_first);
}

static bool make(check *of)
{
    size_t columns = of->program->column_count + 1;
    size_t rows = of->program->row_count + 1;
    size_t parts = (of->proof ? of->proof->part_count : 0) + 2;

    of->part_of_row = malloc(rows * sizeof(*of->part_of_row));
    of->part_of_choice = malloc(columns * sizeof(*of->part_of_choice));
    of->columns = malloc(columns * sizeof(*of->columns));
    of->rows = malloc(rows * sizeof(*of->rows));
    of->column_first = calloc(parts, sizeof(*of->column_first));
    of->row_first = calloc(parts, sizeof(*of->row_first));
    return ci_program_state_make(&of->state, of->program) && of->part_of_row &&
           of->part_of_choice && of->columns && of->rows && of->column_first &&
           of->row_first;
}

circlet_status ci_program_check(const ci_program *program,
                                const ci_program_claim *claim,
                                const ci_program_proof *proof,
                                circlet_error *error)
{
    check of = {
        .program = program, .claim = claim, .proof = proof, .error = error};
    circlet_status status = CIRCLET_OK;

    if (!make(&of)) {
        clear(&of);
        return ci_fail_nomem(error);
    }
    status = check_plan(&of);
    if (status == CIRCLET_OK && proof) {
        if (proof->scale < 1)
            status = ci_fail(error, CIRCLET_E_DATA,
                             "the scale of the proof is below 1");
        if (status == CIRCLET_OK)
            status = take_steps(&of);
        if (status == CIRCLET_OK)
            status = label(&of);
        if (status == CIRCLET_OK)
            status = check_bound(&of);
    }
    clear(&of);
    return status;
}
