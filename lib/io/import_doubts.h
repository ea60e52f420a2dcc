/* What is odd in a row that is in the city all the same. */
#ifndef CI_IO_IMPORT_DOUBTS_H
#define CI_IO_IMPORT_DOUBTS_H

#include "io/import_record.h"

/* Notes what is odd in the record that was just inserted. */
void ci_doubts_note(ci_row_import *r, uint64_t row);

/*
 * Notes people whose age and year of birth do not agree, once all rows of
 * the source are in. No clock is asked: the two add up to the year of the
 * survey or the one before, and which year that is, most rows say; three
 * years off are let pass.
 */
circlet_status ci_doubts_note_ages(ci_row_import *r, circlet_error *error);

/* Notes cells of the grid that lie where another one does: their people
 * would count twice. */
circlet_status ci_doubts_note_cells(ci_row_import *r, circlet_error *error);

#endif
