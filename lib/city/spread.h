/* Spreading counted people over places: whole persons, unbiased, exact. */
#ifndef CI_CITY_SPREAD_H
#define CI_CITY_SPREAD_H

#include <circlet/error.h>
#include <circlet/types.h>

#include "base/random.h"

/* The most cells, counts times targets, of one call. */
#define CI_SPREAD_CELLS_MAX ((size_t)1 << 24)

/* A place that takes a share of the people. */
typedef struct ci_spread_target {
    const char *key; /* unique; says what is drawn for whom */
    double weight; /* 0 or more, finite; all 0: all are alike */
} ci_spread_target;

/*
 * Spreads `count` totals of the same unit over its targets. out[r x
 * target_count + t] gets how many of counts[r] go to target t. Its expected
 * value is counts[r] x weight[t] / sum of weights, and
 *   - each row sums exactly to its count,
 *   - each number is its expected value rounded down or up,
 *   - so is the sum of a target over all rows.
 * The same for every order of the targets: they are drawn for in the order
 * of their keys. CIRCLET_E_DATA if there is no target, a weight or a count is
 * out of its range, or there are more cells than CI_SPREAD_CELLS_MAX. Counts
 * and their sum are at most 2^62.
 */
circlet_status ci_spread(int64_t *out, const int64_t *counts, size_t count,
                         const ci_spread_target *targets, size_t target_count,
                         ci_random *random, circlet_error *error);

#endif
