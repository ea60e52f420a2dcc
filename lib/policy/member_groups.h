/* The groups that the members of one unit make around their facilities, or
 * around the members where facilities are missing. */
#ifndef CI_POLICY_MEMBER_GROUPS_H
#define CI_POLICY_MEMBER_GROUPS_H

#include "policy/member_survey.h"
#include "policy/village_groups.h"

typedef struct ci_member_groups {
    bool is_made; /* else there are no such groups */
    bool is_weighted; /* by people; else every member counts alike */
    size_t *hosts; /* members that should have a facility too, ascending */
    size_t host_count;
    double gap; /* at most so much over the best; 0: the best */
    int64_t total_milli_ms; /* people x time, of the times that are known */
    uint32_t longest_ms; /* of these times */
    size_t farthest; /* the member it is from; CI_NO_POSITION: none */
    size_t unknown; /* members whose time is not known */
} ci_member_groups;

/* The position of the first sure facility that stands in a member, or
 * CI_NO_POSITION. */
size_t ci_member_facility_in(const ci_member_survey *survey, size_t member);

/* Assigns the sure members of a unit to the facilities that stand in them;
 * `range` is that of so many members. */
circlet_status ci_member_groups_assign(ci_member_groups *out,
                                       const ci_member_survey *survey,
                                       circlet_unit unit,
                                       const ci_group_range *range,
                                       circlet_error *error);

/* Chooses where the facilities that are missing should stand, up to the
 * least number, among the sure members. The caller clears the groups in any
 * case. */
circlet_status ci_member_groups_choose(ci_member_groups *out,
                                       const ci_member_survey *survey,
                                       circlet_unit unit,
                                       const ci_group_range *range,
                                       circlet_error *error);
void ci_member_groups_clear(ci_member_groups *groups);

#endif
