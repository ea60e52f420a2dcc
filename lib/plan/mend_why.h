/* Why a plan for all rules leaves what it leaves, and what would do. */
#ifndef CI_PLAN_MEND_WHY_H
#define CI_PLAN_MEND_WHY_H

#include "plan/mend_program.h"

/* What is left, and what of it is known. */
typedef struct ci_mend_left {
    circlet_plan_impossible *items;
    circlet_unit *units; /* of each item */
    const ci_rule **rules; /* of each item; NULL: none */
    size_t *slots; /* of each item; CI_MEND_NONE: it is not planned for */
    size_t count;
    size_t *item_of_row; /* of each row; CI_MEND_NONE: nothing is left of it */
} ci_mend_left;

/*
 * Adds to what a plan leaves, as ci_mend_make_levels() lists it, how far away
 * people are, whose actions take its place, what would do, and the texts. What
 * is added lies in the arena of `mend`; the list is replaced by a fuller one.
 */
circlet_status ci_mend_explain(circlet_plan_parts *parts, ci_mend *mend,
                               const ci_mend_program *program,
                               const ci_mend_answer *answer,
                               circlet_error *error);

/* Of people and venues that nothing reaches: times, where they live, the
 * fewest new sites (mend_why_people.c). */
circlet_status ci_mend_explain_people(ci_mend_left *left, ci_mend *mend,
                                      circlet_error *error);

#endif
