/* A plan as text for people and as JSON for programs. */
#ifndef TOOLS_PLAN_OUTPUT_H
#define TOOLS_PLAN_OUTPUT_H

#include <circlet.h>

#include "rule_counts.h"

/* Both print on stdout; `counts` are of the city with the plan. */
void plan_print_json(const circlet_plan *plan, const rule_counts *counts);

/* False if memory ran out. */
bool plan_print_text(const circlet_plan *plan, const circlet_city *city,
                     const rule_counts *counts, const circlet_policy *policy);

#endif
