/* A sparse matrix whose equal rows are stored once. */
#ifndef CI_REACH_OD_MATRIX_H
#define CI_REACH_OD_MATRIX_H

#include <circlet/reach.h>

struct circlet_od_matrix {
    size_t origin_count, destination_count;
    uint32_t *row_of; /* of each origin: origins at one place share a row */
    size_t row_count;
    size_t *first; /* row_count + 1; into entries */
    circlet_od_entry *entries; /* each row by time, then destination */
};

/* A matrix with room for all and its row starts zero; NULL: no memory. */
circlet_od_matrix *ci_od_matrix_reserve(size_t origin_count,
                                        size_t destination_count,
                                        size_t row_count, size_t entry_count);

/* Sorts the entries of every row. */
void ci_od_matrix_sort(circlet_od_matrix *matrix);

#endif
