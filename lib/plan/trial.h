/* What the rules say of a city once some actions are carried out. */
#ifndef CI_PLAN_TRIAL_H
#define CI_PLAN_TRIAL_H

#include "plan/mend.h"

typedef struct ci_trial {
    circlet_city *city;
    circlet_findings *findings; /* NULL: it cannot be carried out */
} ci_trial;

/* Carries actions out on the city of `mend` and judges it by all rules; the
 * caller clears `out` in any case. Actions that contradict the city, or each
 * other, are no error. */
circlet_status ci_trial_make(ci_trial *out, const ci_mend *mend,
                             const circlet_plan_action *actions, size_t count,
                             circlet_error *error);
void ci_trial_clear(ci_trial *trial);

#endif
