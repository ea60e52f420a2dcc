/*
 * With the values in ascending order each difference needs no absolute
 * value: sum_i sum_j w_i w_j |x_i - x_j| = 2 sum_i w_i (x_i W_i - X_i), where
 * W_i and X_i are the weight and the weighted sum of the values before x_i
 * (Sen, On Economic Inequality, 1973, 2.8; Lerman and Yitzhaki, J. of
 * Econometrics 42 (1989) 43-47, for weights).
 */
#include "access/gini.h"

#include <math.h>
#include <stdlib.h>

#include "base/error.h"

typedef struct holding {
    double value, weight;
    size_t position;
} holding;

static int compare_holdings(const void *left, const void *right)
{
    const holding *a = left, *b = right;

    if (a->value != b->value)
        return a->value < b->value ? -1 : 1;
    return a->position < b->position ? -1 : a->position > b->position;
}

static double gini_of(const holding *sorted, size_t count)
{
    double weight = 0, sum = 0, difference = 0;

    for (size_t i = 0; i < count; i++) {
        difference += sorted[i].weight * (sorted[i].value * weight - sum);
        weight += sorted[i].weight;
        sum += sorted[i].weight * sorted[i].value;
    }
    if (!(weight > 0))
        return (double)NAN;
    /* Rounding may leave a trace of a difference below 0. */
    return sum > 0 ? fmax(0.0, difference / (weight * sum)) : 0.0;
}

circlet_status ci_gini(double *out, const double *values,
                       const double *weights, size_t count,
                       circlet_error *error)
{
    holding *holdings = malloc((count + 1) * sizeof(*holdings));

    if (!holdings)
        return ci_fail_nomem(error);
    for (size_t i = 0; i < count; i++)
        holdings[i] = (holding){values[i], weights[i], i};
    if (count > 1)
        qsort(holdings, count, sizeof(*holdings), compare_holdings);
    *out = gini_of(holdings, count);
    free(holdings);
    return CIRCLET_OK;
}
