#include "siting/program_narrow.h"

#include <stdlib.h>
#include <string.h>

#define NONE CI_PROGRAM_NONE

typedef struct making {
    const ci_program *program;
    const ci_program_stand *stand;
    ci_program_narrow *out;
    uint32_t *place; /* of each row of the program, or NONE */
} making;

void ci_program_narrow_clear(ci_program_narrow *narrow)
{
    free(narrow->column_names);
    free(narrow->first);
    free(narrow->rows);
    free(narrow->choices);
    free(narrow->amounts);
    free(narrow->needs);
    free(narrow->penalties);
    free(narrow->zeros);
    free(narrow->losses);
    free(narrow->weighted);
    *narrow = (ci_program_narrow){.column_count = 0};
}

static bool allocate(ci_program_narrow *out)
{
    size_t columns = out->column_count + 1, rows = out->row_count + 1;
    size_t entries = out->entry_count + 1;

    out->column_names = calloc(columns, sizeof(*out->column_names));
    out->first = calloc(columns + 1, sizeof(*out->first));
    out->rows = calloc(entries, sizeof(*out->rows));
    out->choices = calloc(columns, sizeof(*out->choices));
    out->amounts = calloc(entries, sizeof(*out->amounts));
    out->needs = calloc(rows, sizeof(*out->needs));
    out->penalties = calloc(rows, sizeof(*out->penalties));
    out->zeros = calloc(columns, sizeof(*out->zeros));
    out->losses = calloc(columns, sizeof(*out->losses));
    out->weighted = calloc(rows, sizeof(*out->weighted));
    return out->column_names && out->first && out->rows && out->choices &&
           out->amounts && out->needs && out->penalties && out->zeros &&
           out->losses && out->weighted;
}

static size_t count_entries(const making *of, uint32_t column)
{
    const ci_program *program = of->program;
    size_t count = 0;

    for (size_t k = program->first[column]; k < program->first[column + 1];
         k++)
        count += of->place[program->rows[k]] != NONE;
    return count;
}

static void list_rows(making *of)
{
    const ci_program *program = of->program;

    for (size_t i = 0; i < program->row_count; i++)
        if (of->place[i] != NONE) {
            of->out->needs[of->place[i]] = program->needs[i];
            of->out->penalties[of->place[i]] = ci_program_penalty(program, i);
        }
}

/* What a unit of a row counts for; of a hard row more than all others. */
static double worth_of(const making *of, size_t row)
{
    int64_t penalty = ci_program_penalty(of->program, row);

    return penalty == CI_PROGRAM_HARD ? of->stand->total + 1 : (double)penalty;
}

/* What rows that are left out lose where a column takes the place of that of
 * its choice. */
static double loss_of(const making *of, uint32_t column)
{
    const ci_program *program = of->program;
    uint32_t old = of->stand->chosen[ci_program_own_choice(program, column)];
    size_t at = program->first[column], end = program->first[column + 1];
    double loss = 0;

    if (old == NONE || old == column)
        return 0;
    for (size_t k = program->first[old]; k < program->first[old + 1]; k++) {
        uint32_t row = program->rows[k];
        int64_t need = program->needs[row], supply = of->stand->supply[row];
        int64_t rest = supply - ci_program_amount(program, k), more;

        while (at < end && program->rows[at] < row)
            at++;
        if (at < end && program->rows[at] == row)
            rest += ci_program_amount(program, at);
        more =
            ci_program_missing(need, rest) - ci_program_missing(need, supply);
        if (of->place[row] == NONE && more > 0)
            loss += (double)more * worth_of(of, row);
    }
    return loss < of->stand->total + 1 ? loss : of->stand->total + 1;
}

static void list_columns(making *of)
{
    const ci_program *program = of->program;
    ci_program_narrow *out = of->out;
    size_t column = 0, entry = 0;

    for (uint32_t j = 0; j < program->column_count; j++) {
        if (count_entries(of, j) == 0)
            continue;
        for (size_t k = program->first[j]; k < program->first[j + 1]; k++)
            if (of->place[program->rows[k]] != NONE) {
                out->rows[entry] = of->place[program->rows[k]];
                out->amounts[entry++] = ci_program_amount(program, k);
            }
        out->column_names[column] = j;
        out->losses[column] = (int64_t)loss_of(of, j);
        out->first[++column] = entry;
    }
}

/* Choices are counted anew: they are below the number of columns. */
static bool list_choices(making *of)
{
    size_t size = (2 * of->program->column_count + 1) * sizeof(uint32_t);
    uint32_t *names = malloc(size), count = 0;

    if (!names)
        return false;
    memset(names, 0xff, size);
    for (size_t j = 0; j < of->out->column_count; j++) {
        uint32_t *name = &names[ci_program_own_choice(
            of->program, of->out->column_names[j])];

        if (*name == NONE)
            *name = count++;
        of->out->choices[j] = *name;
    }
    free(names);
    return true;
}

static bool make(making *of, const uint8_t *is_in)
{
    const ci_program *program = of->program;

    for (size_t i = 0; i < program->row_count; i++)
        of->place[i] = is_in[i] && program->needs[i] > 0
                           ? (uint32_t)of->out->row_count++
                           : NONE;
    for (uint32_t j = 0; j < program->column_count; j++) {
        size_t count = count_entries(of, j);

        of->out->entry_count += count;
        of->out->column_count += count > 0;
    }
    if (!allocate(of->out))
        return false;
    list_rows(of);
    list_columns(of);
    return list_choices(of);
}

bool ci_program_narrow_make(ci_program_narrow *out,
                            const ci_program_stand *stand,
                            const uint8_t *is_in)
{
    making of = {.program = stand->program,
                 .stand = stand,
                 .out = out,
                 .place =
                     calloc(stand->program->row_count + 1, sizeof(*of.place))};
    bool is_made;

    *out = (ci_program_narrow){.column_count = 0};
    is_made = of.place && make(&of, is_in);
    free(of.place);
    return is_made;
}
