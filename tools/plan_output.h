/* A plan as text for people and as JSON for programs. */
#ifndef TOOLS_PLAN_OUTPUT_H
#define TOOLS_PLAN_OUTPUT_H

#include <circlet.h>

#include "json.h"
#include "rule_counts.h"

/* Both print on stdout; `counts` are of the city with the plan. */
void plan_print_json(const circlet_plan *plan, const rule_counts *counts);

/* False if memory ran out. */
bool plan_print_text(const circlet_plan *plan, const circlet_city *city,
                     const rule_counts *counts, const circlet_policy *policy);

/* The actions alone: as an array "actions", and as a table on stdout, false
 * if memory ran out. */
void plan_write_actions(json *out, const circlet_plan *plan);
bool plan_print_actions(const circlet_plan *plan, const circlet_city *city);

#endif
