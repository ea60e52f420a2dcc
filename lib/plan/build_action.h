/* The sites that were chosen as actions of a plan. */
#ifndef CI_PLAN_BUILD_ACTION_H
#define CI_PLAN_BUILD_ACTION_H

#include <circlet/plan.h>

#include "base/arena.h"
#include "plan/problem.h"

/* The travel modes that the circle rules of a list judge by, as a list in
 * the policy's order, "own" first: "own;walk". It lies in the arena. NULL:
 * no memory. */
const char *ci_plan_modes(ci_arena *arena, const circlet_policy *policy,
                          const char *rules);

/* "a07" of the 7th of 12 actions, in the arena. NULL: no memory. */
const char *ci_plan_action_id(ci_arena *arena, size_t number, size_t count);

/*
 * Makes an action of kind "build" for each chosen site, in the order in
 * which they were chosen; all of it lies in the arena. NULL: no memory.
 */
circlet_plan_action *ci_build_actions(ci_arena *arena,
                                      const ci_plan_question *question,
                                      const ci_plan_problem *problem,
                                      const circlet_siting *siting,
                                      size_t *count);

#endif
