/* The facilities of a city while the actions of a plan are carried out, read
 * from <circlet/plan.h> alone. */
#ifndef CI_VERIFY_CARRIED_CITY_H
#define CI_VERIFY_CARRIED_CITY_H

#include <circlet/plan.h>

#include "base/arena.h"

typedef struct ci_carried_facility {
    circlet_facility_record record; /* its texts are borrowed */
    circlet_service_record *services; /* the record's, once they are its own;
                                         in the arena */
    const circlet_site_record *site; /* where the plan put it; NULL: on none */
    const circlet_plan_action *closed_by, *moved_by, *kept_by, *placed_by;
} ci_carried_facility;

/* Starts as {0}; all but the facilities is borrowed. */
typedef struct ci_carried_city {
    const circlet_city *city;
    const circlet_policy *policy;
    ci_carried_facility *facilities; /* of the city, then those built */
    size_t count, capacity;
    ci_arena arena;
} ci_carried_city;

/* Fills `out`, which the caller clears, even after a failure. */
circlet_status ci_carried_city_start(ci_carried_city *out,
                                     const circlet_city *city,
                                     const circlet_policy *policy,
                                     circlet_error *error);
void ci_carried_city_clear(ci_carried_city *carried);

/* NULL: there is none of this id. */
ci_carried_facility *ci_carried_city_find(const ci_carried_city *carried,
                                          const char *id);

/* Carries out one action. CIRCLET_E_DATA, and nothing is changed, if it lacks
 * what its kind needs or contradicts the city or an action before it. */
circlet_status ci_carried_city_do(ci_carried_city *carried,
                                  const circlet_plan_action *action,
                                  circlet_error *error);

/* A city with these facilities and all else as it was. The caller frees it. */
circlet_status ci_carried_city_make(circlet_city **out,
                                    const ci_carried_city *carried,
                                    circlet_error *error);

/* The positions of a plan's actions as they are carried out: by year, then as
 * they stand. The caller frees them; NULL: no memory. */
size_t *ci_carried_order(const circlet_plan *plan);

/* ---- parts of it ---------------------------------------------------------
 */

/* Makes the services the facility's own, those of its type where it names
 * none, with room for one more. false: no memory. */
bool ci_carried_own_services(ci_carried_city *carried,
                             ci_carried_facility *facility);

/* Of services that are its own; NULL: it has none of this name. */
circlet_service_record *ci_carried_service(const ci_carried_facility *facility,
                                           const char *service);

#endif
