/*
 * A plane of metres around a place of a city, in which areas are true: the
 * azimuthal equal-area projection of the ellipsoid of WGS 84 (Snyder 1987,
 * Map Projections: a Working Manual, section 24).
 */
#ifndef CI_CITY_METRIC_PLANE_H
#define CI_CITY_METRIC_PLANE_H

#include <circlet/error.h>
#include <circlet/types.h>

/* Metres to the east and to the north of the plane's centre. */
typedef struct ci_xy {
    double x, y;
} ci_xy;

/* Snyder's constants of a plane; those of latitudes are of the centre. */
typedef struct ci_metric_plane {
    double lon; /* degrees */
    double q_pole; /* q of the poles, equation 3-12 */
    double radius_m; /* of the sphere of the same surface */
    double sin_beta, cos_beta; /* of its authalic latitude */
    double stretch; /* D, equation 24-20 */
} ci_metric_plane;

/* `centre` in degrees, not nearer to a pole than a degree. */
ci_metric_plane ci_metric_plane_at(circlet_point centre);

/* Degrees into the plane, and back: to a nanometre, as far as half the way
 * round the Earth. */
ci_xy ci_metric_plane_from_degrees(const ci_metric_plane *plane,
                                   circlet_point at);
circlet_point ci_metric_plane_to_degrees(const ci_metric_plane *plane,
                                         ci_xy at);

/* A ring of the plane. Starts as {0}; the caller frees `points`. */
typedef struct ci_plane_ring {
    ci_xy *points; /* the last one repeats the first */
    size_t count;
} ci_plane_ring;

/*
 * A ring of degrees into the plane, with further points on its edges, since
 * an edge that is straight in degrees is not so in the plane: it is off by
 * centimetres at most.
 */
circlet_status ci_metric_plane_ring(ci_plane_ring *out,
                                    const ci_metric_plane *plane,
                                    const circlet_point *points, size_t count,
                                    circlet_error *error);

/* Square metres within a ring, above zero if it runs counterclockwise. */
double ci_plane_ring_m2(const ci_xy *points, size_t count);

/*
 * By how much lengths are stretched or shrunk, at most, as far as `distance_m`
 * from the centre: 0.001 is a thousandth. On a sphere the scale at an angle c
 * from the centre is 1 / cos(c / 2) across and its inverse along the way there
 * (Snyder 1987, equations 24-1 and 24-2); the ellipsoid adds a little.
 */
double ci_metric_plane_distortion(double distance_m);

#endif
