/* Which columns of a rebuilt program the actions of a plan are, and what the
 * rows get of them. */
#ifndef CI_VERIFY_PLAN_CHOICE_H
#define CI_VERIFY_PLAN_CHOICE_H

#include "verify/rebuilt_program.h"

/* Starts as {0}. */
typedef struct ci_plan_choice {
    uint32_t *chosen; /* columns, ascending */
    size_t chosen_count;
    int64_t *attained; /* of each row, no more than can be had; below 0: less
                          than without the plan */
    bool rearranges; /* it moves or closes facilities, which no column does */
    bool has_more; /* of a plan that is to hold under doubt, or over years:
                      something is part of no column, as it does nothing, or
                      more than is missing, where all is as assumed and in the
                      last year */
    int64_t cost_cny; /* of what is done at each place, rounded up */
    size_t *place_of; /* of each action; SIZE_MAX: at none */
    bool *is_strange; /* each action: it is part of no column */
    bool *works_on; /* of each action x rule of the lacks, but those about
                       people: what is done there gives something to a unit
                       or a venue that lacks it */
    const char *stranger; /* id of an action that is at no place of the
                             program, or part of no column; NULL: there is
                             none */
} ci_plan_choice;

/* Fills `out`, which the caller clears, even after a failure. */
circlet_status ci_plan_choice_find(ci_plan_choice *out,
                                   ci_rebuilt_program *program,
                                   const circlet_plan *plan,
                                   circlet_error *error);
void ci_plan_choice_clear(ci_plan_choice *choice);

#endif
