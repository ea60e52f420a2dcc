/* What a facility counts for a rule: read from the policy's meaning of rules
 * alone. */
#ifndef CI_VERIFY_COUNTED_H
#define CI_VERIFY_COUNTED_H

#include "policy/rule.h"

/* Facilities (0 or 1) of rules that count or reach them; of rules about sums
 * thousandths of m2, beds or places that surely count. */
int64_t ci_counted_for(const ci_judgement *judgement, const ci_rule *rule,
                       const circlet_facility_record *facility);

/* Whether a rule is one that buildings and what is done to them can mend. */
bool ci_is_of_buildings(const ci_rule *rule);

/* Whether a facility that becomes another counts for less with some rule in
 * force, or comes to lack the staff for its beds. */
bool ci_loses_something(const ci_judgement *judgement,
                        const circlet_facility_record *before,
                        const circlet_facility_record *after);

#endif
