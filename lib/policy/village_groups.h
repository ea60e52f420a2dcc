/*
 * Groups of villages of a limited size, each with a home of its own: how
 * many there may be, and who belongs to which home at the least cost.
 */
#ifndef CI_POLICY_VILLAGE_GROUPS_H
#define CI_POLICY_VILLAGE_GROUPS_H

#include <circlet/error.h>
#include <circlet/types.h>

/* Stands for a home that may have any village in its group. */
#define CI_ANY_VILLAGE UINT32_MAX

/* How many homes so many villages ask for, and how large groups are. */
typedef struct ci_group_range {
    size_t home_min, home_max;
    size_t size_from, size_to; /* as asked for, or as even as possible */
    bool is_exception; /* no number of homes makes groups of the size asked */
} ci_group_range;

/* `villages` is at least 1, 1 <= size_from <= size_to. */
ci_group_range ci_group_range_of(size_t villages, size_t size_from,
                                 size_t size_to);

typedef struct ci_grouping {
    size_t village_count, home_count;
    const int64_t *costs; /* of village i to home j at i x home_count + j; 0
                             or more, and the sum over the villages of each
                             one's greatest fits */
    const uint32_t *hosts; /* the village of each home, no two alike, which
                              belongs to its group; CI_ANY_VILLAGE */
    size_t size_from, size_to;
} ci_grouping;

/* Whether there are groups of these sizes. */
bool ci_grouping_is_possible(const ci_grouping *grouping);

/*
 * Fills home_of[i] with the home of village i: of all groupings of least
 * cost, that in which the first village has the first home, and so on.
 * `*cost` is the sum. The grouping must be possible. Exact: a minimum-cost
 * flow by shortest augmenting paths.
 */
circlet_status ci_grouping_solve(uint32_t *home_of, int64_t *cost,
                                 const ci_grouping *grouping,
                                 circlet_error *error);

#endif
