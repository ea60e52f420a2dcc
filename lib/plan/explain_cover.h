/* How many persons circles cover as many sets of actions leave a city, without
 * judging it for each. */
#ifndef CI_PLAN_EXPLAIN_COVER_H
#define CI_PLAN_EXPLAIN_COVER_H

#include "plan/explain.h"

/* Some actions of a plan, carried out. */
typedef struct ci_covered {
    bool *is_taken; /* each action of the plan */
    bool beside_plan; /* beside the whole plan; else the city as it is */
    int64_t more_milli; /* out: thousandths of persons who are covered, more
                           than there; each circle rule counts its own */
} ci_covered;

/* One pass over the travel times of each rule: a set differs from what it is
 * beside by the entrances of a few facilities. */
circlet_status ci_explain_cover(ci_covered *sets, size_t count,
                                const ci_explaining *of, circlet_error *error);

#endif
