/* Whether the bound of a level follows from its certificate. */
#ifndef CI_VERIFY_LEVEL_PROOF_H
#define CI_VERIFY_LEVEL_PROOF_H

#include "verify/level_program.h"

typedef struct ci_level_proof {
    const ci_rebuilt_program *program;
    const ci_plan_choice *choice;
    const int64_t *values; /* of the plan, at each level */
    ci_level level;
    int64_t bound; /* out: what is proved */
} ci_level_proof;

/*
 * Checks the certificate of a level, whose program must be that of `first`,
 * from which `proof->program` was made. CIRCLET_E_DATA, saying why, if it does
 * not hold; CIRCLET_E_UNSUPPORTED if it says that its proof was not kept;
 * CIRCLET_E_NOMEM.
 */
circlet_status ci_level_proof_check(ci_level_proof *proof,
                                    const ci_program_certificate *first,
                                    const circlet_plan_level *level,
                                    circlet_error *error);

#endif
