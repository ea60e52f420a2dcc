/* The plan of an export as it is published. */
#ifndef CI_IO_EXPORTED_STEPS_H
#define CI_IO_EXPORTED_STEPS_H

#include "io/sqlite.h"

/*
 * Tells the levels of the plan in an export's tables, and whom it leaves, in
 * steps, and says so; nothing is changed where
 * temp.privacy says that the export is exact. Whom the plan leaves has no
 * number where the finding with the plan has none.
 */
circlet_status ci_exported_publish(ci_db *db, circlet_error *error);

#endif
