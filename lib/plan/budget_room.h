/* What the actions of a plan leave of the budgets that it is made within. */
#ifndef CI_PLAN_BUDGET_ROOM_H
#define CI_PLAN_BUDGET_ROOM_H

#include "plan/mend_stage.h"

/* Starts as {0}. */
typedef struct ci_budget_room {
    const ci_mend *mend;
    ci_mend_budget *budgets; /* of units and years */
    size_t count;
} ci_budget_room;

/* Reads the budgets of the options of `mend`, which must outlive `out`; the
 * caller clears that in any case. Errors as of ci_mend_read_budgets(). */
circlet_status ci_budget_room_start(ci_budget_room *out, const ci_mend *mend,
                                    circlet_error *error);
void ci_budget_room_clear(ci_budget_room *room);

/*
 * So many yuan one more action may cost beside those of a plan: the least that
 * is left of the budgets that it is paid from, of the whole, of the unit where
 * it is (of a move: where the new place is) and of the year in which it
 * begins. Below 0: nothing is left; INFINITY: no budget is for it.
 */
double ci_budget_room_for(const ci_budget_room *room,
                          const circlet_plan_action *actions, size_t count,
                          const circlet_plan_action *one);

#endif
