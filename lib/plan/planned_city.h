/* The facilities of a city while the actions of a plan are carried out. */
#ifndef CI_PLAN_PLANNED_CITY_H
#define CI_PLAN_PLANNED_CITY_H

#include <circlet/plan.h>

#include "base/arena.h"
#include "base/id_map.h"

/* A facility as the actions so far leave it. */
typedef struct ci_planned_facility {
    circlet_facility_record record; /* its texts are borrowed */
    circlet_service_record *services; /* those of the record, once they are
                                         its own; lie in the arena */
    bool hides_services; /* without a policy it is not known what it offers */
    const circlet_plan_action *closed_by; /* NULL: it is not closed */
    const circlet_plan_action *moved_by; /* the last that moved it */
    const circlet_plan_action *kept_by; /* the first that says that it stays */
    const circlet_plan_action *placed_by; /* that put it on `site` */
    const circlet_site_record *site; /* of the plan; NULL: on none */
} ci_planned_facility;

typedef struct ci_planned_city {
    const circlet_city *city;
    const circlet_policy *policy; /* NULL: nothing is known of types */
    const circlet_plan *plan;
    ci_planned_facility *facilities; /* of the city, then those built */
    size_t count, capacity;
    ci_name_map *ids;
    ci_arena arena;
} ci_planned_city;

/* The city before the first action; `policy` may be NULL, all is borrowed.
 * Cleared by the caller, also after a failure. */
circlet_status ci_planned_city_start(ci_planned_city *out,
                                     const circlet_city *city,
                                     const circlet_policy *policy,
                                     const circlet_plan *plan,
                                     circlet_error *error);
void ci_planned_city_clear(ci_planned_city *planned);

/* The facility of an id, or NULL; valid until the next is added. */
ci_planned_facility *ci_planned_find(const ci_planned_city *planned,
                                     const char *id);

/* Adds one whose id is not there yet. */
circlet_status ci_planned_add(ci_planned_city *planned,
                              const ci_planned_facility *facility,
                              circlet_error *error);

/*
 * Makes the list of services the facility's own, so that it may be changed.
 * Where a facility does not say what it offers, what its type offers is put
 * down first, with unknown places and beds: it would be lost once one
 * service is named.
 */
circlet_status ci_planned_own_services(ci_planned_city *planned,
                                       ci_planned_facility *facility,
                                       circlet_error *error);

/* Of a facility whose services are its own: the one of a name, or NULL. */
circlet_service_record *ci_planned_service(const ci_planned_facility *facility,
                                           const char *service);

/* Adds a service that is not there yet. */
circlet_status ci_planned_add_service(ci_planned_city *planned,
                                      ci_planned_facility *facility,
                                      const circlet_service_record *service,
                                      circlet_error *error);

/* CIRCLET_E_DATA if a service that an action names is a slip of one that the
 * policy or the city knows. */
circlet_status ci_planned_check_services(const ci_planned_city *planned,
                                         const circlet_plan_action *action,
                                         circlet_error *error);

/*
 * Carries out one action, which is as its kind needs it; those before it
 * were carried out. CIRCLET_E_DATA with its id if it contradicts the city or
 * an action before it, CIRCLET_E_NOT_FOUND if it builds what no catalogue
 * has.
 */
circlet_status ci_planned_carry_out(ci_planned_city *planned,
                                    const circlet_plan_action *action,
                                    circlet_error *error);

/* The same for a facility that is there and open, other than by building. */
circlet_status ci_planned_change(ci_planned_city *planned,
                                 ci_planned_facility *facility,
                                 const circlet_plan_action *action,
                                 circlet_error *error);

/* Carries out a whole plan and forgets what comes of it: whether its actions
 * contradict the city or each other. Without a policy (NULL) nothing is said
 * against services whose facility does not list them. `wrong` gets the action
 * that could not be carried out, or NULL. */
circlet_status ci_plan_check(const circlet_plan *plan,
                             const circlet_policy *policy,
                             const circlet_city *city,
                             const circlet_plan_action **wrong,
                             circlet_error *error);

#endif
