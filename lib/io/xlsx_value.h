/* What a cell of an .xlsx file says, as text. */
#ifndef CI_IO_XLSX_VALUE_H
#define CI_IO_XLSX_VALUE_H

#include "base/text.h"
#include "io/xlsx_sheet.h"

typedef enum ci_xlsx_fault {
    CI_XLSX_GOOD,
    CI_XLSX_ERROR, /* #N/A and the like, which is then the text */
    CI_XLSX_NO_RESULT, /* a formula that nobody has computed */
    CI_XLSX_NO_NUMBER,
    CI_XLSX_TOO_LONG, /* Excel has not kept all digits */
    CI_XLSX_NO_DATE
} ci_xlsx_fault;

/*
 * Appends the value of a cell to `out`, which is nothing if the cell is
 * empty: numbers as the shortest decimal of their double, truth as 1 or 0,
 * dates as 2024-02-29, dates with a time of day other than midnight as
 * 2024-02-29T08:30:00, times as 08:30:00, all with milliseconds if there
 * are any.
 */
ci_xlsx_fault ci_xlsx_value_add(ci_buffer *out, const ci_xlsx_cell *cell,
                                const ci_xlsx_book *book);

/* The same for a number that is shown so. */
ci_xlsx_fault ci_xlsx_number_add(ci_buffer *out, const char *text,
                                 ci_xlsx_style style, bool is_1904);

#endif
