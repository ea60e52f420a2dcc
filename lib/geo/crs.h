/* Coordinate systems: to WGS 84 degrees, longitude first, and back. Wraps
 * PROJ. */
#ifndef CI_GEO_CRS_H
#define CI_GEO_CRS_H

#include <circlet/coordinates.h>

#include "geo/area.h"

/* From one coordinate system to WGS 84. One thread at a time. */
typedef struct ci_transform ci_transform;

/*
 * `crs` is "EPSG:4547", WKT of any kind (.prj of ESRI too) or a PROJ
 * string. CIRCLET_E_CRS if it is unknown, or if its datum is Beijing 1954
 * or Xian 1980 without parameters (PROJ would silently shift nothing).
 */
circlet_status ci_transform_new(ci_transform **out, const char *crs,
                                circlet_error *error);
void ci_transform_free(ci_transform *transform);

/* Whether the source's coordinates are longitudes and latitudes in degrees. */
bool ci_transform_is_degrees(const ci_transform *transform);

/* The digits after the point that tell millimetres: 9 of angles, 3 of
 * lengths. */
int ci_transform_decimals(const ci_transform *transform);

/* The system's name as messages show it, borrowed. */
const char *ci_transform_label(const ci_transform *transform);

/* The degrees between which the system is meant to be used; false: that is
 * not known. */
bool ci_transform_area(ci_box *out, const ci_transform *transform);

/*
 * Says that the source's degrees are shifted: points are moved back by
 * ci_datum_unshift() once they are degrees. CIRCLET_E_CRS unless the system
 * is one of WGS 84 or CGCS2000 degrees, or web Mercator, in which maps of
 * China are published; nobody knows what a shift means in others.
 */
circlet_status ci_transform_set_datum(ci_transform *transform,
                                      circlet_datum datum,
                                      circlet_error *error);

/*
 * Changes points in place: x (easting or longitude) in `lon`, y in `lat`.
 * CIRCLET_E_DATA with the values if a point has no image on the Earth, lies
 * far outside the area that the system is meant for, or is beyond 180 and 90
 * where degrees are expected.
 */
circlet_status ci_transform_points(const ci_transform *transform,
                                   circlet_point *points, size_t count,
                                   circlet_error *error);

/* The way back: WGS 84 degrees into the source's coordinates, easting or
 * longitude first, with its datum's shift. Fails like the way there. */
circlet_status ci_transform_points_back(const ci_transform *transform,
                                        circlet_point *points, size_t count,
                                        circlet_error *error);

#endif
