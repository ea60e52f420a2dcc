/* Travel modes as tables for people and as JSON for programs. */
#ifndef TOOLS_MODE_OUTPUT_H
#define TOOLS_MODE_OUTPUT_H

#include <circlet.h>

#include "json.h"
#include "table.h"

/* A table of modes, a line each; NULL if memory ran out. */
table *mode_table_new(void);
void mode_table_add(table *out, const circlet_travel_mode *mode);

/* All that one mode says, on stdout; false if memory ran out. */
bool mode_print(const circlet_travel_mode *mode);

/* One object, an element of an array. */
void mode_write(json *out, const circlet_travel_mode *mode);

#endif
