/*
 * The plane is divided into upright strips, and each strip by the borders
 * between rows into pieces, each of which belongs to one cell: squares, or
 * halves of hexagons, whose row borders are slanted. A ring is halved along
 * these lines until each part lies in one piece (Sutherland and Hodgman 1974:
 * where a ring falls into several parts these stay joined by edges along the
 * line, which enclose nothing), and its area is added there.
 */
#include "access/density_cover.h"

#include <math.h>
#include <stdlib.h>

#include "base/error.h"

#define ROOT_3 1.7320508075688772

void ci_cover_room_free(ci_cover_room *room)
{
    free(room->points);
}

/* A line, and which side of it is kept. */
typedef struct cut {
    ci_xy from, to;
    double side; /* 1: left of it, -1: right of it */
} cut;

/* A part of a ring, as it lies in the room: closed without a last point that
 * repeats the first. */
typedef struct part {
    size_t start, count;
} part;

typedef struct cover {
    double *out_m2;
    const ci_density_grid *grid;
    ci_cover_room *room;
    double sign; /* of the area of what the ring encloses */
} cover;

static bool reserve(ci_cover_room *room, size_t count)
{
    size_t capacity = room->capacity ? room->capacity : 1024;
    ci_xy *points;

    if (count <= room->capacity)
        return true;
    while (capacity < count)
        capacity *= 2;
    points = realloc(room->points, capacity * sizeof(*points));
    if (!points)
        return false;
    room->points = points;
    room->capacity = capacity;
    return true;
}

static double height_above(const cut *line, ci_xy at)
{
    return line->side * ((line->to.x - line->from.x) * (at.y - line->from.y) -
                         (line->to.y - line->from.y) * (at.x - line->from.x));
}

static ci_xy crossing(ci_xy a, ci_xy b, double height_a, double height_b)
{
    double share = height_a / (height_a - height_b);

    return (ci_xy){a.x + share * (b.x - a.x), a.y + share * (b.y - a.y)};
}

/* Writes what of a part lies on one side of a line behind it. False: no
 * memory. */
static bool keep_side(part *out, ci_cover_room *room, part from,
                      const cut *line)
{
    size_t used = from.start + from.count;
    ci_xy before, *points;
    double height_before;

    if (!reserve(room, used + 2 * from.count + 1))
        return false;
    points = room->points;
    before = points[used - 1];
    height_before = height_above(line, before);
    for (size_t i = from.start; i < from.start + from.count; i++) {
        ci_xy at = points[i];
        double height = height_above(line, at);

        if ((height > 0 && height_before < 0) ||
            (height < 0 && height_before > 0))
            points[used++] = crossing(before, at, height_before, height);
        if (height >= 0)
            points[used++] = at;
        before = at;
        height_before = height;
    }
    *out = (part){from.start + from.count, used - from.start - from.count};
    return true;
}

/* ---- strips and rows ---------------------------------------------------- */

static double strip_m(const ci_density_grid *grid)
{
    return grid->shape == CI_CELL_SQUARE ? grid->cell_m : grid->cell_m / 2;
}

/* The column of the cell of a row that has a part in a strip. */
static int64_t column_in(const ci_density_grid *grid, int64_t strip,
                         int64_t row)
{
    if (grid->shape == CI_CELL_SQUARE)
        return strip;
    /* Column c of a row lies in strips 2c - 1 + o and 2c + o, where o is 1 in
     * odd rows: rounded down, also below zero. */
    strip += 1 - (row & 1);
    return strip >= 0 ? strip / 2 : -((1 - strip) / 2);
}

static cut upright(const ci_density_grid *grid, int64_t strip, double side)
{
    double x = (double)strip * strip_m(grid);

    return (cut){{x, 0}, {x, -1}, side};
}

/* The southern border of a row within a strip: in a right half of hexagons it
 * rises to the east, in a left half it falls. */
static cut row_border(const ci_density_grid *grid, int64_t strip, int64_t row,
                      double side)
{
    double west = (double)strip * strip_m(grid);
    double east = (double)(strip + 1) * strip_m(grid);
    double half_side = grid->cell_m / (2 * ROOT_3);
    double low = (double)(3 * row - 2) * half_side;
    double high = (double)(3 * row - 1) * half_side;
    double y = (double)row * grid->cell_m;

    if (grid->shape == CI_CELL_SQUARE)
        return (cut){{west, y}, {east, y}, side};
    if (((strip - row) & 1) == 0)
        return (cut){{west, low}, {east, high}, side};
    return (cut){{west, high}, {east, low}, side};
}

static void add_area(const cover *work, part ring, int64_t strip, int64_t row)
{
    const ci_density_grid *grid = work->grid;
    ci_cell cell = {column_in(grid, strip, row), row};

    if (cell.column < grid->column || cell.row < grid->row ||
        cell.column >= grid->column + (int64_t)grid->columns ||
        cell.row >= grid->row + (int64_t)grid->rows)
        return;
    /* The function leaves out the edge back to the first point, which adds
     * nothing. */
    work->out_m2[ci_density_grid_position(grid, cell)] +=
        work->sign *
        ci_plane_ring_m2(work->room->points + ring.start, ring.count);
}

/* Halves a part by the rows from `first` up to `last`. */
static bool divide_rows(const cover *work, part ring, int64_t strip,
                        int64_t first, int64_t last)
{
    int64_t middle = first + (last - first) / 2;
    cut south, north;
    part half;

    if (ring.count < 3)
        return true;
    if (last - first == 1) {
        add_area(work, ring, strip, first);
        return true;
    }
    south = row_border(work->grid, strip, middle, -1);
    north = row_border(work->grid, strip, middle, 1);
    return keep_side(&half, work->room, ring, &south) &&
           divide_rows(work, half, strip, first, middle) &&
           keep_side(&half, work->room, ring, &north) &&
           divide_rows(work, half, strip, middle, last);
}

/* The rows that a part may touch are known once its strip is. */
static bool divide_strip(const cover *work, part ring, int64_t strip)
{
    const ci_density_grid *grid = work->grid;
    double row_m = ci_cell_row_m(grid->shape, grid->cell_m);
    double south = INFINITY, north = -INFINITY;

    if (ring.count < 3)
        return true;
    for (size_t i = ring.start; i < ring.start + ring.count; i++) {
        south = fmin(south, work->room->points[i].y);
        north = fmax(north, work->room->points[i].y);
    }
    return divide_rows(work, ring, strip, (int64_t)floor(south / row_m) - 1,
                       (int64_t)floor(north / row_m) + 3);
}

/* Halves a part by the strips from `first` up to `last`. */
static bool divide_strips(const cover *work, part ring, int64_t first,
                          int64_t last)
{
    int64_t middle = first + (last - first) / 2;
    cut west, east;
    part half;

    if (ring.count < 3)
        return true;
    if (last - first == 1)
        return divide_strip(work, ring, first);
    west = upright(work->grid, middle, -1);
    east = upright(work->grid, middle, 1);
    return keep_side(&half, work->room, ring, &west) &&
           divide_strips(work, half, first, middle) &&
           keep_side(&half, work->room, ring, &east) &&
           divide_strips(work, half, middle, last);
}

/* What of a ring lies within the grid's box or next to it, so that parts far
 * away cost nothing. */
static bool cut_to_grid(const cover *work, part *ring)
{
    const ci_density_grid *grid = work->grid;
    double row_m = ci_cell_row_m(grid->shape, grid->cell_m);
    double west = (double)(grid->column - 1) * grid->cell_m;
    double east =
        (double)(grid->column + (int64_t)grid->columns + 1) * grid->cell_m;
    double south = (double)(grid->row - 1) * row_m;
    double north = (double)(grid->row + (int64_t)grid->rows + 1) * row_m;
    const cut lines[] = {{{west, 0}, {west, -1}, 1},
                         {{east, 0}, {east, 1}, 1},
                         {{0, south}, {1, south}, 1},
                         {{0, north}, {-1, north}, 1}};

    for (size_t i = 0; i < 4 && ring->count >= 3; i++)
        if (!keep_side(ring, work->room, *ring, &lines[i]))
            return false;
    return true;
}

circlet_status ci_density_cover_add(double *out_m2,
                                    const ci_density_grid *grid,
                                    ci_cover_room *room, const ci_xy *ring,
                                    size_t count, bool is_hole,
                                    circlet_error *error)
{
    bool is_counterclockwise = ci_plane_ring_m2(ring, count) > 0;
    cover work = {out_m2, grid, room, is_counterclockwise == is_hole ? -1 : 1};
    part whole = {0, count > 0 ? count - 1 : 0};
    double west = INFINITY, east = -INFINITY;

    if (whole.count < 3 || ci_density_grid_count(grid) == 0)
        return CIRCLET_OK;
    if (!reserve(room, count))
        return ci_fail_nomem(error);
    for (size_t i = 0; i < whole.count; i++)
        room->points[i] = ring[i];
    if (!cut_to_grid(&work, &whole))
        return ci_fail_nomem(error);
    for (size_t i = whole.start; i < whole.start + whole.count; i++) {
        west = fmin(west, room->points[i].x);
        east = fmax(east, room->points[i].x);
    }
    if (whole.count < 3)
        return CIRCLET_OK;
    return divide_strips(&work, whole, (int64_t)floor(west / strip_m(grid)),
                         (int64_t)floor(east / strip_m(grid)) + 1)
               ? CIRCLET_OK
               : ci_fail_nomem(error);
}
