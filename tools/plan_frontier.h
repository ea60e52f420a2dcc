/* What more money buys: the frontier of a plan. */
#ifndef TOOLS_PLAN_FRONTIER_H
#define TOOLS_PLAN_FRONTIER_H

#include <circlet.h>

#include "json.h"

/* "frontier": an array; null where the plan has none. */
void frontier_write_json(json *out, const circlet_plan *plan);

/* On stdout, with a heading. */
void frontier_print_csv(const circlet_plan *plan);

/* Nothing where the plan has none; false if memory ran out. */
bool frontier_print_text(const circlet_plan *plan);

#endif
