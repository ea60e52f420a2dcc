/* Actions that a plan has beforehand: it is made for the city in which they
 * are done, with what they leave of the money and the sites. */
#ifndef CI_PLAN_GIVEN_H
#define CI_PLAN_GIVEN_H

#include <circlet/plan.h>

#include "plan/planned_city.h"

typedef struct ci_given {
    circlet_plan *plan; /* the actions, with what they cost, and their sites */
    circlet_city *city; /* in which they are done */
    double cost_cny;
} ci_given;

/* What is left of the options of a plan beside given actions. */
typedef struct ci_given_rest {
    circlet_plan_options options; /* `from` is the plan of what is given */
    char *keep, *forbid, *budgets; /* of the options */
} ci_given_rest;

/* Takes the actions of `from` that are chosen, in their order; the caller
 * clears `out` in any case. Errors as of circlet_plan_apply(). */
circlet_status ci_given_make(ci_given *out, const circlet_plan *from,
                             const bool *is_chosen,
                             const circlet_policy *policy,
                             const circlet_city *city, circlet_error *error);
void ci_given_clear(ci_given *given);

/* CIRCLET_E_INFEASIBLE if the actions cost more than a budget, or use a site
 * that is forbidden. The caller clears `out` in any case. */
circlet_status ci_given_find_rest(ci_given_rest *out, const ci_given *given,
                                  const circlet_city *city,
                                  const circlet_plan_options *options,
                                  circlet_error *error);
void ci_given_rest_clear(ci_given_rest *rest);

/* Puts the facilities of a city in which the actions are done on the sites
 * that these give them. `plan` may be NULL. */
void ci_given_place(ci_planned_city *planned, const circlet_plan *plan);

/* Whether some action is about a facility; `plan` may be NULL. */
bool ci_given_touches(const circlet_plan *plan, const char *facility);

#endif
