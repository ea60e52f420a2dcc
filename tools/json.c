#include "json.h"

#include <inttypes.h>
#include <locale.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* snprintf() of one number in the C locale, whatever the program's is. */
static void format_number(char out[NUMBER_SIZE], const char *format,
                          int digits, double value)
{
    locale_t plain = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    locale_t before = uselocale(plain);

    snprintf(out, NUMBER_SIZE, format, digits, value);
    uselocale(before);
    if (plain)
        freelocale(plain);
}

static double read_number(const char *text, char **end)
{
    locale_t plain = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    locale_t before = uselocale(plain);
    double read = strtod(text, end);

    uselocale(before);
    if (plain)
        freelocale(plain);
    return read;
}

static bool reads_back(const char *text, double value)
{
    double read = read_number(text, NULL);

    return !(read < value) && !(read > value);
}

/* Whether it is a whole number with at most 15 digits, -0 left aside. */
static bool is_whole(double value)
{
    return fabs(value) < 1e15 && !(value < trunc(value)) &&
           !(value > trunc(value)) && !signbit(value);
}

void format_shortest(char out[NUMBER_SIZE], double value)
{
    if (!isfinite(value)) {
        memcpy(out, "null", sizeof("null"));
        return;
    }
    if (is_whole(value)) { /* most are, and need no locale */
        snprintf(out, NUMBER_SIZE, "%" PRId64, (int64_t)value);
        return;
    }
    for (int digits = 15; digits <= 17; digits++) {
        format_number(out, "%.*g", digits, value);
        if (reads_back(out, value))
            return;
    }
}

void format_rounded(char out[NUMBER_SIZE], double value, int decimals)
{
    size_t size;

    if (!isfinite(value)) {
        memcpy(out, "?", sizeof("?"));
        return;
    }
    format_number(out, fabs(value) < 1e15 ? "%.*f" : "%.*g", decimals, value);
    if (!strchr(out, '.') || strchr(out, 'e'))
        return;
    size = strlen(out);
    while (out[size - 1] == '0')
        size--;
    if (out[size - 1] == '.')
        size--;
    out[size] = '\0';
    if (strcmp(out, "-0") == 0)
        memcpy(out, "0", sizeof("0"));
}

bool parse_number(double *out, const char *text)
{
    char *end;
    double value;

    if (!*text || text[strspn(text, "+-.0123456789eE")])
        return false;
    value = read_number(text, &end);
    if (*end || !isfinite(value))
        return false;
    *out = value;
    return true;
}

/* The length of the UTF-8 character at `text`, 0 if it is none. */
static size_t character_size(const unsigned char *text)
{
    size_t size = text[0] < 0x80                       ? 1
                  : text[0] >= 0xc2 && text[0] <= 0xdf ? 2
                  : (text[0] & 0xf0) == 0xe0           ? 3
                  : text[0] >= 0xf0 && text[0] <= 0xf4 ? 4
                                                       : 0;

    for (size_t i = 1; i < size; i++)
        if ((text[i] & 0xc0) != 0x80)
            return 0;
    return size;
}

/* The length of a character that stands for itself, else 0. */
static size_t plain_size(const unsigned char *c)
{
    return *c == '"' || *c == '\\' || *c < ' ' ? 0 : character_size(c);
}

static void write_text(FILE *out, const char *text)
{
    const unsigned char *c = (const unsigned char *)text;

    putc('"', out);
    while (*c) {
        const unsigned char *from = c;

        for (size_t size; (size = plain_size(c)) > 0;)
            c += size;
        fwrite(from, 1, (size_t)(c - from), out);
        if (!*c)
            break;
        if (*c == '"' || *c == '\\')
            fprintf(out, "\\%c", *c);
        else if (*c < ' ')
            fprintf(out, "\\u%04x", *c);
        else
            fputs("\\ufffd", out);
        c++;
    }
    putc('"', out);
}

/* What stands before a value: a comma, and its key. */
static void begin_value(json *writer, const char *key)
{
    bool *has_items = &writer->has_items[writer->depth - 1];

    if (*has_items)
        putc(',', writer->out);
    *has_items = true;
    if (key) {
        write_text(writer->out, key);
        putc(':', writer->out);
    }
}

static void open_bracket(json *writer, char opening, char closing)
{
    putc(opening, writer->out);
    writer->closing[writer->depth] = closing;
    writer->has_items[writer->depth] = false;
    writer->depth++;
}

void json_start(json *writer, FILE *out)
{
    *writer = (json){.out = out};
    open_bracket(writer, '{', '}');
}

void json_object(json *writer, const char *key)
{
    begin_value(writer, key);
    open_bracket(writer, '{', '}');
}

void json_array(json *writer, const char *key)
{
    begin_value(writer, key);
    open_bracket(writer, '[', ']');
}

void json_text(json *writer, const char *key, const char *text)
{
    if (!text) {
        json_null(writer, key);
        return;
    }
    begin_value(writer, key);
    write_text(writer->out, text);
}

void json_number(json *writer, const char *key, double value)
{
    char number[NUMBER_SIZE];

    begin_value(writer, key);
    format_shortest(number, value);
    fputs(number, writer->out);
}

void json_integer(json *writer, const char *key, int64_t value)
{
    begin_value(writer, key);
    fprintf(writer->out, "%" PRId64, value);
}

void json_raw(json *writer, const char *key, const char *value)
{
    begin_value(writer, key);
    fputs(value, writer->out);
}

void json_boolean(json *writer, const char *key, bool value)
{
    begin_value(writer, key);
    fputs(value ? "true" : "false", writer->out);
}

void json_null(json *writer, const char *key)
{
    begin_value(writer, key);
    fputs("null", writer->out);
}

void json_list(json *writer, const char *key, const char *list)
{
    json_array(writer, key);
    while (list && *list) {
        size_t size = strcspn(list, ";");
        char item[256];

        snprintf(item, sizeof(item), "%.*s", (int)size, list);
        json_text(writer, NULL, item);
        list += size + (list[size] == ';');
    }
    json_end(writer);
}

void json_known(json *writer, const char *key, int64_t value)
{
    if (value < 0)
        json_null(writer, key);
    else
        json_integer(writer, key, value);
}

void json_end(json *writer)
{
    writer->depth--;
    putc(writer->closing[writer->depth], writer->out);
    if (writer->depth == 0)
        putc('\n', writer->out);
}
