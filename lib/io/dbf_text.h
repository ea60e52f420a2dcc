/* The encoding of the texts of a shapefile's .dbf. */
#ifndef CI_IO_DBF_TEXT_H
#define CI_IO_DBF_TEXT_H

#include <circlet/error.h>

#include "base/text.h"

typedef enum ci_dbf_encoding {
    CI_DBF_UNKNOWN, /* nothing said: UTF-8, else GB18030 */
    CI_DBF_UTF8,
    CI_DBF_GB18030, /* also for GBK and GB2312, which are parts of it */
    CI_DBF_OTHER /* only ASCII is understood */
} ci_dbf_encoding;

/* What a .cpg file or "LDID/NN" of the .dbf says; NULL: nothing. */
ci_dbf_encoding ci_dbf_encoding_of(const char *code_page);

bool ci_dbf_is_ascii(const char *bytes, size_t size);

/* Whether bytes are UTF-8, but for a last character that was cut. */
bool ci_dbf_is_cut_utf8(const char *bytes, size_t size);

/*
 * Replaces what is in `out` by the text in UTF-8, without a last character
 * that the field's width has cut and without spaces at the end.
 * CIRCLET_E_FORMAT if the bytes are no text of the encoding.
 */
circlet_status ci_dbf_decode(ci_buffer *out, ci_dbf_encoding encoding,
                             const char *bytes, size_t size,
                             circlet_error *error);

#endif
