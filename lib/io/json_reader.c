#include "io/json_reader.h"

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
