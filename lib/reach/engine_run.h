/* One query of an engine while it is answered: what its workers share. */
#ifndef CI_REACH_ENGINE_RUN_H
#define CI_REACH_ENGINE_RUN_H

#include "reach/engine.h"

/* Starts as {0}. */
typedef struct ci_engine_run {
    const ci_rows_query *query;
    const ci_hierarchy *hierarchy; /* NULL: near rows */
    ci_lane_set lanes;
    uint32_t thread_count;
    ci_near_targets *near_targets;
    ci_far_targets *far_targets;
    ci_near_worker **near_workers;
    ci_far_worker **far_workers;
    uint32_t *order; /* the sources, as they are searched from */
} ci_engine_run;

/* Makes what the threads need and the order of the sources: neighbours
 * together, but those of each `window` sources apart. The caller sets the
 * fields up to `thread_count`, and frees the run even on failure. false: no
 * memory. */
bool ci_engine_run_start(ci_engine_run *run, size_t window);
void ci_engine_run_free(ci_engine_run *run);

/*
 * Gives the rows of the sources at positions `from` up to `to` of the order
 * to `take`, and tells the stage, which goes from 0 to the number of all
 * sources. false: `take` or the stage stopped.
 */
bool ci_engine_run_rows(const ci_engine_run *run, size_t from, size_t to,
                        const ci_stage *stage, ci_take_row take, void *user);

#endif
