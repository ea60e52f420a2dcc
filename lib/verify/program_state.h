/* What is decided of the columns of a covering program while its proof is
 * read, and bounds by multipliers in that state. Plain and slow. */
#ifndef CI_VERIFY_PROGRAM_STATE_H
#define CI_VERIFY_PROGRAM_STATE_H

#include "base/covering_program.h"
#include "verify/exact_sum.h"

typedef struct ci_program_state {
    const ci_program *program;
    size_t *row_first; /* row_count + 1; into `row_entries` */
    size_t *row_entries; /* entries of the program, by row */
    uint32_t *entry_column; /* of each entry */
    int64_t *needs; /* of each row, without what is unavoidable */
    int64_t *given; /* of each row: by the columns that are in */
    uint8_t *is_out, *is_in; /* of each column */
    uint32_t *taken; /* of each choice: the column in, or none */
    int64_t *best, *second; /* scratch of each choice; 0 between calls */
    uint32_t *best_name; /* scratch of each choice */
    int64_t *reduced; /* scratch of each column */
    int64_t *prices; /* scratch of each row; 0 between calls */
} ci_program_state;

bool ci_program_state_make(ci_program_state *out, const ci_program *program);
void ci_program_state_clear(ci_program_state *state);

/* Whether nothing is decided of a column, by its choice neither. */
bool ci_program_state_is_open(const ci_program_state *state, uint32_t column);

/* Decides an open column, or takes the decision back. */
void ci_program_state_put(ci_program_state *state, uint32_t column,
                          bool is_in);
void ci_program_state_take(ci_program_state *state, uint32_t column);

/* What a row needs beside the columns that are in. */
int64_t ci_program_state_rest(const ci_program_state *state, size_t row);

/* What the open columns of a row give together under the choices, without
 * one of them (or CI_PROGRAM_NONE); at most INT64_MAX. */
int64_t ci_program_state_available(ci_program_state *state, size_t row,
                                   uint32_t without);

/* Columns and rows that a bound is taken over. */
typedef struct ci_program_span {
    const uint32_t *columns, *rows;
    size_t column_count, row_count;
} ci_program_span;

/*
 * The bound of covering_program.h over a part, but for the theta of the
 * whole budget. Leaves `reduced` of open columns, and `best`, `second`,
 * `best_name` of their choices for ci_program_state_without(), until
 * ci_program_state_forget(). Prices of the rows stand in `prices`.
 */
ci_exact_sum ci_program_state_bound(ci_program_state *state,
                                    const ci_program_span *part, int64_t scale,
                                    int64_t theta);

/* What that bound becomes where an open column is decided the other way. */
ci_exact_sum ci_program_state_other(const ci_program_state *state,
                                    ci_exact_sum bound, uint32_t column,
                                    bool is_in);
void ci_program_state_forget(ci_program_state *state,
                             const ci_program_span *part);

#endif
