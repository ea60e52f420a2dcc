/*
 * A made location problem on the ground, for benches: sites and demand
 * points in 60 towns over a thin background, weights from 1 to 20, a radius
 * chosen so that a demand point has so many sites within it. The same
 * numbers for a seed on every machine that rounds as IEEE 754 asks.
 */
#ifndef BENCH_LOCATION_TOWN_H
#define BENCH_LOCATION_TOWN_H

#include <circlet/location.h>

/* The time at the radius; nearer pairs take their part of it. */
#define LOCATION_TOWN_CUTOFF_MS 600000

typedef struct location_town {
    size_t site_count, point_count;
    float *site_x, *site_y; /* in a square of side 1 */
    float *point_x, *point_y;
    int64_t *weights; /* of the demand points */
    double radius;
    size_t *first; /* point_count + 1; into `entries` */
    circlet_od_entry *entries; /* of each point, by cells of a grid */
} location_town;

/* `coverers`: sites within the radius of a demand point, on the mean of a
 * sample. The caller frees it. false: no memory. */
bool location_town_make(location_town *out, size_t site_count,
                        size_t point_count, double coverers, uint64_t seed);
void location_town_free(location_town *town);

/* Whether it made a matrix of the town. */
bool location_town_matrix(circlet_od_matrix **out, const location_town *town);

#endif
