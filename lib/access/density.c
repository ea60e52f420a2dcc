/*
 * Two rounds: first every point finds what the cells in its reach add up to,
 * then every cell sums its points. A thread has points in the first, and a
 * band of rows in the second, so that no two write to one number and each
 * number is summed in one order: points by the row that they lie in, then by
 * position.
 */
#include "access/density.h"

#include <stdlib.h>

#include "access/density_kernel.h"
#include "base/error.h"
#include "base/parallel.h"

#define POINTS_PER_ITEM 1024
#define ROWS_PER_BAND 32

typedef struct summing {
    const ci_density_query *query;
    const ci_density_points *points;
    uint32_t *order; /* of the points, by row */
    size_t *row_ends; /* where in this order each row of the grid ends */
    double *scales; /* of each point: one by what its cells add up to; 0: its
                       own cell gets all */
    ci_kernel_room *rooms; /* of each thread */
    uint32_t thread_count;
    size_t item_count;
    int rounds_done;
    double *out;
} summing;

static void summing_clear(summing *work)
{
    free(work->order);
    free(work->row_ends);
    free(work->scales);
    for (uint32_t i = 0; work->rooms && i < work->thread_count; i++)
        ci_kernel_room_free(&work->rooms[i]);
    free(work->rooms);
}

static ci_cell cell_of(const summing *work, size_t point)
{
    const ci_density_grid *grid = work->query->grid;

    return ci_cell_of(grid->shape, grid->cell_m, work->points->at[point]);
}

static size_t position_of(const summing *work, size_t point)
{
    return ci_density_grid_position(work->query->grid, cell_of(work, point));
}

/* The sums of one layer lie together. */
static double *layer_of(const summing *work, size_t layer)
{
    return work->out + layer * ci_density_grid_count(work->query->grid);
}

static double weight_of(const summing *work, size_t point, size_t layer)
{
    return work->points->weights[point * work->points->layer_count + layer];
}

/* All of a point to one cell. */
static void add_to_cell(const summing *work, size_t cell, size_t point)
{
    for (size_t l = 0; l < work->points->layer_count; l++)
        layer_of(work, l)[cell] += weight_of(work, point, l);
}

static void count_points(const summing *work)
{
    for (size_t i = 0; i < work->points->count; i++)
        add_to_cell(work, position_of(work, i), i);
}

/* ---- the first round ---------------------------------------------------- */

/* Four sums side by side, in a fixed order. */
static double sum_of(const double *values, size_t count)
{
    double sums[4] = {0, 0, 0, 0};
    size_t i = 0;

    for (; i + 4 <= count; i += 4)
        for (size_t k = 0; k < 4; k++)
            sums[k] += values[i + k];
    for (; i < count; i++)
        sums[0] += values[i];
    return (sums[0] + sums[1]) + (sums[2] + sums[3]);
}

static double scale_of(const summing *work, ci_kernel_room *room, size_t point)
{
    ci_xy at = work->points->at[point];
    ci_kernel_rows rows = ci_kernel_rows_of(work->query, at);
    double sum = 0;
    size_t column;

    ci_kernel_start(room, work->query, at);
    for (size_t row = rows.first; row < rows.last; row++) {
        size_t count = ci_kernel_row(&column, room, work->query, at, row);

        sum += sum_of(room->values, count);
    }
    return sum > 0 ? 1 / sum : 0;
}

static bool scale_points(void *user, uint32_t worker, size_t item)
{
    summing *work = user;
    size_t end = (item + 1) * POINTS_PER_ITEM;

    if (end > work->points->count)
        end = work->points->count;
    for (size_t i = item * POINTS_PER_ITEM; i < end; i++)
        work->scales[i] = scale_of(work, &work->rooms[worker], i);
    return true;
}

/* ---- the second round --------------------------------------------------- */

static void add_values(double *restrict out, const double *restrict values,
                       size_t count, double factor)
{
    for (size_t i = 0; i < count; i++)
        out[i] += factor * values[i];
}

static void add_point(const summing *work, ci_kernel_room *room, size_t point,
                      size_t first_row, size_t last_row)
{
    const ci_density_grid *grid = work->query->grid;
    ci_xy at = work->points->at[point];
    ci_kernel_rows rows = ci_kernel_rows_of(work->query, at);
    double scale = work->scales[point];
    size_t column;

    if (rows.first < first_row)
        rows.first = first_row;
    if (rows.last > last_row)
        rows.last = last_row;
    if (rows.first >= rows.last)
        return;
    ci_kernel_start(room, work->query, at);
    for (size_t row = rows.first; row < rows.last; row++) {
        size_t count = ci_kernel_row(&column, room, work->query, at, row);
        size_t cell = row * grid->columns + column;

        for (size_t l = 0; l < work->points->layer_count; l++)
            add_values(layer_of(work, l) + cell, room->values, count,
                       scale * weight_of(work, point, l));
    }
}

/* A point whose kernel meets no cell is its own cell's. */
static void add_whole_point(const summing *work, size_t point,
                            size_t first_row, size_t last_row)
{
    size_t row = (size_t)(cell_of(work, point).row - work->query->grid->row);

    if (row >= first_row && row < last_row)
        add_to_cell(work, position_of(work, point), point);
}

static size_t rows_in_reach(const ci_density_query *query)
{
    const ci_density_grid *grid = query->grid;
    double rows = ci_density_reach_m(query->kernel, query->bandwidth_m) /
                      ci_cell_row_m(grid->shape, grid->cell_m) +
                  2;

    return rows < (double)grid->rows ? (size_t)rows : grid->rows;
}

static bool sum_band(void *user, uint32_t worker, size_t item)
{
    summing *work = user;
    size_t rows = work->query->grid->rows, reach = rows_in_reach(work->query);
    size_t first = item * ROWS_PER_BAND, last = first + ROWS_PER_BAND;
    size_t from, to;

    if (last > rows)
        last = rows;
    from = first > reach ? work->row_ends[first - reach - 1] : 0;
    to = work->row_ends[last + reach < rows ? last + reach : rows - 1];
    for (size_t i = from; i < to; i++) {
        size_t point = work->order[i];

        if (work->scales[point] > 0)
            add_point(work, &work->rooms[worker], point, first, last);
        else
            add_whole_point(work, point, first, last);
    }
    return true;
}

/* ---- all of it ---------------------------------------------------------- */

/* Sorts the points by row, those of one row by position. */
static void order_points(summing *work)
{
    const ci_density_grid *grid = work->query->grid;
    size_t count = work->points->count, start = 0;

    for (size_t i = 0; i < count; i++)
        work->row_ends[cell_of(work, i).row - grid->row]++;
    for (size_t row = 0; row < grid->rows; row++) {
        size_t here = work->row_ends[row];

        work->row_ends[row] = start;
        start += here;
    }
    for (size_t i = 0; i < count; i++)
        work->order[work->row_ends[cell_of(work, i).row - grid->row]++] =
            (uint32_t)i;
}

static bool allocate(summing *work)
{
    size_t count = work->points->count + 1;

    work->order = malloc(count * sizeof(*work->order));
    work->row_ends = calloc(work->query->grid->rows + 1, sizeof(size_t));
    work->scales = malloc(count * sizeof(*work->scales));
    work->rooms = calloc(work->thread_count, sizeof(*work->rooms));
    if (!work->order || !work->row_ends || !work->scales || !work->rooms)
        return false;
    for (uint32_t i = 0; i < work->thread_count; i++)
        if (!ci_kernel_room_make(&work->rooms[i], work->query))
            return false;
    return true;
}

static bool goes_on(void *user, size_t taken)
{
    const summing *work = user;
    const circlet_progress *progress = work->query->progress;

    double share =
        work->item_count > 0 ? (double)taken / (double)work->item_count : 1;

    return !progress || !progress->report ||
           progress->report("density", (work->rounds_done + share) / 2,
                            progress->user);
}

static bool run(summing *work, bool (*each)(void *, uint32_t, size_t),
                size_t item_count)
{
    const ci_parallel job = {work->thread_count, each, goes_on, work};
    bool is_done;

    work->item_count = item_count;
    is_done = ci_parallel_run(&job, item_count);
    work->rounds_done++;
    return is_done;
}

circlet_status ci_density_sum(double *out, const ci_density_query *query,
                              const ci_density_points *points,
                              circlet_error *error)
{
    const ci_density_grid *grid = query->grid;
    size_t numbers = ci_density_grid_count(grid) * points->layer_count;
    summing work = {.query = query,
                    .points = points,
                    .thread_count = ci_parallel_threads(query->threads),
                    .out = out};
    circlet_status status = CIRCLET_OK;

    for (size_t i = 0; i < numbers; i++)
        out[i] = 0;
    if (points->count == 0)
        return CIRCLET_OK;
    if (query->kernel == CI_DENSITY_COUNT) {
        count_points(&work);
        return CIRCLET_OK;
    }
    if (!allocate(&work)) {
        summing_clear(&work);
        return ci_fail_nomem(error);
    }
    order_points(&work);
    if (!run(&work, scale_points,
             (points->count + POINTS_PER_ITEM - 1) / POINTS_PER_ITEM) ||
        !run(&work, sum_band,
             (grid->rows + ROWS_PER_BAND - 1) / ROWS_PER_BAND))
        status = ci_fail(error, CIRCLET_E_CANCELLED, "density was cancelled");
    summing_clear(&work);
    return status;
}
