/* What proves a level of a plan, as text that says of which program it is. */
#ifndef CI_PLAN_MEND_PROOF_H
#define CI_PLAN_MEND_PROOF_H

#include "plan/mend_program.h"
#include "siting/program.h"

/* A longer text has the program alone, and says so. */
#define CI_MEND_PROOF_SIZE_MAX ((size_t)64 << 20)

/*
 * Writes the program of a level, whose rows have these needs, and the proof of
 * an answer to it, as docs/plan_certificate.md has it. The caller frees
 * `*out`. CIRCLET_E_NOMEM.
 */
circlet_status ci_mend_certify(char **out, const ci_mend_program *program,
                               const char *level, const int64_t *needs,
                               const ci_program_answer *answer,
                               circlet_error *error);

#endif
