/* Spatial indexes and metadata of an exported file. */
#ifndef CI_IO_EXPORT_INDEX_H
#define CI_IO_EXPORT_INDEX_H

#include "io/container.h"

/* Makes the spatial index of a registered layer, which QGIS and others use:
 * an R-tree with the triggers of GeoPackage, or that of SpatiaLite. */
circlet_status ci_export_index(ci_db *db, const char *table,
                               circlet_error *error);

/* Notes `text` (XML) as what is said of the whole file; GeoPackage alone. */
circlet_status ci_export_metadata(ci_db *db, const char *text,
                                  circlet_error *error);

#endif
