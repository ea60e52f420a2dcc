#include "io/wkt.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/array.h"
#include "base/error.h"
#include "base/text.h"
#include "io/geometry_bytes.h"

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

/* ---- any geometry ------------------------------------------------------- */

static circlet_status fail_at(const char *c, const char *text,
                              circlet_error *error)
{
    return ci_fail(error, CIRCLET_E_FORMAT,
                   "geometry: its text is malformed at character %zu",
                   (size_t)(c - text) + 1);
}

/* A text under way. */
typedef struct wkt_reader {
    const char *text, *next;
    ci_geometry *out;
} wkt_reader;

/* Passes over a character and the space behind it. */
static bool take(wkt_reader *reader, char c)
{
    if (*reader->next != c)
        return false;
    reader->next = skip_space(reader->next + 1);
    return true;
}

/* "EMPTY" in the place of a list. */
static bool take_empty(wkt_reader *reader)
{
    const char *after = skip_word(reader->next, "EMPTY");

    if (after)
        reader->next = after;
    return after;
}

static circlet_status add_position(wkt_reader *reader, circlet_error *error)
{
    circlet_point at;
    const char *after = read_point(&at, reader->next);

    if (!after)
        return fail_at(reader->next, reader->text, error);
    reader->next = after;
    return ci_geometry_add_point(reader->out, at) ? CIRCLET_OK
                                                  : ci_fail_nomem(error);
}

typedef circlet_status (*part_reader)(wkt_reader *reader, size_t i,
                                      circlet_error *error);

/* A bracket around parts with commas between. */
static circlet_status read_list(wkt_reader *reader, part_reader read,
                                circlet_error *error)
{
    if (take_empty(reader))
        return CIRCLET_OK;
    if (!take(reader, '('))
        return fail_at(reader->next, reader->text, error);
    for (size_t i = 0;; i++) {
        circlet_status status = read(reader, i, error);

        if (status != CIRCLET_OK)
            return status;
        if (take(reader, ')'))
            return CIRCLET_OK;
        if (!take(reader, ','))
            return fail_at(reader->next, reader->text, error);
    }
}

/* A position, which in a multi-point may stand in a bracket of its own. */
static circlet_status read_position(wkt_reader *reader, size_t i,
                                    circlet_error *error)
{
    bool has_bracket = take(reader, '(');
    circlet_status status = add_position(reader, error);

    (void)i;
    if (status == CIRCLET_OK && has_bracket && !take(reader, ')'))
        return fail_at(reader->next, reader->text, error);
    return status;
}

static circlet_status read_ring(wkt_reader *reader, size_t i,
                                circlet_error *error)
{
    circlet_status status = read_list(reader, read_position, error);

    if (status != CIRCLET_OK)
        return status;
    return ci_geometry_end_ring(reader->out, i > 0) ? CIRCLET_OK
                                                    : ci_fail_nomem(error);
}

static circlet_status read_polygon(wkt_reader *reader, size_t i,
                                   circlet_error *error)
{
    (void)i;
    return read_list(reader, read_ring, error);
}

static circlet_status read_part(wkt_reader *reader, size_t i,
                                circlet_error *error)
{
    circlet_status status = read_list(reader, read_position, error);

    (void)i;
    if (status != CIRCLET_OK)
        return status;
    return ci_geometry_end_part(reader->out) ? CIRCLET_OK
                                             : ci_fail_nomem(error);
}

/* After each name a bracket has to follow, so none is the start of another. */
static const struct wkt_type {
    const char *name;
    ci_geometry_type type;
    part_reader read; /* of what stands in its bracket */
} types[] = {
    {"POINT", CI_GEOMETRY_POINT, read_position},
    {"LINESTRING", CI_GEOMETRY_LINE, read_position},
    {"POLYGON", CI_GEOMETRY_AREA, read_ring},
    {"MULTIPOINT", CI_GEOMETRY_POINT, read_position},
    {"MULTILINESTRING", CI_GEOMETRY_LINE, read_part},
    {"MULTIPOLYGON", CI_GEOMETRY_AREA, read_polygon},
};

static const char collection[] = "GEOMETRYCOLLECTION";

/* The text after a type's name, perhaps with Z, M or ZM; NULL: another. */
static const char *skip_type(const char *c, const char *name)
{
    c = skip_word(c, name);
    if (c && (*c == 'Z' || *c == 'z'))
        c = skip_space(c + 1);
    if (c && (*c == 'M' || *c == 'm'))
        c = skip_space(c + 1);
    return c && (*c == '(' || skip_word(c, "EMPTY")) ? c : NULL;
}

static const struct wkt_type *find_type(const char **out_after, const char *c)
{
    for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
        *out_after = skip_type(c, types[i].name);
        if (*out_after)
            return &types[i];
    }
    return NULL;
}

/* The text after "SRID=4326;", which PostGIS writes before a geometry. */
static const char *skip_srid(const char *c, int32_t *out_srs_id)
{
    const char *digits = skip_word(c, "SRID=");
    int64_t id = 0;

    *out_srs_id = 0;
    if (!digits)
        return c;
    for (c = digits; *c >= '0' && *c <= '9' && id < 100000000; c++)
        id = id * 10 + (*c - '0');
    if (c == digits || *c != ';')
        return digits;
    *out_srs_id = (int32_t)id;
    return skip_space(c + 1);
}

bool ci_wkt_is_likely(const char *text)
{
    int32_t srs_id;
    const char *c = skip_srid(skip_space(text), &srs_id), *after;

    return find_type(&after, c) || skip_type(c, collection);
}

static circlet_status fail_type(const char *text, circlet_error *error)
{
    char start[40];

    snprintf(start, sizeof(start), "%s", text);
    ci_text_cut_at_character(start);
    return ci_fail(error, CIRCLET_E_FORMAT,
                   "geometry '%s' is no point, line or polygon", start);
}

/* One geometry, or a collection of one. */
static circlet_status read_whole(wkt_reader *reader, circlet_error *error)
{
    const char *after = skip_type(reader->next, collection);
    bool is_collection = after && *after == '(';
    const struct wkt_type *type;
    circlet_status status;

    if (after && !is_collection)
        return CIRCLET_OK; /* GEOMETRYCOLLECTION EMPTY */
    if (is_collection)
        reader->next = skip_space(after + 1);
    type = find_type(&after, reader->next);
    if (!type)
        return fail_type(reader->next, error);
    reader->next = after;
    reader->out->type = type->type;
    status = read_list(reader, type->read, error);
    if (status == CIRCLET_OK && is_collection && *reader->next == ',')
        return ci_fail_collection(error);
    if (status == CIRCLET_OK &&
        ((is_collection && !take(reader, ')')) || *reader->next))
        return fail_at(reader->next, reader->text, error);
    if (status == CIRCLET_OK && type->type == CI_GEOMETRY_POINT &&
        reader->out->point_count > 1)
        return ci_fail_multi_point(reader->out->point_count, error);
    return status;
}

circlet_status ci_wkt_read(ci_geometry *out, int32_t *out_srs_id,
                           const char *text, circlet_error *error)
{
    int32_t srs_id;
    wkt_reader reader = {text, skip_srid(skip_space(text), &srs_id), out};
    circlet_status status;

    ci_geometry_clear(out, CI_GEOMETRY_NONE);
    status = read_whole(&reader, error);
    if (status != CIRCLET_OK || out->point_count == 0)
        ci_geometry_clear(out, CI_GEOMETRY_NONE);
    if (status == CIRCLET_OK)
        *out_srs_id = srs_id;
    return status;
}
