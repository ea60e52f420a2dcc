/* What proves a level of a plan, as text that says of which program it is. */
#ifndef CI_PLAN_MEND_PROOF_H
#define CI_PLAN_MEND_PROOF_H

#include "plan/mend_stage.h"

/* A longer text has the program alone, and says so. */
#define CI_MEND_PROOF_SIZE_MAX ((size_t)64 << 20)

/* A bound of a level, and the question that it comes of: the sum of what each
 * level is times what it counts for. */
typedef struct ci_mend_statement {
    const char *level; /* its name */
    size_t before_count; /* levels before it */
    const int64_t *before; /* what a plan comes to at each of them, at most */
    const int64_t *times; /* what each counts for, then the level itself */
    int64_t unit; /* the level counts in so many */
    int64_t bound; /* of the level */
    const int64_t *needs; /* of each row of the program */
    ci_mend_extent size; /* of the question */
} ci_mend_statement;

/*
 * Writes what is stated and the proof of the answer to its question (NULL: it
 * was not kept), as docs/plan_certificate.md has it. The caller frees `*out`.
 * CIRCLET_E_NOMEM.
 */
circlet_status ci_mend_certify(char **out, const ci_mend_program *program,
                               const ci_mend_statement *statement,
                               const ci_program_proof *proof,
                               circlet_error *error);

#endif
