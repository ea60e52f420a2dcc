/* How the cells of an .xlsx file show their numbers: as numbers, dates or
 * times. Nothing else says which of the three a number is. */
#ifndef CI_IO_XLSX_STYLE_H
#define CI_IO_XLSX_STYLE_H

#include "io/xlsx_zip.h"

typedef enum ci_xlsx_look {
    CI_XLSX_NUMBER,
    CI_XLSX_DATE, /* with or without a time of day */
    CI_XLSX_TIME, /* of day */
    CI_XLSX_DURATION, /* hours may be over 24 */
    CI_XLSX_DIGITS /* a number with zeros before it: codes */
} ci_xlsx_look;

typedef struct ci_xlsx_style {
    uint8_t look; /* ci_xlsx_look */
    uint8_t digits; /* of DIGITS: at least so many */
} ci_xlsx_style;

/* The styles of cells by their number. Starts as {0}. */
typedef struct ci_xlsx_styles {
    ci_xlsx_style *items;
    size_t count, capacity;
} ci_xlsx_styles;

/* Reads the part with the styles. */
circlet_status ci_xlsx_styles_read(ci_xlsx_styles *out, ci_xlsx_zip *zip,
                                   const char *part, circlet_error *error);
void ci_xlsx_styles_free(ci_xlsx_styles *styles);

/* What a number format shows (ECMA-376 part 1, 18.8.30 and 18.8.31): one
 * that a file defines, and one that all files share. */
ci_xlsx_style ci_xlsx_style_of_code(const char *code);
ci_xlsx_style ci_xlsx_style_of_id(uint32_t id);

#endif
