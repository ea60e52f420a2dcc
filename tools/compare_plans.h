/* What the plans of two states do that the other does not, and what that
 * costs. */
#ifndef TOOLS_COMPARE_PLANS_H
#define TOOLS_COMPARE_PLANS_H

#include <circlet.h>

#include "json.h"

/* A state's plan up to a year. */
typedef struct compared_plan {
    const circlet_plan *plan; /* with its costs; NULL: the city as it is */
    int year;
} compared_plan;

/* How many of its actions are done by then, and what they cost once; NaN: the
 * cost of one is not known. */
size_t compared_plan_count(const compared_plan *plan);
double compared_plan_cost(const compared_plan *plan);

/* The action of a plan that a change of a facility comes of: the first about
 * it that is done, and that the other plan does not do. NULL: none. */
const circlet_plan_action *compared_plan_find(const compared_plan *plan,
                                              const compared_plan *other,
                                              const char *facility);

/* "plans" with "cost_difference_cny", "actions_before_only" and
 * "actions_after_only"; nothing where neither state has a plan. */
void compare_plans_json(json *out, const compared_plan plans[2]);

/* The same as tables; false if memory ran out. */
bool compare_plans_text(const compared_plan plans[2]);

#endif
