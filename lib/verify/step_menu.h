/*
 * What may be wanted of a building for what fails around it. Of sums (area,
 * beds, places) it may take all that is missing, all that it has room for, or
 * any number of steps where these are few.
 */
#ifndef CI_VERIFY_STEP_MENU_H
#define CI_VERIFY_STEP_MENU_H

#include "verify/least_way.h"
#include "verify/rebuilt_program.h"

#define CI_STEP_KEY_MAX 16
#define CI_STEP_MAX 64

typedef enum ci_step_of {
    CI_STEP_OF_AREA,
    CI_STEP_OF_OFFER, /* the service is offered, with 1 as the only amount */
    CI_STEP_OF_PLACES,
    CI_STEP_OF_BEDS
} ci_step_of;

/* One of these amounts, or nothing. */
typedef struct ci_step_key {
    ci_step_of of;
    const char *service; /* NULL: the area */
    double amounts[CI_STEP_MAX];
    size_t count;
} ci_step_key;

typedef struct ci_step_menu {
    const ci_lacks *lacks;
    ci_step_key keys[CI_STEP_KEY_MAX];
    size_t count;
    bool has_too_many; /* some are left out */
} ci_step_menu;

/* A building at a place: a facility, or one that is built on a site. */
typedef struct ci_step_building {
    ci_remedy_place place;
    const circlet_facility_record *record;
} ci_step_building;

/* Fills `out` for an open building. */
void ci_step_menu_find(ci_step_menu *out, const ci_lacks *lacks,
                       const ci_step_building *building);

#endif
