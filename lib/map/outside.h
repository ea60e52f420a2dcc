/* How many people live outside the circles, in cells: nobody singly. */
#ifndef CI_MAP_OUTSIDE_H
#define CI_MAP_OUTSIDE_H

#include <circlet/map.h>

typedef struct ci_outside_cell {
    int64_t row, column;
    circlet_point at; /* its middle */
    double persons;
} ci_outside_cell;

/* Starts as {0}; ci_outside_free(). */
typedef struct ci_outside {
    ci_outside_cell *items; /* from south to north, then west to east */
    size_t count, capacity;
    double cell_m;
    size_t rule_count;
    double hidden; /* persons in cells of fewer than CIRCLET_MAP_SMALL, which
                      are left out */
} ci_outside;

/*
 * Counts the people outside each of the circle rules that the options name,
 * or that the findings are about, in the city with the plan if there is one;
 * in square cells of `cell_m`. None without people, streets or such rules.
 * CIRCLET_E_NOT_FOUND for a rule that the policy does not have.
 */
circlet_status ci_outside_make(ci_outside *out,
                               const circlet_map_content *content,
                               const circlet_map_options *options,
                               double cell_m, circlet_error *error);
void ci_outside_free(ci_outside *outside);

/* Adds up cells of one place and leaves out those of too few: the sum of
 * these in `hidden`. */
void ci_outside_merge(ci_outside *outside);

#endif
