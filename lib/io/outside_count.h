/* Counting points of a layer that lie in none of some areas. */
#ifndef CI_IO_OUTSIDE_COUNT_H
#define CI_IO_OUTSIDE_COUNT_H

#include "io/sqlite.h"

/*
 * Counts the rows of `points_sql` (one column, points) that lie in none of
 * the areas of `areas_sql` (one column; a NULL is skipped). 0 if there are
 * no areas at all and `needs_areas` is true.
 */
circlet_status ci_count_outside(uint64_t *out, ci_db *db,
                                const char *points_sql, const char *areas_sql,
                                bool needs_areas, circlet_error *error);

#endif
