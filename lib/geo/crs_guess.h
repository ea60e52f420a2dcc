/*
 * Which coordinate system bare numbers look like: degrees and the metres
 * that maps of China are in tell themselves apart by their size. Pure
 * arithmetic.
 */
#ifndef CI_GEO_CRS_GUESS_H
#define CI_GEO_CRS_GUESS_H

#include <circlet/types.h>

#define CI_CRS_SAMPLE_MAX 256

/* Some of a source's coordinates, as they stand there. Starts as {0}. */
typedef struct ci_crs_sample {
    circlet_point points[CI_CRS_SAMPLE_MAX]; /* x in `lon`, y in `lat` */
    size_t count;
} ci_crs_sample;

/* Adds a point unless the sample is full, or the point is 0 0 or has no
 * finite place, which say nothing. */
void ci_crs_sample_add(ci_crs_sample *sample, circlet_point at);

typedef enum ci_crs_look {
    CI_LOOK_NONE, /* no points */
    CI_LOOK_DEGREES, /* longitude first */
    CI_LOOK_DEGREES_EXCHANGED, /* latitude first */
    CI_LOOK_ZONE, /* Gauss-Krueger with the zone's number in front */
    CI_LOOK_TILES, /* web Mercator in China */
    CI_LOOK_TILES_OR_ZONE, /* one as well as the other */
    CI_LOOK_NO_ZONE, /* from a central meridian that nothing tells */
    CI_LOOK_METRES_EXCHANGED, /* one of these with the northing first */
    CI_LOOK_LOCAL, /* metres from a place in the city */
    CI_LOOK_UNKNOWN /* something else, or of several kinds */
} ci_crs_look;

typedef struct ci_crs_guess {
    ci_crs_look look;
    int zone; /* ZONE, TILES_OR_ZONE: 13 to 23 (6 degrees) or 25 to 45 (3) */
} ci_crs_guess;

ci_crs_look ci_crs_look_of(circlet_point at);

/* What nearly all points of a sample (19 in 20) look like. */
ci_crs_guess ci_crs_guess_of(const ci_crs_sample *sample);

/* The EPSG code of CGCS2000's zone of this number: 4491 to 4501, 4513 to
 * 4533. */
int ci_crs_zone_code(int zone);

#endif
