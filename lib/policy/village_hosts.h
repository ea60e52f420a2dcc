/* In which villages homes should stand, so that the groups of villages that
 * share one are served best. */
#ifndef CI_POLICY_VILLAGE_HOSTS_H
#define CI_POLICY_VILLAGE_HOSTS_H

#include <circlet/error.h>
#include <circlet/types.h>

/*
 * Costs are those of a grouping (village_groups.h), with a home in every
 * village: of village i to one in village j at i x village_count + j. What
 * makes a village a good host is taken off. Four times the sum over the
 * villages of each one's greatest cost and the greatest bonus must fit.
 */
typedef struct ci_host_problem {
    size_t village_count;
    size_t home_count; /* groups of these sizes must be possible */
    const int64_t *costs; /* 0 or more */
    const int64_t *bonuses; /* of each village as a host; 0 or more */
    const bool *is_fixed; /* a home stands there, so that it is a host; at
                             most home_count are */
    size_t size_from, size_to;
} ci_host_problem;

typedef struct ci_host_choice {
    int64_t value; /* the cost of the grouping, less the hosts' bonuses */
    int64_t bound; /* no choice has less: as `value` where that is proved */
} ci_host_choice;

/*
 * Fills hosts[0 .. home_count - 1] with the villages, ascending, and
 * home_of[i] with the position among them of village i's. Exact for what
 * occurs: branch and bound, with the groups relaxed by multipliers; stopped
 * after a number of nodes that is always the same, and then `bound` says
 * what is proved.
 */
circlet_status ci_hosts_choose(uint32_t *hosts, uint32_t *home_of,
                               ci_host_choice *choice,
                               const ci_host_problem *problem,
                               circlet_error *error);

#endif
