#include "verify/program_state.h"

#include <stdlib.h>

bool ci_program_state_is_open(const ci_program_state *state, uint32_t column)
{
    uint32_t choice = ci_program_choice(state->program, column);

    return !state->is_in[column] && !state->is_out[column] &&
           (choice == CI_PROGRAM_NONE ||
            state->taken[choice] == CI_PROGRAM_NONE);
}

static void give(ci_program_state *state, uint32_t column, int64_t sign)
{
    const ci_program *program = state->program;

    for (size_t k = program->first[column]; k < program->first[column + 1];
         k++)
        state->given[program->rows[k]] += sign * ci_program_amount(program, k);
}

void ci_program_state_put(ci_program_state *state, uint32_t column, bool is_in)
{
    uint32_t choice = ci_program_choice(state->program, column);

    state->is_in[column] = is_in;
    state->is_out[column] = !is_in;
    if (!is_in)
        return;
    give(state, column, 1);
    if (choice != CI_PROGRAM_NONE)
        state->taken[choice] = column;
}

void ci_program_state_take(ci_program_state *state, uint32_t column)
{
    uint32_t choice = ci_program_choice(state->program, column);

    if (state->is_in[column]) {
        give(state, column, -1);
        if (choice != CI_PROGRAM_NONE)
            state->taken[choice] = CI_PROGRAM_NONE;
    }
    state->is_in[column] = state->is_out[column] = 0;
}

int64_t ci_program_state_rest(const ci_program_state *state, size_t row)
{
    int64_t need = state->needs[row], given = state->given[row];

    return need > given ? need - given : 0;
}

/* A sum that stops at the greatest number. */
static int64_t add_up(int64_t a, int64_t b)
{
    return a > INT64_MAX - b ? INT64_MAX : a + b;
}

int64_t ci_program_state_available(ci_program_state *state, size_t row,
                                   uint32_t without)
{
    const ci_program *program = state->program;
    int64_t sum = 0;

    for (size_t k = state->row_first[row]; k < state->row_first[row + 1];
         k++) {
        size_t entry = state->row_entries[k];
        uint32_t column = state->entry_column[entry];
        uint32_t choice = ci_program_choice(program, column);
        int64_t amount = ci_program_amount(program, entry);
        int64_t known = choice == CI_PROGRAM_NONE ? 0 : state->best[choice];

        if (column == without || !ci_program_state_is_open(state, column) ||
            amount <= known)
            continue;
        sum = add_up(sum, amount - known);
        if (choice != CI_PROGRAM_NONE)
            state->best[choice] = amount;
    }
    for (size_t k = state->row_first[row]; k < state->row_first[row + 1];
         k++) {
        uint32_t choice = ci_program_choice(
            program, state->entry_column[state->row_entries[k]]);

        if (choice != CI_PROGRAM_NONE)
            state->best[choice] = 0;
    }
    return sum;
}

/* ---- bounds ------------------------------------------------------------ */

static ci_exact_sum reduced_of(const ci_program_state *state, uint32_t column,
                               int64_t scale, int64_t theta)
{
    const ci_program *program = state->program;
    ci_exact_sum sum = {0};

    ci_exact_add_product(&sum, 1, scale, program->values[column]);
    ci_exact_add_product(&sum, 1, theta, ci_program_price(program, column));
    for (size_t k = program->first[column]; k < program->first[column + 1];
         k++) {
        int64_t rest = ci_program_state_rest(state, program->rows[k]);
        int64_t amount = ci_program_amount(program, k);

        ci_exact_add_product(&sum, -1, state->prices[program->rows[k]],
                             amount < rest ? amount : rest);
    }
    return sum;
}

/* The least and the second least of a choice, no more than 0; returns by how
 * much the least fell. */
static int64_t note(ci_program_state *state, uint32_t column, int64_t reduced)
{
    uint32_t choice = ci_program_choice(state->program, column);
    int64_t fell;

    if (reduced >= 0)
        return 0;
    if (choice == CI_PROGRAM_NONE)
        return reduced;
    if (reduced >= state->best[choice]) {
        if (reduced < state->second[choice])
            state->second[choice] = reduced;
        return 0;
    }
    fell = reduced - state->best[choice];
    state->second[choice] = state->best[choice];
    state->best[choice] = reduced;
    state->best_name[choice] = column;
    return fell;
}

ci_exact_sum ci_program_state_bound(ci_program_state *state,
                                    const ci_program_span *part, int64_t scale,
                                    int64_t theta)
{
    const ci_program *program = state->program;
    ci_exact_sum sum = {0};

    for (size_t i = 0; i < part->row_count; i++)
        ci_exact_add_product(&sum, 1, state->prices[part->rows[i]],
                             ci_program_state_rest(state, part->rows[i]));
    for (size_t j = 0; j < part->column_count; j++) {
        uint32_t column = part->columns[j];

        if (state->is_in[column]) {
            ci_exact_add_product(&sum, 1, scale, program->values[column]);
            ci_exact_add_product(&sum, 1, theta,
                                 ci_program_price(program, column));
        } else if (ci_program_state_is_open(state, column)) {
            ci_exact_sum reduced = reduced_of(state, column, scale, theta);

            sum.is_lost |= reduced.is_lost;
            state->reduced[column] = reduced.value;
            ci_exact_add(&sum, note(state, column, reduced.value));
        }
    }
    return sum;
}

ci_exact_sum ci_program_state_other(const ci_program_state *state,
                                    ci_exact_sum bound, uint32_t column,
                                    bool is_in)
{
    uint32_t choice = ci_program_choice(state->program, column);
    int64_t reduced = state->reduced[column];
    int64_t best = choice == CI_PROGRAM_NONE ? (reduced < 0 ? reduced : 0)
                                             : state->best[choice];
    int64_t second = choice == CI_PROGRAM_NONE ? 0 : state->second[choice];

    /* Fixed as out: the other way it is in, and alone in its choice. */
    if (!is_in) {
        ci_exact_add(&bound, reduced);
        ci_exact_add(&bound, -best);
    } else if (choice == CI_PROGRAM_NONE ||
               (state->best_name[choice] == column && best < 0)) {
        ci_exact_add(&bound, second);
        ci_exact_add(&bound, -best);
    }
    return bound;
}

void ci_program_state_forget(ci_program_state *state,
                             const ci_program_span *part)
{
    for (size_t j = 0; j < part->column_count; j++) {
        uint32_t choice = ci_program_choice(state->program, part->columns[j]);

        if (choice != CI_PROGRAM_NONE)
            state->best[choice] = state->second[choice] = 0;
    }
}

/* ---- making it --------------------------------------------------------- */

static void list_rows(ci_program_state *state)
{
    const ci_program *program = state->program;

    for (size_t k = 0; k < program->first[program->column_count]; k++)
        state->row_first[program->rows[k] + 1]++;
    for (size_t i = 0; i < program->row_count; i++)
        state->row_first[i + 1] += state->row_first[i];
    for (uint32_t j = 0; j < program->column_count; j++)
        for (size_t k = program->first[j]; k < program->first[j + 1]; k++) {
            state->row_entries[state->row_first[program->rows[k]]++] = k;
            state->entry_column[k] = j;
        }
    for (size_t i = program->row_count; i-- > 0;)
        state->row_first[i + 1] = state->row_first[i];
    state->row_first[0] = 0;
}

bool ci_program_state_make(ci_program_state *out, const ci_program *program)
{
    size_t columns = program->column_count + 1, rows = program->row_count + 1;
    size_t entries = program->first[program->column_count] + 1;

    *out = (ci_program_state){
        .program = program,
        .row_first = calloc(rows + 1, sizeof(*out->row_first)),
        .row_entries = calloc(entries, sizeof(*out->row_entries)),
        .entry_column = calloc(entries, sizeof(*out->entry_column)),
        .needs = calloc(rows, sizeof(*out->needs)),
        .given = calloc(rows, sizeof(*out->given)),
        .is_out = calloc(columns, 1),
        .is_in = calloc(columns, 1),
        .taken = calloc(columns, sizeof(*out->taken)),
        .best = calloc(columns, sizeof(*out->best)),
        .second = calloc(columns, sizeof(*out->second)),
        .best_name = calloc(columns, sizeof(*out->best_name)),
        .reduced = calloc(columns, sizeof(*out->reduced)),
        .prices = calloc(rows, sizeof(*out->prices))};
    if (!out->row_first || !out->row_entries || !out->entry_column ||
        !out->needs || !out->given || !out->is_out || !out->is_in ||
        !out->taken || !out->best || !out->second || !out->best_name ||
        !out->reduced || !out->prices)
        return false;
    list_rows(out);
    for (size_t j = 0; j < columns; j++)
        out->taken[j] = CI_PROGRAM_NONE;
    for (size_t i = 0; i < program->row_count; i++) {
        int64_t available =
            ci_program_penalty(program, i) == CI_PROGRAM_HARD
                ? ci_program_state_available(out, i, CI_PROGRAM_NONE)
                : INT64_MAX;

        out->needs[i] =
            program->needs[i] < available ? program->needs[i] : available;
    }
    return true;
}

void ci_program_state_clear(ci_program_state *state)
{
    free(state->row_first);
    free(state->row_entries);
    free(state->entry_column);
    free(state->needs);
    free(state->given);
    free(state->is_out);
    free(state->is_in);
    free(state->taken);
    free(state->best);
    free(state->second);
    free(state->best_name);
    free(state->reduced);
    free(state->prices);
}
