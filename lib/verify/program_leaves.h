/* Walking the tree of a proof of a covering program. */
#ifndef CI_VERIFY_PROGRAM_LEAVES_H
#define CI_VERIFY_PROGRAM_LEAVES_H

#include <circlet/error.h>

#include "verify/program_state.h"

/* A part of the program, and how its tree is read. */
typedef struct ci_program_leaves_part {
    ci_program_span span;
    uint32_t number; /* for messages */
    const uint32_t *part_of_row; /* of each row */
    int64_t room; /* of the budget beside what the steps force in */
    bool has_own_theta; /* the only part: the budget is its own */
    int64_t theta; /* else the theta of all leaves */
} ci_program_leaves_part;

/*
 * The least of the bounds of the leaves of a part, in 1 / scale, INT64_MAX if
 * none can have a plan. CIRCLET_E_DATA, saying where, if the tree does not
 * hold; CIRCLET_E_NOMEM.
 */
circlet_status ci_program_leaves_least(int64_t *least, ci_program_state *state,
                                       const ci_program_proof *proof,
                                       const ci_program_leaves_part *part,
                                       circlet_error *error);

#endif
