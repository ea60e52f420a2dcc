#include "verify/claims_in_steps.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "city/plan_steps.h"
#include "verify/verification.h"

static bool is_one_of(const char *what, const char *const *words)
{
    for (; *words; words++)
        if (strcmp(what, *words) == 0)
            return true;
    return false;
}

/* Numbers of persons, which are rounded down. */
static bool is_of_persons(const circlet_claim *claim)
{
    static const char *const words[] = {"persons_gained", "persons_modelled",
                                        "impossible_persons",
                                        "impossible_modelled", NULL};

    return is_one_of(claim->what, words);
}

/* What a level says that is not what the plan comes to at it. */
static bool is_of_level(const circlet_claim *claim)
{
    static const char *const words[] = {"bound", "gap", "proof", NULL};

    return is_one_of(claim->what, words);
}

/* What nothing but a certificate shows. */
static bool is_of_certificate(const circlet_claim *claim)
{
    static const char *const words[] = {"bound", "proof", NULL};
    static const char *const rest[] = {"objective", "impossible_missing",
                                       "impossible_persons", NULL};

    return is_one_of(claim->what, words)
               ? claim->state != CIRCLET_CLAIM_HOLDS
               : is_one_of(claim->what, rest) &&
                     claim->state == CIRCLET_CLAIM_OPEN;
}

/* Whether a number told in steps is what is found, if that is known. Who is
 * left may be told by no number, however many they are: findings hide them. */
static bool is_told(const circlet_claim *claim, double step)
{
    bool may_hide = strncmp(claim->what, "impossible_", 11) == 0;

    return isnan(claim->found) || (may_hide && isnan(claim->claimed)) ||
           ci_is_same_figure(claim->claimed,
                             ci_persons_in_steps(claim->found, step));
}

static bool is_told_level(const circlet_claim *claim, double step)
{
    circlet_plan_level found = {.name = claim->subject,
                                .objective = claim->found,
                                .bound = claim->found};

    ci_level_in_steps(&found, step);
    return isnan(claim->found) ||
           ci_is_same_figure(claim->claimed, found.objective);
}

static bool is_level_of_persons(const circlet_claim *claim)
{
    return claim->subject && ci_level_counts_persons(claim->subject);
}

/* Where the plan tells something else than is found in steps the claim stays
 * as it is. */
static bool is_not_claimed(const circlet_claim *claim, double step)
{
    if (is_of_persons(claim))
        return is_told(claim, step);
    if (strcmp(claim->what, "objective") == 0 && is_level_of_persons(claim))
        return is_told_level(claim, step);
    return (is_of_level(claim) && is_level_of_persons(claim)) ||
           is_of_certificate(claim);
}

circlet_claim ci_claim_in_steps(const circlet_claim *claim, int step)
{
    circlet_claim copy = *claim;

    if (!is_not_claimed(claim, step))
        return copy;
    copy.state = CIRCLET_CLAIM_NONE;
    copy.reason = is_of_certificate(claim)
                      ? ci_translate(CI_TRANSLATED(
                            "the plan was published without its certificates"))
                      : ci_translate(CI_TRANSLATED(
                            "the plan was published with persons in whole "
                            "steps"));
    return copy;
}
