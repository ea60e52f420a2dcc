/* What a candidate site has room for. */
#ifndef CI_PLAN_SITE_LIMITS_H
#define CI_PLAN_SITE_LIMITS_H

#include "plan/planned_city.h"

/* Where an action builds or moves to. */
typedef struct ci_new_place {
    circlet_point at;
    const circlet_site_record *site; /* borrowed; NULL: on none */
} ci_new_place;

/*
 * Finds where an action puts its facility, of this type. CIRCLET_E_DATA if
 * its site is not there, is for other types, or another action's facility
 * stands on it.
 */
circlet_status ci_new_place_find(ci_new_place *out,
                                 const ci_planned_city *planned,
                                 const circlet_plan_action *action,
                                 const char *type, circlet_error *error);

/* An area as far as a site has room for it; either may be NaN. */
double ci_site_fit_area(const circlet_site_record *site, double area_m2);

/* CIRCLET_E_DATA if an action leaves a facility with more area or beds than
 * its site has room for, as far as both are known. */
circlet_status ci_site_check_limits(const ci_planned_facility *facility,
                                    const circlet_plan_action *action,
                                    circlet_error *error);

#endif
