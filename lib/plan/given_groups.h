/* The actions of a plan that another begins with, by what they are about: what
 * is done to one facility stays or goes together. */
#ifndef CI_PLAN_GIVEN_GROUPS_H
#define CI_PLAN_GIVEN_GROUPS_H

#include <circlet/plan.h>

#include "base/arena.h"

typedef struct ci_given_groups {
    const circlet_plan *from; /* borrowed */
    bool *stays; /* each action: it is fixed, or stands before one that is */
    size_t *group_of; /* of each action: less than `count` where it may go */
    size_t count;
    size_t settled; /* so many groups, the last, are what the planner itself
                       chooses at these costs */
    ci_arena arena;
} ci_given_groups;

/* Cleared by the caller in any case. False: no memory. */
bool ci_given_groups_make(ci_given_groups *out, const circlet_plan *from);
void ci_given_groups_clear(ci_given_groups *groups);

/* Puts the groups last that a plan has, too, which was made without them: the
 * same at the same place for no more. False: no memory. */
bool ci_given_groups_settle(ci_given_groups *groups, const circlet_plan *plan);

/* Chooses what stays, and the groups that are marked; so many actions. */
size_t ci_given_groups_choose(bool *is_chosen, const ci_given_groups *groups,
                              const bool *with);

#endif
