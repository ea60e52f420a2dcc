/* People of points spread over the cells of a grid. */
#ifndef CI_ACCESS_DENSITY_H
#define CI_ACCESS_DENSITY_H

#include "access/density_grid.h"

typedef enum ci_density_kernel {
    CI_DENSITY_QUARTIC, /* (1 - (d / bandwidth)^2)^2 within the bandwidth */
    CI_DENSITY_GAUSSIAN, /* exp(-d^2 / (2 bandwidth^2)) */
    CI_DENSITY_COUNT /* who lies in a cell */
} ci_density_kernel;

/* Beyond so many standard deviations a gaussian is cut off: what is left out
 * of it, exp(-12.5) or 4 of a million, is given to the cells within. */
#define CI_GAUSSIAN_REACH 5.0

/* The points, and their weights: `layer_count` numbers each, which are summed
 * apart from each other. */
typedef struct ci_density_points {
    size_t count;
    const ci_xy *at; /* in cells of the grid */
    const double *weights;
    size_t layer_count;
} ci_density_points;

typedef struct ci_density_query {
    const ci_density_grid *grid;
    ci_density_kernel kernel;
    double bandwidth_m;
    const double *inside_m2; /* of each cell, its part in the city */
    uint32_t threads; /* 0: one for each processor */
    const circlet_progress *progress; /* may be NULL */
} ci_density_query;

/* How far from a point its kernel reaches. */
double ci_density_reach_m(ci_density_kernel kernel, double bandwidth_m);

/*
 * Fills `out`: the sums of all cells for the first layer, then for the next.
 * Of a point's weight each cell gets a share like the kernel at its centre
 * times its area in the city, so that the shares of all cells add up to the
 * weight: what would fall outside the city is given back to it, as in the
 * edge correction that Jones (1993) and Diggle (2010) make of that of Diggle
 * (1985); spatstat calls it `diggle = TRUE`. Where no cell's centre in reach
 * counts, the point's own cell gets all.
 *
 * Every cell sums its points in the same order, whatever the number of
 * threads. CIRCLET_E_CANCELLED.
 */
circlet_status ci_density_sum(double *out, const ci_density_query *query,
                              const ci_density_points *points,
                              circlet_error *error);

#endif
