/* The encodings of text, by their many names. */
#ifndef CI_IO_ENCODING_H
#define CI_IO_ENCODING_H

#include <stdbool.h>

#include <circlet/error.h>

#define CI_ENCODING_NAME_SIZE 32

/* An encoding that this machine can read, by its one name: "UTF-8". */
typedef struct ci_encoding {
    char name[CI_ENCODING_NAME_SIZE];
} ci_encoding;

/*
 * Finds an encoding by any of its names in any spelling: "utf8", "GBK",
 * "cp936", "ANSI 1252", "Latin-1", "65001". GBK, GB2312 and CP936 are
 * GB18030, of which they are parts. "UTF-16" stays so: its byte order is
 * for a byte order mark to say. CIRCLET_E_UNSUPPORTED if it is not known.
 */
circlet_status ci_encoding_find(ci_encoding *out, const char *name,
                                circlet_error *error);

bool ci_encoding_is(const ci_encoding *encoding, const char *name);

#endif
