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

const circlet_od_entry *matrix_rows_at(matrix_rows *rows, size_t origin,
                                       size_t *count)
{
    size_t found = 0;

    for (size_t i = rows->first_point[origin];
         i < rows->first_point[origin + 1]; i++)
        found = merge(rows, i, found);
    for (size_t i = 0; i < found; i++) {
        uint32_t item = rows->row[i].destination;

        rows->row[i].time_ms = rows->best_ms[item];
        rows->best_ms[item] = CIRCLET_UNREACHED;
    }
    if (found > 1)
        qsort(rows->row, found, sizeof(*rows->row), compare_entries);
    *count =
        rows->nearest > 0 && found > rows->nearest ? rows->nearest : found;
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
    if (!rows->first_point || !rows->row || !rows->best_ms)
        return fail_nomem(error);
    for (size_t i = 0; i < count; i++)
        rows->best_ms[i] = CIRCLET_UNREACHED;
    find_points(rows);
    for (size_t i = 0; i < rows->origins->count; i++) {
        size_t row_size;

        matrix_rows_at(rows, i, &row_size);
        rows->pair_count += row_size;
    }
    return CIRCLET_OK;
}

void matrix_rows_free(matrix_rows *rows)
{
    free(rows->first_point);
    free(rows->row);
    free(rows->best_ms);
}
