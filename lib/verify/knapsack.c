#include "verify/knapsack.h"

#include <stdlib.h>

#include "base/divisor.h"
#include "base/wide.h"

/* Row by row over one table: best[c] of the items so far at capacity c. */
static int64_t fill_table(const ci_item *items, size_t count, size_t capacity,
                          int64_t divisor)
{
    int64_t *best = calloc(capacity + 1, sizeof(*best));
    int64_t most;

    if (!best)
        return CI_KNAPSACK_NOMEM;
    for (size_t i = 0; i < count; i++) {
        size_t weight = (size_t)(items[i].weight / divisor);

        for (size_t c = capacity; c >= weight; c--) {
            int64_t with = best[c - weight] + items[i].profit;

            if (with > best[c])
                best[c] = with;
        }
    }
    most = best[capacity];
    free(best);
    return most;
}

/* Falling profit for a unit of weight. */
static int by_falling_rate(const void *left, const void *right)
{
    const ci_item *a = left, *b = right;
    ci_wide x = ci_wide_product((uint64_t)a->profit, (uint64_t)b->weight);
    ci_wide y = ci_wide_product((uint64_t)b->profit, (uint64_t)a->weight);

    if (x.high != y.high)
        return x.high > y.high ? -1 : 1;
    return (x.low < y.low) - (x.low > y.low);
}

static int64_t take_in_part(ci_item *items, size_t count, int64_t capacity)
{
    int64_t most = 0;

    qsort(items, count, sizeof(*items), by_falling_rate);
    for (size_t i = 0; i < count && capacity > 0; i++) {
        uint64_t rest;
        int64_t part;

        if (items[i].weight <= capacity) {
            capacity -= items[i].weight;
            most += items[i].profit;
            continue;
        }
        part = (int64_t)ci_wide_share(&rest, (uint64_t)items[i].profit,
                                      (uint64_t)capacity,
                                      (uint64_t)items[i].weight);
        return most + part + (rest > 0);
    }
    return most;
}

int64_t ci_knapsack_most(ci_item *items, size_t count, int64_t capacity,
                         bool is_whole)
{
    int64_t divisor = 0, weight = 0, profit = 0, free_profit = 0, most;
    size_t kept = 0;

    for (size_t i = 0; i < count; i++) {
        /* What does not fit alone is never in whole. */
        if (is_whole && items[i].weight > capacity)
            continue;
        if (items[i].profit > INT64_MAX - profit ||
            items[i].weight > INT64_MAX - weight)
            return CI_KNAPSACK_LOST;
        profit += items[i].profit;
        weight += items[i].weight;
        if (items[i].weight == 0) {
            free_profit += items[i].profit;
            continue;
        }
        divisor = ci_common_divisor(items[i].weight, divisor);
        items[kept++] = items[i];
    }
    if (kept == 0 || weight <= capacity)
        return profit;
    if (is_whole && capacity / divisor < CI_KNAPSACK_CELLS / (int64_t)kept)
        most = fill_table(items, kept, (size_t)(capacity / divisor), divisor);
    else
        most = take_in_part(items, kept, capacity);
    return most < 0 ? most : free_profit + most;
}
