/* The names of a sheet's columns. */
#ifndef CI_IO_XLSX_HEADING_H
#define CI_IO_XLSX_HEADING_H

#include "io/source.h"
#include "io/xlsx_layout.h"

typedef struct ci_xlsx_heading {
    const ci_xlsx_book *book;
    const char *sheet; /* its name */
    const ci_xlsx_layout *layout;
    uint32_t field_of[CI_XLSX_COLUMN_MAX]; /* CI_NOWHERE: none */
} ci_xlsx_heading;

/*
 * Adds the heading row's names to the fields of `source`, and sets
 * `field_of`; the rest must be set. A line break within a name becomes a
 * space, or nothing between Chinese characters. CIRCLET_E_FORMAT if cells of
 * the heading are merged, two columns have one name, a name cannot be read,
 * or a column has values below and no name.
 */
circlet_status ci_xlsx_heading_read(ci_xlsx_heading *heading,
                                    ci_source *source, const ci_xlsx_row *row,
                                    circlet_error *error);

#endif
