/* The times between items, each by the nearest of its points. */
#ifndef TOOLS_MATRIX_ROWS_H
#define TOOLS_MATRIX_ROWS_H

#include "matrix_points.h"

/* Starts with its first four fields set. */
typedef struct matrix_rows {
    const circlet_od_matrix *matrix; /* between points */
    const matrix_points *origins, *destinations;
    size_t nearest; /* at most so many a row; 0: all */
    size_t *first_point; /* of each origin, and the end */
    circlet_od_entry *row; /* of destinations */
    uint32_t *best_ms; /* of each destination */
    size_t *sizes; /* of each row */
    uint64_t pair_count; /* of all rows */
} matrix_rows;

/* Counts the pairs. The caller frees the rows even on failure. */
circlet_status matrix_rows_start(matrix_rows *rows, circlet_error *error);
void matrix_rows_free(matrix_rows *rows);

/* The row of an origin: destinations by time, then position, as many as its
 * size; borrowed until the next call. */
const circlet_od_entry *matrix_rows_at(matrix_rows *rows, size_t origin,
                                       size_t *count);

#endif
