/* In how many draws a plan holds that was made for a share of them. */
#ifndef TOOLS_HOLD_OUTPUT_H
#define TOOLS_HOLD_OUTPUT_H

#include <circlet.h>

#include "json.h"

/* As an object "hold". */
void hold_write(json *out, const circlet_holding *holding,
                const circlet_robust_doubt *doubt);

/* On stdout; false if memory ran out. */
bool hold_print(const circlet_holding *holding,
                const circlet_robust_doubt *doubt);

#endif
