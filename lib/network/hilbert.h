/* Places in the order of a Hilbert curve, so that neighbours stay near. */
#ifndef CI_NETWORK_HILBERT_H
#define CI_NETWORK_HILBERT_H

#include <circlet/types.h>

/*
 * Numbers points from 0 along a Hilbert curve over their box: order[k] is
 * the position of the k-th point. Equal places are ordered by longitude,
 * latitude, position. `order` has room for all; false: no memory.
 */
bool ci_hilbert_order(uint32_t *order, const circlet_point *points,
                      size_t count);

#endif
