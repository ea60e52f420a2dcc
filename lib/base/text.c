#include "base/text.h"

#include <errno.h>
#include <float.h>
#include <inttypes.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *skip_digits(const char *c)
{
    while (*c >= '0' && *c <= '9')
        c++;
    return c;
}

/* [+-] digits [. digits] [e [+-] digits], with a digit before the e. */
static bool looks_decimal(const char *c)
{
    const char *start, *end;
    size_t digits;

    if (*c == '-' || *c == '+')
        c++;
    start = c;
    end = skip_digits(c);
    digits = (size_t)(end - start);
    if (*end == '.') {
        start = end + 1;
        end = skip_digits(start);
        digits += (size_t)(end - start);
    }
    if (digits == 0)
        return false;
    if (*end == 'e' || *end == 'E') {
        c = end + 1;
        if (*c == '-' || *c == '+')
            c++;
        end = skip_digits(c);
        if (end == c)
            return false;
    }
    return *end == '\0';
}

bool ci_parse_double(double *out, const char *text)
{
    locale_t plain;
    double value;

    if (!looks_decimal(text))
        return false;
    /* The "C" locale is static in the C library: nothing is allocated. */
    plain = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    if (!plain)
        return false;
    value = strtod_l(text, NULL, plain);
    freelocale(plain);
    if (!isfinite(value))
        return false;
    *out = value;
    return true;
}

bool ci_parse_int64(int64_t *out, const char *text)
{
    const char *digits = *text == '-' || *text == '+' ? text + 1 : text;
    long long value;

    if (digits == skip_digits(digits) || *skip_digits(digits))
        return false;
    errno = 0;
    value = strtoll(text, NULL, 10);
    if (errno)
        return false;
    *out = value;
    return true;
}

static void print_plain(char out[CI_NUMBER_SIZE], const char *format,
                        int digits, double value)
{
    locale_t plain = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    locale_t before = plain ? uselocale(plain) : (locale_t)0;

    snprintf(out, CI_NUMBER_SIZE, format, digits, value);
    if (plain) {
        uselocale(before);
        freelocale(plain);
    }
}

void ci_format_double(char out[CI_NUMBER_SIZE], double value)
{
    double back = 0.0;

    if (!isfinite(value)) {
        memcpy(out, "null", sizeof("null"));
        return;
    }
    if (value == 0.0)
        value = 0.0; /* no minus sign before a zero */
    if (fabs(value) < 1e15 && value == floor(value)) {
        print_plain(out, "%.*f", 0, value);
        return;
    }
    /* No two decimals of at most 15 digits are one double, unless it is too
     * small to have all its bits: of 15 digits printed, those that say
     * nothing are left out, and the rest is the shortest. */
    for (int digits = fabs(value) < DBL_MIN ? 6 : 15; digits <= 17; digits++) {
        print_plain(out, "%.*g", digits, value);
        if (ci_parse_double(&back, out) && back == value)
            return;
    }
}

void ci_format_fixed(char out[CI_NUMBER_SIZE], double value, int decimals)
{
    if (!isfinite(value) || fabs(value) >= 1e25) {
        ci_format_double(out, value);
        return;
    }
    print_plain(out, "%.*f", decimals, value);
    /* -0.00 says nothing that 0.00 does not. */
    if (out[0] == '-' && strspn(out + 1, "0.") == strlen(out + 1))
        memmove(out, out + 1, strlen(out));
}

/* The bytes of a character that begins with this one; 0: none does. */
static size_t size_from_lead(unsigned char lead)
{
    if (lead < 0x80)
        return 1;
    if (lead < 0xC2 || lead > 0xF4)
        return 0;
    if (lead < 0xE0)
        return 2;
    return lead < 0xF0 ? 3 : 4;
}

/* Whether the second byte makes a long form, a surrogate or a character
 * beyond U+10FFFF of the first. */
static bool is_forbidden(unsigned char lead, unsigned char second)
{
    return (lead == 0xE0 && second < 0xA0) ||
           (lead == 0xED && second > 0x9F) ||
           (lead == 0xF0 && second < 0x90) || (lead == 0xF4 && second > 0x8F);
}

/* The bytes of the character at `c`, or 0 if it is not valid UTF-8
 * (RFC 3629, section 4). */
static size_t character_size(const unsigned char *c, size_t left)
{
    size_t size = size_from_lead(c[0]);

    if (size == 0 || size > left)
        return 0;
    for (size_t i = 1; i < size; i++)
        if ((c[i] & 0xC0) != 0x80)
            return 0;
    if (size > 1 && is_forbidden(c[0], c[1]))
        return 0;
    return size;
}

bool ci_utf8_is_valid(const char *text, size_t size)
{
    for (size_t i = 0; i < size;) {
        size_t step =
            character_size((const unsigned char *)text + i, size - i);

        if (step == 0)
            return false;
        i += step;
    }
    return true;
}

void ci_text_cut_at_character(char *text)
{
    size_t size = strlen(text), start = size;

    while (start > 0 && size - start < 4) {
        start--;
        if (((unsigned char)text[start] & 0xC0) != 0x80)
            break;
    }
    if (start < size &&
        character_size((const unsigned char *)text + start, size - start) == 0)
        text[start] = '\0';
}

char *ci_text_copy_n(const char *text, size_t size)
{
    char *copy = malloc(size + 1);

    if (!copy)
        return NULL;
    if (size > 0)
        memcpy(copy, text, size);
    copy[size] = '\0';
    return copy;
}

bool ci_text_is_one_of(const char *text, const char *const *words)
{
    for (; text && *words; words++)
        if (strcmp(text, *words) == 0)
            return true;
    return false;
}

char *ci_text_copy(const char *text)
{
    return ci_text_copy_n(text, strlen(text));
}

void ci_buffer_free(ci_buffer *buffer)
{
    free(buffer->text);
    memset(buffer, 0, sizeof(*buffer));
}

void ci_buffer_add_n(ci_buffer *buffer, const char *text, size_t size)
{
    if (buffer->failed)
        return;
    if (size >= buffer->capacity - buffer->size || !buffer->text) {
        size_t wanted = (buffer->size + size + 1) * 2;
        char *grown = realloc(buffer->text, wanted);

        if (!grown) {
            buffer->failed = true;
            return;
        }
        buffer->text = grown;
        buffer->capacity = wanted;
    }
    if (size > 0)
        memcpy(buffer->text + buffer->size, text, size);
    buffer->size += size;
    buffer->text[buffer->size] = '\0';
}

void ci_buffer_add(ci_buffer *buffer, const char *text)
{
    ci_buffer_add_n(buffer, text, strlen(text));
}

void ci_buffer_add_double(ci_buffer *buffer, double value)
{
    char number[CI_NUMBER_SIZE];

    ci_format_double(number, value);
    ci_buffer_add(buffer, number);
}

void ci_buffer_add_fixed(ci_buffer *buffer, double value, int decimals)
{
    char number[CI_NUMBER_SIZE];

    ci_format_fixed(number, value, decimals);
    ci_buffer_add(buffer, number);
}

void ci_buffer_add_int(ci_buffer *buffer, int64_t value)
{
    char number[CI_NUMBER_SIZE];

    snprintf(number, sizeof(number), "%" PRId64, value);
    ci_buffer_add(buffer, number);
}

void ci_buffer_add_json(ci_buffer *buffer, const char *text)
{
    const char *plain = text;

    ci_buffer_add_n(buffer, "\"", 1);
    for (const char *c = text; *c; c++) {
        char escaped[8];

        if (*c != '"' && *c != '\\' && (unsigned char)*c >= ' ')
            continue;
        ci_buffer_add_n(buffer, plain, (size_t)(c - plain));
        if (*c == '"' || *c == '\\')
            snprintf(escaped, sizeof(escaped), "\\%c", *c);
        else
            snprintf(escaped, sizeof(escaped), "\\u%04x",
                     (unsigned)(unsigned char)*c);
        ci_buffer_add(buffer, escaped);
        plain = c + 1;
    }
    ci_buffer_add(buffer, plain);
    ci_buffer_add_n(buffer, "\"", 1);
}
