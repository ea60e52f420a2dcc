#include "verify/time_levels.h"

#include <math.h>
#include <string.h>

#include "base/error.h"

#define WORST "mean_time_worst"
#define ALL "mean_time_all"

bool ci_time_level_is_known(const ci_program_levels *levels, const char *name)
{
    return levels->is_made &&
           (strcmp(name, WORST) == 0 || strcmp(name, ALL) == 0);
}

/* The bound is of plans of the certificate's ways: it is one of all plans only
 * where none is left out. */
circlet_status ci_time_level_check(circlet_verification *out,
                                   ci_time_levels *times,
                                   ci_program_levels *levels,
                                   const circlet_city *planned,
                                   const circlet_plan_level *level,
                                   circlet_error *error)
{
    bool is_worst = strcmp(level->name, WORST) == 0;
    ci_level_bound bound = {.state = levels->state, .why = levels->why};
    circlet_status status = CIRCLET_OK;
    double objective;

    if (!times->is_found)
        status = ci_mean_times_find(&times->times, &levels->program, planned,
                                    error);
    if (status != CIRCLET_OK)
        return status;
    times->is_found = true;
    objective =
        is_worst ? times->times.planned.worst : times->times.planned.all;
    bound.bound = is_worst ? times->times.least.worst : times->times.least.all;
    return ci_level_claims_add(out, levels, level, objective, &bound)
               ? CIRCLET_OK
               : ci_fail_nomem(error);
}
