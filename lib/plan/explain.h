/* What actions of a plan buy, while it is found out. */
#ifndef CI_PLAN_EXPLAIN_H
#define CI_PLAN_EXPLAIN_H

#include <circlet/explain.h>

#include "base/arena.h"
#include "plan/mend.h"
#include "plan/mend_times.h"

/* The levels up to the one before the cost. */
#define CI_EXPLAIN_SUMS 4

typedef struct ci_explaining {
    const circlet_policy *policy;
    const circlet_city *city; /* with the sites of the plan */
    const circlet_travel *travel;
    const circlet_plan *plan; /* completed */
    double *yearly_cny; /* of each action; NaN: not known */
    size_t *turn; /* of each action: when it is carried out, from 0 */
    circlet_plan_options options; /* of all plans that are tried */
    int year; /* that is judged */
    const circlet_findings *failed; /* of the city as it is; NULL: that is not
                                       judged yet */
    ci_arena *arena; /* holds what is told */
} ci_explaining;

/* ---- which actions (explain_group.c) ------------------------------------ */

/* The plan with some of its actions; NULL: with none. The caller frees it. */
circlet_status ci_explain_some(circlet_plan **out, const ci_explaining *of,
                               const bool *is_taken, circlet_error *error);

/* Marks an action and those that cannot be carried out without it. */
circlet_status ci_explain_group(bool *is_marked, const ci_explaining *of,
                                size_t action, circlet_error *error);

/* Marks the actions that must be done before a group, which is about `action`,
 * can be carried out in the city as it is: none, else those on the same
 * facilities, else all before it. */
circlet_status ci_explain_before(bool *is_marked, const ci_explaining *of,
                                 const bool *is_group, size_t action,
                                 circlet_error *error);

/* CIRCLET_E_NOT_FOUND names the ids that are nearest. */
circlet_status ci_explain_find_action(size_t *out, const circlet_plan *plan,
                                      const char *id, circlet_error *error);

/* ---- a city as some actions leave it (explain_state.c) ------------------ */

typedef struct ci_explain_state {
    circlet_city *own; /* NULL: the city as it is */
    ci_mend mend; /* judged, with its goals */
    double sums[CI_EXPLAIN_SUMS]; /* of the first levels */
} ci_explain_state;

/* Carries a plan (NULL: none) out on a city and judges it; the caller clears
 * the state in any case. `of` must outlive it. */
circlet_status ci_explain_state_make(ci_explain_state *out,
                                     const ci_explaining *of,
                                     const circlet_city *city,
                                     const circlet_plan *plan,
                                     circlet_error *error);
void ci_explain_state_clear(ci_explain_state *state);

/* ---- what is better (explain_worth.c) ----------------------------------- */

/* What is told lies in the arena. */
circlet_status ci_explain_worth(circlet_worth *out, const ci_explaining *of,
                                const ci_explain_state *with,
                                const ci_explain_state *without,
                                circlet_error *error);

/* ---- what it costs (explain_cost.c) ------------------------------------- */

double ci_explain_cost(const circlet_plan_action *action);

/* Every year, of each action in the order of the plan; NaN: not known. */
circlet_status ci_explain_yearly(double *out, const circlet_plan *plan,
                                 const circlet_policy *policy,
                                 const circlet_city *city,
                                 circlet_error *error);

/* ---- instead (explain_second.c) ----------------------------------------- */

/* The plan, without an action and those that go with it, and with what stands
 * in for it. */
typedef struct ci_explain_swap {
    size_t action;
    const bool *is_group;
    ci_explain_state *planned, *without; /* goals are added to */
    circlet_explained_level *levels; /* CI_EXPLAIN_LEVELS of them; what is
                                        measured for the second is put in */
} ci_explain_swap;

#define CI_EXPLAIN_LEVELS (CI_EXPLAIN_SUMS + 3)

circlet_status ci_explain_second(circlet_second_best *out,
                                 const ci_explaining *of,
                                 const ci_explain_swap *swap,
                                 circlet_plan **actions, circlet_error *error);

/* Takes off the needs of a program of `without` what the whole plan does not
 * have either: what stays is lost. False in `is_lost`: nothing is
 * (explain_lost.c). */
circlet_status ci_explain_keep_lost(bool *is_lost, int64_t *needs,
                                    const ci_mend *without, ci_mend *planned,
                                    circlet_error *error);

#endif
