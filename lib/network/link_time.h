/* From what rules and slope make of a link to its time. */
#ifndef CI_NETWORK_LINK_TIME_H
#define CI_NETWORK_LINK_TIME_H

#include "network/slope.h"
#include "network/tag_bounds.h"

/* Where no rule says otherwise, a link is closed and a node open. */
ci_outcome ci_link_start(const circlet_travel_mode *mode);
ci_outcome ci_node_start(void);

/* The rules and unknowns for a link or node. Borrows. */
ci_scene ci_link_scene(const circlet_network *network,
                       const circlet_travel_mode *mode, uint32_t link);
ci_scene ci_link_scene_of(const circlet_travel_mode *mode,
                          const circlet_tag *tags, size_t tag_count,
                          ci_beside beside);
ci_scene ci_node_scene_of(const circlet_travel_mode *mode,
                          const circlet_tag *tags, size_t tag_count,
                          ci_beside beside);
ci_scene ci_node_scene(const circlet_network *network,
                       const circlet_travel_mode *mode, uint32_t node);

/* What the network knows of a link beside its tags. */
ci_beside ci_link_beside(const circlet_network *network,
                         const circlet_travel_mode *mode, uint32_t link);

ci_beside ci_node_beside(const circlet_network *network,
                         const circlet_travel_mode *mode, uint32_t node);

/* Whether a link is of the mode's `roadway`. */
bool ci_link_is_roadway(const circlet_network *network,
                        const circlet_travel_mode *mode, uint32_t link);

/* Whether a link is asked for a key that may stand at its ends: a crossing for
 * its kerb. */
bool ci_link_is_asked_with_ends(const circlet_network *network,
                                const circlet_travel_mode *mode, uint32_t link,
                                const char *key);

/*
 * The directions that OpenStreetMap's tags allow. A street whose direction
 * changes with the hour (reversible, alternating) is open both ways. Without
 * a word about it a motorway is one-way, but not its links:
 * https://wiki.openstreetmap.org/wiki/Key:oneway, implied restriction.
 */
void ci_directions_find(bool *forward, bool *backward, const circlet_tag *tags,
                        size_t tag_count);

/* Whole milliseconds that stop at CIRCLET_TIME_MAX, so that sums of a few
 * of them fit in 32 bits. Not a number is as long as can be. */
uint32_t ci_whole_ms(double ms);

/* The time in one direction that may be used; CI_CLOSED: none. */
uint32_t ci_link_bound_ms(const ci_tag_bounds *bounds,
                          const ci_slope_effect *slope, double length_m,
                          circlet_bound bound);
uint32_t ci_node_bound_ms(const ci_tag_bounds *bounds, circlet_bound bound);

#endif
