/* Files of demand points and of sites, which go with a file of times. */
#ifndef CI_IO_LOCATION_LISTS_H
#define CI_IO_LOCATION_LISTS_H

#include "io/location_file.h"

/* Decimals of a column; values are there once the file was read. */
typedef struct ci_decimal_column {
    ci_decimal *values; /* NULL: the file has no such column */
    uint64_t *lines;
    size_t count, value_capacity, line_capacity;
    int decimals; /* that all of them have at most */
} ci_decimal_column;

/* Both lists, until numbers are scaled. Starts as {0}. */
typedef struct ci_location_lists {
    ci_decimal_column weights, costs, capacities;
    size_t backup_capacity, class_capacity, state_capacity, group_capacity;
    size_t x_capacity, y_capacity;
} ci_location_lists;

void ci_location_lists_clear(ci_location_lists *lists);

/* Read the files that the wish names into ids, classes, groups and what is
 * no decimal. */
circlet_status ci_location_lists_read(ci_location_lists *lists,
                                      circlet_location_file *file,
                                      const ci_location_wish *wish,
                                      circlet_error *error);

/* Chooses the units and fills weights, costs and capacities. */
circlet_status ci_location_lists_scale(const ci_location_lists *lists,
                                       circlet_location_file *file,
                                       const ci_location_wish *wish,
                                       circlet_error *error);

#endif
