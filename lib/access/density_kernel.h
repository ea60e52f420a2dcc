/* The values of a kernel around one point, row by row. */
#ifndef CI_ACCESS_DENSITY_KERNEL_H
#define CI_ACCESS_DENSITY_KERNEL_H

#include "access/density.h"

/* Room for the kernel of one point after the other; one for each thread. */
typedef struct ci_kernel_room {
    double *values; /* of a row */
    double *across[2]; /* a gaussian's factors of even and odd rows */
    int64_t first[2]; /* columns where these start */
    size_t capacity; /* columns */
} ci_kernel_room;

/* False: no memory. Freed in any case. */
bool ci_kernel_room_make(ci_kernel_room *out, const ci_density_query *query);
void ci_kernel_room_free(ci_kernel_room *room);

/* The rows of the grid that a point reaches: from `first` up to `last`, as
 * positions in the grid. */
typedef struct ci_kernel_rows {
    size_t first, last;
} ci_kernel_rows;

ci_kernel_rows ci_kernel_rows_of(const ci_density_query *query, ci_xy at);

/* Prepares the room for a point. */
void ci_kernel_start(ci_kernel_room *room, const ci_density_query *query,
                     ci_xy at);

/* Writes what cells of a row get, kernel times area, into room->values;
 * returns how many and where the first is in the row. */
size_t ci_kernel_row(size_t *out_column, ci_kernel_room *room,
                     const ci_density_query *query, ci_xy at, size_t row);

#endif
