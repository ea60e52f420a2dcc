/* A plan whose actions are carried out one after the other. */
#ifndef CI_PLAN_CARRYING_H
#define CI_PLAN_CARRYING_H

#include "plan/planned_city.h"

/* A plan under way. */
typedef struct ci_carrying {
    ci_planned_city planned;
    size_t *order; /* positions of the actions: by year, then in the order of
                      the plan */
    size_t next; /* in `order`: the first that is not carried out; after a
                    failure the one that could not be */
} ci_carrying;

/*
 * Checks that each action has what its kind needs, and starts with the city
 * as it is; `policy` may be NULL, all is borrowed. Finished by the caller,
 * also after a failure.
 */
circlet_status ci_carrying_start(ci_carrying *out, const circlet_plan *plan,
                                 const circlet_policy *policy,
                                 const circlet_city *city,
                                 circlet_error *error);
void ci_carrying_finish(ci_carrying *carrying);

/* Carries out the next action; there must be one. */
circlet_status ci_carrying_step(ci_carrying *carrying, circlet_error *error);

/* Carries out the actions up to the end of a year; 0: all that are left. */
circlet_status ci_carrying_go_on(ci_carrying *carrying, int year,
                                 circlet_error *error);

/* Puts the name of the plan before a message about one of its actions. */
circlet_status ci_plan_blame(const circlet_plan *plan, circlet_status status,
                             circlet_error *error);

#endif
