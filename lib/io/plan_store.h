/* Plans in a city file. */
#ifndef CI_IO_PLAN_STORE_H
#define CI_IO_PLAN_STORE_H

#include <circlet/plan.h>

#include "io/sqlite.h"

/* CIRCLET_E_NOT_FOUND with the names of the plans there are, unless a plan
 * has this name. `path` is for the message. */
circlet_status ci_plan_find(ci_db *db, const char *path, const char *name,
                            circlet_error *error);

/* Stores a plan in place of an earlier one of its name, as what the run of
 * this fid made; `policy` is the id of the one it was made for, "": none. */
circlet_status ci_plan_write(ci_db *db, const circlet_plan *plan,
                             const char *policy, int64_t run,
                             circlet_error *error);

/* The plan of a name that the rows of an import make, which stand in the
 * table plan_row; the caller frees it. `path` is for errors. */
circlet_status ci_read_imported_plan(circlet_plan **out, ci_db *db,
                                     const char *path, const char *name,
                                     circlet_error *error);

#endif
