/* An independent check of what the solver of covering programs claims. */
#ifndef CI_VERIFY_PROGRAM_CHECK_H
#define CI_VERIFY_PROGRAM_CHECK_H

#include <circlet/error.h>

#include "base/covering_program.h"

typedef struct ci_program_claim {
    const uint32_t *chosen; /* ascending */
    size_t chosen_count;
    bool is_feasible; /* hard rows miss nothing that can be had, and the budget
                         is kept */
    int64_t objective; /* of the chosen columns; hard rows left out */
    int64_t bound; /* no feasible plan has less; INT64_MAX: there is none */
} ci_program_claim;

/*
 * CIRCLET_E_DATA, saying why, unless the plan is what is claimed of it and
 * the bound follows from the proof (NULL: it is not checked), all in whole
 * numbers. The program itself is taken as sound (ci_program_solve() refuses
 * others). CIRCLET_E_NOMEM.
 */
circlet_status ci_program_check(const ci_program *program,
                                const ci_program_claim *claim,
                                const ci_program_proof *proof,
                                circlet_error *error);

#endif
