/* The other files of a shapefile: the same name with another suffix, in
 * small letters or capitals. */
#ifndef CI_IO_COMPANION_H
#define CI_IO_COMPANION_H

#include <circlet/error.h>

#include "base/text.h"

/* `path` ends in a suffix of three letters, and `suffix` has three small
 * ones. CIRCLET_E_INPUT, which names the file, if there is none. */
circlet_status ci_check_companion(const char *path, const char *suffix,
                                  circlet_error *error);

/* Reads a companion into an empty buffer, which stays empty if there is no
 * such file. */
circlet_status ci_read_companion(ci_buffer *out, const char *path,
                                 const char *suffix, circlet_error *error);

/*
 * Compares the sizes of .shp, .shx and .dbf with what their headers promise.
 * CIRCLET_E_FORMAT, which names the file, for the first that is shorter. A
 * header that is none is left to who reads it.
 */
circlet_status ci_check_shapefile_sizes(const char *path,
                                        circlet_error *error);

/* The same for a .dbf that stands alone. */
circlet_status ci_check_dbf_size(const char *path, circlet_error *error);

#endif
