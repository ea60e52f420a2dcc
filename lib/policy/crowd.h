/*
 * Half a million people, of whom many rules ask the same: whether they belong
 * to a group, how they travel, whether their streets are known. It is worked
 * out once where several rules are judged, else when it is asked.
 */
#ifndef CI_POLICY_CROWD_H
#define CI_POLICY_CROWD_H

#include <circlet/reach.h>

#include "policy/policy.h"

/* The people of a city on a day. Arrays that are NULL were
 * not made. Any number of threads may ask; none but that of `travel` where
 * `is_outside` was not made. */
typedef struct ci_crowd {
    const circlet_policy *policy;
    const circlet_city *city;
    const circlet_travel *travel; /* NULL: no streets */
    int day; /* year x 10000 + month x 100 + day */
    uint16_t **members; /* of each group: NULL, or of each person */
    ci_own_travel *own; /* of each person */
    bool *is_outside; /* of each person */
} ci_crowd;

/*
 * Works out, for all people, who belongs to the groups of the rules at
 * `positions`, how people travel, and whose streets are known. Of the crowd
 * policy, city, travel and day are set. The source of travel times is asked
 * on the caller's thread. The caller clears the crowd, after a failure too.
 * false: no memory.
 */
bool ci_crowd_make(ci_crowd *crowd, const size_t *positions, size_t count,
                   uint32_t thread_count);
void ci_crowd_clear(ci_crowd *crowd);

/* As ci_condition_holds() of the condition of a group. */
ci_membership ci_crowd_member(const ci_crowd *crowd, size_t group,
                              circlet_demand demand, ci_doubts *doubts);

/* As ci_policy_own_travel(). */
ci_own_travel ci_crowd_own_travel(const ci_crowd *crowd,
                                  circlet_demand demand);

/* Whether somebody lives where streets are not known; where there are none,
 * nobody does. */
bool ci_crowd_is_outside(const ci_crowd *crowd, circlet_demand demand);

#endif
