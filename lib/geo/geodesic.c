#include "geo/geodesic.h"

#include <math.h>

#include <geodesic.h>

#define EQUATOR_RADIUS_M 6378137.0
#define FLATTENING (1 / 298.257223563)
#define RADIANS_PER_DEGREE 0.017453292519943295

/* Within 0.02 degrees and away from the poles the formula below is right to
 * 1e-8 m, which is the rounding of degrees, at a tenth of the work. */
static bool is_short(circlet_point a, circlet_point b)
{
    return fabs(a.lat - b.lat) < 0.02 && fabs(a.lon - b.lon) < 0.02 &&
           fabs(a.lat) < 80;
}

/* The inverse by Gauss's mean latitude (Rapp, Geometric Geodesy I, 1991,
 * section 6.4): the departure and the difference in latitude, each with its
 * terms of second order. */
static double short_length_m(circlet_point a, circlet_point b)
{
    const double e2 = FLATTENING * (2 - FLATTENING);
    double middle = (a.lat + b.lat) / 2 * RADIANS_PER_DEGREE;
    double lat = (b.lat - a.lat) * RADIANS_PER_DEGREE;
    double lon = (b.lon - a.lon) * RADIANS_PER_DEGREE;
    double sine = sin(middle), cosine = cos(middle);
    double w2 = 1 - e2 * sine * sine;
    double prime_vertical_m = EQUATOR_RADIUS_M / sqrt(w2);
    double meridian_m = prime_vertical_m * (1 - e2) / w2;
    double eta2 = e2 / (1 - e2) * cosine * cosine;
    double t2 = sine * sine / (cosine * cosine);
    double v4 = (1 + eta2) * (1 + eta2);
    double east = 1 - lon * lon * sine * sine / 24 +
                  (1 + eta2 - 9 * eta2 * t2) / (24 * v4) * lat * lat;
    double north = 1 + (1 - 2 * eta2) / 24 * lon * lon * cosine * cosine +
                   eta2 * (1 - t2) / (8 * v4) * lat * lat;

    east *= prime_vertical_m * cosine * lon;
    north *= meridian_m * lat * (1 - lon * lon / 8);
    return sqrt(east * east + north * north);
}

double ci_geodesic_length_m(const circlet_point *points, size_t count)
{
    struct geod_geodesic earth = {0};
    bool has_earth = false;
    double length_m = 0;

    for (size_t i = 1; i < count; i++) {
        double piece_m;

        if (is_short(points[i - 1], points[i])) {
            length_m += short_length_m(points[i - 1], points[i]);
            continue;
        }
        if (!has_earth)
            geod_init(&earth, EQUATOR_RADIUS_M, FLATTENING);
        has_earth = true;
        geod_inverse(&earth, points[i - 1].lat, points[i - 1].lon,
                     points[i].lat, points[i].lon, &piece_m, NULL, NULL);
        length_m += piece_m;
    }
    return length_m;
}

double ci_geodesic_ring_m2(const circlet_point *points, size_t count)
{
    struct geod_geodesic earth;
    struct geod_polygon ring;
    double area_m2 = 0;

    geod_init(&earth, EQUATOR_RADIUS_M, FLATTENING);
    geod_polygon_init(&ring, 0);
    for (size_t i = 0; i < count; i++)
        geod_polygon_addpoint(&earth, &ring, points[i].lat, points[i].lon);
    geod_polygon_compute(&earth, &ring, 0, 1, &area_m2, NULL);
    return area_m2;
}

double ci_geodesic_area_m2(const circlet_area *area)
{
    double area_m2 = 0;
    size_t start = 0;

    for (size_t r = 0; r < area->ring_count; r++) {
        size_t end = area->rings[r].end;
        double ring_m2 =
            fabs(ci_geodesic_ring_m2(area->points + start, end - start));

        area_m2 += area->rings[r].is_hole ? -ring_m2 : ring_m2;
        start = end;
    }
    return area_m2;
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

/* Twice the square degrees of a ring (the shoelace formula), from its first
 * point so that little is lost to rounding. */
static double twice_ring(const circlet_point *points, size_t count)
{
    double sum = 0;

    for (size_t i = 1; i < count; i++) {
        double x = points[i - 1].lon - points[0].lon;
        double y = points[i - 1].lat - points[0].lat;

        sum += x * (points[i].lat - points[0].lat) -
               y * (points[i].lon - points[0].lon);
    }
    return sum;
}

double ci_flat_area_m2(const circlet_area *area)
{
    ci_frame frame = ci_frame_at(area->ring_count ? area->points->lat : 0);
    double sum = 0;
    size_t start = 0;

    for (size_t r = 0; r < area->ring_count; r++) {
        size_t end = area->rings[r].end;
        double ring = fabs(twice_ring(area->points + start, end - start));

        sum += area->rings[r].is_hole ? -ring : ring;
        start = end;
    }
    return sum / 2 * frame.m_per_lon * frame.m_per_lat;
}
