/* Functions that SQL gets from us. For sqlite.c alone. */
#ifndef CI_IO_SQLITE_FUNCTIONS_H
#define CI_IO_SQLITE_FUNCTIONS_H

#include "io/sqlite.h"

struct sqlite3;

/* ST_IsEmpty, ST_MinX, ST_MinY, ST_MaxX and ST_MaxY of a GeoPackage's
 * geometry. A code of SQLite. */
int ci_sqlite_add_geometry_functions(struct sqlite3 *handle);

/* As ci_db_add_function(), with a code of SQLite. */
int ci_sqlite_add_function(struct sqlite3 *handle, const char *name,
                           ci_blob_function function, const void *user,
                           size_t user_size);

#endif
