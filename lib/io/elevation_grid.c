#include "io/elevation_grid.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "geo/geodesic.h"
#include "network/height_window.h"

void ci_height_grid_free(ci_height_grid *grid)
{
    free(grid->whole);
    free(grid->fine);
    ci_transform_free(grid->transform);
    memset(grid, 0, sizeof(*grid));
}

double ci_height_grid_at(const ci_height_grid *grid, uint32_t column,
                         uint32_t row)
{
    size_t i = (size_t)row * grid->columns + column;

    if (grid->fine)
        return (double)grid->fine[i];
    return grid->whole[i] == CI_HEIGHT_VOID ? (double)NAN
                                            : (double)grid->whole[i];
}

double ci_height_grid_cell_m(const ci_height_grid *grid)
{
    circlet_point places[3] = {{grid->west + grid->dx, grid->north},
                               {grid->west, grid->north},
                               {grid->west, grid->north - grid->dy}};

    /* What cannot be told is taken as coarse. */
    if (grid->transform &&
        ci_transform_points(grid->transform, places, 3, NULL) != CIRCLET_OK)
        return CI_MEAN_CELL_M;
    return fmax(ci_geodesic_length_m(places, 2),
                ci_geodesic_length_m(places + 1, 2));
}

ci_height_kind ci_height_grid_kind(const ci_height_grid *grid)
{
    return ci_height_is_averaged(ci_height_grid_cell_m(grid))
               ? CI_HEIGHT_SMOOTH
               : CI_HEIGHT_PLAIN;
}

/* The mean of 1 2 1 along a row, from its two edges' points as they are. */
static double mean_along(const ci_height_grid *grid, uint32_t column,
                         uint32_t row)
{
    double here = ci_height_grid_at(grid, column, row);

    if (column == 0 || column == grid->columns - 1)
        return here;
    return 0.25 * (ci_height_grid_at(grid, column - 1, row) + 2.0 * here +
                   ci_height_grid_at(grid, column + 1, row));
}

/* The binomial filter of 3 x 3; a void within it gives NaN. */
static double mean_around(const ci_height_grid *grid, uint32_t column,
                          uint32_t row)
{
    double here = mean_along(grid, column, row);

    if (row == 0 || row == grid->rows - 1)
        return here;
    return 0.25 * (mean_along(grid, column, row - 1) + 2.0 * here +
                   mean_along(grid, column, row + 1));
}

/* A place in one direction: between the points `low` and `low` + 1. */
typedef struct between {
    uint32_t low;
    double share; /* of the upper */
} between;

/* `at` counts points from the first; false: it lies beyond the rim. */
static bool find_between(between *out, double at, uint32_t count, double rim)
{
    double last = (double)(count - 1);

    if (!(at >= -rim && at <= last + rim))
        return false;
    at = fmin(fmax(at, 0.0), last);
    out->low = (uint32_t)fmin(floor(at), last - 1.0);
    out->share = at - (double)out->low;
    return true;
}

static bool to_grid(circlet_point *place, const ci_height_grid *grid)
{
    return !grid->transform || ci_transform_points_back(grid->transform, place,
                                                        1, NULL) == CIRCLET_OK;
}

ci_height_found ci_height_grid_find(double *out_m, const ci_height_grid *grid,
                                    circlet_point place, ci_height_kind kind)
{
    double sum = 0.0;
    between x, y;

    if (!to_grid(&place, grid) ||
        !find_between(&x, (place.lon - grid->west) / grid->dx, grid->columns,
                      grid->rim) ||
        !find_between(&y, (grid->north - place.lat) / grid->dy, grid->rows,
                      grid->rim))
        return CI_HEIGHT_OUTSIDE;
    for (uint32_t corner = 0; corner < 4; corner++) {
        uint32_t right = corner & 1, below = corner >> 1;
        double weight = (right ? x.share : 1.0 - x.share) *
                        (below ? y.share : 1.0 - y.share);

        if (weight > 0.0)
            sum +=
                weight *
                (kind == CI_HEIGHT_SMOOTH
                     ? mean_around(grid, x.low + right, y.low + below)
                     : ci_height_grid_at(grid, x.low + right, y.low + below));
    }
    if (isnan(sum))
        return CI_HEIGHT_UNKNOWN;
    *out_m = sum;
    return CI_HEIGHT_KNOWN;
}
