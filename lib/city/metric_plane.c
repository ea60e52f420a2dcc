#include "city/metric_plane.h"

#include <math.h>
#include <stdlib.h>

#include "base/error.h"

/* The ellipsoid of WGS 84: half its greater axis, its eccentricity. */
#define AXIS_M 6378137.0
#define ECCENTRICITY_2 0.0066943799901413165
#define ECCENTRICITY 0.08181919084262149

#define DEGREE 0.017453292519943295

/* Edges are cut into pieces no longer than this: about a kilometre, whose
 * middle is then some two centimetres off. */
#define PIECE_DEGREES 0.01

/* The least radius of curvature of the ellipsoid, at which the distortion is
 * greatest: polar axis squared by equatorial axis. */
#define LEAST_RADIUS_M 6335439.0

/* What the ellipsoid adds to the distortion for each radian from the centre:
 * no more than a sixth of its squared eccentricity, at 45 degrees north or
 * south of the equator; rounded up. */
#define FLATTENING_TERM 0.0012

/* Newton's method gains digits by doubling them: three rounds are enough. */
#define ROUNDS 4

/* Equation 3-12, of the sine of a latitude. */
static double q_of(double sine)
{
    return (1 - ECCENTRICITY_2) * (sine / (1 - ECCENTRICITY_2 * sine * sine) +
                                   atanh(ECCENTRICITY * sine) / ECCENTRICITY);
}

ci_metric_plane ci_metric_plane_at(circlet_point centre)
{
    double sine = sin(centre.lat * DEGREE), cosine = cos(centre.lat * DEGREE);
    ci_metric_plane plane = {.lon = centre.lon, .q_pole = q_of(1)};

    plane.radius_m = AXIS_M * sqrt(plane.q_pole / 2);
    plane.sin_beta = q_of(sine) / plane.q_pole;
    plane.cos_beta = sqrt(1 - plane.sin_beta * plane.sin_beta);
    plane.stretch = AXIS_M * cosine / sqrt(1 - ECCENTRICITY_2 * sine * sine) /
                    (plane.radius_m * plane.cos_beta);
    return plane;
}

/* Equations 24-17 to 24-19. */
ci_xy ci_metric_plane_from_degrees(const ci_metric_plane *plane,
                                   circlet_point at)
{
    double east = (at.lon - plane->lon) * DEGREE;
    double sin_beta = q_of(sin(at.lat * DEGREE)) / plane->q_pole;
    double cos_beta = sqrt(fmax(1 - sin_beta * sin_beta, 0));
    double along = cos_beta * cos(east);
    double scale =
        plane->radius_m *
        sqrt(2 / (1 + plane->sin_beta * sin_beta + plane->cos_beta * along));

    return (ci_xy){scale * plane->stretch * cos_beta * sin(east),
                   scale / plane->stretch *
                       (plane->cos_beta * sin_beta - plane->sin_beta * along)};
}

/* The sine of the latitude that has a q: equation 3-16, of the sine. */
static double sine_of(double q)
{
    double sine = q / 2;

    for (int i = 0; i < ROUNDS; i++) {
        double rest = 1 - ECCENTRICITY_2 * sine * sine;

        sine += (q - q_of(sine)) * rest * rest / (2 * (1 - ECCENTRICITY_2));
        sine = fmax(fmin(sine, 1), -1);
    }
    return sine;
}

/* Equations 24-26 to 24-28. */
circlet_point ci_metric_plane_to_degrees(const ci_metric_plane *plane,
                                         ci_xy at)
{
    double x = at.x / plane->stretch, y = at.y * plane->stretch;
    double rho = hypot(x, y);
    double half = fmin(rho / (2 * plane->radius_m), 1);
    double sin_c = 2 * half * sqrt(1 - half * half);
    double cos_c = 1 - 2 * half * half;
    double sin_beta, east;

    if (rho == 0)
        sin_beta = plane->sin_beta;
    else
        sin_beta = cos_c * plane->sin_beta + y * sin_c * plane->cos_beta / rho;
    east = atan2(x * sin_c,
                 rho * plane->cos_beta * cos_c - y * plane->sin_beta * sin_c);
    return (circlet_point){plane->lon + (rho > 0 ? east / DEGREE : 0),
                           asin(sine_of(plane->q_pole * sin_beta)) / DEGREE};
}

/* ---- rings -------------------------------------------------------------- */

static size_t piece_count(circlet_point from, circlet_point to)
{
    double length = fmax(fabs(to.lon - from.lon), fabs(to.lat - from.lat));

    return length > PIECE_DEGREES ? (size_t)ceil(length / PIECE_DEGREES) : 1;
}

static circlet_point point_between(circlet_point from, circlet_point to,
                                   double share)
{
    return (circlet_point){from.lon + share * (to.lon - from.lon),
                           from.lat + share * (to.lat - from.lat)};
}

/* Every edge without its end, then the end of the last. */
static void cut_edges(ci_plane_ring *out, const ci_metric_plane *plane,
                      const circlet_point *points, size_t count)
{
    for (size_t i = 0; i + 1 < count; i++) {
        size_t pieces = piece_count(points[i], points[i + 1]);

        for (size_t k = 0; k < pieces; k++)
            out->points[out->count++] = ci_metric_plane_from_degrees(
                plane, point_between(points[i], points[i + 1],
                                     (double)k / (double)pieces));
    }
    out->points[out->count++] =
        ci_metric_plane_from_degrees(plane, points[count - 1]);
}

circlet_status ci_metric_plane_ring(ci_plane_ring *out,
                                    const ci_metric_plane *plane,
                                    const circlet_point *points, size_t count,
                                    circlet_error *error)
{
    ci_plane_ring ring = {0};
    size_t total = 1;

    for (size_t i = 0; i + 1 < count; i++)
        total += piece_count(points[i], points[i + 1]);
    ring.points = malloc(total * sizeof(*ring.points));
    if (!ring.points)
        return ci_fail_nomem(error);
    if (count > 0)
        cut_edges(&ring, plane, points, count);
    *out = ring;
    return CIRCLET_OK;
}

/* From the first point, so that no digits are lost far from the centre. */
double ci_plane_ring_m2(const ci_xy *points, size_t count)
{
    double twice = 0;

    for (size_t i = 1; i + 1 < count; i++)
        twice +=
            (points[i].x - points[0].x) * (points[i + 1].y - points[0].y) -
            (points[i + 1].x - points[0].x) * (points[i].y - points[0].y);
    return twice / 2;
}

double ci_metric_plane_distortion(double distance_m)
{
    /* The plane's radius is 2 R sin(c / 2). */
    double half_sine = fmin(distance_m / (2 * LEAST_RADIUS_M), 1.0);

    return 1 / sqrt(1 - half_sine * half_sine) - 1 +
           FLATTENING_TERM * 2 * asin(half_sine);
}
