/*
 * Rows that compete for the same choices. Where columns cost nothing, all
 * rows but a few can often be had together, and the relaxation of the whole
 * says nothing of those few: half of each of two columns does for both. A
 * program of these rows alone is small enough to be searched to the end, and
 * what it misses no plan has.
 */
#ifndef CI_SITING_PROGRAM_RIVALS_H
#define CI_SITING_PROGRAM_RIVALS_H

#include "siting/program.h"

typedef struct ci_program_rivals {
    uint32_t *chosen; /* of a plan no worse than the one given; ascending */
    size_t chosen_count;
    int64_t missing; /* penalties of what it misses; hard rows left out */
    int64_t bound; /* that no plan is below, by the rivals alone */
    uint8_t *is_rival; /* of each row */
    uint64_t work; /* elementary steps taken */
} ci_program_rivals;

/*
 * Makes a plan better and finds the rows that tell how good it is. It starts
 * from the rows that the plan misses: the best plan for them, where a column
 * counts for what the given plan would lose by it, either makes the whole
 * better or shows rows that compete with them, which are taken in (row
 * generation). Ends when the rivals alone miss as much as the plan does, they
 * become too many, or a limit is met.
 *
 * Values and budget of the program do not count. CIRCLET_E_ARGUMENT for a
 * chosen column out of range or two of a choice, CIRCLET_E_NOMEM. The caller
 * clears `out` in any case.
 */
circlet_status ci_program_find_rivals(ci_program_rivals *out,
                                      const ci_program *program,
                                      const uint32_t *chosen,
                                      size_t chosen_count,
                                      const ci_program_options *options,
                                      circlet_error *error);

void ci_program_rivals_clear(ci_program_rivals *rivals);

#endif
