#include "io/tag_json.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"

void ci_tags_add_json(ci_buffer *out, const circlet_tag *tags, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        ci_buffer_add(out, i == 0 ? "{" : ",");
        ci_buffer_add_json(out, tags[i].key);
        ci_buffer_add(out, ":");
        ci_buffer_add_json(out, tags[i].value);
    }
    if (count > 0)
        ci_buffer_add(out, "}");
}

void ci_tag_list_free(ci_tag_list *list)
{
    free(list->tags);
    free(list->text);
    *list = (ci_tag_list){0};
}

static char *skip_spaces(char *c)
{
    while (*c == ' ' || (*c >= '\t' && *c <= '\r'))
        c++;
    return c;
}

/* Four hexadecimal digits, or -1. */
static int32_t read_hex(const char *c)
{
    int32_t value = 0;

    for (int i = 0; i < 4; i++) {
        char digit = c[i];

        value *= 16;
        if (digit >= '0' && digit <= '9')
            value += digit - '0';
        else if (digit >= 'a' && digit <= 'f')
            value += digit - 'a' + 10;
        else if (digit >= 'A' && digit <= 'F')
            value += digit - 'A' + 10;
        else
            return -1;
    }
    return value;
}

static char *put_utf8(char *to, int32_t code)
{
    if (code < 0x80) {
        *to++ = (char)code;
    } else if (code < 0x800) {
        *to++ = (char)(0xC0 | (code >> 6));
        *to++ = (char)(0x80 | (code & 0x3F));
    } else if (code < 0x10000) {
        *to++ = (char)(0xE0 | (code >> 12));
        *to++ = (char)(0x80 | ((code >> 6) & 0x3F));
        *to++ = (char)(0x80 | (code & 0x3F));
    } else {
        *to++ = (char)(0xF0 | (code >> 18));
        *to++ = (char)(0x80 | ((code >> 12) & 0x3F));
        *to++ = (char)(0x80 | ((code >> 6) & 0x3F));
        *to++ = (char)(0x80 | (code & 0x3F));
    }
    return to;
}

/* What follows "\u" at *from: one code or a pair of surrogates (RFC 8259,
 * section 7). -1: neither; 0 would end the text. */
static int32_t read_code(char **from)
{
    int32_t code = read_hex(*from), low;

    if (code <= 0 || (code >= 0xDC00 && code < 0xE000))
        return -1;
    *from += 4;
    if (code < 0xD800 || code >= 0xE000)
        return code;
    if ((*from)[0] != '\\' || (*from)[1] != 'u')
        return -1;
    low = read_hex(*from + 2);
    if (low < 0xDC00 || low >= 0xE000)
        return -1;
    *from += 6;
    return 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
}

static char unescape(char escaped)
{
    static const char names[] = "\"\\/bfnrt", values[] = "\"\\/\b\f\n\r\t";
    const char *found = escaped ? strchr(names, escaped) : NULL;

    if (!found)
        return '\0';
    return values[found - names];
}

/*
 * A string from its opening quote on, decoded in its own place, where it
 * only gets shorter. Moves *at behind the closing quote; NULL: malformed.
 */
static const char *read_string(char **at)
{
    char *from = *at, *to, *start;

    if (*from != '"')
        return NULL;
    start = to = ++from;
    while (*from != '"') {
        if ((unsigned char)*from < ' ')
            return NULL; /* the end of the text, too */
        if (*from != '\\') {
            *to++ = *from++;
        } else if (from[1] == 'u') {
            int32_t code;

            from += 2;
            code = read_code(&from);
            if (code < 0)
                return NULL;
            to = put_utf8(to, code);
        } else {
            *to = unescape(from[1]);
            if (!*to++)
                return NULL;
            from += 2;
        }
    }
    *at = from + 1;
    *to = '\0';
    return start;
}

static circlet_status add_tag(ci_tag_list *list, const circlet_tag *tag,
                              circlet_error *error)
{
    circlet_tag *tags = ci_array_reserve_one(list->tags, list->count,
                                             &list->capacity, sizeof(*tags));

    if (!tags)
        return ci_fail_nomem(error);
    list->tags = tags;
    tags[list->count++] = *tag;
    return CIRCLET_OK;
}

/* "key": "value" and what stands before and after it. */
static bool read_tag(circlet_tag *out, char **at)
{
    *at = skip_spaces(*at);
    out->key = read_string(at);
    if (!out->key)
        return false;
    *at = skip_spaces(*at);
    if (**at != ':')
        return false;
    *at = skip_spaces(*at + 1);
    out->value = read_string(at);
    *at = skip_spaces(*at);
    return out->value && (**at == ',' || **at == '}');
}

static circlet_status read_tags(ci_tag_list *list, const char *json,
                                circlet_error *error)
{
    char *at = skip_spaces(list->text);
    circlet_status status;
    bool is_well_formed = *at == '{';
    circlet_tag tag;

    if (is_well_formed)
        at = skip_spaces(at + 1);
    if (is_well_formed && *at == '}')
        return *skip_spaces(at + 1)
                   ? ci_fail(error, CIRCLET_E_FORMAT,
                             "tags '%.100s' go on after their end", json)
                   : CIRCLET_OK;
    while (is_well_formed && (is_well_formed = read_tag(&tag, &at))) {
        status = add_tag(list, &tag, error);
        if (status != CIRCLET_OK)
            return status;
        if (*at++ == '}') {
            is_well_formed = *skip_spaces(at) == '\0';
            break;
        }
    }
    if (is_well_formed)
        return CIRCLET_OK;
    return ci_fail(error, CIRCLET_E_FORMAT,
                   "tags '%.100s' are no JSON object of strings", json);
}

circlet_status ci_tag_list_read(ci_tag_list *out, const char *json,
                                circlet_error *error)
{
    size_t size;

    out->count = 0;
    if (!json || !*json)
        return CIRCLET_OK;
    size = strlen(json) + 1;
    if (size > out->text_capacity) {
        char *text = realloc(out->text, size * 2);

        if (!text)
            return ci_fail_nomem(error);
        out->text = text;
        out->text_capacity = size * 2;
    }
    memcpy(out->text, json, size);
    return read_tags(out, json, error);
}
