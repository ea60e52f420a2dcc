/* Merged cells of a sheet: only the first cell of each range holds a value,
 * whatever else a file may still keep in the others. */
#ifndef CI_IO_XLSX_MERGE_H
#define CI_IO_XLSX_MERGE_H

#include <circlet/types.h>

#define CI_XLSX_ROW_MAX UINT32_C(1048576)
#define CI_XLSX_COLUMN_MAX UINT32_C(16384)

/* Rows are counted from 1, columns from 0; the last ones are in it. */
typedef struct ci_xlsx_range {
    uint32_t first_row, last_row;
    uint32_t first_column, last_column;
} ci_xlsx_range;

/* Starts as {0}. */
typedef struct ci_xlsx_merges {
    ci_xlsx_range *ranges; /* of more than one cell */
    size_t count, capacity;
} ci_xlsx_merges;

bool ci_xlsx_merges_add(ci_xlsx_merges *merges, ci_xlsx_range range);
void ci_xlsx_merges_free(ci_xlsx_merges *merges);

/* Sorts them by their first row, which finding covered cells needs. */
void ci_xlsx_merges_sort(ci_xlsx_merges *merges);

/* Of rows that come one after the other, which cells are covered. Starts as
 * {0}. */
typedef struct ci_xlsx_cover {
    size_t next; /* range */
    uint32_t last_row[CI_XLSX_COLUMN_MAX]; /* covered up to there */
    uint32_t shown_row[CI_XLSX_COLUMN_MAX]; /* where a range starts */
} ci_xlsx_cover;

void ci_xlsx_cover_row(ci_xlsx_cover *cover, const ci_xlsx_merges *merges,
                       uint32_t row);
bool ci_xlsx_is_covered(const ci_xlsx_cover *cover, uint32_t row,
                        uint32_t column);

/*
 * "B12" of row 12 and column 1. Reading stops after the digits, and gives
 * where; NULL if it is no cell of a sheet.
 */
const char *ci_xlsx_read_cell(uint32_t *out_row, uint32_t *out_column,
                              const char *text);

#define CI_XLSX_COLUMN_SIZE 4 /* "XFD" */

/* The letters of a column. */
void ci_xlsx_name_column(char out[CI_XLSX_COLUMN_SIZE], uint32_t column);

#endif
