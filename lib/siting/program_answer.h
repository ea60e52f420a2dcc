/* From parts that were solved to the answer and its proof. */
#ifndef CI_SITING_PROGRAM_ANSWER_H
#define CI_SITING_PROGRAM_ANSWER_H

#include "siting/program.h"
#include "siting/program_part.h"
#include "siting/program_reduce.h"

/* The columns forced in and those of the parts' best plans, ascending, what
 * they cost and leave missing. False: no memory. */
bool ci_program_answer_plan(ci_program_answer *answer,
                            const ci_program_reduced *reduced,
                            const ci_program_part *parts, size_t part_count);

/* What every plan costs: columns forced in, rows that nothing is left for. */
int64_t ci_program_answer_base(const ci_program_reduced *reduced);

/* The least objective of a plan, by the parts; INT64_MAX: there is none. */
int64_t ci_program_answer_low(const ci_program_reduced *reduced,
                              const ci_program_part *parts, size_t part_count);

/* The proof of that; the trees of the parts are finished first. A single
 * part may be all parts of the program at once. NULL: no memory. */
ci_program_proof *ci_program_answer_prove(const ci_program_reduced *reduced,
                                          ci_program_part *parts,
                                          size_t part_count);
void ci_program_proof_free(ci_program_proof *proof);

#endif
