/* Fields of the CSV files that commands write. */
#ifndef TOOLS_CSV_FIELD_H
#define TOOLS_CSV_FIELD_H

#include <stdio.h>

/* Writes a field, in quotes where it needs them (RFC 4180); NULL: nothing. */
void csv_write_field(FILE *file, const char *text);

#endif
