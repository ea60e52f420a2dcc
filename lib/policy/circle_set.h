/* A circle whose time and mode go by the setting where people live. */
#ifndef CI_POLICY_CIRCLE_SET_H
#define CI_POLICY_CIRCLE_SET_H

#include "policy/circle_run.h"

typedef struct ci_circle_set {
    ci_rule *rules; /* the rule as one of a circle, for each circle */
    ci_circle_run *runs;
    size_t count;
} ci_circle_set;

/*
 * Finds who of a rule's group reaches a facility that it selects, by each of
 * the circles; the people live in units of the rule's level. The caller
 * clears `out`, after a failure too; it keeps pointers to the judgement.
 */
circlet_status ci_circle_set_measure(ci_circle_set *out,
                                     const ci_judgement *judgement,
                                     const ci_rule *rule,
                                     const ci_setting_circles *circles,
                                     circlet_error *error);
void ci_circle_set_clear(ci_circle_set *set);

/* The run of the circle of a unit's setting; NULL: its setting is not known,
 * or there is no circle for it. */
const ci_circle_run *ci_circle_set_of(const ci_circle_set *set,
                                      circlet_unit unit);

#endif
