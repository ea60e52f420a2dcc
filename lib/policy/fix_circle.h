/* The one place that mends most of a circle in a unit, while it is looked for.
 */
#ifndef CI_POLICY_FIX_CIRCLE_H
#define CI_POLICY_FIX_CIRCLE_H

#include "policy/circle_run.h"
#include "policy/fix_option.h"

typedef struct ci_fix_place {
    circlet_unit unit; /* whose people alone it is for; CIRCLET_NONE: for all
                          that reach it */
    bool is_last; /* only where no other covers anybody */
    const char *name;
    circlet_point at;
    const circlet_point *entrances; /* borrowed: where people get in */
    size_t entrance_count; /* 0: at the place itself */
    ci_option option; /* what is done there; with a price of candidate sites
                         and what is there alone */
} ci_fix_place;

typedef struct ci_fix_run {
    ci_circle_run run;
    bool *is_failing; /* of each unit */
    int64_t *uncovered_milli; /* of each unit */
    size_t *uncovered; /* people of the run, those of a unit side by side */
    size_t *first; /* of each unit, into `uncovered`; one more at the end */
    size_t uncovered_count;
    circlet_point *middles; /* of each unit at any level: of those people */
    bool *has_middle;
    ci_fix_place *places;
    size_t place_count;
    size_t *best; /* place of each unit; CI_NO_POSITION: none covers anybody */
    int64_t *best_milli; /* whom it covers */
} ci_fix_run;

/* Fills the places, from those people of the units that fail who are not
 * covered (fix_place.c). */
circlet_status ci_fix_places_find(ci_fix_run *work, circlet_error *error);

/* Fills the best place of each unit that fails: that from which most of those
 * people are covered, of equals a cheaper one, then the first (fix_cover.c).
 */
circlet_status ci_fix_cover(ci_fix_run *work, circlet_error *error);

#endif
