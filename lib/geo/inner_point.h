/* A point that stands for an area. */
#ifndef CI_GEO_INNER_POINT_H
#define CI_GEO_INNER_POINT_H

#include <circlet/types.h>

/*
 * Finds a point inside an area, well away from its border where the area is
 * wide: the same for the same rings. False if memory ran out or the area has
 * no inside; `out` is then as it was.
 */
bool ci_area_inner_point(circlet_point *out, const circlet_area *area);

#endif
