/* Answers for a range of limits. */
#ifndef CI_SITING_FRONTIER_H
#define CI_SITING_FRONTIER_H

#include "siting/siting.h"

struct circlet_frontier {
    size_t count;
    int64_t *limits;
    circlet_siting **sitings; /* NULL: no choice keeps the limits */
};

/* What is left for one of the limits that are still to be solved. */
typedef struct ci_frontier_share {
    circlet_siting_options options; /* of all together */
    double start_s;
    uint64_t work; /* spent */
} ci_frontier_share;

void ci_frontier_share_start(ci_frontier_share *out,
                             const circlet_siting_options *options);

/* Options for the next of `left` limits: an equal share of what is left of
 * time and work. */
circlet_siting_options ci_frontier_share_next(const ci_frontier_share *share,
                                              size_t left);

/* The location with the limit of a step. */
circlet_location ci_frontier_location(const circlet_location *location,
                                      int64_t limit);

/* Fills a frontier, whose limits are set, for maximal covering. */
circlet_status ci_mclp_frontier(circlet_frontier *frontier,
                                const circlet_location *location,
                                const circlet_siting_options *options,
                                circlet_error *error);

#endif
