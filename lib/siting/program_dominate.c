/* Rows that follow from others, and columns that others are as good as. */
#include "siting/program_reduce.h"

#define NONE CI_PROGRAM_NONE

/* Products of amounts and needs below it fit 63 bits. */
#define FACTOR_MAX INT32_MAX

static int64_t least(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* ---- rows -------------------------------------------------------------- */

static void mark_rows(ci_program_reduced *of)
{
    for (size_t i = 0; i < of->program->row_count; i++) {
        of->marks[i] = 0;
        of->lengths[i] = 0;
        if (!ci_program_reduced_is_live(of, i))
            continue;
        for (size_t k = of->row_first[i]; k < of->row_first[i + 1]; k++) {
            uint32_t column = of->row_columns[k];

            if (!ci_program_reduced_is_open(of, column))
                continue;
            /* The golden ratio spreads neighbours (D. Knuth, The Art of
             * Computer Programming 3, 6.4). */
            of->marks[i] |= UINT64_C(1)
                            << ((column * UINT64_C(0x9e3779b97f4a7c15)) >> 58);
            of->lengths[i]++;
        }
    }
}

/* Whether columns that meet row `by` meet this one: each gives of this need
 * at least the part that it gives of that one, or all of it. */
static bool follows(const ci_program_reduced *of, uint32_t row, uint32_t by)
{
    int64_t need = ci_program_reduced_rest(of, row);
    int64_t need_by = ci_program_reduced_rest(of, by);
    size_t at = of->row_first[row], end = of->row_first[row + 1];

    for (size_t k = of->row_first[by]; k < of->row_first[by + 1]; k++) {
        uint32_t column = of->row_columns[k];
        int64_t amount_by = least(of->row_amounts[k], need_by), amount;

        if (!ci_program_reduced_is_open(of, column))
            continue;
        while (at < end && of->row_columns[at] < column)
            at++;
        if (at == end || of->row_columns[at] != column)
            return false;
        amount = least(of->row_amounts[at], need);
        if (amount < need && (need > FACTOR_MAX || need_by > FACTOR_MAX ||
                              amount * need_by < amount_by * need))
            return false;
    }
    return true;
}

/* The open column of a row that has the fewest rows. */
static uint32_t rarest(const ci_program_reduced *of, uint32_t row)
{
    const size_t *first = of->program->first;
    uint32_t best = NONE;

    for (size_t k = of->row_first[row]; k < of->row_first[row + 1]; k++) {
        uint32_t column = of->row_columns[k];

        if (ci_program_reduced_is_open(of, column) &&
            (best == NONE || first[column + 1] - first[column] <
                                 first[best + 1] - first[best]))
            best = column;
    }
    return best;
}

void ci_program_drop_rows(ci_program_reduced *of, bool *is_changed,
                          ci_effort *effort)
{
    const ci_program *program = of->program;

    mark_rows(of);
    for (uint32_t by = 0; by < program->row_count && !effort->is_over; by++) {
        uint32_t column;

        if (!ci_program_reduced_is_live(of, by) ||
            ci_program_penalty(program, by) != CI_PROGRAM_HARD)
            continue;
        column = rarest(of, by);
        if (column == NONE)
            continue;
        for (size_t k = program->first[column]; k < program->first[column + 1];
             k++) {
            uint32_t row = program->rows[k];

            if (row == by || of->is_kept[row] ||
                (of->marks[by] & ~of->marks[row]) != 0 ||
                of->lengths[by] > of->lengths[row] ||
                !ci_program_reduced_is_live(of, row) || !follows(of, row, by))
                continue;
            of->is_dropped[row] = 1;
            *is_changed = true;
        }
        ci_effort_spend(effort,
                        program->first[column + 1] - program->first[column]);
    }
}

/* ---- columns ----------------------------------------------------------- */

/* Whether `by` gives the live rows of a column as much as it; all that they
 * need where both may be in. */
static bool gives_as_much(const ci_program_reduced *of, uint32_t column,
                          uint32_t by, bool are_exclusive)
{
    const ci_program *program = of->program;
    size_t at = program->first[by], end = program->first[by + 1];

    for (size_t k = program->first[column]; k < program->first[column + 1];
         k++) {
        uint32_t row = program->rows[k];
        int64_t rest = ci_program_reduced_rest(of, row);
        int64_t wanted =
            are_exclusive ? least(rest, ci_program_amount(program, k)) : rest;

        if (of->is_dropped[row] || wanted == 0)
            continue;
        while (at < end && program->rows[at] < row)
            at++;
        if (at == end || program->rows[at] != row ||
            ci_program_amount(program, at) < wanted)
            return false;
    }
    return true;
}

static bool is_dominated(const ci_program_reduced *of, uint32_t column,
                         uint32_t by)
{
    const ci_program *program = of->program;
    uint32_t choice = ci_program_choice(program, by);
    bool are_exclusive =
        choice != NONE && choice == ci_program_choice(program, column);

    return by != column && (are_exclusive || choice == NONE) &&
           program->values[by] <= program->values[column] &&
           (!program->has_budget || ci_program_price(program, by) <=
                                        ci_program_price(program, column)) &&
           ci_program_reduced_is_open(of, by) &&
           gives_as_much(of, column, by, are_exclusive);
}

/* The live row of a column that has the fewest open columns. */
static uint32_t rarest_row(const ci_program_reduced *of, uint32_t column)
{
    const ci_program *program = of->program;
    uint32_t best = NONE;

    for (size_t k = program->first[column]; k < program->first[column + 1];
         k++) {
        uint32_t row = program->rows[k];

        if (ci_program_reduced_is_live(of, row) &&
            (best == NONE || of->lengths[row] < of->lengths[best]))
            best = row;
    }
    return best;
}

bool ci_program_dominate(ci_program_reduced *of, bool *is_changed,
                         ci_effort *effort)
{
    const ci_program *program = of->program;

    for (uint32_t j = 0; j < program->column_count && !effort->is_over; j++) {
        uint32_t row;

        if (!ci_program_reduced_is_open(of, j))
            continue;
        row = rarest_row(of, j);
        if (row == NONE)
            continue;
        for (size_t k = of->row_first[row]; k < of->row_first[row + 1]; k++) {
            uint32_t by = of->row_columns[k];

            if (!is_dominated(of, j, by))
                continue;
            if (!ci_program_reduced_add(
                    of, (ci_program_step){CI_PROGRAM_DOMINATED, j, by}))
                return false;
            *is_changed = true;
            break;
        }
        ci_effort_spend(effort, program->first[j + 1] - program->first[j] +
                                    (size_t)8 * of->lengths[row]);
    }
    return true;
}
