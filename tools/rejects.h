/* Rows that an import refused: some on stderr, all in a file if asked. */
#ifndef TOOLS_REJECTS_H
#define TOOLS_REJECTS_H

#include <circlet.h>

#include <stdio.h>

typedef struct rejects {
    const char *path; /* NULL: no file */
    FILE *file;
    uint64_t count;
} rejects;

/* Says the first of them on stderr and writes each to the file. */
void rejects_add(rejects *r, const circlet_rejection *rejection);

/* Opens the file; `overwrite` says whether it may exist. Errors are
 * CIRCLET_E_IO, or CIRCLET_E_ARGUMENT for a file that exists. */
circlet_status rejects_open(rejects *r, const char *path, bool overwrite,
                            circlet_error *error);

/* Says how many more there were, closes the file; CIRCLET_E_IO if not all
 * could be written. */
circlet_status rejects_close(rejects *r, circlet_error *error);

#endif
