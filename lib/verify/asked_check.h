/* Whether what stands with a plan of what it was asked for is what such a plan
 * can have, and is kept: budgets, years, losses, a share of draws. */
#ifndef CI_VERIFY_ASKED_CHECK_H
#define CI_VERIFY_ASKED_CHECK_H

#include "verify/program_levels.h"

/*
 * Adds a claim for each budget that a plan says: the cost of what it pays for
 * is no more. And of a plan that was computed what differs: budgets of a plan
 * that is not over years, or of other years, or others than in the
 * certificates; a year that is not the last; losses that are allowed where
 * nothing moves or closes; a share of draws with what does not go with it,
 * which else is not derived.
 */
circlet_status ci_asked_check(circlet_verification *out,
                              const circlet_plan *plan,
                              const circlet_city *city,
                              const ci_program_levels *programs,
                              circlet_error *error);

#endif
