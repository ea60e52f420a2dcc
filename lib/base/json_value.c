#include "base/json_value.h"

#include <string.h>

#include "base/text.h"

/* Deeper than any attribute is; an object beyond it is refused. */
#define MAX_DEPTH 64

/* Longer strings are no numbers. */
#define NUMBER_SIZE 64

static const char *skip_spaces(const char *at)
{
    return at + strspn(at, " \t\n\r");
}

static int32_t hex_digit(char c)
{
    static const char digits[] = "0123456789abcdefABCDEF";
    const char *found = c ? strchr(digits, c) : NULL;
    int32_t value = found ? (int32_t)(found - digits) : -1;

    return value > 15 ? value - 6 : value;
}

/* Four hexadecimal digits, or -1. */
static int32_t read_hex(const char *at)
{
    int32_t value = 0;

    for (int i = 0; i < 4; i++) {
        int32_t digit = hex_digit(at[i]);

        if (digit < 0)
            return -1;
        value = value * 16 + digit;
    }
    return value;
}

/* The character that an escape behind the backslash means; -1: none. Pairs
 * of surrogates are joined (RFC 8259, section 7). */
static int32_t read_escape(const char **at)
{
    static const char names[] = "\"\\/bfnrt", values[] = "\"\\/\b\f\n\r\t";
    const char *found = **at ? strchr(names, **at) : NULL;
    int32_t high, low;

    if (found) {
        ++*at;
        return values[found - names];
    }
    if (**at != 'u')
        return -1;
    high = read_hex(*at + 1);
    if (high < 0 || (high >= 0xDC00 && high < 0xE000))
        return -1;
    *at += 5;
    if (high < 0xD800 || high >= 0xE000)
        return high;
    if ((*at)[0] != '\\' || (*at)[1] != 'u')
        return -1;
    low = read_hex(*at + 2);
    if (low < 0xDC00 || low >= 0xE000)
        return -1;
    *at += 6;
    return 0x10000 + (high - 0xD800) * 0x400 + (low - 0xDC00);
}

static size_t put_utf8(char to[4], int32_t code)
{
    if (code < 0x80) {
        to[0] = (char)code;
        return 1;
    }
    if (code < 0x800) {
        to[0] = (char)(0xC0 | (code >> 6));
        to[1] = (char)(0x80 | (code & 0x3F));
        return 2;
    }
    if (code < 0x10000) {
        to[0] = (char)(0xE0 | (code >> 12));
        to[1] = (char)(0x80 | ((code >> 6) & 0x3F));
        to[2] = (char)(0x80 | (code & 0x3F));
        return 3;
    }
    to[0] = (char)(0xF0 | (code >> 18));
    to[1] = (char)(0x80 | ((code >> 12) & 0x3F));
    to[2] = (char)(0x80 | ((code >> 6) & 0x3F));
    to[3] = (char)(0x80 | (code & 0x3F));
    return 4;
}

/* What is done with a string while it is read. */
typedef struct string_use {
    const char *wanted; /* compared with it, or NULL */
    bool is_equal;
    char *copy; /* NUMBER_SIZE bytes, or NULL; empty if it is too long */
    size_t size;
} string_use;

static void use_bytes(string_use *use, const char *bytes, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (use->wanted && *use->wanted == bytes[i] && bytes[i])
            use->wanted++;
        else
            use->is_equal = false;
        if (use->copy && use->size + 1 < NUMBER_SIZE) {
            use->copy[use->size] = ' ';
            if (bytes[i])
                use->copy[use->size] = bytes[i];
        }
        use->size++;
    }
}

static void finish_string(string_use *use)
{
    use->is_equal = use->is_equal && use->wanted && *use->wanted == '\0';
    if (use->copy)
        use->copy[use->size < NUMBER_SIZE ? use->size : 0] = '\0';
}

/* Reads a string from its opening quote on and moves behind it. */
static bool read_string(const char **at, string_use *use)
{
    const char *from = *at;

    if (*from++ != '"')
        return false;
    use->is_equal = true;
    while (*from != '"') {
        char bytes[4];
        size_t count = 1;

        if ((unsigned char)*from < ' ')
            return false; /* the end of the text, too */
        bytes[0] = *from++;
        if (bytes[0] == '\\') {
            int32_t code = read_escape(&from);

            if (code < 0)
                return false;
            count = put_utf8(bytes, code);
        }
        use_bytes(use, bytes, count);
    }
    finish_string(use);
    *at = from + 1;
    return true;
}

/* RFC 8259, section 6: no leading zero, no plus, no bare point. */
static bool read_number(const char **at, char copy[NUMBER_SIZE])
{
    static const char digits[] = "0123456789";
    const char *from = *at;
    size_t whole, size;

    from += *from == '-';
    whole = strspn(from, digits);
    if (whole == 0 || (whole > 1 && *from == '0'))
        return false;
    from += whole;
    if (*from == '.') {
        size_t fraction = strspn(from + 1, digits);

        if (fraction == 0)
            return false;
        from += 1 + fraction;
    }
    if (*from == 'e' || *from == 'E') {
        size_t sign = from[1] == '-' || from[1] == '+';
        size_t exponent = strspn(from + 1 + sign, digits);

        if (exponent == 0)
            return false;
        from += 1 + sign + exponent;
    }
    size = (size_t)(from - *at);
    if (size < NUMBER_SIZE)
        memcpy(copy, *at, size);
    copy[size < NUMBER_SIZE ? size : 0] = '\0';
    *at = from;
    return true;
}

static bool read_word(const char **at)
{
    static const char *const words[] = {"true", "false", "null"};

    for (size_t i = 0; i < 3; i++)
        if (strncmp(*at, words[i], strlen(words[i])) == 0) {
            *at += strlen(words[i]);
            return true;
        }
    return false;
}

/* A string, number or word; `copy` is what may be a number, else empty. */
static bool read_scalar(const char **at, char copy[NUMBER_SIZE])
{
    copy[0] = '\0';
    if (**at == '"') {
        string_use use = {.copy = copy};

        return read_string(at, &use);
    }
    return read_word(at) || read_number(at, copy);
}

static bool read_key(const char **at, string_use *use)
{
    *at = skip_spaces(*at);
    if (!read_string(at, use))
        return false;
    *at = skip_spaces(*at);
    if (*(*at)++ != ':')
        return false;
    *at = skip_spaces(*at);
    return true;
}

/* A list or object, in whole; `closing` holds the brackets that are open. */
static bool skip_nested(const char **at)
{
    char closing[MAX_DEPTH], scalar[NUMBER_SIZE];
    size_t depth = 0;
    bool needs_value = true;

    do {
        string_use key = {0};

        *at = skip_spaces(*at);
        if (needs_value && (**at == '{' || **at == '[')) {
            if (depth == MAX_DEPTH)
                return false;
            closing[depth++] = **at == '{' ? '}' : ']';
            *at = skip_spaces(*at + 1);
            needs_value = **at != closing[depth - 1];
        } else if (needs_value) {
            if (!read_scalar(at, scalar))
                return false;
            needs_value = false;
            continue;
        } else if (**at == ',') {
            ++*at;
            needs_value = true;
        } else if (**at == closing[depth - 1]) {
            ++*at;
            depth--;
            continue;
        } else {
            return false;
        }
        if (needs_value && closing[depth - 1] == '}' && !read_key(at, &key))
            return false;
    } while (depth > 0);
    return true;
}

/* One "key": value and the comma or brace behind it. */
static bool read_entry(const char **at, const char *key, double *value,
                       bool *is_number)
{
    string_use use = {.wanted = key};
    char scalar[NUMBER_SIZE] = "";

    if (!read_key(at, &use))
        return false;
    if (**at == '{' || **at == '[') {
        if (!skip_nested(at))
            return false;
    } else if (!read_scalar(at, scalar)) {
        return false;
    }
    if (use.is_equal)
        *is_number = ci_parse_double(value, scalar);
    *at = skip_spaces(*at);
    return **at == ',' || **at == '}';
}

bool ci_json_find_number(double *out, const char *object, const char *key)
{
    const char *at = object ? skip_spaces(object) : "";
    bool is_number = false;
    double value = 0;

    if (*at++ != '{' || *skip_spaces(at) == '}')
        return false;
    do {
        if (!read_entry(&at, key, &value, &is_number))
            return false;
    } while (*at++ == ',');
    if (*skip_spaces(at) || !is_number)
        return false;
    *out = value;
    return true;
}
