/* What the rules say of a city with and without a plan. */
#ifndef CI_VERIFY_VERDICT_CHECK_H
#define CI_VERIFY_VERDICT_CHECK_H

#include "verify/verification.h"

/* Starts as {0}. */
typedef struct ci_verdict_pair {
    circlet_findings *before, *after;
    size_t *twins; /* of each finding after: its place before, or SIZE_MAX */
} ci_verdict_pair;

/* Judges both cities, which must outlive `out`; the caller clears that, even
 * after a failure. */
circlet_status ci_verdict_pair_judge(ci_verdict_pair *out,
                                     const circlet_policy *policy,
                                     const circlet_city *before,
                                     const circlet_city *after,
                                     const circlet_travel *travel,
                                     const circlet_judge_options *options,
                                     circlet_error *error);
void ci_verdict_pair_clear(ci_verdict_pair *pair);

/* Whether a rule is better kept after than before, in some unit. */
bool ci_verdict_pair_improves(const ci_verdict_pair *pair, const char *rule);

/* Adds the claim that what must be kept and was still is. false: no
 * memory. */
bool ci_must_rules_check(circlet_verification *out,
                         const ci_verdict_pair *pair);

#endif
