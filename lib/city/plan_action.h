/* What each kind of action of a plan needs, whatever the city. */
#ifndef CI_CITY_PLAN_ACTION_H
#define CI_CITY_PLAN_ACTION_H

#include <circlet/plan.h>

#include "base/text.h"

typedef enum ci_action_kind {
    CI_ACTION_KEEP, /* says that a facility stays */
    CI_ACTION_ENLARGE,
    CI_ACTION_ADD_SERVICE,
    CI_ACTION_PARTITION, /* beds of one service become a section of another */
    CI_ACTION_DESIGNATE, /* an institution is taken into a service */
    CI_ACTION_BUILD,
    CI_ACTION_MOVE,
    CI_ACTION_CLOSE,
    CI_ACTION_KIND_COUNT
} ci_action_kind;

/* The words of the kinds in their order, NULL-ended. */
extern const char *const ci_action_kind_words[CI_ACTION_KIND_COUNT + 1];

/* CI_ACTION_KIND_COUNT: the word is none. */
ci_action_kind ci_action_kind_of(const char *word);

/* The first day of an action's year, as facilities have it; -1: from the
 * start. */
int ci_action_first_day(const circlet_plan_action *action);

/* Whether the place of an action is known. */
bool ci_action_has_place(const circlet_plan_action *action);

/*
 * Whether an action has what its kind needs. If not, `reason` gets one line
 * that tells what is wrong, and `column` the column that it is wrong with. No
 * memory: false, and `failed` of the reason is set.
 */
bool ci_action_check(const circlet_plan_action *action, const char **column,
                     ci_buffer *reason);

/* CIRCLET_E_DATA with the id of the first action that is not as its kind
 * needs it. */
circlet_status ci_actions_check(const circlet_plan_action *actions,
                                size_t count, circlet_error *error);

/* The first of these columns that is filled but means nothing to the
 * action's kind, such as the facility type of what is closed; NULL: none. */
const char *ci_action_idle_column(const circlet_plan_action *action);

#endif
