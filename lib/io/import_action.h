/* A row of a plan: whether it is an action that can be. */
#ifndef CI_IO_IMPORT_ACTION_H
#define CI_IO_IMPORT_ACTION_H

#include "io/import_record.h"

/* Leaves in `fault` what the kind of the action needs and the row has not;
 * after its place was checked. */
void ci_action_row_check(ci_row_import *r);

/* Notes a value that means nothing to the kind of the action. */
void ci_action_row_doubt(ci_row_import *r, uint64_t row);

#endif
