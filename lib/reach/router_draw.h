/* A router of streets as they may really be. */
#ifndef CI_REACH_ROUTER_DRAW_H
#define CI_REACH_ROUTER_DRAW_H

#include "reach/router.h"

typedef struct ci_travel_draw {
    uint64_t seed;
    double pace_low, pace_high; /* of each mode's speeds, drawn evenly from
                                   one to the other; above 0 */
    bool keeps_bounds; /* what is not known of the streets stays so */
} ci_travel_draw;

/*
 * A router with the network, limits and engine options of another, and its
 * modes, whose times are drawn (network/arc_times_draw.h). Where bounds are
 * not kept its travel must not ask for them: what is drawn is beyond doubt.
 * `router`'s own times are made where they were not; the network must outlive
 * both. The caller frees it.
 */
circlet_status ci_router_draw(circlet_router **out, circlet_router *router,
                              const ci_travel_draw *draw,
                              circlet_error *error);

#endif
