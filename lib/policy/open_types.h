/* Findings where facilities of types that no import has spoken of could
 * count. */
#ifndef CI_POLICY_OPEN_TYPES_H
#define CI_POLICY_OPEN_TYPES_H

#include "policy/finding.h"

/* The reason where they could change the verdict. */
#define CI_TYPES_UNKNOWN "types_unknown"

/* Whether nothing was said of some type of facility that a rule counts. Rules
 * of which that does not matter, or which look into it themselves, lack
 * none. */
bool ci_rule_lacks_types(const ci_rule *rule, const circlet_city *city,
                         const ci_facility_types *types);

/* Where its rule lacks types, what a finding measures is the end of an
 * interval whose other end more facilities could move: a shortfall becomes
 * undecided, what is enough stays so. */
void ci_open_types_leave(ci_draft *draft, const circlet_policy *policy,
                         const circlet_city *city);

#endif
