/* Sweeps by vectors of 64 bytes. */
#define CI_LANE_BYTES 64
#define CI_SWEEP_CODE ci_sweep_avx512
#include "reach/sweep_body.h"
