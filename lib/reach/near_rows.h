/* Rows of times by a search from each source: for cutoffs that reach some
 * hundreds or thousands of nodes. */
#ifndef CI_REACH_NEAR_ROWS_H
#define CI_REACH_NEAR_ROWS_H

#include "reach/ports.h"

/* The targets of a query by the nodes of their ports; read by all workers. */
typedef struct ci_near_targets ci_near_targets;

/* The query must outlive it. NULL: no memory. */
ci_near_targets *ci_near_targets_new(const ci_rows_query *query);
void ci_near_targets_free(ci_near_targets *targets);

/* One worker's room. NULL: no memory. */
typedef struct ci_near_worker ci_near_worker;
ci_near_worker *ci_near_worker_new(const ci_near_targets *targets);
void ci_near_worker_free(ci_near_worker *worker);

/* Finds the row of a source: borrowed until the worker's next. No memory is
 * allocated. */
const circlet_od_entry *ci_near_row(ci_near_worker *worker, uint32_t source,
                                    size_t *count);

/* How many nodes the worker's searches have settled since it was made: what
 * the choice between near and far rows is estimated from. */
uint64_t ci_near_settled_count(const ci_near_worker *worker);

#endif
