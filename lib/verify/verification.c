#include "verify/verification.h"

#include <math.h>
#include <stdlib.h>

#include "base/array.h"
#include "verify/claims_in_steps.h"

/* Of sums of yuan and of shares that were added up in another order. */
#define ROUNDING 1e-9

bool ci_is_same_figure(double a, double b)
{
    if (isnan(a) || isnan(b))
        return isnan(a) && isnan(b);
    return a == b || fabs(a - b) <= ROUNDING * fmax(fabs(a), fabs(b));
}

static bool keep(ci_arena *texts, const char **text)
{
    if (*text)
        *text = ci_arena_copy(texts, *text);
    return *text != NULL;
}

bool ci_verification_add(circlet_verification *verification,
                         const circlet_claim *claim)
{
    circlet_claim copy =
        verification->persons_step > 0
            ? ci_claim_in_steps(claim, verification->persons_step)
            : *claim;
    const char **const texts[] = {&copy.what,       &copy.subject,
                                  &copy.part,       &copy.claimed_text,
                                  &copy.found_text, &copy.reason};
    circlet_claim *claims =
        ci_array_reserve_one(verification->claims, verification->count,
                             &verification->capacity, sizeof(*claims));

    if (!claims)
        return false;
    verification->claims = claims;
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        if (*texts[i] && !keep(&verification->texts, texts[i]))
            return false;
    claims[verification->count++] = copy;
    return true;
}

bool ci_verification_add_figure(circlet_verification *verification,
                                const circlet_claim *claim,
                                ci_strictness strictness)
{
    circlet_claim figure = *claim;

    if (isnan(figure.claimed) &&
        (strictness == CI_FIGURE_MAY_BE || isnan(figure.found)))
        return true;
    if (ci_is_same_figure(figure.claimed, figure.found))
        figure.state = CIRCLET_CLAIM_HOLDS;
    else
        figure.state = strictness == CI_FIGURE_MAY_BE ? CIRCLET_CLAIM_OPEN
                                                      : CIRCLET_CLAIM_DIFFERS;
    return ci_verification_add(verification, &figure);
}

/* ---- levels ------------------------------------------------------------- */

bool ci_verification_add_bound(circlet_verification *verification,
                               const circlet_plan_level *level,
                               const ci_level_proved *proved)
{
    circlet_claim claim = {.what = "bound",
                           .subject = level->name,
                           .claimed = level->bound,
                           .found = (double)NAN,
                           .state = proved->state,
                           .reason = proved->why};

    if (proved->state != CIRCLET_CLAIM_HOLDS)
        return ci_verification_add(verification, &claim);
    claim.reason = NULL;
    claim.found = proved->bound;
    return ci_verification_add_figure(verification, &claim, CI_FIGURE_MUST_BE);
}

bool ci_level_is_best(const circlet_plan_level *level,
                      const ci_level_proved *proved)
{
    double bound =
        proved->state == CIRCLET_CLAIM_HOLDS ? proved->bound : level->bound;

    if (proved->is_of_fewer && proved->objective > 0)
        return false;
    return proved->are_best && ci_is_same_figure(proved->objective, bound);
}

/* A level is said to be the best where it is, and only there. */
bool ci_verification_add_proof(circlet_verification *verification,
                               const circlet_plan_level *level,
                               const ci_level_proved *proved)
{
    bool is_proved = proved->state == CIRCLET_CLAIM_HOLDS;
    bool is_best = ci_level_is_best(level, proved);
    bool says_best = level->proof == CIRCLET_PROOF_OPTIMAL;
    const circlet_claim gap = {.what = "gap",
                               .subject = level->name,
                               .claimed = level->gap,
                               .found = proved->gap};
    circlet_claim best = {.what = "proof",
                          .subject = level->name,
                          .claimed = (double)NAN,
                          .found = (double)NAN,
                          .claimed_text = says_best ? "optimal" : "bound",
                          .found_text =
                              is_proved && is_best ? "optimal" : "bound"};

    if (says_best ? !is_best : is_best && is_proved)
        best.state = CIRCLET_CLAIM_DIFFERS;
    else if (says_best && !is_proved) {
        best.state = proved->state;
        best.reason = proved->why;
    }
    return ci_verification_add_figure(verification, &gap, CI_FIGURE_MUST_BE) &&
           ci_verification_add(verification, &best);
}

/* ---- asking ------------------------------------------------------------- */

void circlet_verification_free(circlet_verification *verification)
{
    if (!verification)
        return;
    free(verification->claims);
    ci_arena_free(&verification->texts);
    free(verification);
}

bool circlet_verification_holds(const circlet_verification *verification)
{
    for (size_t i = 0; i < verification->count; i++)
        if (verification->claims[i].state == CIRCLET_CLAIM_DIFFERS)
            return false;
    return true;
}

size_t circlet_verification_count(const circlet_verification *verification)
{
    return verification->count;
}

const circlet_claim *circlet_verification_at(
    const circlet_verification *verification, size_t i)
{
    return i < verification->count ? &verification->claims[i] : NULL;
}
