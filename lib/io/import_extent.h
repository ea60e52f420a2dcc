/* Where a street network is complete. */
#ifndef CI_IO_IMPORT_EXTENT_H
#define CI_IO_IMPORT_EXTENT_H

#include "io/import.h"
#include "io/roads.h"
#include "io/wkb.h"

/*
 * Fills `out` with the extent and gives what it was taken from: "option"
 * ("W,S,E,N" or a file with polygons), else "source" (its box cut to that of
 * the streets' nodes, unless it is far larger than the streets' core), else
 * "nodes" (the core where there is one, else the box of the streets' nodes;
 * streets that leave the core are remarked on). Each polygon of a file must be
 * valid; that two of them touch or overlap is only remarked on.
 */
circlet_status ci_import_extent(ci_geometry *out, const char **out_origin,
                                const ci_import *import, const ci_roads *roads,
                                circlet_error *error);

#endif
