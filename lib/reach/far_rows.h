/* Rows of times by sweeps down a hierarchy, for as many sources at once as a
 * vector has lanes: for cutoffs that reach much of the graph. */
#ifndef CI_REACH_FAR_ROWS_H
#define CI_REACH_FAR_ROWS_H

#include "base/lanes.h"
#include "reach/hierarchy.h"
#include "reach/ports.h"

/* CI_LANES sources share a sweep. */
/* Which instructions sweeps may use: all give the same answers. */
typedef enum ci_lane_set {
    CI_LANES_BASELINE = 0,
    CI_LANES_AVX2,
    CI_LANES_AVX512,
    CI_LANE_SET_COUNT
} ci_lane_set;

/* The best that this processor has. */
ci_lane_set ci_lanes_best(void);

/* The targets of a query by rank; read by all workers. */
typedef struct ci_far_targets ci_far_targets;

/* Query and hierarchy, which is of the query's graph, must outlive it. NULL:
 * no memory. */
ci_far_targets *ci_far_targets_new(const ci_rows_query *query,
                                   const ci_hierarchy *hierarchy,
                                   ci_lane_set lanes);
void ci_far_targets_free(ci_far_targets *targets);

/* One worker's room. NULL: no memory. */
typedef struct ci_far_worker ci_far_worker;
ci_far_worker *ci_far_worker_new(const ci_far_targets *targets);
void ci_far_worker_free(ci_far_worker *worker);

/* The order in which sources are best put into batches: near ones together.
 * `order` has room for all; false: no memory. */
bool ci_far_order(uint32_t *order, const ci_far_targets *targets);

/*
 * Finds the rows of up to CI_LANES sources and gives them to `take`, which
 * gets `user` and `worker_index`. false: it stopped. No memory is
 * allocated.
 */
bool ci_far_rows(ci_far_worker *worker, const uint32_t *sources, size_t count,
                 ci_take_row take, void *user, uint32_t worker_index);

/*
 * What the rows of up to CI_LANES sources hold, without making them: how
 * many targets, and the sum of their times. No memory is allocated.
 */
void ci_far_count(ci_far_worker *worker, const uint32_t *sources, size_t count,
                  uint64_t target_counts[CI_LANES],
                  uint64_t time_sums_ms[CI_LANES]);

/* How many times of nodes the worker has found since it was made, in all
 * lanes. */
uint64_t ci_far_swept_count(const ci_far_worker *worker);

#endif
