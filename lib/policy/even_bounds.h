/* What is sure of a supply that all share, where not all is known. */
#ifndef CI_POLICY_EVEN_BOUNDS_H
#define CI_POLICY_EVEN_BOUNDS_H

#include "policy/even_run.h"

/* Fills the bounds of a run that is measured as assumed, and of its units
 * that are compared. */
circlet_status ci_even_bounds_find(ci_even_run *run,
                                   const ci_catchment_member *members,
                                   size_t count, circlet_error *error);

#endif
