/* The fields of a CSV file, row by row, before the heading gives them names;
 * see csv_reader.h. */
#ifndef CI_IO_CSV_FIELDS_H
#define CI_IO_CSV_FIELDS_H

#include "base/text.h"
#include "io/csv_heading.h"
#include "io/text_file.h"

/* The state of a reader; its user looks at the first part only. */
typedef struct ci_csv_fields {
    char *text; /* the fields of the row, each ending in 0 */
    size_t *starts; /* of the fields, in `text` */
    size_t count;
    bool has_loose_text; /* after a closing quote */
    char *path;
    ci_text_file *file;
    ci_csv_heading heading;

    ci_buffer start; /* what was read to find the separator */
    const char *block;
    size_t block_size, block_at;
    circlet_error failure; /* why reading stopped, if it did */
    bool stops[256]; /* bytes that end a field without quotes */
    uint64_t line; /* of the next byte */
    bool is_after_return; /* a line feed belongs to the same line end */
    size_t text_size, text_capacity, start_capacity;
} ci_csv_fields;

/* Opens a file into {0}, which must be closed after a failure too. Finds
 * what separates the fields; a line that says so is passed over. */
circlet_status ci_csv_fields_open(ci_csv_fields *fields, const char *path,
                                  const char *encoding, size_t block_size,
                                  circlet_error *error);
void ci_csv_fields_close(ci_csv_fields *fields);

/* Reads the next row that is not empty, and the line where it starts;
 * *has_row is false at the end. */
circlet_status ci_csv_fields_next(ci_csv_fields *fields, uint64_t *out_line,
                                  bool *has_row, circlet_error *error);

/* Field i of the row; "" if it has fewer. */
const char *ci_csv_field(const ci_csv_fields *fields, size_t i);

#endif
