/* Points in order of where they lie. */
#ifndef CI_REACH_PLACE_ORDER_H
#define CI_REACH_PLACE_ORDER_H

#include <circlet/types.h>

/* A point and its place in the caller's list. */
typedef struct ci_placed_point {
    circlet_point at;
    uint32_t position;
} ci_placed_point;

/* By longitude, then latitude. */
bool ci_lies_before(circlet_point a, circlet_point b);

/* The points by place, then position; the caller frees them. NULL: no
 * memory. */
ci_placed_point *ci_place_order(const circlet_point *points, size_t count);

#endif
