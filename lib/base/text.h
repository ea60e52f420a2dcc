/*
 * Text: numbers to and from text whatever the host's locale, UTF-8, and a
 * buffer that grows. The only place that converts numbers with a fraction.
 */
#ifndef CI_BASE_TEXT_H
#define CI_BASE_TEXT_H

#include <circlet/types.h>

/* ---- numbers; the whole of `text` must be the number ------------------- */

/* Decimal numbers: 1, -2.5, 1e3. No spaces, no hex, no infinity, no NaN. */
bool ci_parse_double(double *out, const char *text);
bool ci_parse_int64(int64_t *out, const char *text);

/* Room for any number that the functions below write. */
#define CI_NUMBER_SIZE 40

/* The shortest decimal text that reads back as `value` ("null" if not
 * finite), and `value` with `decimals` digits after the point (0 to 9). */
void ci_format_double(char out[CI_NUMBER_SIZE], double value);
void ci_format_fixed(char out[CI_NUMBER_SIZE], double value, int decimals);

/* ---- UTF-8 -------------------------------------------------------------- */

bool ci_utf8_is_valid(const char *text, size_t size);

/* Cuts a UTF-8 string that may end within a character before that. */
void ci_text_cut_at_character(char *text);

/* ---- words -------------------------------------------------------------- */

/* Whether a text is one of the words of a list that ends in NULL; no text
 * (NULL) is none of them. */
bool ci_text_is_one_of(const char *text, const char *const *words);

/* ---- a copy ------------------------------------------------------------- */

/* A copy that the caller frees; NULL if memory ran out. */
char *ci_text_copy(const char *text);
char *ci_text_copy_n(const char *text, size_t size);

/* ---- a buffer that grows ------------------------------------------------ */

/*
 * Starts as {0}. Appending to a buffer that ran out of memory does nothing,
 * so that a writer checks `failed` once, at the end.
 */
typedef struct ci_buffer {
    char *text; /* ends in 0 once anything was appended; else NULL */
    size_t size; /* without the final 0 */
    size_t capacity;
    bool failed;
} ci_buffer;

void ci_buffer_free(ci_buffer *buffer);
void ci_buffer_add(ci_buffer *buffer, const char *text);
void ci_buffer_add_n(ci_buffer *buffer, const char *text, size_t size);
void ci_buffer_add_double(ci_buffer *buffer, double value);
void ci_buffer_add_fixed(ci_buffer *buffer, double value, int decimals);
void ci_buffer_add_int(ci_buffer *buffer, int64_t value);

/* A JSON string with its quotes. */
void ci_buffer_add_json(ci_buffer *buffer, const char *text);

#endif
