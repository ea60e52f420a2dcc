/* Ctrl-C and other signals. */
#ifndef TOOLS_INTERRUPT_H
#define TOOLS_INTERRUPT_H

#include <stdbool.h>

/*
 * From now on the first SIGINT, SIGTERM or SIGHUP is remembered, a second one
 * kills; a SIGHUP that is ignored stays so. A closed pipe ends the program
 * silently; a file that grows over the user's limit is a write error, not a
 * signal.
 */
void interrupt_start(void);

/* Whether the user asked to stop. */
bool interrupt_came(void);

#endif
