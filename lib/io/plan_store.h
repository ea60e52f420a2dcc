/* Plans in a city file. */
#ifndef CI_IO_PLAN_STORE_H
#define CI_IO_PLAN_STORE_H

#include "io/sqlite.h"

/* CIRCLET_E_NOT_FOUND with the names of the plans there are, unless a plan
 * has this name. `path` is for the message. */
circlet_status ci_plan_find(ci_db *db, const char *path, const char *name,
                            circlet_error *error);

#endif
