/* A solver that runs as a program of its own, in a folder that is removed. */
#ifndef TOOLS_SOLVER_PROCESS_H
#define TOOLS_SOLVER_PROCESS_H

#include <circlet.h>

#define SOLVER_PATH_SIZE 1024
#define SOLVER_ARGUMENTS 16

/* Starts as {0}; paths in it. */
typedef struct solver_folder {
    char path[SOLVER_PATH_SIZE - 32];
    char problem[SOLVER_PATH_SIZE];
    char start[SOLVER_PATH_SIZE];
    char answer[SOLVER_PATH_SIZE];
    char log[SOLVER_PATH_SIZE];
} solver_folder;

/* Makes a folder in TMPDIR, or /tmp. */
circlet_status solver_folder_make(solver_folder *out, circlet_error *error);
void solver_folder_remove(solver_folder *folder);

/* Seconds of a clock that does not jump. */
double solver_clock(void);

/*
 * Runs a program that is found on PATH; what it prints goes to the log. It
 * is ended some seconds after `seconds` (0: never), and at once when the
 * user interrupts, which is no error: the answer is what it left.
 * CIRCLET_E_NOT_FOUND if it is not installed.
 */
circlet_status solver_run(char *const arguments[], const solver_folder *folder,
                          double seconds, circlet_error *error);

#endif
