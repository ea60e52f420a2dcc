/* Lengths and areas on the ellipsoid of WGS 84, and flat metres around a
 * place. */
#ifndef CI_GEO_GEODESIC_H
#define CI_GEO_GEODESIC_H

#include <circlet/types.h>

/* Length of the line through `points` in metres (Karney 2013; of short
 * pieces by Gauss's mean latitude, the same to 1e-8 m). */
double ci_geodesic_length_m(const circlet_point *points, size_t count);

/* Area of the ring through `points` in square metres, above zero if it runs
 * counterclockwise; its last point may repeat the first (Karney 2013). */
double ci_geodesic_ring_m2(const circlet_point *points, size_t count);

/*
 * Square metres of an area: its outer rings less its holes, whichever way
 * they run. Of an area that is not valid this is what all programs say that
 * add up rings.
 */
double ci_geodesic_area_m2(const circlet_area *area);

/*
 * Metres a degree around a latitude, from the radii of curvature of the
 * WGS 84 ellipsoid: exact to millimetres within a few kilometres.
 */
typedef struct ci_frame {
    double m_per_lon;
    double m_per_lat;
} ci_frame;

ci_frame ci_frame_at(double lat);

/* Square metres of an area in the frame of its first point, counted as by
 * ci_geodesic_area_m2() at a hundredth of the time: for an area of a few
 * kilometres exact to a thousandth. */
double ci_flat_area_m2(const circlet_area *area);

#endif
