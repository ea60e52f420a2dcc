/* The fractional knapsack by selection instead of sorting (E. Balas and E.
 * Zemel, An algorithm for large zero-one knapsack problems, Operations
 * Research 28 (1980)). */
#include "siting/lscp_fill.h"

#include <math.h>

static double ratio_of(const ci_lscp_core *core, const double *duals,
                       uint32_t row)
{
    return core->needs[row] * duals[row] / (double)core->weights[row];
}

static void swap_rows(uint32_t *order, size_t a, size_t b)
{
    uint32_t row = order[a];

    order[a] = order[b];
    order[b] = row;
}

/* What of order[from..to) has a smaller ratio than the pivot comes first;
 * then *equal what has the same; returns where the larger begin. */
static size_t part_rows(const ci_lscp_core *core, const double *duals,
                        uint32_t *order, size_t from, size_t to, size_t *equal)
{
    double pivot = ratio_of(core, duals, order[from + (to - from) / 2]);
    size_t low = from;
    size_t high = to;

    for (size_t i = from; i < high;) {
        double ratio = ratio_of(core, duals, order[i]);

        if (ratio < pivot)
            swap_rows(order, i++, low++);
        else if (ratio > pivot)
            swap_rows(order, i, --high);
        else
            i++;
    }
    *equal = low;
    return high;
}

/* Fills order[from..to) as far as `left` asks. */
static int64_t fill_range(const ci_lscp_core *core, double *fill,
                          const uint32_t *order, size_t from, size_t to,
                          int64_t left)
{
    for (size_t i = from; i < to; i++) {
        int64_t weight = core->weights[order[i]];

        fill[order[i]] = left >= weight ? 1.0
                         : left > 0     ? (double)left / (double)weight
                                        : 0.0;
        left -= weight;
    }
    return left;
}

static int64_t weigh(const ci_lscp_core *core, const uint32_t *order,
                     size_t from, size_t to)
{
    int64_t sum = 0;

    for (size_t i = from; i < to; i++)
        sum += core->weights[order[i]];
    return sum;
}

double ci_lscp_fill(const ci_lscp_core *core, const double *duals,
                    double *fill, uint32_t *order, double *price)
{
    size_t from = 0;
    size_t to = core->row_count;
    int64_t left = core->target;
    double sum = 0.0;

    *price = 0.0;
    for (size_t i = 0; i < to; i++) {
        order[i] = (uint32_t)i;
        fill[i] = 0.0;
    }
    while (from < to && left > 0) {
        size_t equal;
        size_t high = part_rows(core, duals, order, from, to, &equal);
        int64_t small = weigh(core, order, from, equal);

        if (small >= left) {
            to = equal;
            continue;
        }
        left = fill_range(core, fill, order, from, equal, left);
        *price = ratio_of(core, duals, order[equal]);
        left = fill_range(core, fill, order, equal, high, left);
        from = high;
    }
    if (left > 0)
        return HUGE_VAL;
    for (size_t i = 0; i < core->row_count; i++)
        if (fill[i] > 0.0)
            sum += fill[i] * core->needs[i] * duals[i];
    return sum;
}
