/* What the actions of a plan save, over draws that leave some of them out. */
#ifndef CI_PLAN_ROBUST_ACTIONS_H
#define CI_PLAN_ROBUST_ACTIONS_H

#include "plan/robust.h"

typedef struct ci_robust_actions ci_robust_actions;

/* The actions of a plan up to a year, by facility; `city` is the one that the
 * plan makes. All is borrowed; freed by the caller, after a failure too. */
circlet_status ci_robust_actions_start(ci_robust_actions **out,
                                       const circlet_policy *policy,
                                       const circlet_city *city,
                                       const circlet_plan *plan, int year,
                                       circlet_error *error);
void ci_robust_actions_free(ci_robust_actions *actions);

/* The plan with some facilities left out, each as likely as not; the caller
 * frees it. */
circlet_status ci_robust_actions_draw(circlet_plan **out,
                                      ci_robust_actions *actions,
                                      uint64_t seed, circlet_error *error);

/* Takes in the findings of the city with the plan that was drawn last. */
void ci_robust_actions_count(ci_robust_actions *actions,
                             const circlet_findings *findings);

/* What each facility's actions save, for `robustness`. */
circlet_status ci_robust_actions_finish(circlet_robustness *robustness,
                                        const ci_robust_actions *actions,
                                        circlet_error *error);

#endif
