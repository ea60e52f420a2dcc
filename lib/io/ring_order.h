/* Putting rings of unknown order into areas, as shapefiles need. */
#ifndef CI_IO_RING_ORDER_H
#define CI_IO_RING_ORDER_H

#include "io/wkb.h"

/*
 * Appends rings to an area: each outer ring, then its holes. Ring r of
 * `points` runs from ends[r - 1] (0 for the first) up to ends[r]; open rings
 * are closed. Holes are the rings of the other direction than the outer
 * ones; if all run in one direction, the rings that an odd number of others
 * contain. A hole goes behind the smallest outer ring that contains it, and
 * one that none contains is an outer ring. False: no memory.
 */
bool ci_order_rings(ci_geometry *out, const circlet_point *points,
                    const size_t *ends, size_t count);

#endif
