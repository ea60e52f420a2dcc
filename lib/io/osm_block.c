/* The format: https://wiki.openstreetmap.org/wiki/PBF_Format */
#include "io/osm_block.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "io/osm_decode.h"
#include "io/osm_nodes.h"

enum {
    BLOCK_STRINGS = 1,
    BLOCK_GROUP = 2,
    BLOCK_GRANULARITY = 17,
    BLOCK_LAT_OFFSET = 19,
    BLOCK_LON_OFFSET = 20
};
enum { GROUP_NODE = 1, GROUP_DENSE = 2, GROUP_WAY = 3, GROUP_RELATION = 4 };
enum { WAY_REFS = 8, WAY_LAT = 9, WAY_LON = 10 };
enum { MEMBER_ROLES = 8, MEMBER_IDS = 9, MEMBER_TYPES = 10 };

#define DEFAULT_GRANULARITY 100

void ci_osm_decoder_free(ci_osm_decoder *decoder)
{
    free(decoder->text);
    free(decoder->strings);
    free(decoder->tags);
    free(decoder->refs);
    free(decoder->points);
    free(decoder->members);
    memset(decoder, 0, sizeof(*decoder));
}

/* ---- ways -------------------------------------------------------------- */

static circlet_status decode_refs(ci_osm_decoder *decoder, ci_bytes in,
                                  circlet_error *error)
{
    uint64_t ref = 0;

    decoder->ref_count = 0;
    while (ci_osm_next_sum(&in, &ref)) {
        int64_t *refs =
            ci_array_reserve_one(decoder->refs, decoder->ref_count,
                                 &decoder->ref_capacity, sizeof(*refs));

        if (!refs)
            return ci_fail_nomem(error);
        decoder->refs = refs;
        refs[decoder->ref_count++] = (int64_t)ref;
    }
    return in.failed
               ? ci_osm_fail_bytes("malformed list of a way's nodes", error)
               : CIRCLET_OK;
}

/* The optional feature LocationsOnWays: a coordinate for every ref. */
static circlet_status decode_points(ci_osm_decoder *decoder, ci_bytes lats,
                                    ci_bytes lons, circlet_error *error)
{
    uint64_t lat = 0, lon = 0;

    decoder->point_count = 0;
    while (ci_osm_next_sum(&lats, &lat) && ci_osm_next_sum(&lons, &lon)) {
        circlet_point *points =
            ci_array_reserve_one(decoder->points, decoder->point_count,
                                 &decoder->point_capacity, sizeof(*points));

        if (!points)
            return ci_fail_nomem(error);
        decoder->points = points;
        points[decoder->point_count++] = ci_osm_point_at(decoder, lon, lat);
    }
    if (lats.failed || lons.failed || ci_bytes_left(&lats) > 0 ||
        ci_bytes_left(&lons) > 0 ||
        (decoder->point_count > 0 &&
         decoder->point_count != decoder->ref_count))
        return ci_osm_fail_bytes("malformed coordinates of a way", error);
    return CIRCLET_OK;
}

static circlet_status decode_way(ci_osm_decoder *decoder, ci_bytes in,
                                 const ci_osm_visitor *visitor,
                                 circlet_error *error)
{
    ci_osm_object of = {.kind = CI_TRANSLATED("way")};
    ci_bytes refs = {0}, lats = {0}, lons = {0};
    bool is_good = true;
    ci_wire_field field;
    circlet_status status;
    ci_osm_way way;

    while (is_good && ci_next_field(&in, &field)) {
        if (field.number == WAY_REFS)
            is_good = ci_osm_take_list(&refs, &field);
        else if (field.number == WAY_LAT)
            is_good = ci_osm_take_list(&lats, &field);
        else if (field.number == WAY_LON)
            is_good = ci_osm_take_list(&lons, &field);
        else
            is_good = ci_osm_take_field(&of, &field);
    }
    if (!is_good || in.failed || !of.has_id)
        return ci_osm_fail_bytes("malformed way", error);
    status = ci_osm_decode_tags(decoder, &of, error);
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

/* ---- relations --------------------------------------------------------- */

static circlet_status add_member(ci_osm_decoder *decoder, uint64_t id,
                                 uint64_t type, uint64_t role,
                                 circlet_error *error)
{
    ci_osm_member *members;

    if (type > CI_OSM_RELATION || role >= decoder->string_count)
        return ci_osm_fail_bytes("malformed members of a relation", error);
    members =
        ci_array_reserve_one(decoder->members, decoder->member_count,
                             &decoder->member_capacity, sizeof(*members));
    if (!members)
        return ci_fail_nomem(error);
    decoder->members = members;
    members[decoder->member_count++] = (ci_osm_member){
        (int64_t)id, (ci_osm_type)type, decoder->strings[role]};
    return CIRCLET_OK;
}

/* Three lists of one length. */
static circlet_status decode_members(ci_osm_decoder *decoder, ci_bytes ids,
                                     ci_bytes types, ci_bytes roles,
                                     circlet_error *error)
{
    circlet_status status = CIRCLET_OK;
    uint64_t id = 0, type, role;

    decoder->member_count = 0;
    while (!status && ci_osm_next_sum(&ids, &id)) {
        if (!ci_next_varint(&types, &type) || !ci_next_varint(&roles, &role))
            return ci_osm_fail_bytes("malformed members of a relation", error);
        status = add_member(decoder, id, type, role, error);
    }
    if (!status &&
        (ids.failed || ci_bytes_left(&types) > 0 || ci_bytes_left(&roles) > 0))
        status = ci_osm_fail_bytes("malformed members of a relation", error);
    return status;
}

static circlet_status decode_relation(ci_osm_decoder *decoder, ci_bytes in,
                                      const ci_osm_visitor *visitor,
                                      circlet_error *error)
{
    ci_osm_object of = {.kind = CI_TRANSLATED("relation")};
    ci_bytes ids = {0}, types = {0}, roles = {0};
    bool is_good = true;
    ci_wire_field field;
    circlet_status status;
    ci_osm_relation relation;

    while (is_good && ci_next_field(&in, &field)) {
        if (field.number == MEMBER_ROLES)
            is_good = ci_osm_take_list(&roles, &field);
        else if (field.number == MEMBER_IDS)
            is_good = ci_osm_take_list(&ids, &field);
        else if (field.number == MEMBER_TYPES)
            is_good = ci_osm_take_list(&types, &field);
        else
            is_good = ci_osm_take_field(&of, &field);
    }
    if (!is_good || in.failed || !of.has_id)
        return ci_osm_fail_bytes("malformed relation", error);
    status = ci_osm_decode_tags(decoder, &of, error);
    if (!status)
        status = decode_members(decoder, ids, types, roles, error);
    if (status)
        return status;
    relation =
        (ci_osm_relation){(int64_t)of.id, decoder->tags, decoder->tag_count,
                          decoder->members, decoder->member_count};
    return visitor->relation(&relation, visitor->user, error);
}

/* ---- the block --------------------------------------------------------- */

static circlet_status decode_object(ci_osm_decoder *decoder,
                                    const ci_wire_field *field,
                                    const ci_osm_visitor *visitor,
                                    circlet_error *error)
{
    if (field->wire != CI_WIRE_BYTES)
        return ci_osm_fail_bytes("malformed group", error);
    switch (field->number) {
    case GROUP_NODE:
        decoder->has_nodes = true;
        return visitor->node
                   ? ci_osm_decode_node(decoder, field->bytes, visitor, error)
                   : CIRCLET_OK;
    case GROUP_DENSE:
        decoder->has_nodes = true;
        return visitor->node
                   ? ci_osm_decode_dense(decoder, field->bytes, visitor, error)
                   : CIRCLET_OK;
    case GROUP_WAY:
        decoder->has_ways = true;
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
    return !status && in.failed ? ci_osm_fail_bytes("malformed group", error)
                                : status;
}

/* What the objects are written with, wherever it stands in the block. */
static circlet_status decode_frame(ci_osm_decoder *decoder, ci_bytes in,
                                   circlet_error *error)
{
    circlet_status status = CIRCLET_OK;
    ci_wire_field field;

    decoder->has_nodes = decoder->has_ways = false;
    decoder->string_count = 0;
    decoder->granularity = DEFAULT_GRANULARITY;
    decoder->lon_offset = decoder->lat_offset = 0;
    while (!status && ci_next_field(&in, &field)) {
        if (ci_field_is(&field, BLOCK_STRINGS, CI_WIRE_BYTES))
            status = ci_osm_decode_strings(decoder, field.bytes, error);
        else if (ci_field_is(&field, BLOCK_GRANULARITY, CI_WIRE_VARINT))
            decoder->granularity = (int64_t)field.value;
        else if (ci_field_is(&field, BLOCK_LAT_OFFSET, CI_WIRE_VARINT))
            decoder->lat_offset = (int64_t)field.value;
        else if (ci_field_is(&field, BLOCK_LON_OFFSET, CI_WIRE_VARINT))
            decoder->lon_offset = (int64_t)field.value;
    }
    if (!status && in.failed)
        status = ci_osm_fail_bytes("malformed block", error);
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
