/* What may be wanted of a building for what fails around it. */
#ifndef CI_PLAN_MEND_MENU_H
#define CI_PLAN_MEND_MENU_H

#include "plan/mend_ways.h"

/* The most amounts that are tried of one building for one sum, and the most
 * sums and services. */
#define CI_MEND_AMOUNT_MAX 24
#define CI_MEND_WANT_MAX 16

typedef enum ci_mend_wanted {
    CI_MEND_WANT_AREA,
    CI_MEND_WANT_SERVICE, /* that it is offered; its only amount is 1 */
    CI_MEND_WANT_PLACES,
    CI_MEND_WANT_BEDS
} ci_mend_wanted;

/* One of these amounts, or none. */
typedef struct ci_mend_want {
    ci_mend_wanted what;
    const char *service; /* NULL: of the area */
    double amounts[CI_MEND_AMOUNT_MAX];
    size_t count;
} ci_mend_want;

typedef struct ci_mend_menu {
    ci_mend_want wants[CI_MEND_WANT_MAX];
    size_t count;
    bool is_cut; /* something is left out */
} ci_mend_menu;

/* A building that something is wanted of. */
typedef struct ci_mend_building {
    const circlet_facility_record *record;
    circlet_facility position; /* CIRCLET_NONE: it is yet to be built */
    const circlet_site_record *site; /* it is built on; else NULL */
} ci_mend_building;

/* Adds to a menu that starts as {0} what a goal wants of a building; it may be
 * of any unit for rules about people and venues. What is there but has no
 * price is noted. */
circlet_status ci_mend_menu_add(ci_mend_menu *out, ci_mend *mend,
                                const ci_mend_goal *goal,
                                const ci_mend_building *building,
                                circlet_error *error);

/*
 * Takes every choice of a menu, those of few things first, and finds the
 * cheapest ways for it: `take` gets each. So many that a limit binds are left
 * out, and the city says so.
 */
typedef circlet_status ci_mend_take_way(const ci_mend_way *way, void *user,
                                        circlet_error *error);
circlet_status ci_mend_menu_take_all(const ci_mend_menu *menu, ci_mend *mend,
                                     const ci_mend_building *building,
                                     ci_mend_take_way *take, void *user,
                                     circlet_error *error);

#endif
