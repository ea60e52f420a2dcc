/*
 * The ranges are those of China's land, 73.4 to 135.1 E and 18 to 53.6 N
 * with the islands from 3 N, widened to round numbers. Zones of 6 degrees
 * have the numbers 13 to 23 and those of 3 degrees 25 to 45, so that the
 * number tells the width too. Web Mercator is x = 6378137 m * longitude in
 * radians: 8.17 to 15.04 million metres.
 */
#include "geo/crs_guess.h"

#include <math.h>

void ci_crs_sample_add(ci_crs_sample *sample, circlet_point at)
{
    if (sample->count < CI_CRS_SAMPLE_MAX && isfinite(at.lon) &&
        isfinite(at.lat) && (at.lon != 0.0 || at.lat != 0.0))
        sample->points[sample->count++] = at;
}

static bool is_between(double low, double value, double high)
{
    return low <= value && value <= high;
}

/* Metres from the equator. */
static bool is_northing(double value)
{
    return is_between(1.7e6, value, 6.2e6);
}

/* Metres from a central meridian, to which 500 km are added. */
static bool is_easting(double value)
{
    return is_between(1.5e5, value, 8.5e5);
}

/* The zone whose number stands before an easting, or 0. */
static int zone_of(double value)
{
    int zone;

    if (!is_between(13e6, value, 46e6))
        return 0;
    zone = (int)(value / 1e6);
    return zone != 24 && is_easting(value - zone * 1e6) ? zone : 0;
}

static bool is_tile(double x, double y)
{
    return is_between(8.0e6, x, 15.1e6) && is_between(0.3e6, y, 7.3e6);
}

/*
 * Eastings in zones 13 and 14, in the far west, are web Mercator's of 118 to
 * 124 E and of 127 to 133 E. Land of China in zone 13 lies between 35.4 and
 * 41.1 N, in zone 14 between 29 and 47.4 N; between 127 and 133 E it begins
 * at 40.8 N.
 */
static ci_crs_look tile_or_zone(double x, double y)
{
    int zone = zone_of(x);
    bool is_zone = zone == 13 ? is_between(3.9e6, y, 4.6e6) &&
                                    is_between(13.35e6, x, 13.77e6)
                              : is_between(3.2e6, y, 5.26e6);
    bool is_tiles = zone == 13 ? y >= 2.4e6 : y >= 4.97e6;

    if (is_zone && is_tiles)
        return CI_LOOK_TILES_OR_ZONE;
    return is_zone ? CI_LOOK_ZONE : CI_LOOK_TILES;
}

/* In the Arctic nobody lives at these longitudes; exchanged, they lie in the
 * west of China. */
static bool is_arctic(circlet_point at)
{
    return is_between(17.0, at.lon, 54.0) && is_between(73.4, at.lat, 90.0);
}

static ci_crs_look look_of_degrees(circlet_point at)
{
    bool is_place = fabs(at.lon) <= 180.0 && fabs(at.lat) <= 90.0;

    if (is_place && !is_arctic(at))
        return CI_LOOK_DEGREES;
    return is_place || (fabs(at.lon) <= 90.0 && fabs(at.lat) <= 180.0)
               ? CI_LOOK_DEGREES_EXCHANGED
               : CI_LOOK_UNKNOWN;
}

ci_crs_look ci_crs_look_of(circlet_point at)
{
    double x = at.lon, y = at.lat;
    ci_crs_look look = look_of_degrees(at);

    if (look != CI_LOOK_UNKNOWN)
        return look;
    if (is_northing(y) && zone_of(x) && is_tile(x, y))
        return tile_or_zone(x, y);
    if (is_northing(y) && zone_of(x))
        return CI_LOOK_ZONE;
    if (is_tile(x, y))
        return CI_LOOK_TILES;
    if (is_northing(y) && is_easting(x))
        return CI_LOOK_NO_ZONE;
    if ((is_northing(x) && (zone_of(y) || is_easting(y))) || is_tile(y, x))
        return CI_LOOK_METRES_EXCHANGED;
    if (fabs(x) < 1e6 && fabs(y) < 1e6 && fmax(fabs(x), fabs(y)) > 1e3)
        return CI_LOOK_LOCAL;
    return CI_LOOK_UNKNOWN;
}

/* Points that fit two kinds fit either of them. */
static bool agrees(ci_crs_look with, circlet_point at)
{
    ci_crs_look look = ci_crs_look_of(at);

    return look == with || (look == CI_LOOK_TILES_OR_ZONE &&
                            (with == CI_LOOK_TILES || with == CI_LOOK_ZONE));
}

static size_t count_agreeing(const ci_crs_sample *sample, ci_crs_guess guess)
{
    size_t count = 0;

    for (size_t i = 0; i < sample->count; i++) {
        circlet_point at = sample->points[i];

        if (agrees(guess.look, at) &&
            (guess.zone == 0 || zone_of(at.lon) == guess.zone))
            count++;
    }
    return count;
}

ci_crs_guess ci_crs_guess_of(const ci_crs_sample *sample)
{
    /* What fits only one kind decides before what fits two. */
    static const ci_crs_look looks[] = {
        CI_LOOK_DEGREES, CI_LOOK_DEGREES_EXCHANGED,
        CI_LOOK_NO_ZONE, CI_LOOK_TILES_OR_ZONE,
        CI_LOOK_TILES,   CI_LOOK_ZONE,
        CI_LOOK_LOCAL,   CI_LOOK_METRES_EXCHANGED};

    if (sample->count == 0)
        return (ci_crs_guess){CI_LOOK_NONE, 0};
    for (size_t i = 0; i < sizeof(looks) / sizeof(looks[0]); i++) {
        ci_crs_guess guess = {looks[i], 0};

        for (size_t k = 0; k < sample->count && guess.zone == 0; k++)
            if ((looks[i] == CI_LOOK_ZONE ||
                 looks[i] == CI_LOOK_TILES_OR_ZONE) &&
                agrees(looks[i], sample->points[k]))
                guess.zone = zone_of(sample->points[k].lon);
        if (count_agreeing(sample, guess) * 20 >= sample->count * 19)
            return guess;
    }
    return (ci_crs_guess){CI_LOOK_UNKNOWN, 0};
}

int ci_crs_zone_code(int zone)
{
    return zone < 25 ? 4491 + zone - 13 : 4513 + zone - 25;
}
