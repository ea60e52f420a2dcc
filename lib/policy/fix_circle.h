/* The one place in a unit that mends most of a circle, while it is looked for.
 */
#ifndef CI_POLICY_FIX_CIRCLE_H
#define CI_POLICY_FIX_CIRCLE_H

#include "policy/circle_run.h"
#include "policy/fix_option.h"

typedef struct ci_fix_place {
    circlet_unit unit; /* that is mended */
    const char *name;
    circlet_point at;
    ci_option option; /* what is done there; with a price of candidate sites
                         and what is there alone */
    int64_t covered_milli;
} ci_fix_place;

typedef struct ci_fix_run {
    ci_circle_run run;
    bool *is_failing; /* of each unit */
    int64_t *uncovered_milli; /* of each unit */
    size_t *uncovered; /* people of the run */
    size_t uncovered_count;
    circlet_point *middles; /* of each unit at any level: of those people */
    bool *has_middle;
    bool *has_place; /* of each unit that fails: there is one in it */
    ci_fix_place *places;
    size_t place_count;
} ci_fix_run;

/* Fills the places of the units that fail, from those of their people who are
 * not covered (fix_place.c). */
circlet_status ci_fix_places_find(ci_fix_run *work, circlet_error *error);

#endif
