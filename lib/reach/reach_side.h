/* The two sides of a travel job. */
#ifndef CI_REACH_REACH_SIDE_H
#define CI_REACH_REACH_SIDE_H

#include "reach/travel_job.h"

/* CIRCLET_E_ARGUMENT unless there is such a side. */
circlet_status ci_side_check(circlet_side side, circlet_error *error);

/* The points of a side, and of the other. */
const ci_tied_points *ci_side_points(const ci_travel_job *job,
                                     circlet_side side);
const ci_tied_points *ci_other_points(const ci_travel_job *job,
                                      circlet_side side);

#endif
