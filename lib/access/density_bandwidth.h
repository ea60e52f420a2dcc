/* How far a kernel reaches where nobody says. */
#ifndef CI_ACCESS_DENSITY_BANDWIDTH_H
#define CI_ACCESS_DENSITY_BANDWIDTH_H

#include "access/density.h"

/*
 * The bandwidth by the rule of thumb of Silverman (1986, equation 3.31), 0.9
 * A n^(-1/5), with the spread A of points in the plane that ArcGIS takes for
 * its quartic kernel ("How Kernel Density works"): the lesser of the weighted
 * standard distance and of the weighted median distance from the weighted
 * mean centre, divided by the root of ln 2; n is the sum of the weights in
 * persons. Of a gaussian it is the standard deviation at which it spreads
 * people as far as the quartic kernel of that bandwidth, whose variance along
 * an axis is an eighth of its square.
 *
 * `weights_milli` are thousandths of persons, `stride` apart. 0 where all
 * people live at one place, or there are none.
 */
circlet_status ci_density_bandwidth(double *out_m, ci_density_kernel kernel,
                                    const ci_xy *points,
                                    const double *weights_milli, size_t stride,
                                    size_t count, circlet_error *error);

#endif
