#include "access/density_grid.h"

#include <inttypes.h>
#include <math.h>

#include "base/error.h"

#define ROOT_3 1.7320508075688772

/* What a cell takes in memory: sums in three shades, area, one to spare. */
#define BYTES_PER_CELL 40

ci_plane_box ci_plane_box_empty(void)
{
    return (ci_plane_box){INFINITY, INFINITY, -INFINITY, -INFINITY};
}

void ci_plane_box_grow(ci_plane_box *box, ci_xy at)
{
    box->west = fmin(box->west, at.x);
    box->south = fmin(box->south, at.y);
    box->east = fmax(box->east, at.x);
    box->north = fmax(box->north, at.y);
}

double ci_cell_m2(ci_cell_shape shape, double cell_m)
{
    return shape == CI_CELL_SQUARE ? cell_m * cell_m
                                   : cell_m * cell_m * ROOT_3 / 2;
}

double ci_cell_row_m(ci_cell_shape shape, double cell_m)
{
    return shape == CI_CELL_SQUARE ? cell_m : cell_m * ROOT_3 / 2;
}

double ci_cell_shift_m(ci_cell_shape shape, double cell_m, int64_t row)
{
    if (shape == CI_CELL_SQUARE)
        return cell_m / 2;
    return row & 1 ? cell_m / 2 : 0;
}

ci_xy ci_cell_centre(ci_cell_shape shape, double cell_m, ci_cell cell)
{
    double row =
        shape == CI_CELL_SQUARE ? (double)cell.row + 0.5 : (double)cell.row;

    return (ci_xy){(double)cell.column * cell_m +
                       ci_cell_shift_m(shape, cell_m, cell.row),
                   row * ci_cell_row_m(shape, cell_m)};
}

static double distance_2(ci_xy a, ci_xy b)
{
    return (a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y);
}

/* Cells of a row meet halfway: a point there belongs to the western one. */
static ci_cell nearest_in_row(double cell_m, ci_xy at, int64_t row)
{
    double shift = ci_cell_shift_m(CI_CELL_HEXAGON, cell_m, row);

    return (ci_cell){(int64_t)ceil((at.x - shift) / cell_m - 0.5), row};
}

/* The nearest centre lies in the row below a point or in that above it. */
static ci_cell hexagon_of(double cell_m, ci_xy at)
{
    int64_t row =
        (int64_t)floor(at.y / ci_cell_row_m(CI_CELL_HEXAGON, cell_m));
    ci_cell below = nearest_in_row(cell_m, at, row);
    ci_cell above = nearest_in_row(cell_m, at, row + 1);
    ci_xy low = ci_cell_centre(CI_CELL_HEXAGON, cell_m, below);
    ci_xy high = ci_cell_centre(CI_CELL_HEXAGON, cell_m, above);

    return distance_2(at, low) <= distance_2(at, high) ? below : above;
}

ci_cell ci_cell_of(ci_cell_shape shape, double cell_m, ci_xy at)
{
    if (shape == CI_CELL_HEXAGON)
        return hexagon_of(cell_m, at);
    return (ci_cell){(int64_t)floor(at.x / cell_m),
                     (int64_t)floor(at.y / cell_m)};
}

/* Hexagons have their corners at whole numbers of half widths and of half
 * sides, so that neighbours reckon the same. */
size_t ci_cell_corners(ci_xy out[CI_CELL_CORNERS_MAX], ci_cell_shape shape,
                       double cell_m, ci_cell cell)
{
    static const int hexagon[][2] = {{0, -2}, {1, -1}, {1, 1},
                                     {0, 2},  {-1, 1}, {-1, -1}};
    static const int square[][2] = {{0, 0}, {1, 0}, {1, 1}, {0, 1}};

    if (shape == CI_CELL_SQUARE) {
        for (size_t i = 0; i < 4; i++)
            out[i] = (ci_xy){(double)(cell.column + square[i][0]) * cell_m,
                             (double)(cell.row + square[i][1]) * cell_m};
        return 4;
    }
    for (size_t i = 0; i < 6; i++) {
        int64_t x = 2 * cell.column + (cell.row & 1) + hexagon[i][0];
        int64_t y = 3 * cell.row + hexagon[i][1];

        out[i] = (ci_xy){(double)x * (cell_m / 2),
                         (double)y * (cell_m / (2 * ROOT_3))};
    }
    return 6;
}

size_t ci_density_grid_count(const ci_density_grid *grid)
{
    return grid->columns * grid->rows;
}

size_t ci_density_grid_position(const ci_density_grid *grid, ci_cell cell)
{
    return (size_t)(cell.row - grid->row) * grid->columns +
           (size_t)(cell.column - grid->column);
}

ci_cell ci_density_grid_cell(const ci_density_grid *grid, size_t position)
{
    return (ci_cell){grid->column + (int64_t)(position % grid->columns),
                     grid->row + (int64_t)(position / grid->columns)};
}

/* "3" for small numbers of cells of a size, in a message about too many. */
static circlet_status fail_cells(double cell_m, const ci_plane_box *box,
                                 double count, circlet_error *error)
{
    double area = (box->east - box->west) * (box->north - box->south);
    char size[CI_NUMBER_SIZE], cells[CI_NUMBER_SIZE], needed[CI_NUMBER_SIZE];
    char enough[CI_NUMBER_SIZE];

    ci_format_double(size, cell_m);
    ci_format_fixed(cells, count / 1e6, 0);
    ci_format_fixed(needed, count * BYTES_PER_CELL / 1e9, 1);
    ci_format_fixed(
        enough, ceil(1.2 * sqrt(area / (double)CI_DENSITY_CELL_MAX)) + 1, 0);
    return ci_fail(error, CIRCLET_E_ARGUMENT,
                   "cells of %s m would be %s million, which take %s GB of "
                   "memory; at most %zu million are made: take cells of %s m",
                   size, cells, needed, CI_DENSITY_CELL_MAX / 1000000, enough);
}

circlet_status ci_density_grid_make(ci_density_grid *out, ci_cell_shape shape,
                                    double cell_m, const ci_plane_box *box,
                                    circlet_error *error)
{
    double row_m = ci_cell_row_m(shape, cell_m);
    double columns, rows;
    ci_cell first, last;

    if (box->west > box->east) {
        *out = (ci_density_grid){.shape = shape, .cell_m = cell_m};
        return CIRCLET_OK;
    }
    columns = (box->east - box->west) / cell_m + 4;
    rows = (box->north - box->south) / row_m + 4;
    if (!(columns * rows <= (double)CI_DENSITY_CELL_MAX))
        return fail_cells(cell_m, box, columns * rows, error);
    first = ci_cell_of(shape, cell_m, (ci_xy){box->west, box->south});
    last = ci_cell_of(shape, cell_m, (ci_xy){box->east, box->north});
    *out =
        (ci_density_grid){.shape = shape,
                          .cell_m = cell_m,
                          .column = first.column - 1,
                          .row = first.row - 1,
                          .columns = (size_t)(last.column - first.column) + 3,
                          .rows = (size_t)(last.row - first.row) + 3};
    return CIRCLET_OK;
}
