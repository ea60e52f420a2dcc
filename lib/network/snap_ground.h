/* Streets that one gets on only at their ends. */
#ifndef CI_NETWORK_SNAP_GROUND_H
#define CI_NETWORK_SNAP_GROUND_H

#include "network/network.h"

/*
 * Whether one may step onto a street anywhere along it, as far as its tags
 * tell: it is no tunnel (tunnel=building_passage and =culvert are none) and
 * no bridge, does not lie indoors (indoor=*, highway=corridor), nor on a layer
 * or level below 0, unless a tag says that it is no tunnel after all. Covered
 * ways lie on the ground.
 */
bool ci_link_is_on_ground(const circlet_network *network, uint32_t link);

#endif
