/* All that may be done so that a plan holds under doubt, and choices of it. */
#ifndef CI_PLAN_HOLD_POOL_H
#define CI_PLAN_HOLD_POOL_H

#include <circlet/plan.h>

#include "base/arena.h"
#include "base/id_map.h"

/* One action, so large. */
typedef struct ci_hold_way {
    circlet_plan_action action;
    uint32_t seen; /* in so many plans */
} ci_hold_way;

/* What is done to a facility in one respect: it is built, or enlarged by
 * places of one service. One way of it at most is in a plan. */
typedef struct ci_hold_thing {
    ci_hold_way *ways;
    size_t count, capacity;
} ci_hold_thing;

/* Starts as {0}. */
typedef struct ci_hold_pool {
    ci_hold_thing *things; /* in the order in which they were first seen */
    size_t count, capacity;
    ci_name_map *names;
    ci_arena arena;
} ci_hold_pool;

/* A way of each thing, from 1 on; 0: it is not done. Things that were added
 * to the pool later are not. Starts as {0}. */
typedef struct ci_hold_choice {
    uint32_t *ways;
    size_t count;
} ci_hold_choice;

void ci_hold_pool_clear(ci_hold_pool *pool);
void ci_hold_choice_clear(ci_hold_choice *choice);

/* Makes `out`, which is cleared before, another's equal, with a place for all
 * things of the pool. */
circlet_status ci_hold_choice_copy(ci_hold_choice *out,
                                   const ci_hold_pool *pool,
                                   const ci_hold_choice *of,
                                   circlet_error *error);

uint32_t ci_hold_way_of(const ci_hold_choice *choice, size_t thing);

/* NULL: the thing is not done. */
const ci_hold_way *ci_hold_chosen(const ci_hold_pool *pool,
                                  const ci_hold_choice *choice, size_t thing);

double ci_hold_cost(const ci_hold_pool *pool, const ci_hold_choice *choice);

/* Adds a plan that is carried out after what `base` (NULL: nothing) chooses;
 * `out` chooses both. */
circlet_status ci_hold_pool_add(ci_hold_choice *out, ci_hold_pool *pool,
                                const ci_hold_choice *base,
                                const circlet_plan *plan,
                                circlet_error *error);

/* Of each thing the dearer way of two choices, in the first, which has a
 * place for all things. */
void ci_hold_unite(ci_hold_choice *choice, const ci_hold_pool *pool,
                   const ci_hold_choice *other);

/* The choice as actions in the arena; their count. NULL: no memory. */
circlet_plan_action *ci_hold_actions(ci_arena *arena, size_t *count,
                                     const ci_hold_pool *pool,
                                     const ci_hold_choice *choice);

#endif
