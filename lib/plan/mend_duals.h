/* The multipliers of a proof, as text: many nodes of a search have the same
 * ones, and those that come one after the other differ little. */
#ifndef CI_PLAN_MEND_DUALS_H
#define CI_PLAN_MEND_DUALS_H

#include "base/covering_program.h"
#include "base/text.h"

/* The different vectors of a proof, by their first appearance. Starts as
 * {0}. */
typedef struct ci_mend_duals {
    uint32_t *name_of; /* of each vector of the proof: its number here */
    uint32_t *vectors; /* the first of the proof that is so */
    size_t count;
    size_t dual_count; /* of all of these together */
} ci_mend_duals;

/* False: no memory. The caller clears it in any case. */
bool ci_mend_duals_find(ci_mend_duals *out, const ci_program_proof *proof);
void ci_mend_duals_clear(ci_mend_duals *duals);

/* Writes a list of vectors: what each has otherwise than the one before. */
void ci_mend_duals_write(ci_buffer *out, const ci_mend_duals *duals,
                         const ci_program_proof *proof);

#endif
