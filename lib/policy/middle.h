/* The home that stands for several: where a place of its own is not known. */
#ifndef CI_POLICY_MIDDLE_H
#define CI_POLICY_MIDDLE_H

#include <circlet/error.h>
#include <circlet/types.h>

/* Points with a weight each, of which each belongs to a row. */
typedef struct ci_weighted_points {
    const circlet_point *points;
    const int64_t *weights; /* more than 0 */
    const size_t *rows;
    size_t count;
} ci_weighted_points;

/* Fills at[row] with the point of each row that is nearest to the mean of
 * them, the first of those as near, and found[row] with whether it has any. */
circlet_status ci_middles_find(circlet_point *at, bool *found,
                               const ci_weighted_points *points,
                               size_t row_count, circlet_error *error);

#endif
