/* Which of the links near a place it is tied to. */
#ifndef CI_NETWORK_SNAP_CHOOSE_H
#define CI_NETWORK_SNAP_CHOOSE_H

#include "network/near_links.h"
#include "network/tie.h"

/* For whom. */
typedef struct ci_snap_choice {
    const uint8_t *uses; /* bits of each link for the mode */
    circlet_bound bound;
    double off_road_mps;
    double spread_m; /* at most so much beyond the nearest of use */
    double detour;
} ci_snap_choice;

/* Fills `ties`, which has room for `count`, with those of the near links that
 * ci_snapper_find() speaks of; gives how many. */
size_t ci_snap_choose(ci_tie *ties, const ci_snap_choice *choice,
                      const ci_near_link *near, size_t count);

#endif
