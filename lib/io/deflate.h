/* A zip archive of one file. */
#ifndef CI_IO_DEFLATE_H
#define CI_IO_DEFLATE_H

#include <circlet/error.h>

#include "base/text.h"

/* Appends a zip archive that holds `bytes` as the file `name`; its time is
 * that of the format's beginning, so that the same bytes give the same. */
circlet_status ci_zip_one(ci_buffer *out, const char *name, const char *bytes,
                          size_t size, circlet_error *error);

#endif
