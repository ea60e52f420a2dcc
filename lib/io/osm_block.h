/*
 * The content of a data blob of an OpenStreetMap .pbf file: a table of
 * strings and groups of nodes, ways and relations.
 */
#ifndef CI_IO_OSM_BLOCK_H
#define CI_IO_OSM_BLOCK_H

#include <circlet/network.h>

#include "io/protobuf.h"

/* What is decoded is borrowed: valid within the visit. Points may lie off
 * the Earth: who uses them checks. Tags are as the file orders them. */
typedef struct ci_osm_node {
    int64_t id;
    circlet_point at;
    const circlet_tag *tags;
    size_t tag_count;
} ci_osm_node;

typedef struct ci_osm_way {
    int64_t id;
    const circlet_tag *tags;
    size_t tag_count;
    const int64_t *refs; /* ids of nodes */
    size_t ref_count;
    const circlet_point *points; /* one a ref; NULL: not in the file */
} ci_osm_way;

typedef enum ci_osm_type {
    CI_OSM_NODE,
    CI_OSM_WAY,
    CI_OSM_RELATION
} ci_osm_type;

typedef struct ci_osm_member {
    int64_t id;
    ci_osm_type type;
    const char *role; /* often "" */
} ci_osm_member;

typedef struct ci_osm_relation {
    int64_t id;
    const circlet_tag *tags;
    size_t tag_count;
    const ci_osm_member *members;
    size_t member_count;
} ci_osm_relation;

/* Each may be NULL: such objects are passed over without being decoded. */
typedef struct ci_osm_visitor {
    circlet_status (*node)(const ci_osm_node *node, void *user,
                           circlet_error *error);
    circlet_status (*way)(const ci_osm_way *way, void *user,
                          circlet_error *error);
    circlet_status (*relation)(const ci_osm_relation *relation, void *user,
                               circlet_error *error);
    void *user;
} ci_osm_visitor;

/* Room that is used again for block after block. Starts as {0}. */
typedef struct ci_osm_decoder {
    bool has_nodes, has_ways; /* the block last decoded holds some */
    char *text; /* the strings, each ending in 0 */
    size_t text_capacity;
    const char **strings;
    size_t string_count, string_capacity;
    circlet_tag *tags;
    size_t tag_count, tag_capacity;
    int64_t *refs;
    size_t ref_count, ref_capacity;
    circlet_point *points;
    size_t point_count, point_capacity;
    ci_osm_member *members;
    size_t member_count, member_capacity;
    int64_t granularity; /* nanodegrees a unit */
    int64_t lon_offset, lat_offset; /* nanodegrees */
} ci_osm_decoder;

void ci_osm_decoder_free(ci_osm_decoder *decoder);

/*
 * Shows the objects of a block to a visitor, in their order. Fails with
 * CIRCLET_E_FORMAT, without the name of the file, or as the visitor does.
 */
circlet_status ci_osm_decode_block(ci_osm_decoder *decoder, const void *bytes,
                                   size_t size, const ci_osm_visitor *visitor,
                                   circlet_error *error);

#endif
