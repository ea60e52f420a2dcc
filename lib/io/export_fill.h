/* Layers of an export, filled by SQL from the attached city file. */
#ifndef CI_IO_EXPORT_FILL_H
#define CI_IO_EXPORT_FILL_H

#include "io/export_columns.h"
#include "io/export_layer.h"

/*
 * Makes a layer's table and fills it; with a plan (NULL: none) its columns.
 * `db` has the city attached and what ci_export_basis() made. `rules` starts
 * as {0}, gets the rules that add columns, and is freed by the caller.
 */
circlet_status ci_export_fill(ci_db *db, const ci_export_layer *layer,
                              const char *plan, ci_rule_columns *rules,
                              circlet_error *error);

#endif
