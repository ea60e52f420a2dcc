/* How unevenly something is shared. */
#ifndef CI_ACCESS_GINI_H
#define CI_ACCESS_GINI_H

#include <circlet/error.h>

#include <stddef.h>

/*
 * The Gini coefficient of `count` values (0 or more) that stand for so many
 * people each (0 or more): half the mean difference between any two people,
 * over the mean (Gini 1912),
 *
 *   G = sum_i sum_j w_i w_j |x_i - x_j| / (2 W^2 mean),  W = sum_i w_i,
 *
 * from 0 (all have alike) to less than 1. Where nobody has anything all have
 * alike: 0. NaN where there is nobody. CIRCLET_E_NOMEM may come.
 */
circlet_status ci_gini(double *out, const double *values,
                       const double *weights, size_t count,
                       circlet_error *error);

/* Bounds of a value, 0 or more, and of how many people it stands for. */
typedef struct ci_gini_part {
    double low, high; /* of the value; high may be infinite */
    double few, many; /* of the people, finite */
} ci_gini_part;

/*
 * Bounds of the coefficient over all values and numbers of people within
 * theirs. They hold, and are the coefficient itself where all is known, but
 * need not be attained elsewhere: each pair of parts is taken at its own
 * extreme. 0 where nobody can have anything.
 */
void ci_gini_bounds(double *low, double *high, const ci_gini_part *parts,
                    size_t count);

#endif
