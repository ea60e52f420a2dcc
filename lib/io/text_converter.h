/* Turning bytes of any encoding into UTF-8. */
#ifndef CI_IO_TEXT_CONVERTER_H
#define CI_IO_TEXT_CONVERTER_H

#include "base/text.h"
#include "io/encoding.h"

/* Whether bytes are all ASCII, which nearly all encodings share. */
bool ci_text_is_ascii(const char *bytes, size_t size);

/*
 * How many bytes at the front are whole characters of UTF-8. If that is not
 * all, *is_cut says whether the rest is only the start of a character.
 */
size_t ci_utf8_prefix_size(const char *bytes, size_t size, bool *is_cut);

/* ---- conversion --------------------------------------------------------- */

/* Turns one text after the other, or one text piece by piece, into UTF-8. */
typedef struct ci_converter ci_converter;

circlet_status ci_converter_open(ci_converter **out,
                                 const ci_encoding *encoding,
                                 circlet_error *error);
void ci_converter_free(ci_converter *converter);

/* Where a conversion stopped. */
typedef enum ci_conversion {
    CI_CONVERSION_DONE, /* at the end */
    CI_CONVERSION_FULL, /* there is no room for the next character */
    CI_CONVERSION_CUT, /* the bytes end within a character */
    CI_CONVERSION_BAD /* the next byte starts no character */
} ci_conversion;

/* What is left to convert and where it goes; a run moves all of it on. */
typedef struct ci_conversion_state {
    const char *bytes;
    size_t size;
    char *out;
    size_t room; /* at least 16 bytes */
} ci_conversion_state;

ci_conversion ci_converter_run(ci_converter *converter,
                               ci_conversion_state *state);

/* After the last piece: writes what was held back, forgets the text. */
ci_conversion ci_converter_end(ci_converter *converter,
                               ci_conversion_state *state);

/*
 * Appends a whole text to `out` as UTF-8. With `cut_size` a text that ends
 * within a character is taken without that, and *cut_size says how many
 * bytes this were; NULL: it is refused. CIRCLET_E_FORMAT, with `out` as it
 * was, if the bytes are no text of the encoding.
 */
circlet_status ci_converter_add(ci_buffer *out, ci_converter *converter,
                                const char *bytes, size_t size,
                                size_t *cut_size, circlet_error *error);

#endif
