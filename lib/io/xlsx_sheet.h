/* The cells of a sheet, row by row, as the file has them: one row is in
 * memory. */
#ifndef CI_IO_XLSX_SHEET_H
#define CI_IO_XLSX_SHEET_H

#include "io/xlsx_book.h"
#include "io/xlsx_merge.h"

typedef enum ci_xlsx_type {
    CI_XLSX_TYPE_NUMBER, /* or date or time, which the style tells */
    CI_XLSX_TYPE_TEXT,
    CI_XLSX_TYPE_BOOLEAN,
    CI_XLSX_TYPE_ERROR,
    CI_XLSX_TYPE_ISO_DATE /* written as text */
} ci_xlsx_type;

typedef struct ci_xlsx_cell {
    uint32_t column; /* from 0 */
    uint32_t style;
    ci_xlsx_type type;
    bool has_formula;
    const char *text; /* as the file has it; never NULL */
} ci_xlsx_cell;

/* One row; its cells come in the order of their columns. Borrowed: valid
 * until the next is read. */
typedef struct ci_xlsx_row {
    uint32_t number; /* Excel's, from 1 */
    bool is_hidden;
    const ci_xlsx_cell *cells;
    size_t count;
} ci_xlsx_row;

/* What a sheet has beside its rows. */
typedef struct ci_xlsx_sheet_facts {
    ci_xlsx_merges merges; /* known once all rows were read */
    uint8_t is_hidden[CI_XLSX_COLUMN_MAX]; /* columns */
} ci_xlsx_sheet_facts;

typedef struct ci_xlsx_sheet ci_xlsx_sheet;

/* The book must outlive the sheet. */
circlet_status ci_xlsx_sheet_open(ci_xlsx_sheet **out,
                                  const ci_xlsx_book *book, size_t position,
                                  circlet_error *error);
void ci_xlsx_sheet_close(ci_xlsx_sheet *sheet);

/* The next row that has cells; *has_row is false at the end. Errors name
 * file, sheet and cell. */
circlet_status ci_xlsx_sheet_next(ci_xlsx_sheet *sheet, ci_xlsx_row *out,
                                  bool *has_row, circlet_error *error);

/* Borrowed; the caller may take the merges out. */
ci_xlsx_sheet_facts *ci_xlsx_sheet_look(ci_xlsx_sheet *sheet);

/* Whether a cell holds something that can be seen, or a formula. */
bool ci_xlsx_is_filled(const ci_xlsx_cell *cell);

/* The text without the spaces before it: those of ASCII, the no-break and
 * the ideographic one. */
const char *ci_xlsx_skip_spaces(const char *text);

#endif
