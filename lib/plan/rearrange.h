/* Moving and closing facilities that are not needed where they stand. */
#ifndef CI_PLAN_REARRANGE_H
#define CI_PLAN_REARRANGE_H

#include "plan/mend.h"

/*
 * Does what circlet_plan_options.allow says to the actions of a plan, and
 * brings its level of cost up to date. What is added lies in the arena of
 * `mend`.
 */
circlet_status ci_rearrange(circlet_plan_parts *parts, ci_mend *mend,
                            circlet_error *error);

#endif
