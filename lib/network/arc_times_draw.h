/* A network's times as they may really be: what is unknown is drawn. */
#ifndef CI_NETWORK_ARC_TIMES_DRAW_H
#define CI_NETWORK_ARC_TIMES_DRAW_H

#include "network/arc_times.h"

typedef struct ci_time_draw {
    uint64_t seed;
    double pace; /* of the mode's: all speeds times this, above 0; waits and
                    boarding stay */
    bool is_as_mapped; /* nothing is drawn: the streets are as assumed, in
                          the place where that stands in `bounds` */
} ci_time_draw;

/*
 * The times of a mode where the truth about each link and each node is drawn
 * by itself: as good as assumed or better in half of the draws, else worse,
 * evenly between what is assumed and what it is at best, or at worst. What is
 * closed at one of these is closed on that half of the way to it. `bounds`
 * are of one network and mode, by circlet_bound; the times made are called
 * those of the bound that the one in the place of what is assumed is of. The
 * same seed: the same times. The caller frees them; CIRCLET_E_NOMEM.
 */
circlet_status ci_arc_times_draw(
    circlet_arc_times **out,
    const circlet_arc_times *const bounds[CIRCLET_BOUND_COUNT],
    const ci_time_draw *draw, circlet_error *error);

#endif
