/* What a rule that shares places out asks a source of travel times. */
#ifndef CI_POLICY_CATCHMENT_ROWS_H
#define CI_POLICY_CATCHMENT_ROWS_H

#include "policy/catchment_run.h"

/* Fills the rows and edges of a run whose people and facilities are there.
 * Who lives outside the known streets, or has no circle, is left out. */
circlet_status ci_catchment_rows_find(ci_catchment_run *run,
                                      circlet_error *error);

#endif
