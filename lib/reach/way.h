/* The quickest ways to the nearest destination: one search from all at once,
 * and how the journey of each origin begins. */
#ifndef CI_REACH_WAY_H
#define CI_REACH_WAY_H

#include "reach/travel_job.h"

/* The answers of one search, valid until the router's next. */
typedef struct ci_ways {
    const ci_travel_job *job;
    ci_link_tie *goals; /* the destinations' ties, by link */
    size_t goal_count;
    uint8_t *has_goal; /* a bit of each link */
} ci_ways;

/* Searches from all destinations of a started job, which must outlive the
 * ways; the caller frees them. false: no memory. */
bool ci_ways_search(ci_ways *ways, const ci_travel_job *job);
void ci_ways_free(ci_ways *ways);

/* How a journey begins: off the road to its tie, then along that link. */
typedef struct ci_way_start {
    uint32_t time_ms; /* of the journey; CIRCLET_UNREACHED: there is none */
    const ci_tie *tie; /* the origin's */
    const ci_tie *goal; /* a destination's on the same link, or NULL: */
    uint32_t node; /* of the graph: the journey leaves the link here, */
    bool to_end; /* which is its end */
} ci_way_start;

/* The quickest over some ties of an origin; of those as quick, the first by
 * link, then over its end, its start, and along the link alone. */
ci_way_start ci_way_start_over(const ci_ways *ways, const ci_tie *ties,
                               size_t count);

/* The same of a place of the job's origins. */
ci_way_start ci_way_start_find(const ci_ways *ways, size_t origin_place);

/* The tie of a destination by which the journey ends beyond a node of the
 * graph where ci_search_way() says CI_AT_SEED, and whether that node is its
 * link's end rather than its start. */
const ci_tie *ci_way_goal(const ci_ways *ways, uint32_t node, bool *from_end);

#endif
