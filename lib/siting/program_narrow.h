/* The program of a few rows of another, and of the columns that give them
 * something. */
#ifndef CI_SITING_PROGRAM_NARROW_H
#define CI_SITING_PROGRAM_NARROW_H

#include "base/covering_program.h"

/* A plan of the whole program. */
typedef struct ci_program_stand {
    const ci_program *program;
    uint32_t *chosen; /* of each choice, see below: its column, or none */
    int64_t *supply; /* of each row */
    double total; /* penalties of all that is needed */
} ci_program_stand;

typedef struct ci_program_narrow {
    size_t column_count, row_count, entry_count;
    uint32_t *column_names; /* in the whole program */
    size_t *first;
    uint32_t *rows, *choices;
    int64_t *amounts, *needs, *penalties;
    int64_t *zeros; /* of each column */
    int64_t *losses; /* of each column: what rows that are left out would lose
                        by it, were it taken in the plan */
    int64_t *weighted; /* of each row: room for penalties of a question */
} ci_program_narrow;

/* Choices are numbered so that a column without one has one of its own; there
 * are no more than twice as many as columns. */
static inline size_t ci_program_own_choice(const ci_program *program,
                                           uint32_t column)
{
    uint32_t choice = ci_program_choice(program, column);

    return choice == CI_PROGRAM_NONE ? program->column_count + column : choice;
}

static inline int64_t ci_program_missing(int64_t need, int64_t supply)
{
    return need > supply ? need - supply : 0;
}

/* Makes the program of the rows with `is_in`. False: no memory. The caller
 * clears in any case. */
bool ci_program_narrow_make(ci_program_narrow *out,
                            const ci_program_stand *stand,
                            const uint8_t *is_in);
void ci_program_narrow_clear(ci_program_narrow *narrow);

#endif
