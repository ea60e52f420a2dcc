/* A matrix as CSV, as JSON and in the binary form that the manual
 * describes. */
#ifndef TOOLS_MATRIX_OUTPUT_H
#define TOOLS_MATRIX_OUTPUT_H

#include <stdio.h>

#include "matrix_rows.h"

typedef struct matrix_output {
    matrix_rows *rows;
    const char *mode;
    circlet_bound bound;
    uint32_t cutoff_ms;
    const circlet_progress *progress;
} matrix_output;

/* Each writes all rows; that all could be written is seen when the file is
 * closed. false: the user asked to stop. */
bool matrix_write_csv(FILE *file, const matrix_output *output);
bool matrix_write_binary(FILE *file, const matrix_output *output);

/* One object with all pairs or, with the name of a file that has them,
 * their number. false: the user asked to stop. */
bool matrix_print_json(const matrix_output *output, const char *file);

/* One line for people about what the file has. */
void matrix_print_text(const matrix_output *output, const char *file);

#endif
