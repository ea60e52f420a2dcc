#include "io/wkt.h"

#include <string.h>
#include <strings.h>

#include "base/array.h"
#include "base/error.h"
#include "base/text.h"

static const char *skip_space(const char *c)
{
    while (*c == ' ' || *c == '\t' || *c == '\n' || *c == '\r')
        c++;
    return c;
}

/* The text after a word, or NULL if another stands there. */
static const char *skip_word(const char *c, const char *word)
{
    size_t size = strlen(word);

    if (strncasecmp(c, word, size) != 0)
        return NULL;
    return skip_space(c + size);
}

/* The text after a number, or NULL if there is none. */
static const char *read_number(double *out, const char *c)
{
    char number[64];
    size_t size = strcspn(c, " \t\r\n,()");

    if (size == 0 || size >= sizeof(number))
        return NULL;
    memcpy(number, c, size);
    number[size] = '\0';
    return ci_parse_double(out, number) ? skip_space(c + size) : NULL;
}

/* Two to four ordinates, of which the first two are kept. */
static const char *read_point(circlet_point *out, const char *c)
{
    double ignored;

    c = read_number(&out->lon, c);
    c = c ? read_number(&out->lat, c) : NULL;
    for (int i = 0; c && i < 2 && *c != ',' && *c != ')'; i++)
        c = read_number(&ignored, c);
    return c;
}

static bool is_on_earth(circlet_point at)
{
    return at.lon >= -180 && at.lon <= 180 && at.lat >= -90 && at.lat <= 90;
}

static circlet_status add_point(ci_point_list *list, circlet_point at,
                                circlet_error *error)
{
    circlet_point *points = ci_array_reserve_one(
        list->points, list->count, &list->capacity, sizeof(*points));

    if (!points)
        return ci_fail_nomem(error);
    list->points = points;
    points[list->count++] = at;
    return CIRCLET_OK;
}

/* "LINESTRING", perhaps Z, M or ZM, and the bracket. */
static const char *read_opening(const char *text)
{
    const char *c = skip_word(skip_space(text), "LINESTRING");

    if (c && (*c == 'Z' || *c == 'z'))
        c = skip_space(c + 1);
    if (c && (*c == 'M' || *c == 'm'))
        c = skip_space(c + 1);
    return c && *c == '(' ? skip_space(c + 1) : NULL;
}

static circlet_status fail_opening(const char *text, circlet_error *error)
{
    char start[40];

    strncpy(start, text, sizeof(start) - 1);
    start[sizeof(start) - 1] = '\0';
    ci_text_cut_at_character(start);
    return ci_fail(error, CIRCLET_E_FORMAT, "geometry '%s' is no LINESTRING",
                   start);
}

circlet_status ci_wkt_read_line(ci_point_list *out, const char *text,
                                circlet_error *error)
{
    const char *c = read_opening(text);
    circlet_status status;

    out->count = 0;
    if (!c)
        return fail_opening(text, error);
    for (;;) {
        circlet_point at;

        c = read_point(&at, c);
        if (!c || (*c != ',' && *c != ')'))
            return ci_fail(error, CIRCLET_E_FORMAT,
                           "geometry: point %zu is malformed", out->count + 1);
        if (!is_on_earth(at))
            return ci_fail(error, CIRCLET_E_FORMAT,
                           "geometry: point %zu is not on the Earth",
                           out->count + 1);
        status = add_point(out, at, error);
        if (status)
            return status;
        if (*c == ')')
            break;
        c = skip_space(c + 1);
    }
    if (*skip_space(c + 1))
        return ci_fail(error, CIRCLET_E_FORMAT,
                       "geometry: text follows the closing bracket");
    if (out->count < 2)
        return ci_fail(error, CIRCLET_E_FORMAT,
                       "geometry: a line of one point");
    return CIRCLET_OK;
}
