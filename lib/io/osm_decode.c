#include "io/osm_decode.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/text.h"

enum { OBJECT_ID = 1, OBJECT_KEYS = 2, OBJECT_VALUES = 3 };

#define NANODEGREES 1e9
/* The map allows 5,000 tags; more would only blow up memory. */
#define TAG_COUNT_MAX ((size_t)65535)

circlet_status ci_osm_fail_bytes(const char *message, circlet_error *error)
{
    return ci_fail(error, CIRCLET_E_FORMAT, "%s", ci_translate(message));
}

/* Offsets and coordinates are whole nanodegrees below 2^53, so that one
 * division gives the double nearest to the decimal. */
static double degrees(int64_t offset, int64_t granularity, uint64_t value)
{
    return ((double)offset + (double)granularity * (double)(int64_t)value) /
           NANODEGREES;
}

circlet_point ci_osm_point_at(const ci_osm_decoder *decoder, uint64_t lon,
                              uint64_t lat)
{
    return (circlet_point){
        degrees(decoder->lon_offset, decoder->granularity, lon),
        degrees(decoder->lat_offset, decoder->granularity, lat)};
}

/* ---- strings and tags -------------------------------------------------- */

static circlet_status add_string(ci_osm_decoder *decoder, char *place,
                                 const ci_bytes *bytes, circlet_error *error)
{
    size_t size = ci_bytes_left(bytes);
    const char **strings;

    if (!ci_utf8_is_valid((const char *)bytes->at, size))
        return ci_fail(error, CIRCLET_E_FORMAT, "string %zu is not UTF-8",
                       decoder->string_count);
    strings =
        ci_array_reserve_one(decoder->strings, decoder->string_count,
                             &decoder->string_capacity, sizeof(*strings));
    if (!strings)
        return ci_fail_nomem(error);
    decoder->strings = strings;
    memcpy(place, bytes->at, size);
    place[size] = '\0';
    strings[decoder->string_count++] = place;
    return CIRCLET_OK;
}

circlet_status ci_osm_decode_strings(ci_osm_decoder *decoder, ci_bytes in,
                                     circlet_error *error)
{
    /* An entry takes two bytes and its text: there is room for the zeros. */
    size_t size = ci_bytes_left(&in) + 1;
    circlet_status status = CIRCLET_OK;
    ci_wire_field field;
    char *place;

    if (size > decoder->text_capacity) {
        char *text = realloc(decoder->text, size);

        if (!text)
            return ci_fail_nomem(error);
        decoder->text = text;
        decoder->text_capacity = size;
    }
    place = decoder->text;
    decoder->string_count = 0;
    while (!status && ci_next_field(&in, &field)) {
        if (!ci_field_is(&field, 1, CI_WIRE_BYTES))
            continue;
        status = add_string(decoder, place, &field.bytes, error);
        place += ci_bytes_left(&field.bytes) + 1;
    }
    return !status && in.failed
               ? ci_osm_fail_bytes("malformed string table", error)
               : status;
}

circlet_status ci_osm_add_tag(ci_osm_decoder *decoder, const char *kind,
                              uint64_t key, uint64_t value,
                              circlet_error *error)
{
    circlet_tag *tags;

    if (key >= decoder->string_count || value >= decoder->string_count)
        return ci_fail(error, CIRCLET_E_FORMAT,
                       "%s: string %" PRIu64 " of %zu", ci_translate(kind),
                       key >= decoder->string_count ? key : value,
                       decoder->string_count);
    if (decoder->tag_count >= TAG_COUNT_MAX)
        return ci_fail(error, CIRCLET_E_FORMAT, "%s: more than %zu tags",
                       ci_translate(kind), TAG_COUNT_MAX);
    tags = ci_array_reserve_one(decoder->tags, decoder->tag_count,
                                &decoder->tag_capacity, sizeof(*tags));
    if (!tags)
        return ci_fail_nomem(error);
    decoder->tags = tags;
    tags[decoder->tag_count++] =
        (circlet_tag){decoder->strings[key], decoder->strings[value]};
    return CIRCLET_OK;
}

circlet_status ci_osm_decode_tags(ci_osm_decoder *decoder, ci_osm_object *of,
                                  circlet_error *error)
{
    circlet_status status = CIRCLET_OK;
    uint64_t key, value;

    decoder->tag_count = 0;
    while (!status && ci_next_varint(&of->keys, &key)) {
        if (!ci_next_varint(&of->values, &value))
            return ci_fail(error, CIRCLET_E_FORMAT,
                           "%s %" PRId64 ": a key without a value",
                           ci_translate(of->kind), (int64_t)of->id);
        status = ci_osm_add_tag(decoder, of->kind, key, value, error);
    }
    if (!status && (of->keys.failed || ci_bytes_left(&of->values) > 0))
        status = ci_fail(error, CIRCLET_E_FORMAT,
                         "%s %" PRId64 ": keys and values do not match",
                         ci_translate(of->kind), (int64_t)of->id);
    return status;
}

bool ci_osm_take_list(ci_bytes *out, const ci_wire_field *field)
{
    if (field->wire != CI_WIRE_BYTES || out->at)
        return false;
    *out = field->bytes;
    return true;
}

bool ci_osm_take_field(ci_osm_object *out, const ci_wire_field *field)
{
    switch (field->number) {
    case OBJECT_ID:
        out->id = field->value;
        out->has_id = field->wire == CI_WIRE_VARINT;
        return out->has_id;
    case OBJECT_KEYS:
        return ci_osm_take_list(&out->keys, field);
    case OBJECT_VALUES:
        return ci_osm_take_list(&out->values, field);
    default:
        return true;
    }
}

bool ci_osm_next_sum(ci_bytes *in, uint64_t *sum)
{
    uint64_t difference;

    if (!ci_next_varint(in, &difference))
        return false;
    *sum += (uint64_t)ci_zigzag(difference);
    return true;
}
