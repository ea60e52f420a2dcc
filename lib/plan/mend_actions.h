/* A solution as the actions, levels and rest of a plan. */
#ifndef CI_PLAN_MEND_ACTIONS_H
#define CI_PLAN_MEND_ACTIONS_H

#include "plan/mend_program.h"

/* All of it lies in the arena of `mend`. */
circlet_status ci_mend_make_actions(circlet_plan_parts *out, ci_mend *mend,
                                    const ci_mend_program *program,
                                    const ci_mend_answer *answer,
                                    circlet_error *error);

/* The levels up to what it costs, and what cannot be had (mend_levels.c). */
circlet_status ci_mend_make_levels(circlet_plan_parts *out, ci_mend *mend,
                                   const ci_mend_program *program,
                                   const ci_mend_answer *answer,
                                   circlet_error *error);

/* The city as the actions leave it; the caller frees it. */
circlet_status ci_mend_carry_out(circlet_city **out, const ci_mend *mend,
                                 const circlet_plan_parts *parts,
                                 circlet_error *error);

/* Adds what the city still breaks, with the actions carried out, of rules that
 * nothing that is built mends (mend_not_planned.c). */
circlet_status ci_mend_add_not_planned(circlet_plan_parts *parts,
                                       ci_mend *mend, circlet_error *error);

/* Adds the levels of times, where there is somebody to measure
 * (mend_levels.c). */
circlet_status ci_mend_make_times(circlet_plan_parts *parts, ci_mend *mend,
                                  circlet_error *error);

/* The plan with its texts: what is done, which rules it is for, and whom it
 * covers (mend_text.c). The caller frees it. */
circlet_status ci_mend_tell(circlet_plan **out, ci_mend *mend,
                            const circlet_plan_parts *parts,
                            circlet_error *error);

#endif
