/* What a sheet looks like as a whole, which only a look at all of its rows
 * shows: merged cells, for one, stand behind them in the file. */
#ifndef CI_IO_XLSX_LAYOUT_H
#define CI_IO_XLSX_LAYOUT_H

#include "io/xlsx_sheet.h"

/* Starts as {0}. */
typedef struct ci_xlsx_layout {
    uint32_t heading_row; /* 0: no cell is filled */
    uint32_t first_row; /* the first that is filled */
    uint32_t hidden_rows; /* filled ones */
    uint32_t last_filled[CI_XLSX_COLUMN_MAX]; /* row; 0: none */
    uint8_t is_hidden[CI_XLSX_COLUMN_MAX]; /* columns */
    ci_xlsx_merges merges; /* sorted */
} ci_xlsx_layout;

/*
 * Reads through a sheet. Titles and notes above the heading fill few cells:
 * the heading is the first row that fills at least two and at least half as
 * many as a well-filled row does (the upper quarter of the first hundred).
 * If no row fills two, it is the first that is filled.
 */
circlet_status ci_xlsx_layout_read(ci_xlsx_layout *out,
                                   const ci_xlsx_book *book, size_t position,
                                   circlet_error *error);
void ci_xlsx_layout_free(ci_xlsx_layout *layout);

/* Whether a sheet has a filled cell. */
circlet_status ci_xlsx_sheet_is_filled(bool *out, const ci_xlsx_book *book,
                                       size_t position, circlet_error *error);

#endif
