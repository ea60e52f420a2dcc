/* A grid of heights, and the height of a place in it. */
#ifndef CI_IO_ELEVATION_GRID_H
#define CI_IO_ELEVATION_GRID_H

#include <circlet/types.h>

#include "geo/crs.h"

/* What is not known stands in a grid as this. */
#define CI_HEIGHT_VOID INT16_MIN

/* Heights on land: the shore of the Dead Sea lies at -430 m, Mount Everest
 * reaches 8849 m. What is beyond is no height. */
#define CI_HEIGHT_LEAST_M (-500.0)
#define CI_HEIGHT_GREATEST_M 9000.0

/*
 * Heights at points in rows from north to south and columns from west to
 * east; x and y are those of the grid's own coordinate system. One of the
 * two arrays holds them. Starts as {0}.
 */
typedef struct ci_height_grid {
    uint32_t columns, rows; /* at least 2 of each */
    double west, north; /* of the first point */
    double dx, dy; /* between points; above 0 */
    double rim; /* how far the outermost points speak for what is beyond
                   them, in parts of a cell: 0 or 0.5 */
    int16_t *whole; /* metres, or CI_HEIGHT_VOID; NULL: see `fine` */
    float *fine; /* metres, or NaN */
    ci_transform *transform; /* of x and y; NULL: WGS 84 degrees */
    uint64_t void_count; /* of its points */
    uint64_t odd_count; /* of them: with a number that is no height */
} ci_height_grid;

void ci_height_grid_free(ci_height_grid *grid);

/* Metres at a point of the grid; NaN: not known. */
double ci_height_grid_at(const ci_height_grid *grid, uint32_t column,
                         uint32_t row);

/* How far its points are from each other, in metres, at its first point: the
 * farther of the two ways. */
double ci_height_grid_cell_m(const ci_height_grid *grid);

typedef enum ci_height_kind {
    CI_HEIGHT_PLAIN, /* as the grid has it */
    CI_HEIGHT_SMOOTH /* of the grid after a mean over 3 x 3 points with the
                        weights 1 2 1 each way; at the grid's edge the mean
                        runs along the edge alone, so that tiles which share
                        a row of points agree on it */
} ci_height_kind;

/* Which of the two a grid is taken as, see ci_height_is_averaged(). */
ci_height_kind ci_height_grid_kind(const ci_height_grid *grid);

typedef enum ci_height_found {
    CI_HEIGHT_OUTSIDE, /* the grid does not go so far */
    CI_HEIGHT_UNKNOWN, /* a point that it depends on is void */
    CI_HEIGHT_KNOWN
} ci_height_found;

/*
 * The height of a place, bilinear between the four points around it. Every
 * point that has a weight must be known.
 */
ci_height_found ci_height_grid_find(double *out_m, const ci_height_grid *grid,
                                    circlet_point place, ci_height_kind kind);

#endif
