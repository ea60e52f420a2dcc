/* A point tied to a place on a link, and the times from there. */
#ifndef CI_NETWORK_TIE_H
#define CI_NETWORK_TIE_H

#include "network/arc_times.h"

typedef struct ci_tie {
    double fraction; /* of the link's length, from its start: 0 to 1 */
    uint32_t link;
    uint32_t off_road_ms; /* between the point and the link */
} ci_tie;

/*
 * Times along the link alone, CI_CLOSED where it cannot be passed that way.
 * Of an arc that takes t, the part up to fraction f takes t x f, rounded,
 * and the part from there the rest of t, so that parts add up to the whole.
 */
uint32_t ci_tie_to_end_ms(const circlet_arc_times *times, const ci_tie *tie);
uint32_t ci_tie_to_start_ms(const circlet_arc_times *times, const ci_tie *tie);
uint32_t ci_tie_from_start_ms(const circlet_arc_times *times,
                              const ci_tie *tie);
uint32_t ci_tie_from_end_ms(const circlet_arc_times *times, const ci_tie *tie);

/*
 * From one place to another on the same link without leaving it: that part of
 * the arc's time, rounded. A difference of the parts above could be less for a
 * slower arc than for a quicker one.
 */
uint32_t ci_tie_between_ms(const circlet_arc_times *times,
                           const ci_tie *origin, const ci_tie *destination);

#endif
