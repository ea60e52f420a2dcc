/* Which rules a plan mends, and which it does not. */
#ifndef TOOLS_PLAN_RULES_H
#define TOOLS_PLAN_RULES_H

#include <circlet.h>

#include "json.h"
#include "rule_counts.h"

/* The member "rules": an array. `before` is of the city as it is, or NULL. */
void plan_rules_write(json *out, const circlet_plan *plan,
                      const rule_counts *before, const rule_counts *after);

/* Tables on stdout: rules that are mended, that stay broken, and how many
 * are kept; false if memory ran out. */
bool plan_rules_print(const circlet_plan *plan, const circlet_policy *policy,
                      const rule_counts *before, const rule_counts *after);

#endif
