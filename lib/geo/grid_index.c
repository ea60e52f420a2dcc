#include "geo/grid_index.h"

#include <math.h>
#include <stdlib.h>

#include "base/array.h"
#include "geo/geodesic.h"

/* About the reach of one query, so that a query looks at few cells. */
#define CELL_M 100.0
#define MAX_ROWS (1 << 20)
/* In cells: far more than rounding, far less than matters. */
#define MARGIN 1e-6

typedef struct entry {
    uint32_t column;
    uint32_t item;
} entry;

struct ci_grid_index {
    double west, south;
    double lon_step, lat_step;
    uint32_t row_count, column_count;
    size_t *first; /* row_count + 1; into entries, sorted by column */
    entry *entries;
};

typedef struct span {
    uint32_t first, last;
} span;

/* Cells from `low` to `high`, both in cells from the origin of the grid. */
static span cells_between(double low, double high, uint32_t count)
{
    double most = (double)count - 1;
    double first = floor(low - MARGIN), last = floor(high + MARGIN);
    span cells;

    cells.first = (uint32_t)fmin(fmax(first, 0), most);
    cells.last = (uint32_t)fmin(fmax(last, 0), most);
    return cells;
}

static double row_of(const ci_grid_index *index, double lat)
{
    return (lat - index->south) / index->lat_step;
}

static double column_of(const ci_grid_index *index, double lon)
{
    return (lon - index->west) / index->lon_step;
}

static span rows_of(const ci_grid_index *index, const ci_segment *segment)
{
    double a = row_of(index, segment->a.lat);
    double b = row_of(index, segment->b.lat);

    return cells_between(fmin(a, b), fmax(a, b), index->row_count);
}

/* The columns that a segment touches within one row, so that a long slanting
 * segment stands in the cells along it and not in all of its box. */
static span columns_of(const ci_grid_index *index, const ci_segment *segment,
                       uint32_t row)
{
    double ax = column_of(index, segment->a.lon);
    double bx = column_of(index, segment->b.lon);
    double ay = row_of(index, segment->a.lat) - row;
    double by = row_of(index, segment->b.lat) - row;
    double from = 0, to = 1;

    if (fabs(by - ay) > MARGIN) {
        double low = (-MARGIN - ay) / (by - ay);
        double high = (1 + MARGIN - ay) / (by - ay);

        from = fmin(fmax(fmin(low, high), 0), 1);
        to = fmin(fmax(fmax(low, high), 0), 1);
    }
    return cells_between(fmin(ax + from * (bx - ax), ax + to * (bx - ax)),
                         fmax(ax + from * (bx - ax), ax + to * (bx - ax)),
                         index->column_count);
}

/* Cells so large that the entries stay in proportion to the segments even if
 * some of them span continents. */
static void choose_cells(ci_grid_index *index, const ci_segment *segments,
                         size_t count, const ci_box *box)
{
    ci_frame frame = ci_frame_at((box->south + box->north) / 2);
    double width = 0, height = 0;
    double cell_m = CELL_M;
    double room = 4 * (double)count + (1 << 20);

    for (size_t i = 0; i < count; i++) {
        width += fabs(segments[i].a.lon - segments[i].b.lon);
        height += fabs(segments[i].a.lat - segments[i].b.lat);
    }
    width *= frame.m_per_lon;
    height *= frame.m_per_lat;
    while ((width + height) / cell_m > room ||
           (box->north - box->south) * frame.m_per_lat / cell_m > MAX_ROWS)
        cell_m *= 2;
    index->lat_step = cell_m / frame.m_per_lat;
    index->lon_step = cell_m / fmax(frame.m_per_lon, 1);
    index->row_count =
        (uint32_t)((box->north - box->south) / index->lat_step) + 1;
    index->column_count =
        (uint32_t)((box->east - box->west) / index->lon_step) + 1;
}

static int compare_entries(const void *left, const void *right)
{
    const entry *a = left, *b = right;

    if (a->column != b->column)
        return a->column < b->column ? -1 : 1;
    return (a->item > b->item) - (a->item < b->item);
}

static void count_entries(ci_grid_index *index, const ci_segment *segments,
                          size_t count)
{
    for (size_t i = 0; i < count; i++) {
        span rows = rows_of(index, &segments[i]);

        for (uint32_t row = rows.first; row <= rows.last; row++) {
            span columns = columns_of(index, &segments[i], row);

            index->first[row + 1] += columns.last - columns.first + 1;
        }
    }
    for (uint32_t row = 0; row < index->row_count; row++)
        index->first[row + 1] += index->first[row];
}

/* Fills each row from its start, which `next` keeps for the moment. */
static void fill_entries(ci_grid_index *index, size_t *next,
                         const ci_segment *segments, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        span rows = rows_of(index, &segments[i]);

        for (uint32_t row = rows.first; row <= rows.last; row++) {
            span columns = columns_of(index, &segments[i], row);

            for (uint32_t c = columns.first; c <= columns.last; c++)
                index->entries[next[row]++] = (entry){c, (uint32_t)i};
        }
    }
    for (uint32_t row = 0; row < index->row_count; row++)
        qsort(index->entries + index->first[row],
              index->first[row + 1] - index->first[row], sizeof(entry),
              compare_entries);
}

static bool build(ci_grid_index *index, const ci_segment *segments,
                  size_t count)
{
    size_t *next;

    index->first = calloc((size_t)index->row_count + 1, sizeof(size_t));
    next = malloc(((size_t)index->row_count + 1) * sizeof(size_t));
    if (index->first && next) {
        count_entries(index, segments, count);
        index->entries =
            malloc((index->first[index->row_count] + 1) * sizeof(entry));
    }
    if (index->entries) {
        for (uint32_t row = 0; row < index->row_count; row++)
            next[row] = index->first[row];
        fill_entries(index, next, segments, count);
    }
    free(next);
    return index->entries != NULL;
}

ci_grid_index *ci_grid_index_new(const ci_segment *segments, size_t count)
{
    ci_grid_index *index = calloc(1, sizeof(*index));
    ci_box box = ci_box_empty();

    if (!index || count == 0)
        return index;
    for (size_t i = 0; i < count; i++) {
        ci_box_grow(&box, segments[i].a);
        ci_box_grow(&box, segments[i].b);
    }
    index->west = box.west;
    index->south = box.south;
    choose_cells(index, segments, count, &box);
    if (!build(index, segments, count)) {
        ci_grid_index_free(index);
        return NULL;
    }
    return index;
}

void ci_grid_index_free(ci_grid_index *index)
{
    if (!index)
        return;
    free(index->first);
    free(index->entries);
    free(index);
}

/* The first entry of a row at or after a column. */
static size_t lower_bound(const ci_grid_index *index, uint32_t row,
                          uint32_t column)
{
    size_t low = index->first[row], high = index->first[row + 1];

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (index->entries[middle].column < column)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool add_row(const ci_grid_index *index, uint32_t row, span columns,
                    ci_grid_found *found)
{
    size_t end = index->first[row + 1];

    for (size_t i = lower_bound(index, row, columns.first);
         i < end && index->entries[i].column <= columns.last; i++) {
        uint32_t *items = ci_array_reserve_one(
            found->items, found->count, &found->capacity, sizeof(*items));

        if (!items)
            return false;
        found->items = items;
        items[found->count++] = index->entries[i].item;
    }
    return true;
}

bool ci_grid_index_find(const ci_grid_index *index, const ci_box *box,
                        ci_grid_found *found)
{
    span rows, columns;

    found->count = 0;
    if (index->row_count == 0)
        return true;
    rows = cells_between(row_of(index, box->south), row_of(index, box->north),
                         index->row_count);
    columns = cells_between(column_of(index, box->west),
                            column_of(index, box->east), index->column_count);
    for (uint32_t row = rows.first; row <= rows.last; row++)
        if (!add_row(index, row, columns, found))
            return false;
    return true;
}
