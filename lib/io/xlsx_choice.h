/* Which sheet of an .xlsx file is meant. */
#ifndef CI_IO_XLSX_CHOICE_H
#define CI_IO_XLSX_CHOICE_H

#include "io/source.h"
#include "io/xlsx_book.h"

/*
 * The place of the sheet that is named; `name` NULL: the only one to be
 * seen that has cells, of which `remarks` gets a remark if there are others.
 * CIRCLET_E_INPUT lists the sheets if there is no such one or several.
 */
circlet_status ci_xlsx_choose_sheet(size_t *out, const ci_xlsx_book *book,
                                    const char *name, ci_source *remarks,
                                    circlet_error *error);

#endif
