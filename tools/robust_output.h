/* How a plan holds under doubt, as JSON, CSV and text. */
#ifndef TOOLS_ROBUST_OUTPUT_H
#define TOOLS_ROBUST_OUTPUT_H

#include <circlet.h>

#include "json.h"

/* The members "rules", "streets", "actions" and "findings". */
void robust_write(json *out, const circlet_robustness *robustness);

/* A heading and a row for each finding. */
void robust_write_csv(FILE *file, const circlet_robustness *robustness);

/* Tables on stdout; false if memory ran out. */
bool robust_print(const circlet_robustness *robustness);

#endif
