/* What would surely mend a failure for the least, said of its place alone. */
#ifndef CI_POLICY_FIX_H
#define CI_POLICY_FIX_H

#include "policy/rule.h"

/*
 * Adds to every finding of a judgement that fails how to mend it: so much
 * more of what is short that it is enough whatever is true of what is not
 * known, by the cheapest of what the policy prices: what there is made better
 * or larger, or something new on a candidate site that holds it. For circles
 * the one place in the unit, a site, facility or community, that covers most
 * of the people who are not. Places that are missing within reach are fixed
 * while they are judged (fix_places.h). Findings of which that cannot be said
 * stay without.
 */
circlet_status ci_fix_findings(const ci_judgement *judgement,
                               circlet_error *error);

/* Renders a template of a fix into the two texts of a finding. */
circlet_status ci_fix_say(circlet_finding *finding,
                          const ci_judgement *judgement, const char *sentence,
                          const circlet_argument *arguments, size_t count,
                          circlet_error *error);

/* Fixes the findings of a circle rule in one mode, CI_NO_POSITION: own
 * (fix_circle.c). */
circlet_status ci_fix_circle(const ci_judgement *judgement,
                             const ci_rule *rule, size_t mode,
                             circlet_error *error);

#endif
