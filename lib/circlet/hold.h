#ifndef CIRCLET_HOLD_H
#define CIRCLET_HOLD_H

#include <circlet/plan.h>
#include <circlet/robust.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Start from CIRCLET_HOLD_OPTIONS_INIT; a zero field has its default. */
typedef struct circlet_hold_options {
    size_t struct_size; /* set by the initialiser */
    double share; /* needed: above 0, below 1 */
    uint32_t draws; /* default 100, up to 10000 */
    uint64_t seed;
    circlet_robust_doubt doubt; /* of the initialiser */
} circlet_hold_options;

#define CIRCLET_HOLD_OPTIONS_INIT                                             \
    {                                                                         \
        .struct_size = sizeof(circlet_hold_options),                          \
        .doubt = CIRCLET_ROBUST_DOUBT_INIT                                    \
    }

/* What must be somewhere, and in how many draws it is. Text is borrowed. */
typedef struct circlet_hold_finding {
    const char *rule, *unit, *unit_name, *subject_id, *mode; /* mode: or
                                                                NULL */
    circlet_level level;
    circlet_subject subject;
    bool is_promised; /* it holds in the share of the draws */
    uint32_t draws, held; /* those planned for: in which it was judged, and in
                             which it surely holds */
    uint32_t plain_held; /* of them with the plan for what is assumed */
    uint32_t most; /* of them with all that was found for each draw by itself:
                      what stands in one may be wanted elsewhere in another */
    const char *reason; /* why it is not promised, a word, see below; NULL: it
                           is */
    uint32_t other_draws, other_held; /* as many draws that were not planned
                                         for */
    double other_low; /* the share of all such draws is at least this, with a
                         confidence of 95% (C. J. Clopper, E. S. Pearson, "The
                         use of confidence or fiducial limits illustrated in
                         the case of the binomial", Biometrika 26, 1934) */
} circlet_hold_finding;

/*
 * Reasons, each of the draws that it would take: "no_way" (it fails in more
 * with all that was found for each draw by itself), "in_doubt" (so would it
 * not, but data are missing, so that it is undecided), "not_together" (for
 * each draw something was found, but not all of it can be done at once, or
 * what is closed in one draw serves in another).
 */

/* The whole. */
typedef struct circlet_hold_summary {
    double share;
    uint32_t draws;
    uint64_t seed;
    double cost_cny;
    double plain_cost_cny; /* of the plan for what is assumed */
    double bound_cny; /* no plan that does as well as that one where all is as
                         assumed costs less, whatever the share; 0: nothing is
                         known */
    size_t findings, promised; /* of what must be */
    uint32_t lowest_held, lowest_draws; /* of what is promised: least often */
    size_t other_promised; /* of what is promised: those that hold in the share
                              of the other draws, too */
    uint32_t trials; /* plans that were tried */
} circlet_hold_summary;

typedef struct circlet_holding circlet_holding;

/*
 * A plan that mends what circlet_plan_compute() does where all is as assumed,
 * and with which all that must be, of the rules that buildings can mend, holds
 * in a share of the draws of circlet_robustness_compute() with the same
 * doubts, draws and seed: each finding by itself, in the share of the draws
 * in which it is judged at all. What does not even with all that was found for
 * the draws together is not promised, and not paid for.
 *
 * What is found is not proved cheapest: the plan starts from those for the
 * draws that cost least, and leaves out, makes smaller and exchanges actions
 * as long as that is cheaper and keeps the promise. The level "cost_cny" has
 * its cost, and the bound of the plan for what is assumed, which is one of
 * this plan, too: it does as much where all is as assumed.
 *
 * `options` as of circlet_plan_compute(), without count, budgets, frontier,
 * max_cost_per_person, allow and is_cautious (CIRCLET_E_ARGUMENT). `router`
 * has the policy's modes. Policy and city must outlive both results, which the
 * caller frees. Errors as of
 * circlet_plan_compute() and circlet_robustness_compute().
 */
circlet_status circlet_plan_hold(circlet_plan **out, circlet_holding **holding,
                                 const circlet_policy *policy,
                                 const circlet_city *city,
                                 circlet_router *router,
                                 const circlet_plan_options *options,
                                 const circlet_hold_options *hold,
                                 circlet_error *error);

void circlet_holding_free(circlet_holding *holding);

circlet_hold_summary circlet_holding_summary(const circlet_holding *holding);

/* By rule, unit, subject and mode. */
size_t circlet_holding_finding_count(const circlet_holding *holding);
const circlet_hold_finding *circlet_holding_finding(
    const circlet_holding *holding, size_t i);

#ifdef __cplusplus
}
#endif

#endif
