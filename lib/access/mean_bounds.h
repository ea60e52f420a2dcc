/* What a mean may be where values, and who counts, are known in part. */
#ifndef CI_ACCESS_MEAN_BOUNDS_H
#define CI_ACCESS_MEAN_BOUNDS_H

#include <stdbool.h>
#include <stddef.h>

/* Some people and the bounds of their value, which are not negative. */
typedef struct ci_mean_part {
    double weight; /* how many, 0 or more */
    double low, high; /* high may be infinite */
    bool is_sure; /* counts whatever is true, else any part of them may, or
                     none */
} ci_mean_part;

/*
 * The least and the greatest mean of those who count, over everybody's values
 * and over all choices of those who are not sure. Both are attained, and by
 * choices that divide no part. NaN where nobody may count. Sorts the parts.
 */
void ci_mean_bounds(double *low, double *high, ci_mean_part *parts,
                    size_t count);

#endif
