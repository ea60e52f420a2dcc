/*
 * What the bytes of a text show about its encoding: whether they are UTF-8,
 * GB18030 that somebody may have written, or neither.
 */
#ifndef CI_IO_ENCODING_GUESS_H
#define CI_IO_ENCODING_GUESS_H

#include "io/encoding.h"
#include "io/source.h"

/* Starts as {0}. Both readings may get the same bytes, or one alone. */
typedef struct ci_encoding_signs {
    uint64_t utf8_size; /* bytes looked at as UTF-8 */
    uint64_t utf8_bad_at; /* if it is none: the first bad byte, from 1 */
    bool is_no_ascii, is_no_utf8;
    bool has_long; /* characters of more than two bytes */
    unsigned char utf8_held[4]; /* of a character that is not complete */
    size_t utf8_held_size;

    bool is_no_gb18030;
    uint64_t characters; /* of GB18030, not ASCII */
    uint64_t common, uncommon, rare; /* of these, see encoding_guess.c */
    uint64_t late_leads, wide_trails; /* of the common ones */
    struct ci_encoding_run {
        uint64_t common, uncommon, rare, size, late_leads, wide_trails;
        bool is_glued; /* a letter stands right before it */
    } run; /* of characters without ASCII between */
    unsigned char gb_held[4];
    size_t gb_held_size;
    bool is_after_letter;
} ci_encoding_signs;

/* Looks at the next bytes of a text. */
void ci_encoding_signs_add_utf8(ci_encoding_signs *signs, const char *bytes,
                                size_t size);
void ci_encoding_signs_add_gb18030(ci_encoding_signs *signs, const char *bytes,
                                   size_t size);

/* The text, or a piece of it that stands alone, ends. A piece of a table
 * with fixed widths may end within a character. */
void ci_encoding_signs_end_piece(ci_encoding_signs *signs, bool may_be_cut);

/* Whether the bytes are GB18030 and look like Chinese text. */
bool ci_encoding_signs_are_chinese(const ci_encoding_signs *signs);

/* An encoding that was found, and how sure that is. */
typedef struct ci_encoding_choice {
    ci_encoding encoding;
    enum ci_encoding_ground {
        CI_ENCODING_SAID, /* by a mark, a companion or the user */
        CI_ENCODING_PLAIN, /* ASCII, or UTF-8 beyond doubt */
        CI_ENCODING_GUESSED,
        CI_ENCODING_AMBIGUOUS /* UTF-8 that could be GB18030 as well */
    } ground;
    uint64_t characters, common; /* CI_ENCODING_GUESSED as GB18030 */
    char sample[64]; /* of the heading in UTF-8; "": that is ASCII */
    bool has_no_heading; /* the sample is of names all over the text */
} ci_encoding_choice;

/* Decides between UTF-8 and GB18030; false: it is neither. The sample is
 * for the caller to set. */
bool ci_encoding_choose(ci_encoding_choice *out,
                        const ci_encoding_signs *signs);

/*
 * Sets the sample: the first word of the heading that is not ASCII, without
 * the blanks around it. Never
 * text of a record: it is shown and kept, and might name a person.
 */
void ci_encoding_set_sample(ci_encoding_choice *choice, const char *heading,
                            size_t size);

/* Tells a guess; false: no memory. */
bool ci_encoding_add_remark(ci_source *source,
                            const ci_encoding_choice *choice);

/* The byte order of UTF-16 without a byte order mark, by the start of a
 * text: "UTF-16LE", "UTF-16BE" or NULL. */
const char *ci_encoding_guess_utf16(const char *bytes, size_t size);

#endif
