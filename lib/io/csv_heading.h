/* How the columns of a CSV file are separated, by the start of its text. */
#ifndef CI_IO_CSV_HEADING_H
#define CI_IO_CSV_HEADING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* How many signs can separate columns, if the file does not say another. */
#define CI_CSV_SEPARATOR_COUNT 4

/* Room for "sep=;" with quotes. */
#define CI_CSV_LINE_SIZE 8

/*
 * Starts as {0}; gets the text from its start on until it is done. The
 * separator is the sign of comma, semicolon, tab and bar that the heading
 * has most often outside quotes, of equals the first; or what Excel's line
 * "sep=;" before the heading says.
 */
typedef struct ci_csv_heading {
    bool is_done;
    bool is_said; /* by a first line, which is not the heading */
    char separator; /* set by ci_csv_heading_end() */
    uint64_t counts[CI_CSV_SEPARATOR_COUNT];
    char line[CI_CSV_LINE_SIZE]; /* its start */
    size_t line_size;
    bool is_in_field, is_quoted, is_closed;
} ci_csv_heading;

void ci_csv_heading_add(ci_csv_heading *heading, const char *text,
                        size_t size);

/* Chooses the separator, also if the text ended before the heading did. */
void ci_csv_heading_end(ci_csv_heading *heading);

#endif
