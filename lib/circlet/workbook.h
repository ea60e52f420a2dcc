#ifndef CIRCLET_WORKBOOK_H
#define CIRCLET_WORKBOOK_H

#include <circlet/io.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * A workbook (.xlsx) as it is made, sheet by sheet, row by row and cell by
 * cell from the left. Each sheet has a heading that stays in sight and
 * filters. What is added is copied. Where memory runs out nothing more is
 * added, and circlet_workbook_write() says so. The same cells give the same
 * bytes; the time in it is that of SOURCE_DATE_EPOCH, or none.
 */
typedef struct circlet_workbook circlet_workbook;

/* How a cell looks. */
typedef enum circlet_cell {
    CIRCLET_CELL_TEXT = 0,
    CIRCLET_CELL_LONG_TEXT = 1, /* over several lines */
    CIRCLET_CELL_BOLD = 2,
    CIRCLET_CELL_NUMBER = 3, /* 1,234 or 0.50 */
    CIRCLET_CELL_SHARE = 4, /* a fraction as per cent */
    CIRCLET_CELL_YEAR = 5, /* without separators */
    CIRCLET_CELL_MORE = 6, /* a number that is at least that: 12+ */
    CIRCLET_CELL_INTERNAL = 7, /* so few that it must not get out: 7* */
    CIRCLET_CELL_MORE_INTERNAL = 8, /* 7+* */
    CIRCLET_CELL_PASS = 9, /* words of verdicts, in their colours */
    CIRCLET_CELL_FAIL = 10,
    CIRCLET_CELL_ADVICE = 11,
    CIRCLET_CELL_UNDECIDED = 12,
    CIRCLET_CELL_NO_DATA = 13
} circlet_cell;

typedef struct circlet_workbook_column {
    const char *title;
    double width; /* in characters */
} circlet_workbook_column;

/* `title` is that of the document. CIRCLET_E_UNSUPPORTED where circlet was
 * built without .xlsx files. */
circlet_status circlet_workbook_new(circlet_workbook **out, const char *title,
                                    circlet_error *error);
void circlet_workbook_free(circlet_workbook *book);

/*
 * Starts a sheet, of which so many columns stay in sight as well. Its name
 * has at most 31 characters, none of []:*?/\ among them.
 */
void circlet_workbook_add_sheet(circlet_workbook *book, const char *name,
                                const circlet_workbook_column *columns,
                                size_t column_count, size_t frozen_columns);

/* Starts a row; from a total on filters hide no rows. */
void circlet_workbook_add_row(circlet_workbook *book);
void circlet_workbook_add_total(circlet_workbook *book);

/* The next cell; no text (NULL) or a number that is not finite leaves it
 * empty. */
void circlet_workbook_add_text(circlet_workbook *book, circlet_cell look,
                               const char *text);
void circlet_workbook_add_number(circlet_workbook *book, circlet_cell look,
                                 double value);

/* Hands the file to `write`. CIRCLET_E_UNSUPPORTED if a sheet has more rows
 * than such a file can have, CIRCLET_E_IO if `write` fails. */
circlet_status circlet_workbook_write(circlet_workbook *book,
                                      circlet_write_fn write, void *user,
                                      circlet_error *error);

#ifdef __cplusplus
}
#endif

#endif
