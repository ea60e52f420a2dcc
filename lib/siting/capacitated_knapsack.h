/* Knapsacks: the most profit within a capacity. */
#ifndef CI_SITING_CAPACITATED_KNAPSACK_H
#define CI_SITING_CAPACITATED_KNAPSACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct ci_knapsack_item {
    int64_t profit; /* above 0 */
    int64_t load; /* above 0 */
    double ratio; /* profit / load */
    uint32_t client;
    bool is_taken;
    size_t visit; /* for the caller */
} ci_knapsack_item;

/* Sums of profits must stay below 2^60. */

/*
 * An upper limit of the profit: with *price, a whole number, for a unit of
 * capacity it is capacity x price + the sum of max(0, profit - price x load)
 * (G. Dantzig, Discrete-variable extremum problems, Operations Research 5
 * (1957)). It is the most that items which may be split can give if their
 * ratios are whole numbers below 2^53. The items are put in another order:
 * the first *whole fit wholly, and of the next (if there is one) `room`.
 */
int64_t ci_knapsack_limit(ci_knapsack_item *items, size_t count,
                          int64_t capacity, int64_t *price, size_t *whole,
                          int64_t *room);

/*
 * The most profit of whole items, each within the capacity; is_taken says
 * which. The core of items that are not settled by the limit is searched (E.
 * Horowitz and S. Sahni, Computing partitions with applications to the
 * knapsack problem, Journal of the ACM 21 (1974)), in about `steps` steps at
 * most: after them an upper limit is returned, and *is_exact is false.
 * `price` as above.
 */
int64_t ci_knapsack_whole(ci_knapsack_item *items, size_t count,
                          int64_t capacity, size_t steps, int64_t *price,
                          bool *is_exact);

#endif
