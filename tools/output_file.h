/* A file that is there when it is whole: written beside its place, then put
 * there. */
#ifndef TOOLS_OUTPUT_FILE_H
#define TOOLS_OUTPUT_FILE_H

#include <circlet.h>

#include <stdio.h>

/* Starts as {0}. */
typedef struct output_file {
    const char *path; /* borrowed */
    char *temporary; /* NULL: not open */
    FILE *file;
    bool overwrite;
    bool has_name; /* there is a file `temporary` */
} output_file;

/* Opens it with mode 0600. CIRCLET_E_ARGUMENT if the path exists and
 * `overwrite` is false; CIRCLET_E_IO. */
circlet_status output_file_open(output_file *out, const char *path,
                                bool overwrite, circlet_error *error);

/* Puts it in its place. CIRCLET_E_IO if not all could be written. */
circlet_status output_file_commit(output_file *out, circlet_error *error);

/* Removes what was written unless it was committed. */
void output_file_end(output_file *out);

#endif
