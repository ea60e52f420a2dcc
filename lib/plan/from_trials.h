/* Plans that keep some of what another plan proposes, made one by one and
 * measured alike, whatever each keeps. */
#ifndef CI_PLAN_FROM_TRIALS_H
#define CI_PLAN_FROM_TRIALS_H

#include "plan/from_measure.h"
#include "plan/given.h"
#include "plan/given_groups.h"

/* Makes a plan for a city in which what `options->from` has is done. */
typedef circlet_status (*ci_plan_compute_fn)(
    circlet_plan **out, const circlet_policy *policy, const circlet_city *city,
    const circlet_travel *travel, const circlet_plan_options *options,
    circlet_error *error);

/* How good the city is that a whole plan leaves. */
typedef struct ci_from_score {
    bool
        is_possible; /* false: what is given cannot be, or not for the money */
    double sums[CI_FROM_SUMS];
    double cost_cny; /* of what is kept, as it says, and what is added */
    size_t kept; /* actions */
} ci_from_score;

/* A set of groups that was tried. */
typedef struct ci_from_trial {
    const bool *with; /* each group */
    ci_from_score score;
} ci_from_trial;

typedef struct ci_from_trials {
    const circlet_policy *policy;
    const circlet_city *city; /* as it is */
    const circlet_travel *travel;
    circlet_plan_options options;
    ci_plan_compute_fn compute;
    ci_given_groups groups;
    size_t most; /* so many plans are made */
    bool is_quick; /* the work limit is of trials: the best is made anew */

    ci_from_trial *items; /* room for `most` */
    size_t count;
    ci_given given; /* of the best so far; with its plan for the rest, NULL:
                       nothing is possible yet */
    circlet_plan *rest;
    ci_from_trial best;

    circlet_error refusal; /* why the first is not possible */
    circlet_status refused;
    ci_given base; /* what stays alone */
    ci_from_measure measure; /* of cities in which it is done */
    bool *is_chosen; /* each action of the one at hand */
    double progress_start;
    ci_arena arena;
} ci_from_trials;

/* Judges the city in which what has to stay is done; policy to compute are
 * set. Cleared by the caller in any case. */
circlet_status ci_from_trials_start(ci_from_trials *trials,
                                    circlet_error *error);
void ci_from_trials_clear(ci_from_trials *trials);

/*
 * What comes of a set of groups, which is made and measured the first time
 * that it is asked for and if it is the best becomes that: at equal worth
 * with the most actions, of these the first. NULL in `out`: it is not known,
 * and no more plans are made.
 */
circlet_status ci_from_try(const ci_from_trial **out, ci_from_trials *trials,
                           const bool *with, circlet_error *error);

/* Makes the best anew without the work limit of trials, where that may have
 * ended it, and takes what is no worse. */
circlet_status ci_from_settle(ci_from_trials *trials, circlet_error *error);

/* Positive: `a` is worse than `b`, by the first level that differs; what is
 * impossible is worst. */
int ci_from_compare(const ci_from_score *a, const ci_from_score *b);

#endif
