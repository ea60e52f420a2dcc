/* Places are sorted from south to north: of the many only a belt around the
 * latitude of the origin is looked at, and of these only what is near as the
 * crow flies through the Earth. */
#include "reach/straight.h"

#include <math.h>
#include <stdlib.h>

#include "geo/geodesic.h"

/* WGS 84: the equator's radius, and the eccentricity squared. */
#define RADIUS_M 6378137.0
#define E2 6.69437999014e-3

#define RADIANS 0.017453292519943295

/* A degree of latitude is nowhere shorter: radius x (1 - e2) at the equator,
 * where the meridian bends most. */
#define LEAST_M_PER_LAT 110574.0

/* Rounding of the bounds, generously. */
#define MARGIN_M 0.01

/*
 * A line on the ground is longer than the one through it by s^3 / (24 r^2),
 * s its length and r the radius of its bend, which is within 1.2 % of this
 * one: from 6335 km along a meridian at the equator to 6400 km at a pole. Up
 * to CHORD_MAX_M the terms beyond are below a micrometre, and the rounding of
 * metres from the middle of the Earth is below a tenth of that.
 */
#define BEND_M 6371000.0
#define BEND_DOUBT 0.03
#define CHORD_MAX_M 50000.0
#define CHORD_DOUBT_M 2e-6

/* Metres from the middle of the Earth. */
typedef struct solid {
    double x, y, z;
} solid;

typedef struct belt_place {
    circlet_point at;
    solid in_space;
    uint32_t position;
} belt_place;

struct ci_straight {
    belt_place *places; /* by latitude, then position */
    size_t count;
};

static solid solid_of(circlet_point at)
{
    double lon = at.lon * RADIANS, lat = at.lat * RADIANS;
    double normal_m = RADIUS_M / sqrt(1 - E2 * sin(lat) * sin(lat));
    solid place = {normal_m * cos(lat) * cos(lon),
                   normal_m * cos(lat) * sin(lon),
                   normal_m * (1 - E2) * sin(lat)};

    return place;
}

static int compare_places(const void *left, const void *right)
{
    const belt_place *a = left, *b = right;

    if (a->at.lat != b->at.lat)
        return a->at.lat < b->at.lat ? -1 : 1;
    return (a->position > b->position) - (a->position < b->position);
}

ci_straight *ci_straight_new(const circlet_point *places, size_t count)
{
    ci_straight *straight = calloc(1, sizeof(*straight));

    if (!straight)
        return NULL;
    straight->places = malloc((count + 1) * sizeof(*straight->places));
    if (!straight->places) {
        free(straight);
        return NULL;
    }
    straight->count = count;
    for (size_t i = 0; i < count; i++)
        straight->places[i] =
            (belt_place){places[i], solid_of(places[i]), (uint32_t)i};
    if (count > 1)
        qsort(straight->places, count, sizeof(*straight->places),
              compare_places);
    return straight;
}

void ci_straight_free(ci_straight *straight)
{
    if (!straight)
        return;
    free(straight->places);
    free(straight);
}

bool ci_is_same_place(circlet_point a, circlet_point b)
{
    return a.lon == b.lon && a.lat == b.lat;
}

static uint32_t ms_of(double metres, const ci_straight_pace *pace)
{
    double ms = metres / pace->speed_mps * 1000 + pace->boarding_ms;

    return ms < CIRCLET_TIME_MAX ? (uint32_t)llround(ms) : CIRCLET_TIME_MAX;
}

uint32_t ci_straight_ms(circlet_point from, circlet_point to,
                        const ci_straight_pace *pace)
{
    circlet_point line[2] = {from, to};

    return ci_is_same_place(from, to)
               ? 0
               : ms_of(ci_geodesic_length_m(line, 2), pace);
}

/* As ci_straight_ms() of two places in space: nearly always the line through
 * the ground tells. */
static uint32_t ms_between(const belt_place *to, circlet_point from,
                           solid in_space, const ci_straight_pace *pace)
{
    double x = to->in_space.x - in_space.x, y = to->in_space.y - in_space.y;
    double z = to->in_space.z - in_space.z;
    double chord_m = sqrt(x * x + y * y + z * z);
    double more_m = chord_m * chord_m * chord_m / (24 * BEND_M * BEND_M);
    double doubt_m = more_m * BEND_DOUBT + CHORD_DOUBT_M;
    uint32_t low_ms = ms_of(chord_m + more_m - doubt_m, pace);

    return chord_m > 1 && chord_m < CHORD_MAX_M &&
                   low_ms == ms_of(chord_m + more_m + doubt_m, pace)
               ? low_ms
               : ci_straight_ms(from, to->at, pace);
}

/* Farther than this is over the cutoff, whatever is rounded. */
static double range_m(const ci_straight_pace *pace, uint32_t cutoff_ms)
{
    double going_ms = fmax((double)cutoff_ms - pace->boarding_ms, 0);

    return (going_ms + 1) / 1000 * pace->speed_mps + MARGIN_M;
}

/* The first place that lies as far north as `lat`. */
static size_t first_north_of(const ci_straight *straight, double lat)
{
    size_t low = 0, high = straight->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (straight->places[middle].at.lat < lat)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* No way on the ground is shorter than the way through it. */
static bool may_be_within(solid a, solid b, double limit_m)
{
    double x = a.x - b.x, y = a.y - b.y, z = a.z - b.z;
    double reach_m = limit_m + MARGIN_M;

    return x * x + y * y + z * z <= reach_m * reach_m;
}

/* What is known while the nearest place is sought. */
typedef struct nearest_search {
    circlet_point from;
    solid in_space;
    const ci_straight_pace *pace;
    double limit_m; /* no farther place is of use */
    uint32_t best_ms;
} nearest_search;

/* false: this place and all beyond it are too far north or south. */
static bool look_at(nearest_search *search, const belt_place *place)
{
    double north_m = fabs(place->at.lat - search->from.lat) * LEAST_M_PER_LAT;
    uint32_t ms;

    if (north_m > search->limit_m)
        return false;
    if (!may_be_within(search->in_space, place->in_space, search->limit_m))
        return true;
    ms = ms_between(place, search->from, search->in_space, search->pace);
    if (ms < search->best_ms) {
        search->best_ms = ms;
        search->limit_m = fmin(search->limit_m, range_m(search->pace, ms));
    }
    return true;
}

uint32_t ci_straight_nearest_ms(const ci_straight *straight,
                                circlet_point from,
                                const ci_straight_pace *pace,
                                uint32_t cutoff_ms)
{
    nearest_search search = {from, solid_of(from), pace,
                             range_m(pace, cutoff_ms), CIRCLET_UNREACHED};
    size_t middle = first_north_of(straight, from.lat);
    size_t north = middle, south = middle;
    bool goes_north = true, goes_south = true;

    while (goes_north || goes_south) {
        goes_north = goes_north && north < straight->count &&
                     look_at(&search, &straight->places[north]);
        north += goes_north;
        goes_south = goes_south && south > 0 &&
                     look_at(&search, &straight->places[south - 1]);
        south -= goes_south;
    }
    return search.best_ms <= cutoff_ms ? search.best_ms : CIRCLET_UNREACHED;
}

bool ci_straight_within(const ci_straight *straight, circlet_point from,
                        const ci_straight_pace *pace, uint32_t cutoff_ms,
                        ci_straight_fn found, void *user)
{
    double limit_m = range_m(pace, cutoff_ms);
    double height = limit_m / LEAST_M_PER_LAT;
    solid in_space = solid_of(from);

    for (size_t i = first_north_of(straight, from.lat - height);
         i < straight->count &&
         straight->places[i].at.lat <= from.lat + height;
         i++) {
        const belt_place *place = &straight->places[i];
        uint32_t ms;

        if (!may_be_within(in_space, place->in_space, limit_m))
            continue;
        ms = ms_between(place, from, in_space, pace);
        if (ms <= cutoff_ms && !found(place->position, ms, user))
            return false;
    }
    return true;
}
