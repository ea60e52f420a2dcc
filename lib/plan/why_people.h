/* What is said of people and venues that nothing possible reaches. */
#ifndef CI_PLAN_WHY_PEOPLE_H
#define CI_PLAN_WHY_PEOPLE_H

#include "plan/stranded.h"
#include "plan/why.h"

/* Those of one rule, about a circle or venues. All is borrowed. */
typedef struct ci_why_crowd {
    const ci_why_words *words;
    const ci_judgement *judgement;
    const ci_rule *rule;
    circlet_plan_impossible *items; /* that the people are listed under */
    const circlet_unit *units; /* of each item */
    ci_stranded *people;
    size_t count;
    const circlet_point *doors; /* of all that is, or could be, for them */
    size_t door_count;
} ci_why_crowd;

/* Fills the times of the items that have people, where these live, and what
 * would do: the fewest new sites, or a street. Texts lie in the arena. */
circlet_status ci_why_people(const ci_why_crowd *crowd, circlet_error *error);

/* The codes of units as a list, each once, in the city's order; `is_listed`
 * is of each unit. It lies in the arena; NULL: no memory. */
const char *ci_why_list_units(const ci_why_words *words,
                              const bool *is_listed);

#endif
