/* The file that SQLite keeps beside a database in WAL mode, as QGIS leaves
 * GeoPackages: rows that were written, but are not in the database yet. */
#ifndef CI_IO_WAL_FILE_H
#define CI_IO_WAL_FILE_H

#include <circlet/error.h>

/*
 * CIRCLET_E_INPUT if rows wait in a file beside the database: who reads or
 * copies the database alone would not have them.
 */
circlet_status ci_check_no_wal(const char *path, circlet_error *error);

/*
 * How a database is to be opened for reading, as parameters of its URI, so
 * that nothing is written beside it: SQLite would make two files beside one
 * in WAL mode. A constant text.
 */
const char *ci_read_parameters(const char *path);

#endif
