/* What an export is made of besides the city file, as temporary tables. */
#ifndef CI_IO_EXPORT_BASIS_H
#define CI_IO_EXPORT_BASIS_H

#include <circlet/io.h>

#include "io/container.h"

/*
 * Makes in the schema `temp` of an export, with the city attached: `judged`
 * (findings of the city, `plan` NULL, and of the plan), `unit_state` (what
 * these come to in each unit and all that lies in it), `after` (facilities
 * with the plan), `uncovered` (cells) and `survey`. Geometries are those of
 * the container `from`, as in the city.
 */
circlet_status ci_export_basis(ci_db *db, const ci_container *from,
                               const circlet_export_options *options,
                               circlet_error *error);

#endif
