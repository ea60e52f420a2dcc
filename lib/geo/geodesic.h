/* Lengths on the ellipsoid of WGS 84, and flat metres around a place. */
#ifndef CI_GEO_GEODESIC_H
#define CI_GEO_GEODESIC_H

#include <circlet/types.h>

/* Length of the line through `points` in metres (Karney 2013). */
double ci_geodesic_length_m(const circlet_point *points, size_t count);

/*
 * Metres a degree around a latitude, from the radii of curvature of the
 * WGS 84 ellipsoid: exact to millimetres within a few kilometres.
 */
typedef struct ci_frame {
    double m_per_lon;
    double m_per_lat;
} ci_frame;

ci_frame ci_frame_at(double lat);

#endif
