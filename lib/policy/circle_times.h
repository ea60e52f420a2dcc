/* What a circle rule asks a source of travel times. */
#ifndef CI_POLICY_CIRCLE_TIMES_H
#define CI_POLICY_CIRCLE_TIMES_H

#include "policy/circle_run.h"

/* Fills times, doubted modes, edges and snaps of a run whose people and
 * entrances are there. Who is outside the known streets is left out. */
circlet_status ci_circle_times_find(ci_circle_run *run, circlet_error *error);

/*
 * Finds what is missing on the ways by `mode` of the people in `wanted` units
 * (beside the city's) whose answer hangs on it; rows are units. NULL where
 * there are none, or the source tells no gaps. The caller frees the gaps.
 */
circlet_status ci_circle_times_gaps(circlet_gaps **out,
                                    const ci_circle_run *run, size_t mode,
                                    const bool *wanted, circlet_error *error);

/*
 * The same for everybody together, in one row; the origins of the gaps are
 * the people whose positions in the run are written into `persons`,
 * ascending, which has room for all. `*count` is 0 where `out` is NULL.
 */
circlet_status ci_circle_times_ways(circlet_gaps **out, size_t *persons,
                                    size_t *count, const ci_circle_run *run,
                                    size_t mode, circlet_error *error);

#endif
