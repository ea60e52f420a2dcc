/* The format: https://gdal.org/drivers/vector/osm.html, "other_tags" */
#include "io/line_roads_pairs.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"

static circlet_status fail_text(const char *text, const char *at,
                                circlet_error *error)
{
    return ci_fail(error, CIRCLET_E_FORMAT,
                   "tags are no list of \"key\"=>\"value\" from byte %zu on",
                   (size_t)(at - text) + 1);
}

/* Copies what stands between quotation marks; NULL if they are not there.
 * Gives where the text goes on and where the copy ends. */
static const char *read_word(const char **text, char **place)
{
    const char *at = *text, *word = *place;
    char *out = *place;

    if (*at++ != '"')
        return NULL;
    for (; *at && *at != '"'; at++) {
        if (*at == '\\' && at[1])
            at++;
        *out++ = *at;
    }
    if (*at != '"')
        return NULL;
    *out++ = '\0';
    *place = out;
    *text = at + 1;
    return word;
}

static circlet_status make_room(ci_tag_list *out, size_t size,
                                circlet_error *error)
{
    char *text;

    if (size <= out->text_capacity)
        return CIRCLET_OK;
    text = realloc(out->text, size);
    if (!text)
        return ci_fail_nomem(error);
    out->text = text;
    out->text_capacity = size;
    return CIRCLET_OK;
}

static circlet_status add_tag(ci_tag_list *out, const char *key,
                              const char *value, circlet_error *error)
{
    circlet_tag *tags = ci_array_reserve_one(out->tags, out->count,
                                             &out->capacity, sizeof(*tags));

    if (!tags)
        return ci_fail_nomem(error);
    out->tags = tags;
    tags[out->count++] = (circlet_tag){key, value};
    return CIRCLET_OK;
}

circlet_status ci_tag_pairs_read(ci_tag_list *out, const char *text,
                                 circlet_error *error)
{
    const char *at = text ? text : "";
    circlet_status status = make_room(out, strlen(at) + 1, error);
    char *place = out->text;

    out->count = 0;
    while (status == CIRCLET_OK && *at) {
        const char *key = read_word(&at, &place), *value;

        if (!key || strncmp(at, "=>", 2) != 0)
            return fail_text(text, at, error);
        at += 2;
        value = read_word(&at, &place);
        if (!value || (*at && *at != ','))
            return fail_text(text, at, error);
        at += *at == ',';
        status = add_tag(out, key, value, error);
    }
    return status;
}
