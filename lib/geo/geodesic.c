#include "geo/geodesic.h"

#include <math.h>

#include <geodesic.h>

#define EQUATOR_RADIUS_M 6378137.0
#define FLATTENING (1 / 298.257223563)
#define RADIANS_PER_DEGREE 0.017453292519943295

double ci_geodesic_length_m(const circlet_point *points, size_t count)
{
    struct geod_geodesic earth;
    double length_m = 0;

    geod_init(&earth, EQUATOR_RADIUS_M, FLATTENING);
    for (size_t i = 1; i < count; i++) {
        double piece_m;

        geod_inverse(&earth, points[i - 1].lat, points[i - 1].lon,
                     points[i].lat, points[i].lon, &piece_m, NULL, NULL);
        length_m += piece_m;
    }
    return length_m;
}

/* The radii of curvature in the meridian and in the prime vertical (Rapp,
 * Geometric Geodesy I, 1991, equations 3.87 and 3.99). */
ci_frame ci_frame_at(double lat)
{
    const double e2 = FLATTENING * (2 - FLATTENING);
    double sine = sin(lat * RADIANS_PER_DEGREE);
    double w2 = 1 - e2 * sine * sine;
    double prime_vertical_m = EQUATOR_RADIUS_M / sqrt(w2);
    double meridian_m = prime_vertical_m * (1 - e2) / w2;
    ci_frame frame;

    frame.m_per_lon =
        prime_vertical_m * cos(lat * RADIANS_PER_DEGREE) * RADIANS_PER_DEGREE;
    frame.m_per_lat = meridian_m * RADIANS_PER_DEGREE;
    return frame;
}
