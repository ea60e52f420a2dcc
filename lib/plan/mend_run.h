/* A plan for all rules of a policy together. */
#ifndef CI_PLAN_MEND_RUN_H
#define CI_PLAN_MEND_RUN_H

#include "plan/mend.h"

#include "plan/mend.h"

/* Judges the city of another judgement in a year (0: as it does) and finds
 * the goals; options and aims are set. Cleared in any case. */
circlet_status ci_mend_start(ci_mend *mend, const ci_judgement *judgement,
                             int year, circlet_error *error);

/* circlet_plan_compute() of options without a count; what it is given is
 * checked. */
circlet_status ci_mend_city(circlet_plan **out, const circlet_policy *policy,
                            const circlet_city *city,
                            const circlet_travel *travel,
                            const circlet_plan_options *options,
                            circlet_error *error);

/* All that can be done in a city whose goals are found, and whom it reaches;
 * `planned` is started. */
circlet_status ci_mend_find_columns(ci_mend *mend,
                                    const circlet_progress *progress,
                                    circlet_error *error);

/* What fails in the city whose options and judgement are set, and what can be
 * done about it; cleared by the caller, after a failure too. */
circlet_status ci_mend_prepare(ci_mend *mend, circlet_error *error);
void ci_mend_clear(ci_mend *mend);

#endif
