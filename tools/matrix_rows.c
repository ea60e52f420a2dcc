#include "matrix_rows.h"

#include <stdlib.h>

#include "message.h"

/* Keeps the least time to each destination, in the order in which they are
 * met first; gives how many there are. */
static size_t merge(matrix_rows *rows, size_t point, size_t count)
{
    size_t pair_count;
    const circlet_od_entry *pairs =
        circlet_od_matrix_row(rows->matrix, point, &pair_count);

    for (size_t i = 0; i < pair_count; i++) {
        uint32_t item = rows->destinations->item_of[pairs[i].destination];

        if (rows->best_ms[item] == CIRCLET_UNREACHED)
            rows->row[count++].destination = item;
        if (pairs[i].time_ms < rows->best_ms[item])
            rows->best_ms[item] = pairs[i].time_ms;
    }
    return count;
}

static int compare_entries(const void *left, const void *right)
{
    const circlet_od_entry *a = left, *b = right;

    if (a->time_ms != b->time_ms)
        return a->time_ms < b->time_ms ? -1 : 1;
    return (a->destination > b->destination) -
           (a->destination < b->destination);
}

/* The least time to each destination by any point of an origin. */
static size_t find_row(matrix_rows *rows, size_t origin)
{
    size_t from = rows->first_point[origin];
    size_t to = rows->first_point[origin + 1], found = 0;

    for (size_t i = from; i < to; i++)
        found = merge(rows, i, found);
    for (size_t i = 0; i < found; i++) {
        uint32_t item = rows->row[i].destination;

        rows->row[i].time_ms = rows->best_ms[item];
        rows->best_ms[item] = CIRCLET_UNREACHED;
    }
    /* One point's row is in order, and so is what it first has of each. */
    if (to - from > 1)
        qsort(rows->row, found, sizeof(*rows->row), compare_entries);
    return rows->nearest > 0 && found > rows->nearest ? rows->nearest : found;
}

const circlet_od_entry *matrix_rows_at(matrix_rows *rows, size_t origin,
                                       size_t *count)
{
    *count = find_row(rows, origin);
    return rows->row;
}

static void find_points(matrix_rows *rows)
{
    const matrix_points *origins = rows->origins;

    for (size_t i = 0; i < origins->point_count; i++)
        rows->first_point[origins->item_of[i] + 1] = i + 1;
}

circlet_status matrix_rows_start(matrix_rows *rows, circlet_error *error)
{
    size_t count = rows->destinations->count;

    rows->first_point =
        calloc(rows->origins->count + 1, sizeof(*rows->first_point));
    rows->row = malloc((count + 1) * sizeof(*rows->row));
    rows->best_ms = malloc((count + 1) * sizeof(*rows->best_ms));
    rows->sizes = malloc((rows->origins->count + 1) * sizeof(*rows->sizes));
    if (!rows->first_point || !rows->row || !rows->best_ms || !rows->sizes)
        return fail_nomem(error);
    for (size_t i = 0; i < count; i++)
        rows->best_ms[i] = CIRCLET_UNREACHED;
    find_points(rows);
    for (size_t i = 0; i < rows->origins->count; i++) {
        rows->sizes[i] = find_row(rows, i);
        rows->pair_count += rows->sizes[i];
    }
    return CIRCLET_OK;
}

void matrix_rows_free(matrix_rows *rows)
{
    free(rows->first_point);
    free(rows->row);
    free(rows->best_ms);
    free(rows->sizes);
}
