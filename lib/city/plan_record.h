/* A plan in memory. */
#ifndef CI_CITY_PLAN_RECORD_H
#define CI_CITY_PLAN_RECORD_H

#include <circlet/plan.h>

#include "base/arena.h"

struct circlet_plan {
    const char *name;
    const char *policy; /* id; NULL: it is not known for which */
    circlet_plan_action *actions;
    size_t action_count;
    circlet_plan_level *levels;
    size_t level_count;
    circlet_plan_impossible *impossible;
    size_t impossible_count;
    ci_arena arena; /* holds all of the above */
};

/* Says for which policy a plan was computed; false: no memory. */
bool ci_plan_say_policy(circlet_plan *plan, const char *policy);

#endif
