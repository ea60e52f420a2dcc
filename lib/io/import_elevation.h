/* Heights of the streets from grids of elevation. */
#ifndef CI_IO_IMPORT_ELEVATION_H
#define CI_IO_IMPORT_ELEVATION_H

#include "io/import.h"

/* CIRCLET_E_ARGUMENT for an option that heights have no use for. */
circlet_status ci_elevation_check_options(
    const circlet_import_options *options, circlet_error *error);

/*
 * Gives the links of the network that have no heights those of grids; if a
 * file of the same name was imported before, all heights are made anew. What
 * a file does not know is asked of the next. Rows are the places
 * that are asked for: of the import all, of a file those that lie in it and
 * that none before it knew; imported are those with a height, rejected the
 * rest. Links are those that got heights. CIRCLET_E_NOT_FOUND if there are
 * no roads.
 */
circlet_status ci_import_elevation(ci_import *import,
                                   const char *const *sources,
                                   size_t source_count, circlet_error *error);

/* Takes the heights off the roads, as other roads come; a remark says so. */
circlet_status ci_elevation_drop(ci_import *import, circlet_error *error);

#endif
