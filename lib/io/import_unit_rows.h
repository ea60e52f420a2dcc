/* What the rows of units say against each other, found while the source that
 * they came from is still at hand. */
#ifndef CI_IO_IMPORT_UNIT_ROWS_H
#define CI_IO_IMPORT_UNIT_ROWS_H

#include "io/import_record.h"

/*
 * Once all rows of a source are in: removes those whose parent is there and
 * of no higher level, since a city with a unit above its own parent could
 * not be read any more. It is the child that is refused, unless it was in
 * the city before this import.
 */
circlet_status ci_unit_rows_refuse_levels(ci_row_import *r,
                                          circlet_error *error);

/* Says which values of a row that was merged with another one are lost,
 * because the other row has others. */
circlet_status ci_unit_rows_doubt_part(ci_row_import *r, uint64_t row,
                                       circlet_error *error);

#endif
