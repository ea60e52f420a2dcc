/* What a plan leaves, as JSON and as text. */
#ifndef TOOLS_PLAN_LEFT_H
#define TOOLS_PLAN_LEFT_H

#include <circlet.h>

#include "json.h"

/* It may be mended, but by nothing that a plan does. */
bool plan_left_is_unplanned(const circlet_plan_impossible *item);

/* Whether something that a plan is for cannot be had under a rule. */
bool plan_left_has_rule(const circlet_plan *plan, const char *rule);

/* The member "impossible", and of a cautious plan "in_doubt": arrays. */
void plan_left_write(json *out, const circlet_plan *plan);

/* Tables on stdout; false if memory ran out. */
bool plan_left_print(const circlet_plan *plan, const circlet_policy *policy);

#endif
