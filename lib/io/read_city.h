/* Reading parts of a city file that is open already. */
#ifndef CI_IO_READ_CITY_H
#define CI_IO_READ_CITY_H

#include <circlet/city.h>

#include "io/sqlite.h"

/* A city of the units alone; the caller frees it. `path` is for errors. */
circlet_status ci_read_units(circlet_city **out, ci_db *db, const char *path,
                             circlet_error *error);

/* The facilities and sites alone, as far as a plan is about them. */
circlet_status ci_read_places(circlet_city **out, ci_db *db, const char *path,
                              circlet_error *error);

#endif
