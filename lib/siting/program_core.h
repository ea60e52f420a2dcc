/* A part of a covering program by itself, both ways, ready for a search. */
#ifndef CI_SITING_PROGRAM_CORE_H
#define CI_SITING_PROGRAM_CORE_H

#include "base/covering_program.h"

/* The columns of a choice stand one after the other; a column without one is
 * a choice of its own. Amounts are no more than the need of their row. */
typedef struct ci_program_core {
    size_t column_count, row_count, group_count, entry_count;
    uint32_t *column_names; /* in the program */
    uint32_t *group_first; /* group_count + 1; into the columns */
    uint32_t *group_of; /* of each column */
    int64_t *values;
    int64_t *prices; /* of the budget; NULL: none */
    int64_t budget;
    size_t *column_first; /* column_count + 1; into the next two */
    uint32_t *column_rows; /* ascending */
    int64_t *column_amounts;
    size_t *row_first; /* row_count + 1; into the next two */
    uint32_t *row_columns; /* ascending */
    int64_t *row_amounts;
    int64_t *needs; /* of each row, above 0 */
    int64_t *penalties; /* of each row, for one unit, of all its members */
    uint32_t *member_first; /* row_count + 1; into `members` */
    uint32_t *members; /* rows of the program that are one here */
    int64_t unit; /* every objective is a multiple of it */
    int64_t scale; /* of whole multipliers: no sum passes 62 bits */
} ci_program_core;

static inline bool ci_program_core_is_hard(const ci_program_core *core,
                                           size_t row)
{
    return core->penalties[row] == CI_PROGRAM_HARD;
}

void ci_program_core_clear(ci_program_core *core);

/* Makes the arrays of the counts; false: no memory, and the caller clears. */
bool ci_program_core_make(ci_program_core *core, size_t member_count,
                          bool has_budget);

/* The scale of whole multipliers where values and penalties of all that is
 * missing come to `total`. */
int64_t ci_program_core_scale(double total);

/* Once the columns stand: the rows, unit and scale. */
void ci_program_core_finish(ci_program_core *core);

#endif
