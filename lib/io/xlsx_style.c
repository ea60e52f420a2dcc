#include "io/xlsx_style.h"

#ifdef HAVE_XLSX

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/array.h"
#include "base/error.h"
#include "base/id_map.h"
#include "base/text.h"
#include "io/xlsx_xml.h"

#define DIGITS_MAX 15

typedef struct style_reading {
    ci_xml_reader *xml;
    /* The number formats that the file defines, and their places by id. */
    ci_xlsx_style *formats;
    size_t format_count, format_capacity;
    ci_id_map *format_places;
    ci_xlsx_styles styles;
    bool is_in_cells; /* in cellXfs */
} style_reading;

/* ---- number formats ----------------------------------------------------- */

/*
 * What stands in a format for nothing but itself: "text", \c, _c (room for
 * c), *c (c repeated) and [colours, conditions, locales], of which only
 * [h], [m] and [s] mean something. Gives what comes after it, or NULL if
 * nothing of the kind is here.
 */
static const char *skip_literal(const char *c, bool *is_duration)
{
    const char *end;

    if (*c == '"') {
        end = strchr(c + 1, '"');
        return end ? end + 1 : c + strlen(c);
    }
    if (*c == '\\' || *c == '_' || *c == '*')
        return c[1] ? c + 2 : c + 1;
    if (*c != '[')
        return NULL;
    if (strchr("hHmMsS", c[1]) && c[1]) {
        end = c + 1 + strspn(c + 1, "hHmMsS");
        *is_duration |= *end == ']';
    }
    end = strchr(c, ']');
    return end ? end + 1 : c + strlen(c);
}

/* Seconds, hours, minutes, or halves of the day in English or Chinese. */
static bool shows_time(const char *c)
{
    return strchr("hHsS", *c) || strncasecmp(c, "AM/PM", 5) == 0 ||
           strncasecmp(c, "A/P", 3) == 0 ||
           strncmp(c, "\xe4\xb8\x8a\xe5\x8d\x88/", 7) == 0;
}

/* Years, also of an era, months or minutes, days and days of the week. E+
 * and E- are for numbers. */
static bool shows_date(const char *c)
{
    if (*c == 'e' || *c == 'E')
        return c[1] != '+' && c[1] != '-';
    return strchr("yYdDgGbB", *c) || strncasecmp(c, "aaa", 3) == 0;
}

/* A number as it is, also in the words of Chinese versions; NULL: it is not
 * what is here. */
static const char *skip_general(const char *c)
{
    static const char chinese[] = "G/\xe9\x80\x9a\xe7\x94\xa8\xe6\xa0\xbc"
                                  "\xe5\xbc\x8f";

    if (strncasecmp(c, "General", 7) == 0)
        return c + 7;
    return strncmp(c, chinese, sizeof(chinese) - 1) == 0
               ? c + sizeof(chinese) - 1
               : NULL;
}

static const char *skip_letters(const char *c)
{
    if (skip_general(c))
        return skip_general(c);
    if (strncasecmp(c, "AM/PM", 5) == 0)
        return c + 5;
    if (strncasecmp(c, "A/P", 3) == 0)
        return c + 3;
    if (strncasecmp(c, "aaa", 3) == 0)
        return c + 3;
    return c + 1;
}

ci_xlsx_style ci_xlsx_style_of_code(const char *code)
{
    size_t zeros = strspn(code, "0");
    bool has_date = false, has_time = false, has_month = false;
    bool is_duration = false;

    if (zeros >= 2 && zeros <= DIGITS_MAX && !code[zeros])
        return (ci_xlsx_style){CI_XLSX_DIGITS, (uint8_t)zeros};
    /* The first section is for positive numbers. */
    for (const char *c = code; *c && *c != ';';) {
        const char *after = skip_literal(c, &is_duration);

        if (after) {
            c = after;
            continue;
        }
        if (!skip_general(c)) {
            has_time |= shows_time(c);
            has_date |= shows_date(c);
            has_month |= *c == 'm' || *c == 'M';
        }
        c = skip_letters(c);
    }
    /* Beside hours or seconds m is minutes, alone it is months. */
    if (is_duration)
        return (ci_xlsx_style){CI_XLSX_DURATION, 0};
    if (has_date || (has_month && !has_time))
        return (ci_xlsx_style){CI_XLSX_DATE, 0};
    return (ci_xlsx_style){has_time ? CI_XLSX_TIME : CI_XLSX_NUMBER, 0};
}

/* 27 to 36 and 50 to 58 are dates and times of East Asia, and not the same
 * in each of its languages: the number tells which of the two it is. */
ci_xlsx_style ci_xlsx_style_of_id(uint32_t id)
{
    ci_xlsx_look look = CI_XLSX_NUMBER;

    if ((id >= 14 && id <= 17) || id == 22 || (id >= 27 && id <= 31) ||
        id == 36 || (id >= 50 && id <= 54) || id == 57 || id == 58)
        look = CI_XLSX_DATE;
    else if ((id >= 18 && id <= 21) || (id >= 32 && id <= 35) || id == 45 ||
             id == 47 || id == 55 || id == 56)
        look = CI_XLSX_TIME;
    else if (id == 46)
        look = CI_XLSX_DURATION;
    return (ci_xlsx_style){(uint8_t)look, 0};
}

/* ---- the part with the styles ------------------------------------------- */

static bool read_id(uint32_t *out, const char *text)
{
    int64_t id = 0;

    if (!text || !ci_parse_int64(&id, text) || id < 0 || id > UINT32_MAX)
        return false;
    *out = (uint32_t)id;
    return true;
}

static bool add_format(style_reading *reading, const char *const *attributes)
{
    const char *code = ci_xml_attribute(attributes, "formatCode");
    ci_xlsx_style *formats;
    uint32_t id = 0;

    if (!code || !read_id(&id, ci_xml_attribute(attributes, "numFmtId")) ||
        ci_id_map_find(reading->format_places, id) != CI_NOWHERE)
        return true;
    formats =
        ci_array_reserve_one(reading->formats, reading->format_count,
                             &reading->format_capacity, sizeof(*formats));
    if (!formats)
        return false;
    reading->formats = formats;
    formats[reading->format_count] = ci_xlsx_style_of_code(code);
    return ci_id_map_add(reading->format_places, id,
                         (uint32_t)reading->format_count++);
}

/* What a file defines goes before what all share. */
static bool add_style(style_reading *reading, const char *const *attributes)
{
    ci_xlsx_styles *styles = &reading->styles;
    ci_xlsx_style *items = ci_array_reserve_one(
        styles->items, styles->count, &styles->capacity, sizeof(*items));
    uint32_t id = 0, place;

    if (!items)
        return false;
    styles->items = items;
    read_id(&id, ci_xml_attribute(attributes, "numFmtId"));
    place = ci_id_map_find(reading->format_places, id);
    items[styles->count++] = place == CI_NOWHERE ? ci_xlsx_style_of_id(id)
                                                 : reading->formats[place];
    return true;
}

/* numFmts come before cellXfs (ECMA-376 part 1, 18.8.39). */
static void on_start(void *user, const char *name,
                     const char *const *attributes)
{
    style_reading *reading = user;
    bool is_good = true;

    if (strcmp(name, "cellXfs") == 0)
        reading->is_in_cells = true;
    else if (strcmp(name, "xf") == 0 && reading->is_in_cells)
        is_good = add_style(reading, attributes);
    else if (strcmp(name, "numFmt") == 0)
        is_good = add_format(reading, attributes);
    if (!is_good)
        ci_xml_fail(reading->xml, ci_fail_nomem(ci_xml_error(reading->xml)));
}

static void on_end(void *user, const char *name)
{
    style_reading *reading = user;

    if (strcmp(name, "cellXfs") == 0)
        reading->is_in_cells = false;
}

circlet_status ci_xlsx_styles_read(ci_xlsx_styles *out, ci_xlsx_zip *zip,
                                   const char *part, circlet_error *error)
{
    static const ci_xml_handler handler = {on_start, on_end, NULL};
    style_reading reading = {0};
    bool is_done = false;
    circlet_status status = CIRCLET_OK;

    reading.format_places = ci_id_map_new(0);
    if (!reading.format_places)
        return ci_fail_nomem(error);
    status =
        ci_xml_reader_open(&reading.xml, zip, part, &handler, &reading, error);
    while (status == CIRCLET_OK && !is_done)
        status = ci_xml_reader_run(reading.xml, &is_done, error);
    ci_xml_reader_close(reading.xml);
    ci_id_map_free(reading.format_places);
    free(reading.formats);
    if (status != CIRCLET_OK) {
        ci_xlsx_styles_free(&reading.styles);
        return status;
    }
    *out = reading.styles;
    return CIRCLET_OK;
}

void ci_xlsx_styles_free(ci_xlsx_styles *styles)
{
    free(styles->items);
    *styles = (ci_xlsx_styles){0};
}

#endif
