/*
 * A part raises the mean if its value is above the mean, and lowers it if
 * below. So the greatest mean has, with those who are sure, the parts of the
 * greatest values up to where the next would not raise it, and the least mean
 * likewise (the greedy choice of a fractional 0-1 program; Dinkelbach,
 * Management Science 13 (1967) 492-498).
 */
#include "access/mean_bounds.h"

#include <math.h>
#include <stdlib.h>

/* Sure ones first, then by value; equal ones in an order of their own, so
 * that sums do not hang on where they came from. */
static int compare_by(const ci_mean_part *a, const ci_mean_part *b,
                      double left, double right)
{
    if (a->is_sure != b->is_sure)
        return a->is_sure ? -1 : 1;
    if (left != right)
        return left < right ? -1 : 1;
    return a->weight < b->weight ? -1 : a->weight > b->weight;
}

static int compare_lows(const void *left, const void *right)
{
    const ci_mean_part *a = left, *b = right;

    return compare_by(a, b, a->low, b->low);
}

static int compare_highs(const void *left, const void *right)
{
    const ci_mean_part *a = left, *b = right;

    return compare_by(a, b, -a->high, -b->high);
}

/* The mean of the sorted parts, each while it moves the mean further. */
static double find_extreme(const ci_mean_part *parts, size_t count,
                           bool is_high)
{
    double sum = 0, weight = 0;

    for (size_t i = 0; i < count; i++) {
        double value = is_high ? parts[i].high : parts[i].low;

        if (!(parts[i].weight > 0))
            continue;
        if (!parts[i].is_sure && weight > 0 &&
            (is_high ? value * weight <= sum : value * weight >= sum))
            break;
        sum += value * parts[i].weight;
        weight += parts[i].weight;
    }
    return weight > 0 ? sum / weight : (double)NAN;
}

void ci_mean_bounds(double *low, double *high, ci_mean_part *parts,
                    size_t count)
{
    if (count > 1)
        qsort(parts, count, sizeof(*parts), compare_lows);
    *low = find_extreme(parts, count, false);
    if (count > 1)
        qsort(parts, count, sizeof(*parts), compare_highs);
    *high = find_extreme(parts, count, true);
}
