/* People and venues that nothing possible reaches in time: how far away the
 * nearest is, and the fewest new places that would be near enough. */
#ifndef CI_PLAN_STRANDED_H
#define CI_PLAN_STRANDED_H

#include <circlet/reach.h>

#include "policy/policy.h"

/* Those who live at one place and travel alike. */
typedef struct ci_stranded {
    size_t item; /* what they are listed under */
    circlet_unit part; /* where they live, or CIRCLET_NONE */
    circlet_point at;
    size_t mode; /* position in the policy's modes */
    int64_t weight_milli;
    uint32_t nearest_ms; /* found; CIRCLET_UNREACHED: no way leads there */
    bool is_tied; /* found: there is a street to start from */
    bool is_on_island; /* found: only on one that leads nowhere */
    bool is_spot; /* found: a new place here is one of those that would do */
} ci_stranded;

/* How they travel. All is borrowed. */
typedef struct ci_stranded_query {
    const circlet_policy *policy;
    const circlet_travel *travel;
    const circlet_point *doors; /* of all that could be near enough */
    size_t door_count;
    uint32_t cutoff_ms; /* how near is near enough */
} ci_stranded_query;

/* Sorts them by item, part and place, and fills what is found of the nearest
 * door, however far within CIRCLET_CUTOFF_MAX. */
circlet_status ci_stranded_find_nearest(ci_stranded *people, size_t count,
                                        const ci_stranded_query *query,
                                        circlet_error *error);

/*
 * Marks, for each item by itself, the fewest spots from which all who are
 * tied to a street are reached in time. Spots are the middle of those in each
 * part, and the homes of those whom no such middle of their item reaches.
 * Where so many people are listed that the search for the fewest would take
 * long, they are the fewest that were found. People are as
 * ci_stranded_find_nearest() leaves them.
 */
circlet_status ci_stranded_find_spots(ci_stranded *people, size_t count,
                                      const ci_stranded_query *query,
                                      circlet_error *error);

#endif
