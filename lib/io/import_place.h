/* Where a record lies: the point that stands for it, and whether it can be
 * there. */
#ifndef CI_IO_IMPORT_PLACE_H
#define CI_IO_IMPORT_PLACE_H

#include "io/import_record.h"

/* Makes ready what the places of a source's records are checked with, once
 * its mapping is made. */
circlet_status ci_place_set_up(ci_row_import *r, circlet_error *error);

/* Whether a number that is no latitude is a longitude, and the other way
 * round: the fault of the column lat then says that they are exchanged. */
void ci_place_check_range(ci_row_import *r, uint32_t column);

/* Whether what is wrong with a cell of lon or lat does not matter: the
 * record has a geometry, which tells the place. */
bool ci_place_may_ignore(const ci_row_import *r, const ci_record *record,
                         uint32_t column);

/* Fills `at`, `has_point`, `there` and `shape`, which is repaired if it is an
 * area that is not valid; what is wrong is left in `fault`. */
void ci_place_check(ci_row_import *r, const ci_record *record);

/* Whether lon and lat of the record just checked say another place than its
 * geometry does; then `fault` says so. */
bool ci_place_doubt(ci_row_import *r);

#endif
