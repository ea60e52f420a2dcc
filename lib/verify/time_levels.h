/* What a plan that mends all rules says of mean times. */
#ifndef CI_VERIFY_TIME_LEVELS_H
#define CI_VERIFY_TIME_LEVELS_H

#include "verify/mean_times.h"
#include "verify/program_levels.h"

/* Starts as {0}. */
typedef struct ci_time_levels {
    bool is_found; /* so that it is found once */
    ci_mean_times times;
} ci_time_levels;

/* Whether a level is one of those, of a plan whose program was made anew. */
bool ci_time_level_is_known(const ci_program_levels *levels, const char *name);

/* Adds its claims; `planned` is the city with the plan. */
circlet_status ci_time_level_check(circlet_verification *out,
                                   ci_time_levels *times,
                                   ci_program_levels *levels,
                                   const circlet_city *planned,
                                   const circlet_plan_level *level,
                                   circlet_error *error);

#endif
