/* What one action makes of one facility, and why it may not. */
#ifndef CI_VERIFY_CARRIED_CHANGE_H
#define CI_VERIFY_CARRIED_CHANGE_H

#include "verify/carried_city.h"

/* What an action contradicts. */
typedef enum ci_refusal {
    CI_REFUSED_NOT,
    CI_REFUSED_FOR_MEMORY,
    CI_REFUSED_ABSENT, /* the facility is not there */
    CI_REFUSED_PRESENT, /* it is there, and would be built */
    CI_REFUSED_CLOSED, /* another action closes it before */
    CI_REFUSED_NOT_OPEN,
    CI_REFUSED_KEPT, /* another action keeps what is closed */
    CI_REFUSED_MOVED, /* another action moves it in the same year */
    CI_REFUSED_NO_SERVICE, /* it does not offer what would grow */
    CI_REFUSED_SERVICE, /* it offers what would be added */
    CI_REFUSED_BEDS, /* no service has so many that could be taken */
    CI_REFUSED_OCCUPIED, /* people are in some of these */
    CI_REFUSED_COUNT, /* a number passes 64 bits */
    CI_REFUSED_NO_SITE, /* there is no such site */
    CI_REFUSED_SITE_TYPE, /* the site is for other types */
    CI_REFUSED_SITE_TAKEN, /* another action has put another there */
    CI_REFUSED_SITE_AREA, /* it is too small */
    CI_REFUSED_SITE_BEDS,
    CI_REFUSED_TYPE, /* the catalogue has none of the type */
    CI_REFUSED_UNKNOWN, /* a service is probably misspelt */
    CI_REFUSED_WHOSE_COUNT /* places or beds of no service in particular */
} ci_refusal;

/* An action under way: nothing is changed until `after` takes the place of
 * what was. */
typedef struct ci_carried_change {
    ci_carried_city *carried;
    const circlet_plan_action *action;
    ci_carried_facility after;
    const circlet_plan_action *other; /* the action that is contradicted */
} ci_carried_change;

/* Fills `after` as an action of kind "build" says (carried_building.c). */
ci_refusal ci_carried_build(ci_carried_change *change);

/* Puts it where the action says (carried_site.c). */
ci_refusal ci_carried_place(ci_carried_change *change);

/* Whether its site, if any, has room for all of it. */
ci_refusal ci_carried_fits(const ci_carried_change *change);

/* The status and message of a refusal (carried_refusal.c). */
circlet_status ci_carried_refuse(ci_refusal refusal,
                                 const ci_carried_change *change,
                                 circlet_error *error);

#endif
