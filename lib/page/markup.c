#include "page/markup.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define REPLACEMENT "\xef\xbf\xbd"

/* ---- texts -------------------------------------------------------------- */

static const char *escape_of(unsigned char c)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return (c < 0x20 && c != '\t' && c != '\n') || c == 0x7f ? REPLACEMENT
                                                                 : NULL;
    }
}

void ci_markup_text(ci_buffer *out, const char *text)
{
    const char *start = text;

    if (!text)
        return;
    if (!ci_utf8_is_valid(text, strlen(text))) {
        ci_buffer_add(out, REPLACEMENT);
        return;
    }
    for (; *text; text++) {
        const char *escape = escape_of((unsigned char)*text);

        if (!escape)
            continue;
        ci_buffer_add_n(out, start, (size_t)(text - start));
        ci_buffer_add(out, escape);
        start = text + 1;
    }
    ci_buffer_add_n(out, start, (size_t)(text - start));
}

/* No "</script" and no "<!--" can stand in it, nor a line that JavaScript of
 * old would end. */
void ci_markup_json(ci_buffer *out, const char *text)
{
    ci_buffer plain = {0};

    if (!text) {
        ci_buffer_add(out, "null");
        return;
    }
    ci_buffer_add_json(
        &plain, ci_utf8_is_valid(text, strlen(text)) ? text : REPLACEMENT);
    out->failed = out->failed || plain.failed;
    for (const char *c = plain.text ? plain.text : ""; *c; c++)
        if (*c == '<' || *c == '>' || *c == '&')
            ci_buffer_add(out, *c == '<'   ? "\\u003c"
                               : *c == '>' ? "\\u003e"
                                           : "\\u0026");
        else if (strncmp(c, "\xe2\x80\xa8", 3) == 0 ||
                 strncmp(c, "\xe2\x80\xa9", 3) == 0) {
            ci_buffer_add(out, c[2] == '\xa8' ? "\\u2028" : "\\u2029");
            c += 2;
        } else
            ci_buffer_add_n(out, c, 1);
    ci_buffer_free(&plain);
}

/* ---- numbers ------------------------------------------------------------ */

static void group_digits(char *out, const char *digits)
{
    const char *rest = digits + (*digits == '-');
    size_t whole = strcspn(rest, ".");

    if (*digits == '-')
        *out++ = '-';
    for (size_t i = 0; i < whole; i++) {
        if (i > 0 && (whole - i) % 3 == 0)
            *out++ = ',';
        *out++ = rest[i];
    }
    memcpy(out, rest + whole, strlen(rest + whole) + 1);
}

const char *ci_markup_number(char room[CI_MARKUP_NUMBER], double value,
                             int decimals)
{
    char digits[CI_NUMBER_SIZE];
    size_t size;

    if (!isfinite(value) || fabs(value) >= 1e18)
        return "\xe2\x80\x93";
    ci_format_fixed(digits, value, decimals);
    size = strlen(digits);
    while (decimals > 0 && strchr(digits, '.') &&
           (digits[size - 1] == '0' || digits[size - 1] == '.')) {
        bool is_point = digits[size - 1] == '.';

        digits[--size] = '\0';
        if (is_point)
            break;
    }
    group_digits(room, strcmp(digits, "-0") == 0 ? "0" : digits);
    return room;
}

const char *ci_markup_share(char room[CI_MARKUP_NUMBER], double share)
{
    double tenths = round(share * 1000);

    if (!isfinite(share))
        return "\xe2\x80\x93";
    if (tenths >= 1000 && share < 1)
        tenths = 999;
    if (tenths <= 0 && share > 0)
        tenths = 1;
    ci_markup_number(room, tenths / 10, 1);
    memcpy(room + strlen(room), "%", 2);
    return room;
}

/* ---- two languages ------------------------------------------------------ */

static void put_both(ci_buffer *out, ci_tongues tongues, const char *zh,
                     const char *en)
{
    bool is_same = zh && en && strcmp(zh, en) == 0;

    if (tongues == CI_TONGUES_ZH || is_same) {
        ci_markup_text(out, zh);
        return;
    }
    if (tongues == CI_TONGUES_BOTH) {
        ci_buffer_add(out, "<span lang=zh>");
        ci_markup_text(out, zh);
        ci_buffer_add(out, "</span><span lang=en>");
    }
    ci_markup_text(out, en);
    if (tongues == CI_TONGUES_BOTH)
        ci_buffer_add(out, "</span>");
}

static void put_one(ci_buffer *out, ci_tongues tongues, char what,
                    va_list *arguments)
{
    char room[CI_MARKUP_NUMBER];
    const char *first;

    switch (what) {
    case 'b':
        first = va_arg(*arguments, const char *);
        put_both(out, tongues, first, va_arg(*arguments, const char *));
        break;
    case 't':
        ci_markup_text(out, va_arg(*arguments, const char *));
        break;
    case 'r':
        ci_buffer_add(out, va_arg(*arguments, const char *));
        break;
    case 'n':
        ci_buffer_add(out,
                      ci_markup_number(room, va_arg(*arguments, double), 0));
        break;
    case 'z':
        ci_buffer_add(out, ci_markup_number(
                               room, (double)va_arg(*arguments, size_t), 0));
        break;
    default:
        ci_buffer_add(out, "%");
    }
}

void ci_markup_put(ci_buffer *out, ci_tongues tongues, const char *template,
                   ...)
{
    va_list arguments;

    va_start(arguments, template);
    while (*template) {
        size_t plain = strcspn(template, "%");

        ci_buffer_add_n(out, template, plain);
        template += plain;
        if (*template) {
            put_one(out, tongues, template[1], &arguments);
            template += template[1] ? 2 : 1;
        }
    }
    va_end(arguments);
}

static void say_one(ci_buffer *out, const char *template,
                    const char *const *arguments, size_t count)
{
    while (*template) {
        size_t plain = strcspn(template, "{");

        ci_buffer_add_n(out, template, plain);
        template += plain;
        if (!*template)
            return;
        if (template[1] >= '0' && template[1] <= '9' && template[2] == '}') {
            size_t position = (size_t)(template[1] - '0');

            if (position < count)
                ci_markup_text(out, arguments[position]);
            template += 3;
        } else
            ci_buffer_add_n(out, template ++, 1);
    }
}

void ci_markup_say(ci_buffer *out, ci_tongues tongues, ci_phrase template,
                   const char *const *arguments)
{
    size_t count = 0;

    while (arguments[count])
        count++;
    if (tongues == CI_TONGUES_BOTH)
        ci_buffer_add(out, "<span lang=zh>");
    if (tongues != CI_TONGUES_EN)
        say_one(out, template.zh, arguments, count);
    if (tongues == CI_TONGUES_BOTH)
        ci_buffer_add(out, "</span><span lang=en>");
    if (tongues != CI_TONGUES_ZH)
        say_one(out, template.en, arguments, count);
    if (tongues == CI_TONGUES_BOTH)
        ci_buffer_add(out, "</span>");
}

/* 亿 is 10^8, 万 is 10^4. */
void ci_markup_money(ci_buffer *out, ci_tongues tongues, double value)
{
    char zh[2 * CI_MARKUP_NUMBER], en[2 * CI_MARKUP_NUMBER];
    char room[CI_MARKUP_NUMBER];
    double size = fabs(value);

    if (!isfinite(value)) {
        ci_buffer_add(out, "\xe2\x80\x93");
        return;
    }
    if (size >= 1e8)
        snprintf(zh, sizeof(zh), "%s亿元",
                 ci_markup_number(room, value / 1e8, 2));
    else if (size >= 1e4)
        snprintf(zh, sizeof(zh), "%s万元",
                 ci_markup_number(room, value / 1e4, size >= 1e6 ? 0 : 1));
    else
        snprintf(zh, sizeof(zh), "%s元", ci_markup_number(room, value, 0));
    if (size >= 1e9)
        snprintf(en, sizeof(en), "CNY %s billion",
                 ci_markup_number(room, value / 1e9, 2));
    else if (size >= 1e6)
        snprintf(en, sizeof(en), "CNY %s million",
                 ci_markup_number(room, value / 1e6, 2));
    else
        snprintf(en, sizeof(en), "CNY %s", ci_markup_number(room, value, 0));
    ci_markup_put(out, tongues, "%b", zh, en);
}
