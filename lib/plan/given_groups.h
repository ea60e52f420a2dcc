/* The actions of a plan by the facility that they are about: which stay in
 * another plan, and which of these are tried. */
#ifndef CI_PLAN_GIVEN_GROUPS_H
#define CI_PLAN_GIVEN_GROUPS_H

#include <circlet/plan.h>

#include "base/arena.h"

typedef struct ci_given_groups {
    const circlet_plan *from;
    bool *is_fixed; /* each action of `from`: stays in any case */
    bool *is_kept; /* likewise: stays in the best */
    bool *is_tried; /* likewise: with those at hand */
    size_t *group_of; /* of each: the first about its facility */
    size_t *groups; /* that are not fixed: their first actions */
    size_t count; /* of them */
    size_t changes; /* of what is kept */
    size_t *tried_at; /* after how many of them each of `groups` was tried
                         alone; SIZE_MAX: was not */
    ci_arena arena; /* of the lists */
} ci_given_groups;

/* What is fixed is kept, and what stands before it at the same facility. The
 * caller clears `out` in any case. */
circlet_status ci_given_groups_list(ci_given_groups *out,
                                    const circlet_plan *from,
                                    circlet_error *error);
void ci_given_groups_clear(ci_given_groups *of);

/* What is kept is tried. */
void ci_given_groups_start(ci_given_groups *of);

/* Tries with a group, or without what is not fixed of it. */
void ci_given_groups_mark(ci_given_groups *of, size_t g, bool is_with);

/* What is tried is kept. */
void ci_given_groups_accept(ci_given_groups *of);

/* A group is kept whole or not at all. */
bool ci_given_groups_is_kept(const ci_given_groups *of, size_t g);

/* Whether some action of a group says what it costs. */
bool ci_given_groups_has_cost(const ci_given_groups *of, size_t g);

/* A group that was not tried alone since what is kept has changed, those that
 * are kept first; `count`: there is none. */
size_t ci_given_groups_next(const ci_given_groups *of);

#endif
