/*
 * Who is near enough to what by each of the travel modes that are possible
 * for them: by the assumed one alone, or, with all that is unknown of the
 * streets at its worst, by all of them.
 */
#ifndef CI_PLAN_POSSIBLE_WAYS_H
#define CI_PLAN_POSSIBLE_WAYS_H

#include <circlet/reach.h>

#include "policy/policy.h"

/* People who travel alike, and how far. All is borrowed. */
typedef struct ci_ways_query {
    const circlet_policy *policy;
    const circlet_travel *travel;
    ci_modes modes; /* each of which has to do */
    circlet_bound bound; /* nominal where the travel source has no other */
    uint32_t cutoff_ms;
    const circlet_point *origins;
    size_t origin_count;
    circlet_progress progress;
} ci_ways_query;

/* Where to. */
typedef struct ci_ways_goals {
    const circlet_point *points;
    const uint32_t *places; /* whose entrance each is; NULL: its own */
    size_t count;
} ci_ways_goals;

/* The modes of one origin. */
typedef struct ci_ways {
    ci_modes tied; /* in which it is tied to a street, on an island perhaps */
    ci_modes open; /* in which nothing is near enough yet */
} ci_ways;

/* A place that is near enough in each open mode of an origin. */
typedef struct ci_ways_pair {
    uint32_t origin, place;
} ci_ways_pair;

/* Fills `out`, beside the origins, of which facilities are near enough. */
circlet_status ci_ways_find(ci_ways *out, const ci_ways_query *query,
                            const ci_ways_goals *facilities,
                            circlet_error *error);

/* The pairs by origin, then place; the caller frees them. An origin without
 * an open mode has none. */
circlet_status ci_ways_reach(ci_ways_pair **out, size_t *count,
                             const ci_ways_query *query, const ci_ways *ways,
                             const ci_ways_goals *goals, circlet_error *error);

#endif
