/* Values on the command line that say where and how to travel. */
#ifndef TOOLS_TRAVEL_OPTION_H
#define TOOLS_TRAVEL_OPTION_H

#include <circlet.h>

#include "option.h"

/* "LON,LAT" in degrees; false if it is none. */
bool parse_point(circlet_point *out, const char *text);

/* Each leaves `out` as it is if the option was not given; else reads the
 * value, or says what is wrong and returns EXIT_USAGE. */

/* "LON,LAT" in degrees. */
int option_point(circlet_point *out, const arguments *read, option_id id);

/* "nominal", "min" or "max". */
int option_bound(circlet_bound *out, const arguments *read);

/* Minutes, as milliseconds from 1 to CIRCLET_CUTOFF_MAX. */
int option_minutes(uint32_t *out_ms, const arguments *read, option_id id);

#endif
