/* Sweeps by vectors of 32 bytes. */
#define CI_LANE_BYTES 32
#define CI_SWEEP_CODE ci_sweep_avx2
#include "reach/sweep_body.h"
