/* Certificates as JSON text, as docs/solve.md describes it. */
#ifndef CI_IO_CERTIFICATE_TEXT_H
#define CI_IO_CERTIFICATE_TEXT_H

#include <circlet/location_file.h>

#include "base/text.h"

/* Adds the text of a certificate. */
void ci_certificate_write(ci_buffer *out,
                          const circlet_certificate *certificate);

/* Reads one from a text that ends in 0; `path` is for errors. The caller
 * frees it with circlet_certificate_free(). */
circlet_status ci_certificate_read_text(circlet_certificate **out,
                                        const char *path, const char *text,
                                        circlet_error *error);

#endif
