/* Who waits at a crossing, and who meets its kerbs: not those who stay on the
 * road. */
#ifndef CI_NETWORK_CROSSING_WAIT_H
#define CI_NETWORK_CROSSING_WAIT_H

#include "network/arc_times.h"
#include "network/tag_bounds.h"

/*
 * What it takes to get across a road is mapped at a node on the road. As
 * mapped, who goes on along the road does not cross it and waits for nothing;
 * who leaves the road there, or comes onto it, may be on the right side or on
 * the wrong one and waits for the mode's `turn_share`, half; who comes from a
 * way that is no road and goes on over another one crosses and waits for twice
 * that, in full. So that share of the wait belongs to each end of a way at the
 * node, and none to the node. Where no road meets others there (a railway that
 * is not in the network), all who pass wait. At best nobody waits, at worst
 * everybody does: these bounds are not shared out.
 *
 * A kerb that closes is met by the same people: as mapped, and at best, the
 * ends of ways that are no roads are closed at the node, and who stays on the
 * road passes. At worst nobody does.
 */

/* Makes room for approach_ms where the mode and bound need it. false: no
 * memory. */
bool ci_crossings_start(circlet_arc_times *times);

/* Takes what of a node's delay is for crossing out of its through_ms and
 * gives it to the links there; opens a node to the road that is closed to
 * those who cross. */
void ci_crossing_share(circlet_arc_times *times, uint32_t node,
                       const ci_tag_bounds *bounds);

#endif
