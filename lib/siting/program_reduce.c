#include "siting/program_reduce.h"

#include <stdlib.h>

#include "base/array.h"
#include "base/union_find.h"

#define NONE CI_PROGRAM_NONE

/* The rules are gone through so often. */
#define PASSES 6

void ci_program_reduced_clear(ci_program_reduced *of)
{
    free(of->row_first);
    free(of->row_columns);
    free(of->row_amounts);
    free(of->unavoidable);
    free(of->needs);
    free(of->given);
    free(of->is_dropped);
    free(of->is_kept);
    free(of->states);
    free(of->taken);
    free(of->steps);
    free(of->part_of);
    free(of->first);
    free(of->second);
    free(of->first_name);
    free(of->marks);
    free(of->lengths);
    free(of->part_first);
    free(of->order);
    free(of->place_of_column);
    free(of->place_of_row);
    *of = (ci_program_reduced){0};
}

static bool make(ci_program_reduced *out, const ci_program *program)
{
    size_t columns = program->column_count + 1, rows = program->row_count + 2;
    size_t entries = program->first[program->column_count] + 1;

    *out = (ci_program_reduced){
        .program = program,
        .row_first = calloc(rows, sizeof(*out->row_first)),
        .row_columns = calloc(entries, sizeof(*out->row_columns)),
        .row_amounts = calloc(entries, sizeof(*out->row_amounts)),
        .unavoidable = calloc(rows, sizeof(*out->unavoidable)),
        .needs = calloc(rows, sizeof(*out->needs)),
        .given = calloc(rows, sizeof(*out->given)),
        .is_dropped = calloc(rows, 1),
        .is_kept = calloc(rows, 1),
        .states = calloc(columns, 1),
        .taken = calloc(columns, sizeof(*out->taken)),
        .short_row = NONE,
        .part_of = calloc(columns, sizeof(*out->part_of)),
        .first = calloc(columns, sizeof(*out->first)),
        .second = calloc(columns, sizeof(*out->second)),
        .first_name = calloc(columns, sizeof(*out->first_name)),
        .marks = calloc(rows, sizeof(*out->marks)),
        .lengths = calloc(rows, sizeof(*out->lengths)),
        .part_first = calloc(columns + 1, sizeof(*out->part_first)),
        .order = calloc(columns, sizeof(*out->order)),
        .place_of_column = calloc(columns, sizeof(*out->place_of_column)),
        .place_of_row = calloc(rows, sizeof(*out->place_of_row))};
    return out->row_first && out->row_columns && out->row_amounts &&
           out->unavoidable && out->needs && out->given && out->is_dropped &&
           out->is_kept && out->states && out->taken && out->part_of &&
           out->first && out->second && out->first_name && out->marks &&
           out->lengths && out->part_first && out->order &&
           out->place_of_column && out->place_of_row;
}

static void list_rows(ci_program_reduced *of)
{
    const ci_program *program = of->program;

    for (size_t k = 0; k < program->first[program->column_count]; k++)
        of->row_first[program->rows[k] + 1]++;
    for (size_t i = 0; i < program->row_count; i++)
        of->row_first[i + 1] += of->row_first[i];
    for (uint32_t j = 0; j < program->column_count; j++)
        for (size_t k = program->first[j]; k < program->first[j + 1]; k++) {
            size_t to = of->row_first[program->rows[k]]++;

            of->row_columns[to] = j;
            of->row_amounts[to] = ci_program_amount(program, k);
        }
    for (size_t i = program->row_count; i-- > 0;)
        of->row_first[i + 1] = of->row_first[i];
    of->row_first[0] = 0;
    for (size_t j = 0; j < program->column_count; j++) {
        of->states[j] = CI_OPEN;
        of->taken[j] = NONE;
        of->place_of_column[j] = NONE;
    }
    for (size_t i = 0; i < program->row_count; i++)
        of->place_of_row[i] = NONE;
}

/* ---- what a row can have ----------------------------------------------- */

/* What the open columns of a row give together; leaves the two greatest of
 * each choice. */
static int64_t available(ci_program_reduced *of, size_t row)
{
    int64_t sum = 0;

    for (size_t k = of->row_first[row]; k < of->row_first[row + 1]; k++) {
        uint32_t column = of->row_columns[k];
        uint32_t choice = ci_program_choice(of->program, column);
        int64_t amount = of->row_amounts[k];

        if (!ci_program_reduced_is_open(of, column)) {
            continue;
        } else if (choice == NONE) {
            sum += amount;
        } else if (amount > of->first[choice]) {
            sum += amount - of->first[choice];
            of->second[choice] = of->first[choice];
            of->first[choice] = amount;
            of->first_name[choice] = column;
        } else if (amount > of->second[choice]) {
            of->second[choice] = amount;
        }
    }
    return sum;
}

static void forget(ci_program_reduced *of, size_t row)
{
    for (size_t k = of->row_first[row]; k < of->row_first[row + 1]; k++) {
        uint32_t choice = ci_program_choice(of->program, of->row_columns[k]);

        if (choice != NONE)
            of->first[choice] = of->second[choice] = 0;
    }
}

static void find_needs(ci_program_reduced *of)
{
    for (size_t i = 0; i < of->program->row_count; i++) {
        int64_t need = of->program->needs[i], most = need;

        if (ci_program_penalty(of->program, i) == CI_PROGRAM_HARD) {
            most = available(of, i);
            forget(of, i);
        }
        of->needs[i] = need < most ? need : most;
        of->unavoidable[i] = need - of->needs[i];
    }
}

/* ---- forced columns ---------------------------------------------------- */

bool ci_program_reduced_add(ci_program_reduced *of, ci_program_step step)
{
    void *steps = ci_array_reserve_one(of->steps, of->step_count,
                                       &of->step_room, sizeof(step));

    if (!steps)
        return false;
    of->steps = steps;
    of->steps[of->step_count++] = step;
    of->states[step.column] = step.kind == CI_PROGRAM_FORCED ? CI_IN : CI_OUT;
    return true;
}

static bool force(ci_program_reduced *of, uint32_t column, uint32_t row)
{
    const ci_program *program = of->program;
    uint32_t choice = ci_program_choice(program, column);

    if (!ci_program_reduced_add(
            of, (ci_program_step){CI_PROGRAM_FORCED, column, row}))
        return false;
    of->is_kept[row] = 1;
    if (choice != NONE)
        of->taken[choice] = column;
    for (size_t k = program->first[column]; k < program->first[column + 1];
         k++)
        of->given[program->rows[k]] += ci_program_amount(program, k);
    return true;
}

/* The column that a row cannot do without, or none. */
static uint32_t needed_by(ci_program_reduced *of, uint32_t row)
{
    int64_t rest = ci_program_reduced_rest(of, row);
    int64_t spare = available(of, row) - rest;
    uint32_t found = NONE;

    if (spare < 0)
        of->short_row = row;
    for (size_t k = of->row_first[row];
         spare >= 0 && found == NONE && k < of->row_first[row + 1]; k++) {
        uint32_t column = of->row_columns[k];
        uint32_t choice = ci_program_choice(of->program, column);
        int64_t lost = of->row_amounts[k];

        if (!ci_program_reduced_is_open(of, column))
            continue;
        if (choice != NONE)
            lost = of->first_name[choice] == column && of->first[choice] > 0
                       ? of->first[choice] - of->second[choice]
                       : 0;
        if (lost > spare)
            found = column;
    }
    forget(of, row);
    return found;
}

static bool force_columns(ci_program_reduced *of, bool *is_changed,
                          ci_effort *effort)
{
    for (uint32_t i = 0; i < of->program->row_count; i++) {
        if (ci_program_penalty(of->program, i) != CI_PROGRAM_HARD)
            continue;
        while (ci_program_reduced_is_live(of, i) && of->short_row == NONE) {
            uint32_t column = needed_by(of, i);

            if (column == NONE)
                break;
            if (!force(of, column, i))
                return false;
            *is_changed = true;
        }
    }
    ci_effort_spend(effort, of->program->first[of->program->column_count]);
    return true;
}

/* ---- parts ------------------------------------------------------------- */

/* Joins the columns of each live row and of each choice. */
static void join(ci_program_reduced *of, uint32_t *parent)
{
    const ci_program *program = of->program;

    for (uint32_t j = 0; j < program->column_count; j++) {
        parent[j] = j;
        of->first_name[j] = NONE;
    }
    for (size_t i = 0; i < program->row_count; i++) {
        uint32_t head = NONE;

        if (!ci_program_reduced_is_live(of, i))
            continue;
        for (size_t k = of->row_first[i]; k < of->row_first[i + 1]; k++) {
            uint32_t column = of->row_columns[k];

            if (!ci_program_reduced_is_open(of, column))
                continue;
            if (head != NONE)
                ci_union_join(parent, head, column);
            head = column;
        }
    }
    for (uint32_t j = 0; j < program->column_count; j++) {
        uint32_t choice = ci_program_choice(program, j);

        if (choice == NONE || !ci_program_reduced_is_open(of, j))
            continue;
        if (of->first_name[choice] != NONE)
            ci_union_join(parent, of->first_name[choice], j);
        of->first_name[choice] = j;
    }
}

static bool has_live_row(const ci_program_reduced *of, uint32_t column)
{
    const ci_program *program = of->program;

    for (size_t k = program->first[column]; k < program->first[column + 1];
         k++)
        if (ci_program_reduced_is_live(of, program->rows[k]))
            return true;
    return false;
}

/* A column, and what the columns of a part are sorted by. */
typedef struct placed_column {
    uint32_t part, choice, column;
} placed_column;

static int by_place(const void *a, const void *b)
{
    const placed_column *x = a;
    const placed_column *y = b;

    if (x->part != y->part)
        return x->part < y->part ? -1 : 1;
    if (x->choice != y->choice)
        return x->choice < y->choice ? -1 : 1;
    return (x->column > y->column) - (x->column < y->column);
}

static bool sort_by_part(ci_program_reduced *of)
{
    size_t count = of->program->column_count;
    placed_column *sorted = malloc((count + 1) * sizeof(*sorted));

    if (!sorted)
        return false;
    for (uint32_t j = 0; j < count; j++) {
        sorted[j] = (placed_column){of->part_of[j],
                                    ci_program_choice(of->program, j), j};
        if (of->part_of[j] != NONE)
            of->part_first[of->part_of[j] + 1]++;
    }
    qsort(sorted, count, sizeof(*sorted), by_place);
    for (size_t p = 0; p < of->part_count; p++)
        of->part_first[p + 1] += of->part_first[p];
    for (size_t k = 0; k < count; k++)
        of->order[k] = sorted[k].column;
    free(sorted);
    return true;
}

static bool split(ci_program_reduced *of)
{
    size_t count = of->program->column_count;
    uint32_t *parent = malloc((count + 1) * sizeof(*parent));
    uint32_t *number = malloc((count + 1) * sizeof(*number));

    if (parent && number) {
        join(of, parent);
        for (size_t j = 0; j < count; j++)
            number[j] = NONE;
        for (uint32_t j = 0; j < count; j++) {
            uint32_t root = ci_union_root(parent, j);

            of->part_of[j] = NONE;
            if (!ci_program_reduced_is_open(of, j) || !has_live_row(of, j))
                continue;
            if (number[root] == NONE)
                number[root] = (uint32_t)of->part_count++;
            of->part_of[j] = number[root];
        }
    }
    free(number);
    free(parent);
    return parent && number && sort_by_part(of);
}

/* Hard rows that the last columns forced in may have left short. */
static void find_short(ci_program_reduced *of)
{
    for (uint32_t i = 0; i < of->program->row_count && of->short_row == NONE;
         i++) {
        if (ci_program_penalty(of->program, i) != CI_PROGRAM_HARD ||
            !ci_program_reduced_is_live(of, i))
            continue;
        if (available(of, i) < ci_program_reduced_rest(of, i))
            of->short_row = i;
        forget(of, i);
    }
}

bool ci_program_reduce(ci_program_reduced *out, const ci_program *program,
                       ci_effort *effort)
{
    bool is_changed = true;

    if (!make(out, program))
        return false;
    list_rows(out);
    find_needs(out);
    for (int pass = 0; is_changed && pass < PASSES && !effort->is_over &&
                       out->short_row == NONE;
         pass++) {
        is_changed = false;
        if (!force_columns(out, &is_changed, effort))
            return false;
        ci_program_drop_rows(out, &is_changed, effort);
        if (!ci_program_dominate(out, &is_changed, effort))
            return false;
    }
    find_short(out);
    return split(out);
}
