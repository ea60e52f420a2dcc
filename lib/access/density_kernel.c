#include "access/density_kernel.h"

#include <math.h>
#include <stdlib.h>

double ci_density_reach_m(ci_density_kernel kernel, double bandwidth_m)
{
    if (kernel == CI_DENSITY_COUNT)
        return 0;
    return kernel == CI_DENSITY_GAUSSIAN ? CI_GAUSSIAN_REACH * bandwidth_m
                                         : bandwidth_m;
}

static double reach_of(const ci_density_query *query)
{
    return ci_density_reach_m(query->kernel, query->bandwidth_m);
}

/* A kernel need not be wider than the grid. */
bool ci_kernel_room_make(ci_kernel_room *out, const ci_density_query *query)
{
    double columns = 2 * reach_of(query) / query->grid->cell_m + 4;

    *out = (ci_kernel_room){.capacity = query->grid->columns};
    if (columns < (double)out->capacity)
        out->capacity = (size_t)columns;
    out->values = malloc(out->capacity * sizeof(double));
    out->across[0] = malloc(out->capacity * sizeof(double));
    out->across[1] = malloc(out->capacity * sizeof(double));
    return out->values && out->across[0] && out->across[1];
}

void ci_kernel_room_free(ci_kernel_room *room)
{
    free(room->values);
    free(room->across[0]);
    free(room->across[1]);
}

/* Cuts a range of whole numbers to the `count` from `first` on; the result
 * are positions. */
static ci_kernel_rows cut_range(double low, double high, int64_t first,
                                size_t count)
{
    double from = fmax(low - (double)first, 0);
    double to = fmin(high - (double)first + 1, (double)count);

    if (!(from < to))
        return (ci_kernel_rows){0, 0};
    return (ci_kernel_rows){(size_t)from, (size_t)to};
}

/* Rows whose centres lie within the reach to the south and north. */
ci_kernel_rows ci_kernel_rows_of(const ci_density_query *query, ci_xy at)
{
    const ci_density_grid *grid = query->grid;
    double row_m = ci_cell_row_m(grid->shape, grid->cell_m);
    double shift = grid->shape == CI_CELL_SQUARE ? 0.5 : 0;
    double reach = reach_of(query);

    return cut_range(ceil((at.y - reach) / row_m - shift),
                     floor((at.y + reach) / row_m - shift), grid->row,
                     grid->rows);
}

/* Columns of a row whose centres lie within a distance to west and east. */
static ci_kernel_rows columns_of(const ci_density_grid *grid, ci_xy at,
                                 double shift_m, double reach)
{
    double middle = at.x - shift_m;

    return cut_range(ceil((middle - reach) / grid->cell_m),
                     floor((middle + reach) / grid->cell_m), grid->column,
                     grid->columns);
}

/* A gaussian is a product of one factor for the way north and one for the way
 * east, which all even rows share, and all odd ones. */
void ci_kernel_start(ci_kernel_room *room, const ci_density_query *query,
                     ci_xy at)
{
    const ci_density_grid *grid = query->grid;
    double divisor = 2 * query->bandwidth_m * query->bandwidth_m;

    if (query->kernel != CI_DENSITY_GAUSSIAN)
        return;
    for (int odd = 0; odd < 2; odd++) {
        double shift = ci_cell_shift_m(grid->shape, grid->cell_m, odd);
        ci_kernel_rows range = columns_of(grid, at, shift, reach_of(query));

        room->first[odd] = (int64_t)range.first;
        for (size_t i = range.first; i < range.last; i++) {
            double east = (double)(grid->column + (int64_t)i) * grid->cell_m +
                          shift - at.x;

            room->across[odd][i - range.first] = exp(-east * east / divisor);
        }
        if (grid->shape == CI_CELL_SQUARE)
            break;
    }
}

static void fill_quartic(double *values, const double *inside_m2, size_t count,
                         double east, double cell_m, double north_2,
                         double radius_2)
{
    for (size_t i = 0; i < count; i++) {
        double x = east + (double)i * cell_m;
        double rest = 1 - (x * x + north_2) / radius_2;

        rest = rest > 0 ? rest : 0;
        values[i] = rest * rest * inside_m2[i];
    }
}

size_t ci_kernel_row(size_t *out_column, ci_kernel_room *room,
                     const ci_density_query *query, ci_xy at, size_t row)
{
    const ci_density_grid *grid = query->grid;
    ci_cell cell = {grid->column, grid->row + (int64_t)row};
    ci_xy centre = ci_cell_centre(grid->shape, grid->cell_m, cell);
    int odd = grid->shape == CI_CELL_HEXAGON && (cell.row & 1);
    double shift = ci_cell_shift_m(grid->shape, grid->cell_m, cell.row);
    double reach = reach_of(query), north = centre.y - at.y;
    double half = sqrt(fmax(reach * reach - north * north, 0));
    ci_kernel_rows range = columns_of(grid, at, shift, half);
    size_t count = range.last - range.first;
    const double *inside =
        query->inside_m2 + row * grid->columns + range.first;

    *out_column = range.first;
    if (count == 0)
        return 0;
    if (query->kernel == CI_DENSITY_QUARTIC) {
        fill_quartic(room->values, inside, count,
                     centre.x + (double)range.first * grid->cell_m - at.x,
                     grid->cell_m, north * north, reach * reach);
    } else {
        double factor = exp(-north * north /
                            (2 * query->bandwidth_m * query->bandwidth_m));
        const double *across =
            room->across[odd] + ((int64_t)range.first - room->first[odd]);

        for (size_t i = 0; i < count; i++)
            room->values[i] = factor * across[i] * inside[i];
    }
    return count;
}
