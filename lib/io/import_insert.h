/* A checked record becomes a row of its table. */
#ifndef CI_IO_IMPORT_INSERT_H
#define CI_IO_IMPORT_INSERT_H

#include "io/import_record.h"

/* Prepares the statements; the mapping must be made. */
circlet_status ci_insert_set_up(ci_row_import *r, circlet_error *error);

/*
 * Inserts the record that was checked. *is_twin: it was not inserted, since
 * its key stands in another row of the table.
 */
circlet_status ci_insert_record(ci_row_import *r, const ci_record *record,
                                bool *is_twin, circlet_error *error);

/* Leaves in `fault` where the key of the record stands already; nothing if
 * it stands nowhere. */
circlet_status ci_insert_blame_twin(ci_row_import *r, circlet_error *error);

#endif
