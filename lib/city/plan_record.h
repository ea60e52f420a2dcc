/* A plan in memory. */
#ifndef CI_CITY_PLAN_RECORD_H
#define CI_CITY_PLAN_RECORD_H

#include <circlet/plan.h>

#include "base/arena.h"

struct circlet_plan {
    const char *name;
    circlet_plan_action *actions;
    size_t action_count;
    circlet_plan_level *levels;
    size_t level_count;
    circlet_plan_impossible *impossible;
    size_t impossible_count;
    ci_arena arena; /* holds all of the above */
};

#endif
