/* Buildings where people have less far to go, at the same price. */
#ifndef CI_PLAN_MEND_NEARER_H
#define CI_PLAN_MEND_NEARER_H

#include "plan/mend_program.h"

/*
 * Puts what a plan builds on other sites, as long as every row gets just what
 * it got, nothing costs more, and people have less far to go: first those of
 * one rule who travel alike and have farthest to go, then all. A local search
 * of bounded effort: one building at a time, to a site that is free. Where
 * units have budgets of their own nothing is moved. CIRCLET_E_NOMEM, or what
 * the source of travel times says.
 */
circlet_status ci_mend_move_nearer(ci_mend_answer *answer, const ci_mend *mend,
                                   const ci_mend_program *program,
                                   circlet_error *error);

#endif
