/* What is in doubt: the options of it, and how it is told. */
#ifndef TOOLS_DOUBT_OPTION_H
#define TOOLS_DOUBT_OPTION_H

#include <circlet.h>

#include "json.h"
#include "option.h"

/* "0.02" or "2%", `size` bytes of it. */
bool parse_ratio(double *out, const char *text, size_t size);

/* Changes what the options say, from whatever it is. ARGUMENTS_ARE_READ, or an
 * exit status once it is said what is wrong. */
int doubt_options_read(circlet_robust_doubt *doubt, const arguments *read);

/* As an object "doubt". */
void doubt_write(json *out, const circlet_robust_doubt *doubt);

/* Numbers that a reader has to agree with. */
void doubt_print(const circlet_robust_doubt *doubt);

#endif
