/* What can be said of a covering program before the search. */
#ifndef CI_SITING_PROGRAM_REDUCE_H
#define CI_SITING_PROGRAM_REDUCE_H

#include "siting/effort.h"
#include "siting/program_core.h"
#include "siting/side.h"

typedef struct ci_program_reduced {
    const ci_program *program;
    size_t *row_first; /* row_count + 1; into the next two */
    uint32_t *row_columns; /* ascending */
    int64_t *row_amounts;
    int64_t *unavoidable; /* of each row */
    int64_t *needs; /* of each row, without that */
    int64_t *given; /* of each row: by columns that are in */
    uint8_t *is_dropped; /* of each row: it follows from another */
    uint8_t *is_kept; /* of each row: a step rests on it */
    uint8_t *states; /* of each column: CI_OPEN, CI_IN, CI_OUT */
    uint32_t *taken; /* of each choice: its column in, or none */
    ci_program_step *steps;
    size_t step_count, step_room;
    uint32_t short_row; /* that nothing can meet any more, or none */
    uint32_t *part_of; /* of each column, or none */
    size_t part_count;
    size_t *part_first; /* part_count + 1; into `order` */
    uint32_t *order; /* columns by part, those of a choice together */

    /* scratch */
    int64_t *first, *second; /* of each choice; 0 between calls */
    uint32_t *first_name; /* of each choice */
    uint64_t *marks; /* of each row: a hash of its columns */
    uint32_t *lengths; /* of each row: open columns */
    uint32_t *place_of_column, *place_of_row; /* in a core, else none */
} ci_program_reduced;

/* Reduces a program that has been checked, and splits what is left into
 * parts. False: no memory, and the caller clears. */
bool ci_program_reduce(ci_program_reduced *out, const ci_program *program,
                       ci_effort *effort);
void ci_program_reduced_clear(ci_program_reduced *reduced);

static inline bool ci_program_reduced_is_open(const ci_program_reduced *of,
                                              uint32_t column)
{
    uint32_t choice = ci_program_choice(of->program, column);

    return of->states[column] == CI_OPEN &&
           (choice == CI_PROGRAM_NONE || of->taken[choice] == CI_PROGRAM_NONE);
}

static inline int64_t ci_program_reduced_rest(const ci_program_reduced *of,
                                              size_t row)
{
    return of->needs[row] > of->given[row] ? of->needs[row] - of->given[row]
                                           : 0;
}

static inline bool ci_program_reduced_is_live(const ci_program_reduced *of,
                                              size_t row)
{
    return !of->is_dropped[row] && ci_program_reduced_rest(of, row) > 0;
}

/* What of the budget is left beside the columns forced in. */
int64_t ci_program_reduced_room(const ci_program_reduced *reduced);

/*
 * The core of a part, or of all (CI_PROGRAM_NONE), with the budget where
 * `has_budget`. False: no memory, and the caller clears `out`.
 */
bool ci_program_reduced_core(ci_program_core *out, ci_program_reduced *reduced,
                             uint32_t part, bool has_budget);

/* ---- its rules, in program_dominate.c ---------------------------------- */

bool ci_program_reduced_add(ci_program_reduced *of, ci_program_step step);

/* Each tells in *is_changed whether it found anything; false: no memory. */
void ci_program_drop_rows(ci_program_reduced *of, bool *is_changed,
                          ci_effort *effort);
bool ci_program_dominate(ci_program_reduced *of, bool *is_changed,
                         ci_effort *effort);

#endif
