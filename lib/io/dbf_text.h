/* The texts of a shapefile's .dbf: how they are encoded, and reading them. */
#ifndef CI_IO_DBF_TEXT_H
#define CI_IO_DBF_TEXT_H

#include "base/text.h"
#include "io/encoding_guess.h"

/* Starts as {0}. */
typedef struct ci_dbf_text {
    ci_encoding_choice choice;
    struct ci_converter *converter;
} ci_dbf_text;

void ci_dbf_text_free(ci_dbf_text *text);

/* Gives each text of the table, values and names of fields, one call a
 * text, and NULL at the end; *is_full: it fills its field, whose width may
 * have cut its last character. */
typedef struct ci_dbf_texts {
    const char *(*next)(void *state, bool *is_full);
    void *state;
} ci_dbf_texts;

/*
 * Finds how a table's text is encoded: as `said` by the user, else as
 * `code_page` does, what a .cpg file says or "LDID/NN", the language driver
 * of the .dbf (either may be NULL), else as its texts show, which are then
 * looked at. Errors do not name the file: CIRCLET_E_UNSUPPORTED if the
 * encoding is not known and a text is not ASCII, CIRCLET_E_FORMAT if nothing
 * says what it is and it is neither UTF-8 nor Chinese.
 */
circlet_status ci_dbf_text_open(ci_dbf_text *text, const char *said,
                                const char *code_page, ci_dbf_texts texts,
                                circlet_error *error);

/* Whether texts that are encoded as a .cpg or a .dbf says look so much like
 * another encoding that it may be wrong; the name of that, or NULL. */
const char *ci_dbf_text_doubt(const ci_dbf_text *text, ci_dbf_texts texts);

/*
 * Replaces what is in `out` by a text in UTF-8, without spaces at the end;
 * if `is_full`, without a last character that the field's width has cut.
 * CIRCLET_E_FORMAT if the bytes are no text of the encoding.
 */
circlet_status ci_dbf_decode(ci_buffer *out, const ci_dbf_text *text,
                             const char *bytes, size_t size, bool is_full,
                             circlet_error *error);

/* The encoding of a dBASE language driver; NULL: it says none that is
 * known. */
const char *ci_dbf_language_driver(int id);

#endif
