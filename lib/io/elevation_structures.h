/*
 * Structures: bridges, tunnels and roofs, of one link or of several that go
 * on into each other; and what a grid shows wrongly beside them.
 */
#ifndef CI_IO_ELEVATION_STRUCTURES_H
#define CI_IO_ELEVATION_STRUCTURES_H

#include "io/elevation_streets.h"

/* What a raised link is part of. Stairs carry nothing: they end at the height
 * of what they lead to. */
ci_height_form ci_tags_form(const circlet_tag *tags, size_t count);

/*
 * Sets the kinds of the nodes, which are those before `node_count`. A node is
 * on the ground if any street there is, but for one at which a structure goes
 * straight on: that floats, and what joins it there (stairs to the valley)
 * ends at its height. If a structure would not end on the ground anywhere,
 * it is on the ground at all nodes that the ground meets.
 */
circlet_status ci_height_find_kinds(ci_height_streets *streets,
                                    size_t node_count, circlet_error *error);

/*
 * Marks the known places that lie so near an end of a structure, along the
 * streets, that the grid mixes the gorge under it or the hill above it into
 * their heights (see ci_height_mixed_m()).
 */
circlet_status ci_height_find_doubts(ci_height_streets *streets,
                                     circlet_error *error);

/*
 * The metres of a link on which nobody knows how steep it is for a structure
 * near or under it: the parts whose heights do not count; of a raised link
 * what lies so near its ends, or all if a structure goes on at one of them.
 */
double ci_height_doubtful_m(const ci_height_streets *streets,
                            const ci_height_link *link);

#endif
