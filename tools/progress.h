/* A bar on the terminal while the library works. */
#ifndef TOOLS_PROGRESS_H
#define TOOLS_PROGRESS_H

#include <circlet.h>

#include <stdbool.h>
#include <time.h>

typedef struct progress {
    bool is_shown; /* stderr is a terminal and the user wants to hear */
    bool is_drawn;
    struct timespec drawn; /* when it was last drawn */
} progress;

/*
 * Starts a bar and gives what the library calls: it draws at most five times
 * a second and asks to stop once interrupt_came(). The bar must outlive the
 * calls that it is given to.
 */
circlet_progress progress_start(progress *bar, bool is_quiet);

/* Wipes the bar off the line, so that other text can stand there. */
void progress_end(progress *bar);

#endif
