/* The columns of an exported table, with names short enough for dBASE. */
#ifndef CI_IO_FIELD_NAMES_H
#define CI_IO_FIELD_NAMES_H

#include "io/sqlite.h"

#define CI_FIELD_NAME_SIZE 11 /* ten bytes and a 0 */

typedef struct ci_field_name {
    char *column;
    char field[CI_FIELD_NAME_SIZE]; /* each once, whatever its case */
    char type; /* 'T'ext, 'I'nteger, 'D'ouble */
} ci_field_name;

/* Starts as {0}; ci_field_names_free(). */
typedef struct ci_field_names {
    ci_field_name *items;
    size_t count, capacity;
    bool has_geometry; /* there is a column `geom`, which is none of these */
} ci_field_names;

circlet_status ci_field_names_read(ci_field_names *out, ci_db *db,
                                   const char *table, circlet_error *error);
void ci_field_names_free(ci_field_names *names);

/* Appends "column", or "f" in quotes, of all names, divided by commas. */
void ci_field_names_select(ci_buffer *out, const ci_field_names *names);

#endif
