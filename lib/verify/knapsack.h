/* The most that items of a capacity can give. */
#ifndef CI_VERIFY_KNAPSACK_H
#define CI_VERIFY_KNAPSACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct ci_item {
    int64_t profit; /* above 0 */
    int64_t weight; /* 0 or more */
} ci_item;

/* Cells of the table of a whole knapsack at most. */
#define CI_KNAPSACK_CELLS 100000000

/* What is no answer. */
#define CI_KNAPSACK_LOST (-1) /* a sum passes 64 bits */
#define CI_KNAPSACK_NOMEM (-2)

/*
 * Capacity 0 or more. With `is_whole` the exact 0/1 knapsack where its table
 * is small enough (R. Bellman, Dynamic programming, 1957), else with the
 * last item in part, rounded up (G. Dantzig, Discrete-variable extremum
 * problems, 1957). Sorts the items.
 */
int64_t ci_knapsack_most(ci_item *items, size_t count, int64_t capacity,
                         bool is_whole);

#endif
