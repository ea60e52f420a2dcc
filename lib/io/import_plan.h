/* A plan made by hand, from the rows of its sources. */
#ifndef CI_IO_IMPORT_PLAN_H
#define CI_IO_IMPORT_PLAN_H

#include "io/import.h"

/* Makes the temporary table that the rows are read into. */
circlet_status ci_import_plan_start(ci_import *import, circlet_error *error);

/*
 * Makes a plan of the rows once they are all there, and stores it in place
 * of one of its name. CIRCLET_E_DATA names the first action that contradicts
 * the city or another one.
 */
circlet_status ci_import_plan_finish(ci_import *import,
                                     const char *const *sources, size_t count,
                                     const char *path, circlet_error *error);

#endif
