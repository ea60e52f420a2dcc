/* Actions that a plan has beforehand (see circlet_plan_compute(), of a plan
 * that begins with another): what its levels say is of the city in which they
 * are done. */
#ifndef CI_VERIFY_GIVEN_ACTIONS_H
#define CI_VERIFY_GIVEN_ACTIONS_H

#include "city/plan_record.h"
#include "verify/carried_city.h"
#include "verify/verification.h"

typedef struct ci_given_actions {
    size_t count; /* the first of the plan; 0: there are none */
    circlet_city *city; /* in which they are done */
    circlet_plan rest; /* the plan without them and what they cost; borrows all
                          but the levels from the plan */
    circlet_plan_level *levels;
    ci_carried_city carried; /* the city with them */
} ci_given_actions;

/* So many actions a plan says that it begins with: by its certificates. */
size_t ci_given_actions_count(const circlet_plan *plan);

/* Carries them out, and adds what comes of their claims. The caller clears
 * `out`, which starts as {0}, in any case. */
circlet_status ci_given_actions_do(ci_given_actions *out,
                                   circlet_verification *claims,
                                   const circlet_plan *plan,
                                   const circlet_policy *policy,
                                   const circlet_city *city,
                                   circlet_error *error);
void ci_given_actions_clear(ci_given_actions *given);

/* Tells `carried`, of the city in which they are done, what they did to its
 * facilities; `given` may be NULL. */
void ci_given_actions_tell(const ci_given_actions *given,
                           ci_carried_city *carried);

/* The site of the city `carried` stands for on which they put a facility;
 * NULL: none. `given` may be NULL. */
const circlet_site_record *ci_given_site(const ci_given_actions *given,
                                         uint32_t facility);

#endif
