/* What a location says of a demand point, with the defaults filled in. */
#ifndef CI_SITING_DEMAND_H
#define CI_SITING_DEMAND_H

#include <circlet/location.h>

/* The cutoff of a point; bands have their own. */
static inline uint32_t ci_point_cutoff_ms(const circlet_location *location,
                                          size_t point)
{
    if (location->cutoffs_ms)
        return location->cutoffs_ms[point];
    return location->cutoff_ms > 0 ? location->cutoff_ms : CIRCLET_TIME_MAX;
}

/* What a point pays at most: by default the longest time of the matrix.
 * Looks at every point. */
uint32_t ci_unserved_ms(const circlet_location *location);

#endif
