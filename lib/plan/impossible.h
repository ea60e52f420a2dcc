/* Who stays uncovered whatever is built. */
#ifndef CI_PLAN_IMPOSSIBLE_H
#define CI_PLAN_IMPOSSIBLE_H

#include <circlet/plan.h>

#include "base/arena.h"
#include "plan/problem.h"

/*
 * Adds up, for each rule and street, the persons whom no site of the problem
 * reaches: in the order of the rules, then of the streets' codes, last those
 * in no street (unit NULL). The list lies in the arena; NULL: no memory.
 */
circlet_plan_impossible *ci_list_impossible(ci_arena *arena,
                                            const ci_plan_problem *problem,
                                            const ci_plan_question *question,
                                            size_t *count);

/* Adds to that list how far those are from the nearest site or facility,
 * where a new site would do, and the texts, which lie in the arena
 * (impossible_why.c). */
circlet_status ci_explain_impossible(circlet_plan_impossible *list,
                                     size_t count, ci_arena *arena,
                                     const ci_plan_problem *problem,
                                     const ci_plan_question *question,
                                     circlet_error *error);

#endif
