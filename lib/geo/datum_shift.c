/*
 * GCJ-02 has no published standard. The formula is the one that became known
 * in 2013 as "EvilTransform" and that all free programs use (such as
 * googollee/eviltransform, MIT, whose test points are ours too): metres east
 * and north as a polynomial and sines of the degrees from 105 E 35 N, turned
 * into degrees by the radii of the Krasovsky 1940 ellipsoid. BD-09 turns and
 * stretches GCJ-02 about 0 E 0 N, by Baidu's constants as published there.
 */
#include "geo/datum_shift.h"

#include <math.h>

/* Krasovsky 1940: semi-major axis in metres, first eccentricity squared. */
#define AXIS_M 6378245.0
#define ECCENTRICITY_2 0.00669342162296594323

/* The rectangle outside of which nothing is shifted, and how far beyond it a
 * shifted point may lie. */
#define WEST 72.004
#define EAST 137.8347
#define SOUTH 0.8293
#define NORTH 55.8271
#define REACH 0.1

/* Each step makes the error smaller by a factor of 30 at least, so that the
 * error after it is far below the length of the step. */
#define STEP_MAX 40
#define STEP_ENOUGH 1e-13 /* degrees: about the spacing of doubles there */

/* Metres that both axes have in common: sines of the longitude. */
static double ripple(double x)
{
    return (20.0 * sin(6.0 * x * M_PI) + 20.0 * sin(2.0 * x * M_PI)) * 2.0 /
           3.0;
}

static double shift_north(double x, double y)
{
    double m = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y +
               0.2 * sqrt(fabs(x));

    m += ripple(x);
    m += (20.0 * sin(y * M_PI) + 40.0 * sin(y / 3.0 * M_PI)) * 2.0 / 3.0;
    m += (160.0 * sin(y / 12.0 * M_PI) + 320.0 * sin(y / 30.0 * M_PI)) * 2.0 /
         3.0;
    return m;
}

static double shift_east(double x, double y)
{
    double m =
        300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(fabs(x));

    m += ripple(x);
    m += (20.0 * sin(x * M_PI) + 40.0 * sin(x / 3.0 * M_PI)) * 2.0 / 3.0;
    m += (150.0 * sin(x / 12.0 * M_PI) + 300.0 * sin(x / 30.0 * M_PI)) * 2.0 /
         3.0;
    return m;
}

static circlet_point to_gcj02(circlet_point at)
{
    double x = at.lon - 105.0, y = at.lat - 35.0;
    double lat = at.lat * M_PI / 180.0;
    double w = 1.0 - ECCENTRICITY_2 * sin(lat) * sin(lat);
    double along_meridian_m = AXIS_M * (1.0 - ECCENTRICITY_2) / (w * sqrt(w));
    double along_parallel_m = AXIS_M / sqrt(w) * cos(lat);

    at.lon += shift_east(x, y) / along_parallel_m * 180.0 / M_PI;
    at.lat += shift_north(x, y) / along_meridian_m * 180.0 / M_PI;
    return at;
}

static circlet_point from_gcj02_to_bd09(circlet_point at)
{
    static const double turn = M_PI * 3000.0 / 180.0;
    double radius = hypot(at.lon, at.lat) + 0.00002 * sin(at.lat * turn);
    double angle = atan2(at.lat, at.lon) + 0.000003 * cos(at.lon * turn);

    return (circlet_point){radius * cos(angle) + 0.0065,
                           radius * sin(angle) + 0.006};
}

/* Without the rectangle; smooth also around it. */
static circlet_point shift_anywhere(circlet_datum datum, circlet_point at)
{
    at = to_gcj02(at);
    return datum == CIRCLET_DATUM_BD09 ? from_gcj02_to_bd09(at) : at;
}

bool ci_datum_has(circlet_point wgs84)
{
    return WEST <= wgs84.lon && wgs84.lon <= EAST && SOUTH <= wgs84.lat &&
           wgs84.lat <= NORTH;
}

circlet_point ci_datum_shift(circlet_datum datum, circlet_point wgs84)
{
    if (datum == CIRCLET_DATUM_NONE || !ci_datum_has(wgs84))
        return wgs84;
    return shift_anywhere(datum, wgs84);
}

/* Far from the rectangle the formula means nothing, and at a pole it is
 * infinite. */
static bool is_near_rectangle(circlet_point at)
{
    return WEST - REACH <= at.lon && at.lon <= EAST + REACH &&
           SOUTH - REACH <= at.lat && at.lat <= NORTH + REACH;
}

/*
 * The fixed point of p = p + (shifted - shift(p)): the shift changes by less
 * than 0.8 m (GCJ-02) and 2.6 m (BD-09) over 100 m, so that each step leaves
 * less than a thirtieth of the error.
 */
circlet_point ci_datum_unshift(circlet_datum datum, circlet_point shifted)
{
    circlet_point at = shifted;

    if (datum == CIRCLET_DATUM_NONE || !is_near_rectangle(shifted))
        return shifted;
    for (int i = 0; i < STEP_MAX; i++) {
        circlet_point image = shift_anywhere(datum, at);
        double lon = shifted.lon - image.lon;
        double lat = shifted.lat - image.lat;

        at.lon += lon;
        at.lat += lat;
        if (fabs(lon) <= STEP_ENOUGH && fabs(lat) <= STEP_ENOUGH)
            break;
    }
    return ci_datum_has(at) ? at : shifted;
}
