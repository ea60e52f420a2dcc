/* Borders with fewer points, for drawing. */
#ifndef CI_GEO_OUTLINE_H
#define CI_GEO_OUTLINE_H

#include "geo/polygon.h"

/*
 * Leaves out points of `count` areas so that no border moves farther than
 * `tolerance_m` (Douglas and Peucker 1973). What two areas have in common,
 * point by point, they still have in common: no gaps, no overlaps there.
 * Rings that fall together are left out, but for the longest of an area.
 * `out` has room for `count`; the caller frees each. For drawing alone: a
 * ring may cross another where they were nearer than the tolerance.
 */
circlet_status ci_outline_make(ci_polygon *out,
                               const circlet_area *const *areas, size_t count,
                               double tolerance_m, circlet_error *error);

#endif
