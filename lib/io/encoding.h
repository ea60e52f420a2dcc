/* Text of other encodings than UTF-8. */
#ifndef CI_IO_ENCODING_H
#define CI_IO_ENCODING_H

#include <circlet/error.h>

#include "base/text.h"

/*
 * Appends bytes in an encoding such as "GB18030" to `out` as UTF-8.
 * CIRCLET_E_FORMAT if they are not text in that encoding or end within a
 * character, CIRCLET_E_UNSUPPORTED if the machine does not know it.
 */
circlet_status ci_decode(ci_buffer *out, const char *encoding,
                         const char *bytes, size_t size, circlet_error *error);

#endif
