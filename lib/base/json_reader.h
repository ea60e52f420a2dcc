/*
 * Reading JSON (RFC 8259) value by value, without a tree: a proof may have
 * more numbers than a tree of them has room for.
 */
#ifndef CI_BASE_JSON_READER_H
#define CI_BASE_JSON_READER_H

#include <circlet/types.h>

typedef struct ci_json_reader {
    const char *start; /* a text that ends in 0; borrowed */
    const char *at;
} ci_json_reader;

/* Whether the next sign is `sign`, which is then passed over. */
bool ci_json_sign(ci_json_reader *reader, char sign);

/* The next value, if it is of the kind; else nothing is read. A text that
 * has escapes, or more than size - 1 bytes, is none. */
bool ci_json_whole(ci_json_reader *reader, int64_t *out);
bool ci_json_boolean(ci_json_reader *reader, bool *out);
bool ci_json_text(ci_json_reader *reader, char *out, size_t size);

/* The next value, a text of any length with its escapes undone (\u of ASCII
 * alone); the caller frees it, and NULL is no memory. false: it is none. */
bool ci_json_string(ci_json_reader *reader, char **out);

/* Passes over any value; false: it is none. */
bool ci_json_skip(ci_json_reader *reader);

/* Whether nothing but white space is left. */
bool ci_json_is_at_end(ci_json_reader *reader);

#endif
