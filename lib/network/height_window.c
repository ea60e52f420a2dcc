#include "network/height_window.h"

#include <math.h>

#define RADAR_REACH_M 15.0
#define FINE_REACH_MIN_M 1.5
#define CELLS_PER_REACH 3.0

/* What is left of the shortest runs is no number to divide by. */
#define SHOWN_MIN 1e-3

/* Between points, and half a cell for what a point is the mean of; of grids
 * that are averaged the reach is nearly the other half of what they need. */
#define CELLS_MIXED 1.5

/* By ci_height_shown(): 1/12 is left of the slope of a link that is doubtful
 * all along, so that an error of 3 % becomes 36 %, more than any mode thinks
 * possible; a quarter (13 %) if a third of it is, six tenths (5 %) if a tenth
 * is. */
#define CELLS_PER_DOUBT 20.0

double ci_height_reach_m(double cell_m)
{
    if (cell_m >= CI_RADAR_CELL_M)
        return RADAR_REACH_M;
    return fmax(cell_m / CELLS_PER_REACH, FINE_REACH_MIN_M);
}

bool ci_height_is_averaged(double cell_m)
{
    return cell_m >= CI_RADAR_CELL_M && cell_m < CI_MEAN_CELL_M;
}

double ci_height_mixed_m(double cell_m)
{
    return CELLS_MIXED * cell_m + ci_height_reach_m(cell_m);
}

double ci_height_doubtful_cell_m(double cell_m, double doubtful_m)
{
    return fmax(cell_m, CELLS_PER_DOUBT * doubtful_m);
}

/*
 * Three windows follow each other: between points of the grid (a triangle,
 * variance cell^2 / 6), over 3 x 3 of them (1 2 1: cell^2 / 2), and along the
 * street (exp(-|x| / reach): 2 reach^2). Together they are taken as one of
 * the last form with the same variance 2 window^2, which leaves in the middle
 * of a run the share 1 - exp(-run / (2 window)) of its slope.
 */
double ci_height_shown(double cell_m, double run_m)
{
    double reach_m = ci_height_reach_m(cell_m);
    double variance = cell_m * cell_m / 6 + 2 * reach_m * reach_m;

    if (!(cell_m > 0))
        return 1;
    if (ci_height_is_averaged(cell_m))
        variance += cell_m * cell_m / 2;
    return fmax(1 - exp(-run_m / (2 * sqrt(variance / 2))), SHOWN_MIN);
}
