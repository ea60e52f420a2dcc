#ifndef CIRCLET_VERIFY_H
#define CIRCLET_VERIFY_H

#include <circlet/plan.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- travel times by a plain search ------------------------------------- */

/*
 * Travel times as a circlet_router gives them, found by Dijkstra's search as
 * textbooks have it, one for each destination, and by none of the router's
 * code: to check answers with, or a router. Slow. One thread at a time may
 * ask it.
 */
typedef struct circlet_plain_travel circlet_plain_travel;

/* The network must outlive it. `options` may be NULL. */
circlet_status circlet_plain_travel_new(circlet_plain_travel **out,
                                        const circlet_network *network,
                                        const circlet_snap_options *options,
                                        circlet_error *error);
void circlet_plain_travel_free(circlet_plain_travel *plain);

/* Queries may name the mode from now on, which need not outlive the call; it
 * stands in place of one of its name. */
circlet_status circlet_plain_travel_add_mode(circlet_plain_travel *plain,
                                             const circlet_travel_mode *mode,
                                             circlet_error *error);

/* As a source of travel times, valid as long as `plain`. It tells nothing of
 * what is missing (`find_gaps` is NULL). */
circlet_travel circlet_plain_travel_source(circlet_plain_travel *plain);

/* ---- checking a plan ---------------------------------------------------- */

/* What became of a claim. */
typedef enum circlet_claim_state {
    CIRCLET_CLAIM_HOLDS = 0,
    CIRCLET_CLAIM_DIFFERS = 1,
    CIRCLET_CLAIM_OPEN = 2, /* the plan brings nothing to derive it from: no
                               difference, but not proved either */
    CIRCLET_CLAIM_NONE = 3 /* of a plan that was published: a number of persons
                              that is told in steps, or what only a certificate
                              would prove, is not claimed */
} circlet_claim_state;

/*
 * What a claim is about, by its word:
 *
 * carried_out        of an action: it contradicts neither the city nor those
 *                    before it
 * cost_cny           of an action: what the policy's prices make it
 * persons_gained     of an action: newly covered by it, those before it done
 * persons_modelled   of them: nobody's known homes
 * mends              of an action and a rule: the rule is better kept in some
 *                    unit with the plan than without
 * objective, bound, gap, proof  of a level
 * budget_cny, services, keep, forbid, max_cost_per_person  what a plan that
 *                    mends all rules was asked for: its bounds are of plans
 *                    within that
 * impossible_persons, impossible_modelled, impossible_missing  of a rule and a
 *                    unit: what the plan leaves; impossible_mode,
 *                    impossible_unit, impossible_reason where what is said of
 *                    it is not so
 * policy, year, levels  what a plan was computed for, and what it must have
 * certificate        of a level that has none, or is not there
 * persons_step       of a plan that was published, and has certificates
 * at, facility, site, service, type, tier, way, mode, fixed, proposed, id  of
 *                    an action of a computed plan, where what is said is not
 *                    so; `mode` of a level, too
 * must_rules         how many findings of rules that must be kept fail with
 *                    the plan and passed without; one more for each, of its
 *                    rule and unit
 */
typedef struct circlet_claim {
    const char *what; /* one of these words */
    const char *subject; /* id of the action, name of the level, rule */
    const char *part; /* a rule of the action, a unit; NULL: none */
    double claimed, found; /* NaN: the claim is no number, or none is known */
    const char *claimed_text, *found_text; /* NULL: a number, or nothing */
    circlet_claim_state state;
    const char *reason; /* why it differs or is open; NULL: the two say it */
} circlet_claim;

/* Start from CIRCLET_VERIFY_OPTIONS_INIT; a zero field has its default. */
typedef struct circlet_verify_options {
    size_t struct_size; /* set by the initialiser */
    int year; /* that is judged; default: the one that the plan was computed
                 for, else the last of its actions, else the policy's
                 default_year */
    circlet_progress progress; /* default: no reports */
    uint32_t threads; /* that look at people; default: one per processor */
} circlet_verify_options;

#define CIRCLET_VERIFY_OPTIONS_INIT                                           \
    {                                                                         \
        .struct_size = sizeof(circlet_verify_options)                         \
    }

/* What came of the claims of a plan. */
typedef struct circlet_verification circlet_verification;

/*
 * Re-derives what a plan claims, with no code of the planner or the solvers:
 * carries out its actions, prices them, counts whom they reach, judges the
 * city with and without them, and has the bound follow from its certificate.
 * Of a plan that mends all rules it makes the covering program of the
 * certificate anew (what fails, what each way at each place does for it and
 * costs, who reaches which place), looks for ways that the certificate leaves
 * out, and checks the proof in whole numbers.
 * For times that owe nothing to the router either, `travel` is that of
 * circlet_plain_travel_source().
 *
 * A plan with levels, or one that was read and says for which policy, was
 * computed: then each figure it has must be what is found, and one that it
 * lacks is a difference, and so is a level, a certificate or an action that is
 * not there or is there twice. Texts for people alone are not looked at. In a
 * plan made by hand a cost may be what its author was told: where it is not
 * the policy's price that is open, not a difference; what it does not say is
 * not claimed. Nor is in a plan that was published (circlet_plan_publish())
 * what it says of persons, bounds and proofs; a number in steps that is not
 * what is found, told so, differs all the same.
 *
 * The caller frees `*out`; what it tells is borrowed from it. That a claim
 * does not hold is no error.
 */
circlet_status circlet_plan_verify(circlet_verification **out,
                                   const circlet_plan *plan,
                                   const circlet_policy *policy,
                                   const circlet_city *city,
                                   const circlet_travel *travel,
                                   const circlet_verify_options *options,
                                   circlet_error *error);
void circlet_verification_free(circlet_verification *verification);

/* Whether no claim differs. */
bool circlet_verification_holds(const circlet_verification *verification);

/* The claims: those of the actions in their order, of the levels, of who is
 * impossible to reach, of the verdicts. NULL beyond the last. */
size_t circlet_verification_count(const circlet_verification *verification);
const circlet_claim *circlet_verification_at(
    const circlet_verification *verification, size_t i);

#ifdef __cplusplus
}
#endif

#endif
