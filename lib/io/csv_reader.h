/*
 * Separated values (RFC 4180) with a heading, as spreadsheets write them:
 * in any encoding (see text_file.h), separated by comma, semicolon, tab or
 * bar (see csv_heading.h). Quoted fields may hold separators and line
 * breaks; lines end in LF, CR LF or CR; empty lines are passed over.
 */
#ifndef CI_IO_CSV_READER_H
#define CI_IO_CSV_READER_H

#include <circlet/error.h>

#include "base/id_map.h"
#include "io/encoding_guess.h"

typedef struct ci_csv_reader ci_csv_reader;

/* A zero field has its default. */
typedef struct ci_csv_options {
    const char *encoding; /* of the file; default what its bytes show */
    size_t block_size; /* bytes read at a time */
} ci_csv_options;

/* One row. Borrowed: valid until the next is read. */
typedef struct ci_csv_row {
    uint64_t line; /* where it starts, counted from 1 */
    const char *const *values; /* one per column; NULL: empty or missing */
    const char *problem; /* why the row cannot be used, or NULL */
} ci_csv_row;

/*
 * Opens a file and reads its heading. `options` may be NULL; they are not
 * kept. Errors name the file; a file without a heading, or with a column
 * whose name stood before, is CIRCLET_E_FORMAT. Columns without a name are
 * left out, as spreadsheets write empty ones.
 */
circlet_status ci_csv_reader_open(ci_csv_reader **out, const char *path,
                                  const ci_csv_options *options,
                                  circlet_error *error);
void ci_csv_reader_close(ci_csv_reader *reader);

size_t ci_csv_reader_column_count(const ci_csv_reader *reader);
const char *ci_csv_reader_column(const ci_csv_reader *reader, size_t i);

/* The position of a column, or CI_NOWHERE. */
uint32_t ci_csv_reader_find(const ci_csv_reader *reader, const char *name);

/* The names of all columns with commas between, cut to `size`. */
void ci_csv_reader_list_columns(const ci_csv_reader *reader, char *out,
                                size_t size);

/* What separates columns; *is_said: the file's first line does say so. */
char ci_csv_reader_separator(const ci_csv_reader *reader, bool *is_said);

/* How its text is encoded, and how that is known. */
const ci_encoding_choice *ci_csv_reader_encoding(const ci_csv_reader *reader);

/*
 * The next row; *has_row is false at the end. CIRCLET_E_FORMAT, naming the
 * line, if the file cannot be read on: a zero byte, bytes that are no text
 * of the encoding, a quote that is never closed, a value in a column that
 * has no name.
 */
circlet_status ci_csv_reader_next(ci_csv_reader *reader, ci_csv_row *out,
                                  bool *has_row, circlet_error *error);

#endif
