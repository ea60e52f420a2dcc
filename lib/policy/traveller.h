/* The people of a circle rule and how each of them travels. */
#ifndef CI_POLICY_TRAVELLER_H
#define CI_POLICY_TRAVELLER_H

#include "policy/crowd.h"

typedef struct ci_traveller {
    circlet_demand demand;
    circlet_unit unit; /* where the point lies, at the rule's level */
    ci_own_travel travel; /* no rows where the mode is given */
    bool is_sure; /* false: perhaps not in the group */
    ci_doubts doubts; /* of the group */
} ci_traveller;

/* Whose travel is asked for. */
typedef struct ci_traveller_query {
    const ci_rule *rule;
    size_t mode; /* position in the policy's modes, CI_NO_POSITION: own */
    circlet_unit only; /* this and those in it, or CIRCLET_NONE */
    int day; /* year x 10000 + month x 100 + day */
    uint32_t thread_count; /* up to CI_THREADS_MAX; 0: as 1 */
    const ci_crowd *crowd; /* NULL: worked out by nobody */
} ci_traveller_query;

/*
 * Finds the people whom a circle rule is about, in the city's order: in its
 * group, or perhaps in it, and living in a unit that it applies to. The
 * caller frees `out`, which may be NULL where there is nobody.
 */
circlet_status ci_travellers_find(ci_traveller **out, size_t *out_count,
                                  const circlet_policy *policy,
                                  const circlet_city *city,
                                  const ci_traveller_query *query,
                                  circlet_error *error);

/* Writes where those of the people live who go by a mode (position in the
 * policy's modes), and their weights in thousandths, into arrays with room for
 * all; who weighs nothing is left out. How many they are. */
size_t ci_travellers_by_mode(circlet_point *homes, int64_t *weights_milli,
                             const circlet_city *city,
                             const ci_traveller *people, size_t count,
                             size_t mode);

/* The entrances of facilities, or where these have none, their own points;
 * the caller frees them. */
circlet_status ci_entrances_find(circlet_point **out, size_t *out_count,
                                 const circlet_city *city,
                                 const uint32_t *facilities, size_t count,
                                 circlet_error *error);

/* Positions of the facilities that a rule surely selects and that are open
 * on a day (year x 10000 + month x 100 + day), ascending; the caller frees
 * them. */
circlet_status ci_rule_facilities(uint32_t **out, size_t *out_count,
                                  const circlet_policy *policy,
                                  const circlet_city *city,
                                  const ci_rule *rule, int day,
                                  circlet_error *error);

#endif
