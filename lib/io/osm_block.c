/* The format: https://wiki.openstreetmap.org/wiki/PBF_Format */
#include "io/osm_block.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/text.h"

enum {
    BLOCK_STRINGS = 1,
    BLOCK_GROUP = 2,
    BLOCK_GRANULARITY = 17,
    BLOCK_LAT_OFFSET = 19,
    BLOCK_LON_OFFSET = 20
};
enum { GROUP_NODE = 1, GROUP_DENSE = 2, GROUP_WAY = 3, GROUP_RELATION = 4 };
enum { OBJECT_ID = 1, OBJECT_KEYS = 2, OBJECT_VALUES = 3 };
enum { NODE_LAT = 8, NODE_LON = 9 };
enum { DENSE_ID = 1, DENSE_LAT = 8, DENSE_LON = 9, DENSE_TAGS = 10 };
enum { WAY_REFS = 8, WAY_LAT = 9, WAY_LON = 10 };

#define DEFAULT_GRANULARITY 100
#define NANODEGREES 1e9
/* The map allows 5,000 tags; more would only blow up memory. */
#define TAG_COUNT_MAX ((size_t)65535)

/* The fields that nodes, ways and relations have in common. */
typedef struct object {
    const char *kind; /* as messages name it */
    uint64_t id;
    bool has_id;
    ci_bytes keys, values;
} object;

void ci_osm_decoder_free(ci_osm_decoder *decoder)
{
    free(decoder->text);
    free(decoder->strings);
    free(decoder->tags);
    free(decoder->refs);
    free(decoder->points);
    memset(decoder, 0, sizeof(*decoder));
}

/* `message` is said in the user's language. */
static circlet_status fail_bytes(const char *message, circlet_error *error)
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

static circlet_point point_at(const ci_osm_decoder *decoder, uint64_t lon,
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

static circlet_status decode_strings(ci_osm_decoder *decoder, ci_bytes in,
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
    return !status && in.failed ? fail_bytes("malformed string table", error)
                                : status;
}

static circlet_status add_tag(ci_osm_decoder *decoder, const char *kind,
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

static circlet_status decode_tags(ci_osm_decoder *decoder, object *of,
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
        status = add_tag(decoder, of->kind, key, value, error);
    }
    if (!status && (of->keys.failed || ci_bytes_left(&of->values) > 0))
        status = ci_fail(error, CIRCLET_E_FORMAT,
                         "%s %" PRId64 ": keys and values do not match",
                         ci_translate(of->kind), (int64_t)of->id);
    return status;
}

/* Takes a field that all objects have; a packed list that stands twice, as
 * no program writes it, would lose its first half: it is refused. */
static bool take_list(ci_bytes *out, const ci_wire_field *field)
{
    if (field->wire != CI_WIRE_BYTES || out->at)
        return false;
    *out = field->bytes;
    return true;
}

/* False if the field is malformed. */
static bool take_field(object *out, const ci_wire_field *field)
{
    switch (field->number) {
    case OBJECT_ID:
        out->id = field->value;
        out->has_id = field->wire == CI_WIRE_VARINT;
        return out->has_id;
    case OBJECT_KEYS:
        return take_list(&out->keys, field);
    case OBJECT_VALUES:
        return take_list(&out->values, field);
    default:
        return true;
    }
}

/* ---- nodes ------------------------------------------------------------- */

static circlet_status decode_node(ci_osm_decoder *decoder, ci_bytes in,
                                  const ci_osm_visitor *visitor,
                                  circlet_error *error)
{
    object of = {.kind = CI_TRANSLATED("node")};
    uint64_t lat = 0, lon = 0;
    unsigned seen = 0;
    ci_wire_field field;
    circlet_status status;
    ci_osm_node node;

    while (ci_next_field(&in, &field)) {
        if (!take_field(&of, &field))
            return fail_bytes("malformed node", error);
        if (ci_field_is(&field, NODE_LAT, CI_WIRE_VARINT)) {
            lat = (uint64_t)ci_zigzag(field.value);
            seen |= 1;
        } else if (ci_field_is(&field, NODE_LON, CI_WIRE_VARINT)) {
            lon = (uint64_t)ci_zigzag(field.value);
            seen |= 2;
        }
    }
    if (in.failed || !of.has_id || seen != 3)
        return fail_bytes("malformed node", error);
    of.id = (uint64_t)ci_zigzag(of.id); /* of nodes alone a sint64 */
    status = decode_tags(decoder, &of, error);
    if (status)
        return status;
    node = (ci_osm_node){(int64_t)of.id, point_at(decoder, lon, lat),
                         decoder->tags, decoder->tag_count};
    return visitor->node(&node, visitor->user, error);
}

/* The tags of one dense node: pairs of strings up to a 0. */
static circlet_status decode_dense_tags(ci_osm_decoder *decoder, ci_bytes *in,
                                        circlet_error *error)
{
    circlet_status status = CIRCLET_OK;
    uint64_t key, value;

    decoder->tag_count = 0;
    while (!status && ci_next_varint(in, &key) && key != 0) {
        if (!ci_next_varint(in, &value))
            return fail_bytes("malformed tags of dense nodes", error);
        status =
            add_tag(decoder, CI_TRANSLATED("dense nodes"), key, value, error);
    }
    return !status && in->failed
               ? fail_bytes("malformed tags of dense nodes", error)
               : status;
}

/* The lists of a group of dense nodes: ids and coordinates as differences. */
typedef struct dense {
    ci_bytes ids, lats, lons, tags;
} dense;

static bool take_dense(dense *out, ci_bytes in)
{
    ci_wire_field field;
    bool is_good = true;

    while (is_good && ci_next_field(&in, &field)) {
        if (field.number == DENSE_ID)
            is_good = take_list(&out->ids, &field);
        else if (field.number == DENSE_LAT)
            is_good = take_list(&out->lats, &field);
        else if (field.number == DENSE_LON)
            is_good = take_list(&out->lons, &field);
        else if (field.number == DENSE_TAGS)
            is_good = take_list(&out->tags, &field);
    }
    return is_good && !in.failed;
}

/* Adds the next difference to `sum`, which may wrap in damaged files. */
static bool next_sum(ci_bytes *in, uint64_t *sum)
{
    uint64_t difference;

    if (!ci_next_varint(in, &difference))
        return false;
    *sum += (uint64_t)ci_zigzag(difference);
    return true;
}

static circlet_status decode_dense(ci_osm_decoder *decoder, ci_bytes in,
                                   const ci_osm_visitor *visitor,
                                   circlet_error *error)
{
    uint64_t id = 0, lat = 0, lon = 0;
    circlet_status status = CIRCLET_OK;
    dense lists = {0};

    if (!take_dense(&lists, in))
        return fail_bytes("malformed dense nodes", error);
    while (!status && next_sum(&lists.ids, &id)) {
        ci_osm_node node;

        if (!next_sum(&lists.lats, &lat) || !next_sum(&lists.lons, &lon))
            return fail_bytes("malformed coordinates of dense nodes", error);
        status = decode_dense_tags(decoder, &lists.tags, error);
        if (status)
            break;
        node = (ci_osm_node){(int64_t)id, point_at(decoder, lon, lat),
                             decoder->tags, decoder->tag_count};
        status = visitor->node(&node, visitor->user, error);
    }
    if (!status &&
        (lists.ids.failed || ci_bytes_left(&lists.lats) > 0 ||
         ci_bytes_left(&lists.lons) > 0 || ci_bytes_left(&lists.tags) > 0))
        status = fail_bytes("malformed dense nodes: lists of different length",
                            error);
    return status;
}

/* ---- ways and relations ------------------------------------------------ */

static circlet_status decode_refs(ci_osm_decoder *decoder, ci_bytes in,
                                  circlet_error *error)
{
    uint64_t ref = 0;

    decoder->ref_count = 0;
    while (next_sum(&in, &ref)) {
        int64_t *refs =
            ci_array_reserve_one(decoder->refs, decoder->ref_count,
                                 &decoder->ref_capacity, sizeof(*refs));

        if (!refs)
            return ci_fail_nomem(error);
        decoder->refs = refs;
        refs[decoder->ref_count++] = (int64_t)ref;
    }
    return in.failed ? fail_bytes("malformed list of a way's nodes", error)
                     : CIRCLET_OK;
}

/* The optional feature LocationsOnWays: a coordinate for every ref. */
static circlet_status decode_points(ci_osm_decoder *decoder, ci_bytes lats,
                                    ci_bytes lons, circlet_error *error)
{
    uint64_t lat = 0, lon = 0;

    decoder->point_count = 0;
    while (next_sum(&lats, &lat) && next_sum(&lons, &lon)) {
        circlet_point *points =
            ci_array_reserve_one(decoder->points, decoder->point_count,
                                 &decoder->point_capacity, sizeof(*points));

        if (!points)
            return ci_fail_nomem(error);
        decoder->points = points;
        points[decoder->point_count++] = point_at(decoder, lon, lat);
    }
    if (lats.failed || lons.failed || ci_bytes_left(&lats) > 0 ||
        ci_bytes_left(&lons) > 0 ||
        (decoder->point_count > 0 &&
         decoder->point_count != decoder->ref_count))
        return fail_bytes("malformed coordinates of a way", error);
    return CIRCLET_OK;
}

static circlet_status decode_way(ci_osm_decoder *decoder, ci_bytes in,
                                 const ci_osm_visitor *visitor,
                                 circlet_error *error)
{
    object of = {.kind = CI_TRANSLATED("way")};
    ci_bytes refs = {0}, lats = {0}, lons = {0};
    bool is_good = true;
    ci_wire_field field;
    circlet_status status;
    ci_osm_way way;

    while (is_good && ci_next_field(&in, &field)) {
        if (field.number == WAY_REFS)
            is_good = take_list(&refs, &field);
        else if (field.number == WAY_LAT)
            is_good = take_list(&lats, &field);
        else if (field.number == WAY_LON)
            is_good = take_list(&lons, &field);
        else
            is_good = take_field(&of, &field);
    }
    if (!is_good || in.failed || !of.has_id)
        return fail_bytes("malformed way", error);
    status = decode_tags(decoder, &of, error);
    if (!status)
        status = decode_refs(decoder, refs, error);
    if (!status)
        status = decode_points(decoder, lats, lons, error);
    if (status)
        return status;
    way = (ci_osm_way){
        (int64_t)of.id,     decoder->tags,
        decoder->tag_count, decoder->refs,
        decoder->ref_count, decoder->point_count > 0 ? decoder->points : NULL};
    return visitor->way(&way, visitor->user, error);
}

static circlet_status decode_relation(ci_osm_decoder *decoder, ci_bytes in,
                                      const ci_osm_visitor *visitor,
                                      circlet_error *error)
{
    object of = {.kind = CI_TRANSLATED("relation")};
    ci_wire_field field;
    circlet_status status;
    ci_osm_relation relation;

    while (ci_next_field(&in, &field))
        if (!take_field(&of, &field))
            return fail_bytes("malformed relation", error);
    if (in.failed || !of.has_id)
        return fail_bytes("malformed relation", error);
    status = decode_tags(decoder, &of, error);
    if (status)
        return status;
    relation =
        (ci_osm_relation){(int64_t)of.id, decoder->tags, decoder->tag_count};
    return visitor->relation(&relation, visitor->user, error);
}

/* ---- the block --------------------------------------------------------- */

static circlet_status decode_object(ci_osm_decoder *decoder,
                                    const ci_wire_field *field,
                                    const ci_osm_visitor *visitor,
                                    circlet_error *error)
{
    if (field->wire != CI_WIRE_BYTES)
        return fail_bytes("malformed group", error);
    switch (field->number) {
    case GROUP_NODE:
        decoder->has_nodes = true;
        return visitor->node
                   ? decode_node(decoder, field->bytes, visitor, error)
                   : CIRCLET_OK;
    case GROUP_DENSE:
        decoder->has_nodes = true;
        return visitor->node
                   ? decode_dense(decoder, field->bytes, visitor, error)
                   : CIRCLET_OK;
    case GROUP_WAY:
        return visitor->way ? decode_way(decoder, field->bytes, visitor, error)
                            : CIRCLET_OK;
    case GROUP_RELATION:
        return visitor->relation
                   ? decode_relation(decoder, field->bytes, visitor, error)
                   : CIRCLET_OK;
    default:
        return CIRCLET_OK;
    }
}

static circlet_status decode_group(ci_osm_decoder *decoder, ci_bytes in,
                                   const ci_osm_visitor *visitor,
                                   circlet_error *error)
{
    circlet_status status = CIRCLET_OK;
    ci_wire_field field;

    while (!status && ci_next_field(&in, &field))
        status = decode_object(decoder, &field, visitor, error);
    return !status && in.failed ? fail_bytes("malformed group", error)
                                : status;
}

/* What the objects are written with, wherever it stands in the block. */
static circlet_status decode_frame(ci_osm_decoder *decoder, ci_bytes in,
                                   circlet_error *error)
{
    circlet_status status = CIRCLET_OK;
    ci_wire_field field;

    decoder->has_nodes = false;
    decoder->string_count = 0;
    decoder->granularity = DEFAULT_GRANULARITY;
    decoder->lon_offset = decoder->lat_offset = 0;
    while (!status && ci_next_field(&in, &field)) {
        if (ci_field_is(&field, BLOCK_STRINGS, CI_WIRE_BYTES))
            status = decode_strings(decoder, field.bytes, error);
        else if (ci_field_is(&field, BLOCK_GRANULARITY, CI_WIRE_VARINT))
            decoder->granularity = (int64_t)field.value;
        else if (ci_field_is(&field, BLOCK_LAT_OFFSET, CI_WIRE_VARINT))
            decoder->lat_offset = (int64_t)field.value;
        else if (ci_field_is(&field, BLOCK_LON_OFFSET, CI_WIRE_VARINT))
            decoder->lon_offset = (int64_t)field.value;
    }
    if (!status && in.failed)
        status = fail_bytes("malformed block", error);
    if (!status &&
        (decoder->granularity < 1 || decoder->granularity > INT32_MAX))
        status = ci_fail(error, CIRCLET_E_FORMAT, "granularity %" PRId64,
                         decoder->granularity);
    return status;
}

circlet_status ci_osm_decode_block(ci_osm_decoder *decoder, const void *bytes,
                                   size_t size, const ci_osm_visitor *visitor,
                                   circlet_error *error)
{
    ci_bytes in = ci_bytes_of(bytes, size);
    circlet_status status = decode_frame(decoder, in, error);
    ci_wire_field field;

    while (!status && ci_next_field(&in, &field))
        if (ci_field_is(&field, BLOCK_GROUP, CI_WIRE_BYTES))
            status = decode_group(decoder, field.bytes, visitor, error);
    return status;
}
