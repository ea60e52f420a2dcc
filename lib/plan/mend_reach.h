/* Rows of people and venues while they are gathered. */
#ifndef CI_PLAN_MEND_REACH_H
#define CI_PLAN_MEND_REACH_H

#include "plan/mend.h"

/* A place that reaches a row. */
typedef struct ci_reach_pair {
    uint32_t place, row;
} ci_reach_pair;

typedef struct ci_reach_work {
    ci_mend *mend;
    size_t *goal_of_unit; /* of the slot at hand */
    uint32_t *doors; /* the place of each destination */
    circlet_point *destinations; /* of the slot at hand */
    size_t destination_count, destination_capacity, door_capacity;
    circlet_point *entrances; /* of the facilities that there are */
    size_t entrance_count;
    ci_reach_pair *pairs; /* by row, then place */
    size_t pair_count, pair_capacity;
} ci_reach_work;

/* Adds a row, and then that a place reaches it; places ascend. */
circlet_status ci_reach_add_row(ci_reach_work *work, const ci_mend_row *row,
                                circlet_error *error);
circlet_status ci_reach_add_pair(ci_reach_work *work, uint32_t place,
                                 circlet_error *error);

/* Adds the rows of the people of a circle rule, in the units of the slot's
 * goals, whom no facility is near enough; or of the venues of a slot
 * (mend_homes.c). */
circlet_status ci_reach_add_people(ci_reach_work *work, const ci_rule *rule,
                                   circlet_error *error);
circlet_status ci_reach_add_venues(ci_reach_work *work, const ci_rule *rule,
                                   size_t slot, circlet_error *error);

#endif
