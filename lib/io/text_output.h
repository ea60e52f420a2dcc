/* A text file that is written whole or not at all. */
#ifndef CI_IO_TEXT_OUTPUT_H
#define CI_IO_TEXT_OUTPUT_H

#include <stdio.h>

#include "io/replacement.h"

/* Starts as {0}. */
typedef struct ci_text_output {
    ci_replacement place;
    const char *path; /* borrowed */
    FILE *file; /* to write to; failures show at the end */
} ci_text_output;

circlet_status ci_text_output_open(ci_text_output *out, const char *path,
                                   circlet_error *error);

/* Puts it in place; CIRCLET_E_IO if not all could be written. */
circlet_status ci_text_output_commit(ci_text_output *output,
                                     circlet_error *error);

/* Drops what was written unless it was committed. */
void ci_text_output_end(ci_text_output *output);

#endif
