/* Squares or hexagons of one size that fill a plane of metres, aligned to its
 * centre whatever part of it a grid covers. */
#ifndef CI_ACCESS_DENSITY_GRID_H
#define CI_ACCESS_DENSITY_GRID_H

#include "city/metric_plane.h"

typedef enum ci_cell_shape {
    CI_CELL_SQUARE, /* column 0, row 0 has its south-western corner at 0, 0 */
    CI_CELL_HEXAGON /* column 0, row 0 has its centre there; odd rows lie half
                       a cell farther east */
} ci_cell_shape;

/* The corners of a cell at most. */
#define CI_CELL_CORNERS_MAX 6

/* More cells are refused: with their sums they take 800 MB. */
#define CI_DENSITY_CELL_MAX ((size_t)20000000)

/* A rectangle of columns and rows. The position of a cell runs along rows
 * from west to east, rows from south to north. */
typedef struct ci_density_grid {
    ci_cell_shape shape;
    double cell_m; /* side, or distance between opposite sides */
    int64_t column, row; /* of the first cell */
    size_t columns, rows;
} ci_density_grid;

/* A rectangle of the plane. */
typedef struct ci_plane_box {
    double west, south, east, north;
} ci_plane_box;

typedef struct ci_cell {
    int64_t column, row;
} ci_cell;

/* The box that holds nothing; and growing it. */
ci_plane_box ci_plane_box_empty(void);
void ci_plane_box_grow(ci_plane_box *box, ci_xy at);

/*
 * The cells of a shape and size that hold all of a box, with a margin of a
 * cell; an empty box gives none. CIRCLET_E_ARGUMENT if they are more than
 * CI_DENSITY_CELL_MAX, which says what would fit.
 */
circlet_status ci_density_grid_make(ci_density_grid *out, ci_cell_shape shape,
                                    double cell_m, const ci_plane_box *box,
                                    circlet_error *error);

size_t ci_density_grid_count(const ci_density_grid *grid);

/* Square metres of a cell. */
double ci_cell_m2(ci_cell_shape shape, double cell_m);

/* Metres from one row's centres to the next one's. */
double ci_cell_row_m(ci_cell_shape shape, double cell_m);

/* Metres that the centres of a row lie east of column times cell_m. */
double ci_cell_shift_m(ci_cell_shape shape, double cell_m, int64_t row);

/* The cell that a point lies in: of a hexagon that with the nearest centre,
 * of several the southernmost, then the westernmost; of squares that which
 * has the point on its western or southern side. */
ci_cell ci_cell_of(ci_cell_shape shape, double cell_m, ci_xy at);

ci_xy ci_cell_centre(ci_cell_shape shape, double cell_m, ci_cell cell);

/* Writes its corners counterclockwise and returns how many; neighbours have
 * the same numbers. */
size_t ci_cell_corners(ci_xy out[CI_CELL_CORNERS_MAX], ci_cell_shape shape,
                       double cell_m, ci_cell cell);

/* The position of a cell that is in the grid, and back. */
size_t ci_density_grid_position(const ci_density_grid *grid, ci_cell cell);
ci_cell ci_density_grid_cell(const ci_density_grid *grid, size_t position);

#endif
