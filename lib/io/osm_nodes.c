#include "io/osm_nodes.h"

#include "base/error.h"
#include "io/osm_decode.h"

enum { NODE_LAT = 8, NODE_LON = 9 };
enum { DENSE_ID = 1, DENSE_LAT = 8, DENSE_LON = 9, DENSE_TAGS = 10 };

circlet_status ci_osm_decode_node(ci_osm_decoder *decoder, ci_bytes in,
                                  const ci_osm_visitor *visitor,
                                  circlet_error *error)
{
    ci_osm_object of = {.kind = CI_TRANSLATED("node")};
    uint64_t lat = 0, lon = 0;
    unsigned seen = 0;
    ci_wire_field field;
    circlet_status status;
    ci_osm_node node;

    while (ci_next_field(&in, &field)) {
        if (!ci_osm_take_field(&of, &field))
            return ci_osm_fail_bytes("malformed node", error);
        if (ci_field_is(&field, NODE_LAT, CI_WIRE_VARINT)) {
            lat = (uint64_t)ci_zigzag(field.value);
            seen |= 1;
        } else if (ci_field_is(&field, NODE_LON, CI_WIRE_VARINT)) {
            lon = (uint64_t)ci_zigzag(field.value);
            seen |= 2;
        }
    }
    if (in.failed || !of.has_id || seen != 3)
        return ci_osm_fail_bytes("malformed node", error);
    of.id = (uint64_t)ci_zigzag(of.id); /* of nodes alone a sint64 */
    status = ci_osm_decode_tags(decoder, &of, error);
    if (status)
        return status;
    node = (ci_osm_node){(int64_t)of.id, ci_osm_point_at(decoder, lon, lat),
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
            return ci_osm_fail_bytes("malformed tags of dense nodes", error);
        status = ci_osm_add_tag(decoder, CI_TRANSLATED("dense nodes"), key,
                                value, error);
    }
    return !status && in->failed
               ? ci_osm_fail_bytes("malformed tags of dense nodes", error)
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
            is_good = ci_osm_take_list(&out->ids, &field);
        else if (field.number == DENSE_LAT)
            is_good = ci_osm_take_list(&out->lats, &field);
        else if (field.number == DENSE_LON)
            is_good = ci_osm_take_list(&out->lons, &field);
        else if (field.number == DENSE_TAGS)
            is_good = ci_osm_take_list(&out->tags, &field);
    }
    return is_good && !in.failed;
}

circlet_status ci_osm_decode_dense(ci_osm_decoder *decoder, ci_bytes in,
                                   const ci_osm_visitor *visitor,
                                   circlet_error *error)
{
    uint64_t id = 0, lat = 0, lon = 0;
    circlet_status status = CIRCLET_OK;
    dense lists = {0};

    if (!take_dense(&lists, in))
        return ci_osm_fail_bytes("malformed dense nodes", error);
    while (!status && ci_osm_next_sum(&lists.ids, &id)) {
        ci_osm_node node;

        if (!ci_osm_next_sum(&lists.lats, &lat) ||
            !ci_osm_next_sum(&lists.lons, &lon))
            return ci_osm_fail_bytes("malformed coordinates of dense nodes",
                                     error);
        status = decode_dense_tags(decoder, &lists.tags, error);
        if (status)
            break;
        node = (ci_osm_node){(int64_t)id, ci_osm_point_at(decoder, lon, lat),
                             decoder->tags, decoder->tag_count};
        status = visitor->node(&node, visitor->user, error);
    }
    if (!status &&
        (lists.ids.failed || ci_bytes_left(&lists.lats) > 0 ||
         ci_bytes_left(&lists.lons) > 0 || ci_bytes_left(&lists.tags) > 0))
        status = ci_osm_fail_bytes(
            "malformed dense nodes: lists of different length", error);
    return status;
}
