/* What a plan that was published does not claim. */
#ifndef CI_VERIFY_CLAIMS_IN_STEPS_H
#define CI_VERIFY_CLAIMS_IN_STEPS_H

#include <circlet/verify.h>

/* A claim of a plan that tells persons in steps. */
circlet_claim ci_claim_in_steps(const circlet_claim *claim, int step);

#endif
