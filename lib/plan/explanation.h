/* What came of explaining a plan. */
#ifndef CI_PLAN_EXPLANATION_H
#define CI_PLAN_EXPLANATION_H

#include <circlet/explain.h>

#include "base/arena.h"

struct circlet_explanation {
    int year;
    circlet_explained_action *actions;
    size_t count;
    bool has_second;
    circlet_second_best second;
    circlet_plan *plan; /* completed */
    circlet_plan *instead; /* the second-best choice; NULL: none */
    ci_arena arena;
};

#endif
