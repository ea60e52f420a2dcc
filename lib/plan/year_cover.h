/* Whom circles cover in a year: with a plan, without it, and with what was
 * open the year before. */
#ifndef CI_PLAN_YEAR_COVER_H
#define CI_PLAN_YEAR_COVER_H

#include <circlet/plan_years.h>

#include "base/arena.h"
#include "policy/rule.h"

typedef struct ci_loss_list {
    circlet_plan_loss *items; /* their texts lie in the arena */
    size_t count, capacity;
    ci_arena *arena;
    bool names_people;
} ci_loss_list;

/*
 * Adds up the persons of a year, of which `out` has the number, and who loses.
 * `of` has the policy, the city if nothing were done, travel times and how
 * many threads; `planned` is the city as the plan leaves it then, with the
 * same people.
 */
circlet_status ci_year_cover_find(circlet_course_year *out,
                                  ci_loss_list *losses, const ci_judgement *of,
                                  const circlet_city *planned,
                                  circlet_error *error);

#endif
