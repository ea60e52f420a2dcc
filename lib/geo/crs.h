/* Coordinate systems: to WGS 84 degrees, longitude first. Wraps PROJ. */
#ifndef CI_GEO_CRS_H
#define CI_GEO_CRS_H

#include <circlet/error.h>
#include <circlet/types.h>

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

/*
 * Changes points in place: x (easting or longitude) in `lon`, y in `lat`.
 * CIRCLET_E_DATA with the values if a point has no image on the Earth, lies
 * far outside the area that the system is meant for, or is beyond 180 and 90
 * where degrees are expected.
 */
circlet_status ci_transform_points(const ci_transform *transform,
                                   circlet_point *points, size_t count,
                                   circlet_error *error);

#endif
