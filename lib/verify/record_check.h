/* Whether all is there that a computed plan has, and nothing else: its levels,
 * their certificates, its actions by their numbers, its year. */
#ifndef CI_VERIFY_RECORD_CHECK_H
#define CI_VERIFY_RECORD_CHECK_H

#include "verify/action_gain.h"
#include "verify/program_levels.h"
#include "verify/time_levels.h"
#include "verify/uncovered.h"

/* What is looked at; all is borrowed. */
typedef struct ci_plan_record {
    const circlet_plan *plan;
    const circlet_policy *policy;
    const circlet_city *city; /* with the sites of the plan */
    const ci_program_levels *programs;
    const ci_time_levels *times;
    const ci_uncovered *uncovered;
    const ci_action_gain *gains; /* of each action */
    const ci_carried_city *carried; /* all actions done */
} ci_plan_record;

/* Whether a plan was computed: it has levels, or says for which policy. */
bool ci_plan_is_computed(const circlet_plan *plan);

/* Adds the claims of the plan as a whole: none of one made by hand. False: no
 * memory. */
bool ci_plan_record_check(circlet_verification *out,
                          const ci_plan_record *record);

/* Adds what in an action's own record differs from what must stand there
 * (action_record.c). False: no memory. */
bool ci_action_record_check(circlet_verification *out,
                            const ci_plan_record *record, size_t position);

#endif
