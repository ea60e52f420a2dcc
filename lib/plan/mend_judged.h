/* Whether a plan does what its program has it do. */
#ifndef CI_PLAN_MEND_JUDGED_H
#define CI_PLAN_MEND_JUDGED_H

#include "plan/mend_program.h"

/*
 * Judges the city with what is chosen done, by the rules that have goals. What
 * is missing there is what the answer comes to say, and where that is not what
 * the program had, no bound of it is sure. Where a goal that is contested has
 * less than the program had for it, true in `has_changed`: the places chosen
 * for it come to give it less in the program, and the answer, which is of no
 * use then, is to be found anew. CIRCLET_E_NOMEM.
 */
circlet_status ci_mend_judge_answer(bool *has_changed, ci_mend_answer *answer,
                                    ci_mend *mend, ci_mend_program *program,
                                    circlet_error *error);

#endif
