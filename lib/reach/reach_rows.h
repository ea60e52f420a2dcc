/* All journeys of a travel job within its cutoff, row by row. */
#ifndef CI_REACH_REACH_ROWS_H
#define CI_REACH_REACH_ROWS_H

#include "reach/ports.h"
#include "reach/straight.h"
#include "reach/travel_job.h"

/* How the rows of a job are found. */
typedef struct ci_reach_rows_plan {
    bool is_against; /* a row is a place of destinations with the places of
                        origins that get there; else the other way round */
    bool is_in_order; /* rows by ascending place, on the caller's thread */
    double rest; /* share of the progress that is left for what comes then */
} ci_reach_rows_plan;

/* How many workers take rows at most. */
uint32_t ci_reach_worker_count(const circlet_router *router);

/* Whether there are fewer places of destinations than of origins, from which
 * searches are best, then. */
bool ci_reach_is_best_against(const ci_travel_job *job);

/*
 * Gives the row of each place to `take`, straight journeys of
 * CIRCLET_BOUND_MIN included. CIRCLET_E_CANCELLED if progress asked to stop
 * or `take` did.
 */
circlet_status ci_reach_rows_find(const ci_travel_job *job,
                                  const ci_reach_rows_plan *plan,
                                  ci_take_row take, void *user,
                                  circlet_error *error);

#endif
