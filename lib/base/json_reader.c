#include "base/json_reader.h"

#include <stdlib.h>
#include <string.h>

/* Brackets within brackets. */
#define DEPTH_MAX 64

static void skip_space(ci_json_reader *reader)
{
    reader->at += strspn(reader->at, " \t\r\n");
}

bool ci_json_sign(ci_json_reader *reader, char sign)
{
    skip_space(reader);
    if (*reader->at != sign)
        return false;
    reader->at++;
    return true;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool ci_json_whole(ci_json_reader *reader, int64_t *out)
{
    const char *c;
    bool is_negative;
    uint64_t value = 0, most;

    skip_space(reader);
    c = reader->at;
    is_negative = *c == '-';
    c += is_negative;
    most = (uint64_t)INT64_MAX + is_negative;
    if (!is_digit(*c) || (*c == '0' && is_digit(c[1])))
        return false;
    for (; is_digit(*c); c++) {
        uint64_t digit = (uint64_t)(*c - '0');

        if (value > (most - digit) / 10)
            return false;
        value = value * 10 + digit;
    }
    if (*c == '.' || *c == 'e' || *c == 'E')
        return false;
    reader->at = c;
    *out = is_negative ? (int64_t)(UINT64_C(0) - value) : (int64_t)value;
    return true;
}

/* Passes over a word such as "true". */
static bool take_word(ci_json_reader *reader, const char *word)
{
    size_t size = strlen(word);

    skip_space(reader);
    if (strncmp(reader->at, word, size) != 0)
        return false;
    reader->at += size;
    return true;
}

bool ci_json_boolean(ci_json_reader *reader, bool *out)
{
    if (take_word(reader, "true"))
        *out = true;
    else if (take_word(reader, "false"))
        *out = false;
    else
        return false;
    return true;
}

bool ci_json_text(ci_json_reader *reader, char *out, size_t size)
{
    size_t length;

    skip_space(reader);
    if (*reader->at != '"')
        return false;
    length = strcspn(reader->at + 1, "\"\\\n");
    if (reader->at[length + 1] != '"' || length >= size)
        return false;
    memcpy(out, reader->at + 1, length);
    out[length] = '\0';
    reader->at += length + 2;
    return true;
}

/* The four digits of \u; -1: they are none, or not of ASCII. */
static int ascii_of(const char *digits)
{
    static const char known[] = "0123456789abcdef";
    int code = 0;

    for (int i = 0; i < 4; i++) {
        const char *found = digits[i] ? strchr(known, digits[i]) : NULL;

        if (!found)
            return -1;
        code = 16 * code + (int)(found - known);
    }
    return code > 0 && code < 128 ? code : -1;
}

/* Undoes the escape behind a backslash; 0: it is none that is known here. */
static size_t undo_escape(const char *at, char *out)
{
    int code;

    if (*at == '"' || *at == '\\' || *at == '/') {
        *out = *at;
        return 1;
    }
    code = *at == 'u' ? ascii_of(at + 1) : -1;
    *out = (char)code;
    return code < 0 ? 0 : 5;
}

bool ci_json_string(ci_json_reader *reader, char **out)
{
    const char *c, *end;
    char *text;
    size_t size = 0;

    skip_space(reader);
    if (*reader->at != '"')
        return false;
    end = reader->at + 1;
    while (*end && *end != '"')
        end += *end == '\\' && end[1] ? 2 : 1;
    if (*end != '"')
        return false;
    text = malloc((size_t)(end - reader->at));
    for (c = reader->at + 1; text && c < end; size++) {
        size_t taken = *c == '\\' ? undo_escape(c + 1, &text[size]) : 0;

        if (*c == '\\' && taken == 0) {
            free(text);
            return false;
        }
        if (*c != '\\')
            text[size] = *c;
        c += taken + 1;
    }
    if (text)
        text[size] = '\0';
    *out = text;
    reader->at = end + 1;
    return true;
}

static bool skip_text(ci_json_reader *reader)
{
    const char *c = reader->at + 1;

    for (; *c && *c != '"'; c++)
        if (*c == '\\' && c[1])
            c++;
    reader->at = c + (*c == '"');
    return *c == '"';
}

/* Numbers and words, loosely: what is passed over is not looked at. */
static bool skip_plain(ci_json_reader *reader)
{
    size_t size = strcspn(reader->at, ",:[]{}\" \t\r\n");

    reader->at += size;
    return size > 0;
}

bool ci_json_skip(ci_json_reader *reader)
{
    size_t depth = 0;

    do {
        skip_space(reader);
        switch (*reader->at) {
        case '[':
        case '{':
            if (++depth > DEPTH_MAX)
                return false;
            reader->at++;
            break;
        case ']':
        case '}':
            if (depth == 0)
                return false;
            depth--;
            reader->at++;
            break;
        case ',':
        case ':':
            if (depth == 0)
                return false;
            reader->at++;
            break;
        case '"':
            if (!skip_text(reader))
                return false;
            break;
        default:
            if (!skip_plain(reader))
                return false;
        }
    } while (depth > 0);
    return true;
}

bool ci_json_is_at_end(ci_json_reader *reader)
{
    skip_space(reader);
    return *reader->at == '\0';
}
