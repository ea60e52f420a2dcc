/* An .xlsx file opened: its sheets, and what they share. */
#ifndef CI_IO_XLSX_BOOK_H
#define CI_IO_XLSX_BOOK_H

#include "io/xlsx_strings.h"
#include "io/xlsx_style.h"
#include "io/xlsx_zip.h"

typedef struct ci_xlsx_sheet_entry {
    char *name;
    char *part;
    bool is_hidden;
} ci_xlsx_sheet_entry;

/* Starts as {0}. */
typedef struct ci_xlsx_book {
    ci_xlsx_zip *zip;
    ci_xlsx_sheet_entry *sheets; /* of cells, in the order of the tabs */
    size_t sheet_count, sheet_capacity;
    bool is_1904; /* day 0 is 1904-01-01 */
    ci_xlsx_strings strings;
    ci_xlsx_styles styles; /* empty: the file has none */
} ci_xlsx_book;

circlet_status ci_xlsx_book_open(ci_xlsx_book *out, const char *path,
                                 circlet_error *error);
void ci_xlsx_book_close(ci_xlsx_book *book);

/* The place of the sheet of that name among the sheets, or CI_NOWHERE. */
uint32_t ci_xlsx_book_find(const ci_xlsx_book *book, const char *name);

#endif
