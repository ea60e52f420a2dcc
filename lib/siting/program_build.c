/* Cores of what is left of a covering program. */
#include <stdlib.h>
#include <string.h>

#include "base/divisor.h"
#include "siting/program_reduce.h"

#define NONE CI_PROGRAM_NONE
#define OTHER (NONE - 1) /* the place of a row that another stands for */

/* A row of a core, and a hash of it. */
typedef struct keyed_row {
    uint64_t hash;
    uint32_t row, head; /* the first row that is the same */
} keyed_row;

typedef struct build {
    ci_program_reduced *reduced;
    ci_program_core *core;
    const uint32_t *columns; /* of the part, those of a choice together */
    keyed_row *rows;
    size_t row_count;
} build;

static void list_columns(build *of)
{
    const ci_program_reduced *reduced = of->reduced;
    uint32_t last = NONE;

    for (uint32_t k = 0; k < of->core->column_count; k++) {
        uint32_t choice = ci_program_choice(reduced->program, of->columns[k]);

        reduced->place_of_column[of->columns[k]] = k;
        of->core->group_count += k == 0 || choice == NONE || choice != last;
        last = choice;
    }
}

/* ---- rows -------------------------------------------------------------- */

static int64_t clipped(const ci_program_reduced *reduced, size_t k,
                       uint32_t row)
{
    int64_t rest = ci_program_reduced_rest(reduced, row);

    return reduced->row_amounts[k] < rest ? reduced->row_amounts[k] : rest;
}

/* The next open entry of a row from `k` on. */
static size_t next_entry(const build *of, uint32_t row, size_t k)
{
    const ci_program_reduced *reduced = of->reduced;

    while (k < reduced->row_first[row + 1] &&
           reduced->place_of_column[reduced->row_columns[k]] == NONE)
        k++;
    return k;
}

static uint64_t mix(uint64_t hash, uint64_t x)
{
    hash = (hash ^ x) * UINT64_C(0x9e3779b97f4a7c15);
    return hash ^ (hash >> 29);
}

/* Of the entries of a row. Hard rows stay by themselves: the same ones were
 * dropped. */
static uint64_t hash_of(const build *of, uint32_t row)
{
    const ci_program_reduced *reduced = of->reduced;
    bool is_hard =
        ci_program_penalty(reduced->program, row) == CI_PROGRAM_HARD;
    uint64_t hash = mix(is_hard ? row + 1 : 0,
                        (uint64_t)ci_program_reduced_rest(reduced, row));
    size_t end = reduced->row_first[row + 1];

    for (size_t k = next_entry(of, row, reduced->row_first[row]); k < end;
         k = next_entry(of, row, k + 1)) {
        hash = mix(hash, reduced->row_columns[k]);
        hash = mix(hash, (uint64_t)clipped(reduced, k, row));
    }
    return hash;
}

static bool are_same(const build *of, uint32_t a, uint32_t b)
{
    const ci_program_reduced *reduced = of->reduced;
    size_t k = next_entry(of, a, reduced->row_first[a]);
    size_t m = next_entry(of, b, reduced->row_first[b]);
    size_t end_a = reduced->row_first[a + 1],
           end_b = reduced->row_first[b + 1];

    if (ci_program_reduced_rest(reduced, a) !=
            ci_program_reduced_rest(reduced, b) ||
        ci_program_penalty(reduced->program, a) == CI_PROGRAM_HARD ||
        ci_program_penalty(reduced->program, b) == CI_PROGRAM_HARD)
        return false;
    while (k < end_a && m < end_b &&
           reduced->row_columns[k] == reduced->row_columns[m] &&
           clipped(reduced, k, a) == clipped(reduced, m, b)) {
        k = next_entry(of, a, k + 1);
        m = next_entry(of, b, m + 1);
    }
    return k >= end_a && m >= end_b;
}

static int by_hash(const void *a, const void *b)
{
    const keyed_row *x = a;
    const keyed_row *y = b;

    if (x->hash != y->hash)
        return x->hash < y->hash ? -1 : 1;
    return (x->row > y->row) - (x->row < y->row);
}

static int by_head(const void *a, const void *b)
{
    const keyed_row *x = a;
    const keyed_row *y = b;

    if (x->head != y->head)
        return x->head < y->head ? -1 : 1;
    return (x->row > y->row) - (x->row < y->row);
}

/* The live rows of the part's columns, each once. */
static void gather_rows(build *of)
{
    const ci_program_reduced *reduced = of->reduced;
    const ci_program *program = reduced->program;

    for (size_t j = 0; j < of->core->column_count; j++) {
        uint32_t column = of->columns[j];

        for (size_t k = program->first[column]; k < program->first[column + 1];
             k++) {
            uint32_t row = program->rows[k];

            if (reduced->place_of_row[row] != NONE ||
                !ci_program_reduced_is_live(reduced, row))
                continue;
            reduced->place_of_row[row] = 0;
            of->rows[of->row_count++] = (keyed_row){.row = row, .head = row};
        }
    }
}

static void list_rows(build *of)
{
    uint32_t *places = of->reduced->place_of_row;

    for (size_t k = 0; k < of->row_count; k++)
        of->rows[k].hash = hash_of(of, of->rows[k].row);
    qsort(of->rows, of->row_count, sizeof(*of->rows), by_hash);
    for (size_t k = 1; k < of->row_count; k++)
        if (of->rows[k].hash == of->rows[k - 1].hash &&
            are_same(of, of->rows[k].row, of->rows[k - 1].head))
            of->rows[k].head = of->rows[k - 1].head;
    qsort(of->rows, of->row_count, sizeof(*of->rows), by_head);
    for (size_t k = 0; k < of->row_count; k++)
        places[of->rows[k].row] = of->rows[k].head == of->rows[k].row
                                      ? (uint32_t)of->core->row_count++
                                      : OTHER;
}

static void count_entries(build *of)
{
    const ci_program *program = of->reduced->program;

    for (size_t k = 0; k < of->core->column_count; k++) {
        uint32_t column = of->columns[k];

        for (size_t e = program->first[column]; e < program->first[column + 1];
             e++)
            of->core->entry_count +=
                of->reduced->place_of_row[program->rows[e]] < OTHER;
    }
}

/* ---- filling it -------------------------------------------------------- */

static void fill_rows(build *of)
{
    const ci_program_reduced *reduced = of->reduced;
    ci_program_core *core = of->core;

    for (uint32_t k = 0; k < of->row_count; k++) {
        uint32_t row = of->rows[k].row;
        uint32_t place = reduced->place_of_row[of->rows[k].head];
        int64_t penalty = ci_program_penalty(reduced->program, row);

        if (of->rows[k].head == row) {
            core->needs[place] = ci_program_reduced_rest(reduced, row);
            core->penalties[place] = 0;
            core->member_first[place] = k;
        }
        core->members[k] = row;
        core->member_first[place + 1] = k + 1;
        core->penalties[place] = penalty == CI_PROGRAM_HARD
                                     ? CI_PROGRAM_HARD
                                     : core->penalties[place] + penalty;
    }
}

static void fill_column(build *of, uint32_t place, size_t *to)
{
    const ci_program *program = of->reduced->program;
    ci_program_core *core = of->core;
    uint32_t column = of->columns[place];

    core->column_names[place] = column;
    core->values[place] = program->values[column];
    if (core->prices)
        core->prices[place] = ci_program_price(program, column);
    for (size_t k = program->first[column]; k < program->first[column + 1];
         k++) {
        uint32_t row = of->reduced->place_of_row[program->rows[k]];
        int64_t amount = ci_program_amount(program, k);

        if (row >= OTHER)
            continue;
        core->column_rows[*to] = row;
        core->column_amounts[(*to)++] =
            amount < core->needs[row] ? amount : core->needs[row];
    }
    core->column_first[place + 1] = *to;
}

static void fill_columns(build *of)
{
    ci_program_core *core = of->core;
    uint32_t group = 0, last = NONE;
    size_t to = 0;

    for (uint32_t k = 0; k < core->column_count; k++) {
        uint32_t choice =
            ci_program_choice(of->reduced->program, of->columns[k]);

        if (k == 0 || choice == NONE || choice != last)
            core->group_first[group++] = k;
        last = choice;
        fill_column(of, k, &to);
    }
    core->group_first[group] = (uint32_t)core->column_count;
}

/* The places are as they were. */
static void leave(build *of)
{
    ci_program_reduced *reduced = of->reduced;

    for (size_t k = 0; k < of->core->column_count; k++)
        reduced->place_of_column[of->columns[k]] = NONE;
    for (size_t k = 0; k < of->row_count; k++)
        reduced->place_of_row[of->rows[k].row] = NONE;
}

int64_t ci_program_reduced_room(const ci_program_reduced *reduced)
{
    const ci_program *program = reduced->program;
    int64_t room = program->budget;

    for (size_t j = 0; j < program->column_count; j++)
        if (reduced->states[j] == CI_IN)
            room -= ci_program_price(program, j);
    return room;
}

/* Rows that are one here are not to who reads the proof: the unit divides the
 * penalty of each. */
static void share_unit(ci_program_core *core, const ci_program *program)
{
    for (size_t k = 0; k < core->member_first[core->row_count]; k++) {
        int64_t penalty = ci_program_penalty(program, core->members[k]);

        if (penalty != CI_PROGRAM_HARD)
            core->unit = ci_common_divisor(penalty, core->unit);
    }
}

bool ci_program_reduced_core(ci_program_core *out, ci_program_reduced *reduced,
                             uint32_t part, bool has_budget)
{
    size_t first = part == NONE ? 0 : reduced->part_first[part];
    size_t end =
        reduced->part_first[part == NONE ? reduced->part_count : part + 1];
    build of = {
        .reduced = reduced, .core = out, .columns = reduced->order + first};
    bool is_made;

    *out = (ci_program_core){.column_count = end - first};
    of.rows = malloc((reduced->program->row_count + 1) * sizeof(*of.rows));
    if (!of.rows)
        return false;
    list_columns(&of);
    gather_rows(&of);
    list_rows(&of);
    count_entries(&of);
    is_made = ci_program_core_make(out, of.row_count, has_budget);
    if (is_made) {
        out->budget = has_budget ? ci_program_reduced_room(reduced) : 0;
        fill_rows(&of);
        fill_columns(&of);
        ci_program_core_finish(out);
        share_unit(out, reduced->program);
    }
    leave(&of);
    free(of.rows);
    return is_made;
}
