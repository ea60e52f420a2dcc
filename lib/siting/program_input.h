/* What a covering program must be. */
#ifndef CI_SITING_PROGRAM_INPUT_H
#define CI_SITING_PROGRAM_INPUT_H

#include <circlet/error.h>

#include "base/covering_program.h"

/* CIRCLET_E_ARGUMENT for numbers out of range, CIRCLET_E_DATA where sums pass
 * 62 bits. *total: all values, and penalties of all that is needed. */
circlet_status ci_program_input_check(const ci_program *program, double *total,
                                      circlet_error *error);

#endif
