/* The claims of a plan and what came of them, while they are gathered. */
#ifndef CI_VERIFY_VERIFICATION_H
#define CI_VERIFY_VERIFICATION_H

#include <circlet/verify.h>

#include "base/arena.h"

struct circlet_verification {
    circlet_claim *claims;
    size_t count, capacity;
    ci_arena texts;
    int persons_step; /* of the plan; 0: its numbers are exact */
};

/* What a figure must be to hold. */
typedef enum ci_strictness {
    CI_FIGURE_MUST_BE, /* what is found */
    CI_FIGURE_MAY_BE /* another: then the claim is open, and what is not
                        said is no claim */
} ci_strictness;

/* Adds a claim; texts are copied. What a plan with a step does not claim is
 * said to be that. false: no memory. */
bool ci_verification_add(circlet_verification *verification,
                         const circlet_claim *claim);

/* Adds a figure: that it was claimed, and what was found; NaN: nothing.
 * `claim` has the rest. */
bool ci_verification_add_figure(circlet_verification *verification,
                                const circlet_claim *claim,
                                ci_strictness strictness);

/* What came of the proof of a level. */
typedef struct ci_level_proved {
    circlet_claim_state state;
    double bound; /* where it holds */
    const char *why; /* else */
    double objective; /* as found */
    double gap; /* that these leave */
    bool is_of_fewer; /* the bound is of plans of another kind than this one:
                         only 0 is the best then */
    bool are_best; /* no plan does better at the levels before */
} ci_level_proved;

/* Whether no plan does better at a level, if its bound is so. */
bool ci_level_is_best(const circlet_plan_level *level,
                      const ci_level_proved *proved);

/* Add what a level says of its bound, and of its gap and proof. False: no
 * memory. */
bool ci_verification_add_bound(circlet_verification *verification,
                               const circlet_plan_level *level,
                               const ci_level_proved *proved);
bool ci_verification_add_proof(circlet_verification *verification,
                               const circlet_plan_level *level,
                               const ci_level_proved *proved);

/* Whether two figures are one, apart from the rounding of sums; NaN is only
 * NaN. */
bool ci_is_same_figure(double a, double b);

#endif
