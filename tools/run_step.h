/* A step of a run file as a command with its arguments. */
#ifndef TOOLS_RUN_STEP_H
#define TOOLS_RUN_STEP_H

#include "run_plan.h"

/* Fills the i-th step of the plan; those before are filled. */
circlet_status run_step_read(run_plan *plan, size_t i, circlet_error *error);

/* Whether the step makes a city of nothing, or is an import. */
bool run_step_is_new(const run_step *step);
bool run_step_is_import(const run_step *step);

#endif
