/* Areas drawn around what a raster says is inside: marching squares
 * (Lorensen and Cline 1987, in two dimensions) with linear interpolation. */
#ifndef CI_GEO_CONTOUR_H
#define CI_GEO_CONTOUR_H

#include <circlet/error.h>
#include <circlet/types.h>

#include "geo/polygon.h"

/*
 * Samples on a lattice, row by row from the south, each row from the west.
 * A value below zero is inside; all on the border are outside. Values are
 * distances from the contour in whatever unit, never NaN.
 */
typedef struct ci_raster {
    size_t width, height; /* samples; their product is below 2^31 */
    float *values;
    circlet_point origin; /* of the first sample */
    double lon_step, lat_step; /* degrees between samples */
} ci_raster;

/* A place of which it is known on which side it is. */
typedef struct ci_raster_point {
    circlet_point at; /* a cell or more within the raster's border */
    bool is_inside;
} ci_raster_point;

/*
 * Makes the area of a raster in which each point lies on its side, apart
 * from points of both sides at practically one place. Points are corners of
 * the mesh that is contoured, so the area changes around them alone. At a
 * point the value is interpolated, and kept `least` away from zero. Outer
 * rings run counterclockwise, holes clockwise; each part is followed by its
 * holes. Coordinates are rounded to 1e-9 degrees.
 *
 * Of two rasters of one lattice with the same points, of which one's values
 * are nowhere above the other's, and whose points are inside wherever the
 * other's are, the area holds the other's but for that rounding.
 *
 * Samples that a point lies almost upon are put on its side. The caller frees
 * the polygon. Fails for want of memory only.
 */
circlet_status ci_contour_make(ci_polygon *out, ci_raster *raster,
                               const ci_raster_point *points, size_t count,
                               float least, circlet_error *error);

#endif
