/* An entrance belongs to a facility that is in the city, and near it. */
#ifndef CI_IO_IMPORT_ENTRANCE_H
#define CI_IO_IMPORT_ENTRANCE_H

#include "io/import_record.h"

/* Prepares `find`: facilities are looked up by their ids. */
circlet_status ci_entrance_set_up(ci_row_import *r, circlet_error *error);

/* Looks for the facility of a checked record; an entrance of none is blamed
 * in `fault`. */
circlet_status ci_entrance_check(ci_row_import *r, circlet_error *error);

/* Notes that an entrance is far from its facility. */
void ci_entrance_doubt(ci_row_import *r, uint64_t row);

#endif
