/*
 * With the values in ascending order each difference needs no absolute
 * value: sum_i sum_j w_i w_j |x_i - x_j| = 2 sum_i w_i (x_i W_i - X_i), where
 * W_i and X_i are the weight and the weighted sum of the values before x_i
 * (Sen, On Economic Inequality, 1973, 2.8; Lerman and Yitzhaki, J. of
 * Econometrics 42 (1989) 43-47, for weights).
 */
#include "access/gini.h"

#include <math.h>
#include <stdbool.h>
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

/* ---- bounds ------------------------------------------------------------- */

#define HALVINGS                                                              \
    44 /* of the range from 0 to 1: less than rounding is left                \
        */

/*
 * The coefficient is at most g where
 *
 *   sum_i sum_j w_i w_j (|x_i - x_j| - g (x_i + x_j)) <= 0,
 *
 * for the sum of all x_i + x_j is 2 W^2 times the mean, and at least g where
 * that is not negative. The sum of the terms' greatest values is no less than
 * the greatest sum, that of their least values no more than the least.
 */
static double greatest_term(const ci_gini_part *a, const ci_gini_part *b,
                            double g)
{
    if (a == b)
        return -2 * g * a->low;
    return fmax((1 - g) * a->high - (1 + g) * b->low,
                (1 - g) * b->high - (1 + g) * a->low);
}

/* Values that may be equal are, and then as great as can be. */
static double least_term(const ci_gini_part *a, const ci_gini_part *b,
                         double limit, double g)
{
    if (b->high < a->low)
        return (1 - g) * a->low - (1 + g) * b->high;
    if (a->high < b->low)
        return (1 - g) * b->low - (1 + g) * a->high;
    return -2 * g * fmin(limit, fmin(a->high, b->high));
}

/* Which end is looked for. */
typedef struct extreme {
    const ci_gini_part *parts;
    size_t count;
    double limit; /* of values, for the least */
    bool is_greatest;
} extreme;

static double term(const extreme *e, const ci_gini_part *a,
                   const ci_gini_part *b, double g)
{
    double value = e->is_greatest ? greatest_term(a, b, g)
                                  : least_term(a, b, e->limit, g);
    bool are_many = (value > 0) == e->is_greatest;

    if (!(a->many > 0) || !(b->many > 0))
        return 0;
    return are_many ? a->many * b->many * value : a->few * b->few * value;
}

static double sum_terms(const extreme *e, double g)
{
    double sum = 0;

    for (size_t i = 0; i < e->count; i++) {
        sum += term(e, &e->parts[i], &e->parts[i], g);
        for (size_t k = 0; k < i; k++)
            sum += 2 * term(e, &e->parts[i], &e->parts[k], g);
    }
    return sum;
}

/* What halving leaves is no difference: a number of few digits that is so near
 * is the one. */
static double settle(double g)
{
    double short_g = round(g * 1e9) / 1e9;

    return fabs(g - short_g) < 2e-13 ? short_g : g;
}

static double find_extreme(const extreme *e)
{
    double low = 0, high = 1;

    for (int i = 0; i < HALVINGS; i++) {
        double g = (low + high) / 2;

        if (sum_terms(e, g) > 0)
            low = g;
        else
            high = g;
    }
    return settle(e->is_greatest ? high : low);
}

/*
 * Whatever somebody has beyond the greatest of the lows, it is never more
 * even than without: to cut values at a limit is a tax whose rate does not
 * fall (Jakobsson, J. of Public Economics 5 (1976) 161-168). So the least
 * coefficient is found where all values are cut there.
 */
static double limit_of_lows(const ci_gini_part *parts, size_t count)
{
    double limit = 0;

    for (size_t i = 0; i < count; i++)
        limit = fmax(limit, parts[i].low);
    return limit;
}

void ci_gini_bounds(double *low, double *high, const ci_gini_part *parts,
                    size_t count)
{
    const extreme least = {parts, count, limit_of_lows(parts, count), false};
    const extreme greatest = {parts, count, (double)INFINITY, true};
    bool has_any = false, has_low = false;

    for (size_t i = 0; i < count; i++) {
        has_any = has_any || (parts[i].many > 0 && parts[i].high > 0);
        has_low = has_low || (parts[i].few > 0 && parts[i].low > 0);
    }
    *low = has_low ? find_extreme(&least) : 0;
    *high = has_any ? find_extreme(&greatest) : 0;
}
