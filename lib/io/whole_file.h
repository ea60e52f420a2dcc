/* A file read as a whole. */
#ifndef CI_IO_WHOLE_FILE_H
#define CI_IO_WHOLE_FILE_H

#include <circlet/error.h>

#include "base/text.h"

/*
 * Reads a file into an empty buffer. CIRCLET_E_INPUT if it cannot be opened
 * or is no file, CIRCLET_E_IO if it cannot be read, CIRCLET_E_UNSUPPORTED
 * if it has more than `max` bytes. Errors name the file.
 */
circlet_status ci_read_whole_file(ci_buffer *out, const char *path, size_t max,
                                  circlet_error *error);

/* Whether a file can be opened; CIRCLET_E_INPUT if not. */
circlet_status ci_check_readable(const char *path, circlet_error *error);

#endif
