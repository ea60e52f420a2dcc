/* What a grid of heights shows of a slope, and what it hides. */
#ifndef CI_NETWORK_HEIGHT_WINDOW_H
#define CI_NETWORK_HEIGHT_WINDOW_H

#include <stdbool.h>

/* Grids whose points are farther from each other than this come from radar,
 * whose heights are noise of some metres; finer ones from laser or pictures
 * taken from the air, where it is some centimetres or decimetres. */
#define CI_RADAR_CELL_M 20.0

/* From here on, grids are means of finer ones already. */
#define CI_MEAN_CELL_M 50.0

/*
 * How far heights out of a grid are evened out along streets, in metres, by
 * how far its points are from each other: only as far as its noise demands,
 * see docs/decisions/0013-heights.md.
 */
double ci_height_reach_m(double cell_m);

/* Whether the grid is smoothed by a mean over 3 x 3 points first. */
bool ci_height_is_averaged(double cell_m);

/*
 * How far from where a bridge or a tunnel ends heights out of such a grid may
 * be those of the gorge or of the hill: what is between points, or in a mean
 * of points, and how far it is evened out along the street.
 */
double ci_height_mixed_m(double cell_m);

/*
 * The grid as which a link counts that has no heights that count on so many of
 * its metres, by the distance of its points. Where that is all of it, every
 * slope that its mode thinks possible may be; where it is a tenth, the mean
 * slope is nearly as well known as by the grid itself.
 */
double ci_height_doubtful_cell_m(double cell_m, double doubtful_m);

/*
 * What share of the slope of a run of so many metres, on streets that are
 * level before and after it, is left in its middle after all that smooths
 * heights out of such a grid; in (0, 1]. 1 if `cell_m` is 0: a survey.
 */
double ci_height_shown(double cell_m, double run_m);

#endif
