/* A sparse matrix whose equal rows are stored once. */
#ifndef CI_REACH_OD_MATRIX_H
#define CI_REACH_OD_MATRIX_H

#include <circlet/reach.h>

#include "base/spill.h"

struct circlet_od_matrix {
    size_t origin_count, destination_count;
    uint32_t *row_of; /* of each origin: origins at one place share a row */
    size_t row_count;
    size_t *first; /* row_count + 1; into entries */
    size_t row_limit; /* rows are cut after so many entries; 0: never */
    const circlet_od_entry *entries; /* each row by time, then destination */
    circlet_od_entry *own_entries; /* where they are in memory, or NULL */
    ci_spill *spill; /* where they are in a file, or NULL */
};

/* A matrix without entries, its row starts zero; NULL: no memory. */
circlet_od_matrix *ci_od_matrix_start(size_t origin_count,
                                      size_t destination_count,
                                      size_t row_count);

/* Sorts the entries of a row. */
void ci_od_entries_sort(circlet_od_entry *entries, size_t count);

#endif
