/* Whom each action of a plan covers who was not covered before it. */
#ifndef CI_VERIFY_ACTION_GAIN_H
#define CI_VERIFY_ACTION_GAIN_H

#include "base/arena.h"
#include "verify/carried_city.h"
#include "verify/uncovered.h"

/* What an action leaves of its facility, and what comes of that. */
typedef struct ci_action_gain {
    bool is_done; /* it could be carried out, and the rest is known */
    const circlet_point *entrances;
    size_t entrance_count;
    bool *serves; /* the rule of each batch, after the action */
    int64_t *batch_milli; /* newly covered of each batch */
    int64_t persons_milli, modelled_milli;
} ci_action_gain;

/* Notes what an action left of a facility; what `gain` points to lies in the
 * arena. false: no memory. */
bool ci_action_gain_note(ci_action_gain *gain, ci_arena *arena,
                         const ci_uncovered *uncovered,
                         const ci_carried_facility *facility);

/* Counts whom the actions cover, in the order in which they are carried out;
 * `gains` are of the plan's actions as they stand. */
circlet_status ci_action_gains_count(ci_action_gain *gains,
                                     const size_t *order, size_t count,
                                     ci_uncovered *uncovered,
                                     circlet_error *error);

#endif
