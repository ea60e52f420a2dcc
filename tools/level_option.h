/* --level of the commands that add up figures. */
#ifndef TOOLS_LEVEL_OPTION_H
#define TOOLS_LEVEL_OPTION_H

#include <circlet.h>

#include "option.h"

/* Reads --level into `out`, which stays as it is without one; a level that
 * is not among those of the mask (a bit each) is refused. Says what is wrong
 * and returns EXIT_USAGE, else ARGUMENTS_ARE_READ. */
int option_ledger_level(circlet_ledger_level *out, const arguments *read,
                        unsigned allowed);

/* Fails unless at most one of --json and --csv is given. */
int option_check_form(const arguments *read);

#endif
