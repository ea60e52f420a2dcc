/* Turning UTF-8 into other encodings. */
#ifndef CI_IO_TEXT_ENCODER_H
#define CI_IO_TEXT_ENCODER_H

#include <circlet/error.h>

#include "base/text.h"

/* Appends the first bytes of a text in an encoding ("UTF-8", "GB18030"): at
 * most `room`, and whole characters. *is_cut says whether that is not all. */
circlet_status ci_text_encode(ci_buffer *out, const char *encoding,
                              const char *text, size_t room, bool *is_cut,
                              circlet_error *error);

#endif
