#include "reach/od_matrix.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"

circlet_od_matrix *ci_od_matrix_start(size_t origin_count,
                                      size_t destination_count,
                                      size_t row_count)
{
    circlet_od_matrix *matrix = calloc(1, sizeof(*matrix));

    if (!matrix)
        return NULL;
    matrix->origin_count = origin_count;
    matrix->destination_count = destination_count;
    matrix->row_count = row_count;
    matrix->row_of = calloc(origin_count + 1, sizeof(uint32_t));
    matrix->first = calloc(row_count + 1, sizeof(size_t));
    if (!matrix->row_of || !matrix->first) {
        circlet_od_matrix_free(matrix);
        return NULL;
    }
    return matrix;
}

/* `row_seen` says which row a destination was met in last, plus 1. */
static circlet_status check_row(size_t *row_seen, size_t destination_count,
                                size_t row, const size_t *first,
                                const circlet_od_entry *entries,
                                circlet_error *error)
{
    for (size_t i = first[row]; i < first[row + 1]; i++) {
        size_t destination = entries[i].destination;

        if (destination >= destination_count)
            return ci_fail(error, CIRCLET_E_ARGUMENT,
                           "row %zu of the matrix names destination %zu of "
                           "%zu",
                           row, destination, destination_count);
        if (entries[i].time_ms > CIRCLET_TIME_MAX)
            return ci_fail(error, CIRCLET_E_ARGUMENT,
                           "row %zu of the matrix has a time of %lu ms", row,
                           (unsigned long)entries[i].time_ms);
        if (row_seen[destination] == row + 1)
            return ci_fail(error, CIRCLET_E_ARGUMENT,
                           "row %zu of the matrix names destination %zu "
                           "twice",
                           row, destination);
        row_seen[destination] = row + 1;
    }
    return CIRCLET_OK;
}

/* Before any entry is read: a row that ends too late shows only when a later
 * one falls back. */
static circlet_status check_ends(size_t origin_count, const size_t *first,
                                 circlet_error *error)
{
    for (size_t row = 0; row < origin_count; row++)
        if (first[row] > first[row + 1])
            return ci_fail(error, CIRCLET_E_ARGUMENT,
                           "row %zu of the matrix ends before it starts", row);
    return CIRCLET_OK;
}

static circlet_status check_rows(size_t origin_count, size_t destination_count,
                                 const size_t *first,
                                 const circlet_od_entry *entries,
                                 circlet_error *error)
{
    size_t *row_seen;
    circlet_status status;

    if (origin_count >= UINT32_MAX || destination_count >= UINT32_MAX)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "a matrix of %zu by %zu is too large", origin_count,
                       destination_count);
    if (!first || (!entries && first[origin_count] > 0))
        return ci_fail(error, CIRCLET_E_ARGUMENT, "a matrix has no rows");
    status = check_ends(origin_count, first, error);
    if (status || !entries)
        return status;
    row_seen = calloc(destination_count + 1, sizeof(*row_seen));
    if (!row_seen)
        return ci_fail_nomem(error);
    for (size_t i = 0; i < origin_count && !status; i++)
        status =
            check_row(row_seen, destination_count, i, first, entries, error);
    free(row_seen);
    return status;
}

/* The entries of all rows, which the matrix has starts of. */
static bool copy_entries(circlet_od_matrix *matrix,
                         const circlet_od_entry *entries)
{
    size_t count = matrix->first[matrix->row_count];

    if (count < SIZE_MAX / sizeof(*entries))
        matrix->own_entries = malloc((count + 1) * sizeof(*entries));
    if (!matrix->own_entries)
        return false;
    if (entries && count > 0)
        memcpy(matrix->own_entries, entries, count * sizeof(*entries));
    for (size_t i = 0; i < matrix->row_count; i++)
        ci_od_entries_sort(matrix->own_entries + matrix->first[i],
                           matrix->first[i + 1] - matrix->first[i]);
    matrix->entries = matrix->own_entries;
    return true;
}

circlet_status circlet_od_matrix_new(
    circlet_od_matrix **out, size_t origin_count, size_t destination_count,
    const size_t *first, const circlet_od_entry *entries, circlet_error *error)
{
    circlet_status status =
        check_rows(origin_count, destination_count, first, entries, error);
    circlet_od_matrix *matrix;

    if (status)
        return status;
    matrix = ci_od_matrix_start(origin_count, destination_count, origin_count);
    if (!matrix)
        return ci_fail_nomem(error);
    for (size_t i = 0; i < origin_count; i++) {
        matrix->row_of[i] = (uint32_t)i;
        matrix->first[i + 1] = first[i + 1] - first[0];
    }
    if (!copy_entries(matrix, entries ? entries + first[0] : NULL)) {
        circlet_od_matrix_free(matrix);
        return ci_fail_nomem(error);
    }
    *out = matrix;
    return CIRCLET_OK;
}

void circlet_od_matrix_free(circlet_od_matrix *matrix)
{
    if (!matrix)
        return;
    free(matrix->row_of);
    free(matrix->first);
    free(matrix->own_entries);
    ci_spill_free(matrix->spill);
    free(matrix);
}

size_t circlet_od_matrix_origin_count(const circlet_od_matrix *matrix)
{
    return matrix->origin_count;
}

size_t circlet_od_matrix_destination_count(const circlet_od_matrix *matrix)
{
    return matrix->destination_count;
}

const circlet_od_entry *circlet_od_matrix_row(const circlet_od_matrix *matrix,
                                              size_t origin, size_t *count)
{
    size_t row = matrix->row_of[origin];

    *count = matrix->first[row + 1] - matrix->first[row];
    if (matrix->row_limit > 0 && *count > matrix->row_limit)
        *count = matrix->row_limit;
    return matrix->entries + matrix->first[row];
}
