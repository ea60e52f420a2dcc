/* From heights that a grid gives to heights that streets can have. */
#ifndef CI_IO_ELEVATION_SMOOTH_H
#define CI_IO_ELEVATION_SMOOTH_H

#include "io/elevation_streets.h"

/*
 * Changes the heights of what is known so that they are smooth along the
 * streets, and finds those of floating nodes between: they become known
 * unless no place on the ground joins them, or one that is not known.
 * What is evened out is, along a straight street, the mean under the weights
 * exp(-|x| / reach) / (2 reach). The reach is what the grid demands that a
 * place is out of, see ci_height_reach_m(); 0 leaves what is on the ground
 * as it is, but for a hair's breadth. Floating nodes get the coarsest cell
 * of what joins them.
 */
circlet_status ci_heights_smooth(ci_height_streets *streets,
                                 circlet_error *error);

/* The same with one reach for all. */
circlet_status ci_heights_smooth_by(ci_height_streets *streets, double reach_m,
                                    circlet_error *error);

#endif
