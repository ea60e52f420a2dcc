/* What a policy lets build and do, and for how much. */
#ifndef TOOLS_PRICE_OUTPUT_H
#define TOOLS_PRICE_OUTPUT_H

#include <circlet.h>

#include "json.h"

/* The catalogue and the prices as tables on stdout, each followed by an empty
 * line; nothing where there is none. False if memory ran out. */
bool price_print(const circlet_guide *guide);

/* The members "catalogue" and "prices" of an object. */
void price_write(json *out, const circlet_guide *guide);

#endif
