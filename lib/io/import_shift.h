/* Whether what was imported and the streets are shifted to each other. */
#ifndef CI_IO_IMPORT_SHIFT_H
#define CI_IO_IMPORT_SHIFT_H

#include "io/import.h"

/*
 * After an import: looks at how the boundaries or places that came in lie on
 * the streets of the city, or, after an import of streets, how all that the
 * city holds lies on them. If it fits far better once GCJ-02 or BD-09 is
 * undone or done, a remark says so with the figures, which is stored with
 * the source too. Nothing is moved. Without streets, or with fewer than 100
 * points among them, nothing is looked at.
 */
circlet_status ci_import_look_for_shift(ci_import *import,
                                        circlet_error *error);

#endif
