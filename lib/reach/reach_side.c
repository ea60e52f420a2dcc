#include "reach/reach_side.h"

#include "base/error.h"

circlet_status ci_side_check(circlet_side side, circlet_error *error)
{
    if (side == CIRCLET_SIDE_ORIGIN || side == CIRCLET_SIDE_DESTINATION)
        return CIRCLET_OK;
    return ci_fail(error, CIRCLET_E_ARGUMENT, "no such side: %d", (int)side);
}

const ci_tied_points *ci_side_points(const ci_travel_job *job,
                                     circlet_side side)
{
    return side == CIRCLET_SIDE_ORIGIN ? &job->origins : &job->destinations;
}

const ci_tied_points *ci_other_points(const ci_travel_job *job,
                                      circlet_side side)
{
    return side == CIRCLET_SIDE_ORIGIN ? &job->destinations : &job->origins;
}
