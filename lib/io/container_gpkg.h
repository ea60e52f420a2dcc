/* The tables that make a SQLite file a GeoPackage 1.3. */
#ifndef CI_IO_CONTAINER_GPKG_H
#define CI_IO_CONTAINER_GPKG_H

#include "io/sqlite.h"

/* "GPKG", the application id of every GeoPackage. */
#define CI_GPKG_APPLICATION_ID 0x47504B47

/* Makes the GeoPackage's own tables in an empty file. */
circlet_status ci_gpkg_start(ci_db *db, circlet_error *error);

/*
 * Registers every table that is not yet: as a layer in WGS 84 if it has a
 * column `geom`, of that column's declared type, else as attributes.
 */
circlet_status ci_gpkg_register_tables(ci_db *db, circlet_error *error);

/* Says that the rows of a registered table were changed: its extent is
 * computed anew, and its time is that of SOURCE_DATE_EPOCH, else 1970. */
circlet_status ci_gpkg_touch_table(ci_db *db, const char *table,
                                   circlet_error *error);

#endif
