/* The texts of an .xlsx file that cells share, and how its text is written:
 * in runs of different fonts, with readings beside it, and with characters
 * that XML does not allow as _xHHHH_. */
#ifndef CI_IO_XLSX_STRINGS_H
#define CI_IO_XLSX_STRINGS_H

#include "base/text.h"
#include "io/xlsx_zip.h"

/* All texts one after the other, each ending in 0. Starts as {0}. */
typedef struct ci_xlsx_strings {
    ci_buffer text;
    size_t *starts;
    size_t count, capacity;
} ci_xlsx_strings;

/* Reads the part with the shared texts. */
circlet_status ci_xlsx_strings_read(ci_xlsx_strings *out, ci_xlsx_zip *zip,
                                    const char *part, circlet_error *error);
void ci_xlsx_strings_free(ci_xlsx_strings *strings);

/* Text i, or NULL if there are fewer. */
const char *ci_xlsx_string(const ci_xlsx_strings *strings, uint64_t i);

/*
 * Turns _xHHHH_ in a text into the characters that it stands for, from
 * `start` on (ECMA-376 part 1, 22.9.2.19). Zero and halves of characters
 * stay as they are.
 */
void ci_xlsx_unescape(ci_buffer *text, size_t start);

#endif
