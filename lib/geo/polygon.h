/* Whether a polygon is fit for use. Wraps GEOS. */
#ifndef CI_GEO_POLYGON_H
#define CI_GEO_POLYGON_H

#include <circlet/error.h>
#include <circlet/types.h>

/*
 * CIRCLET_E_GEOMETRY with the reason and the place, such as "ring crosses
 * itself at 116.310000 39.920000", if an area is not valid in the sense of
 * OGC Simple Features; one such area is enough.
 */
circlet_status ci_polygon_check(const circlet_area *area,
                                circlet_error *error);

#endif
