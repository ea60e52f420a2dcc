/*
 * Comma-separated values (RFC 4180) with a heading, in UTF-8 with or
 * without a byte order mark: quoted fields may hold commas and line breaks;
 * lines end in LF, CR LF or CR; empty lines are passed over.
 */
#ifndef CI_IO_CSV_READER_H
#define CI_IO_CSV_READER_H

#include <circlet/error.h>

#include "base/id_map.h"

typedef struct ci_csv_reader ci_csv_reader;

/* One row. Borrowed: valid until the next is read. */
typedef struct ci_csv_row {
    uint64_t line; /* where it starts, counted from 1 */
    const char *const *values; /* one per column; NULL: empty or missing */
    const char *problem; /* why the row cannot be used, or NULL */
} ci_csv_row;

/*
 * Opens a file and reads its heading. Errors name the file; a file without
 * a heading, or with a column that has no name or one that stood before, is
 * CIRCLET_E_FORMAT.
 */
circlet_status ci_csv_reader_open(ci_csv_reader **out, const char *path,
                                  circlet_error *error);
void ci_csv_reader_close(ci_csv_reader *reader);

size_t ci_csv_reader_column_count(const ci_csv_reader *reader);
const char *ci_csv_reader_column(const ci_csv_reader *reader, size_t i);

/* The position of a column, or CI_NOWHERE. */
uint32_t ci_csv_reader_find(const ci_csv_reader *reader, const char *name);

/* The names of all columns with commas between, cut to `size`. */
void ci_csv_reader_list_columns(const ci_csv_reader *reader, char *out,
                                size_t size);

/*
 * The next row; *has_row is false at the end. CIRCLET_E_FORMAT if the file
 * cannot be read on: a zero byte, no UTF-8, a quote that is never closed.
 */
circlet_status ci_csv_reader_next(ci_csv_reader *reader, ci_csv_row *out,
                                  bool *has_row, circlet_error *error);

#endif
