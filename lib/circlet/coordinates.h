#ifndef CIRCLET_COORDINATES_H
#define CIRCLET_COORDINATES_H

#include <circlet/error.h>
#include <circlet/types.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Coordinate systems. In memory all points are degrees of WGS 84 (which
 * CGCS2000 equals within a metre), longitude first; what else there is, is
 * converted from and to that.
 */

/* What degrees are shifted by. Maps of China are published in degrees that
 * are not those of WGS 84. */
typedef enum circlet_datum {
    CIRCLET_DATUM_NONE = 0, /* they are what their coordinate system says */
    CIRCLET_DATUM_GCJ02, /* of Amap, Tencent and Google in China */
    CIRCLET_DATUM_BD09, /* of Baidu */
    CIRCLET_DATUM_COUNT
} circlet_datum;

/* "none", "gcj02", "bd09"; NULL for no datum. */
const char *circlet_datum_word(circlet_datum datum);

/* One side of a conversion. */
typedef struct circlet_coordinates {
    const char *crs; /* "EPSG:4547", WKT or a PROJ string; NULL: WGS 84
                        degrees, longitude first */
    circlet_datum datum; /* of degrees; with a crs in metres none */
} circlet_coordinates;

/*
 * Converts points in place: x (easting or longitude) in `lon`, y in `lat`.
 * CIRCLET_E_CRS for a system that is unknown or has no known way to the
 * other; CIRCLET_E_DATA with the values for a point that has no image.
 * After a failure the points are as they were.
 */
circlet_status circlet_convert_points(const circlet_coordinates *from,
                                      const circlet_coordinates *to,
                                      circlet_point *points, size_t count,
                                      circlet_error *error);

/*
 * How many digits after the point a coordinate of this side needs, to tell
 * millimetres and less: 9 for degrees, 3 for a projection. CIRCLET_E_CRS if
 * it cannot be used.
 */
circlet_status circlet_coordinates_decimals(int *out,
                                            const circlet_coordinates *side,
                                            circlet_error *error);

#ifdef __cplusplus
}
#endif

#endif
