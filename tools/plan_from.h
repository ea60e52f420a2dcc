/* What became of the actions of the plan that another begins with. */
#ifndef TOOLS_PLAN_FROM_H
#define TOOLS_PLAN_FROM_H

#include <circlet.h>

#include "json.h"

/* An object "from": `plan`, the ids that are "fixed", "kept", "changed" and
 * "dropped" in `from`, and those that the plan "added". */
void plan_from_write(json *out, const circlet_plan *from,
                     const circlet_plan *plan);

/* The same on stdout. */
void plan_from_print(const circlet_plan *from, const circlet_plan *plan);

#endif
