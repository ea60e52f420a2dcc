/* Sweeps by vectors that every processor has, or that the compiler makes of
 * what it has. */
#define CI_LANE_BYTES 16
#define CI_SWEEP_CODE ci_sweep_baseline
#include "reach/sweep_body.h"
