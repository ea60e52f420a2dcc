/* What decoding nodes, ways and relations of a block has in common. */
#ifndef CI_IO_OSM_DECODE_H
#define CI_IO_OSM_DECODE_H

#include "io/osm_block.h"

/* The fields that nodes, ways and relations have in common. */
typedef struct ci_osm_object {
    const char *kind; /* as messages name it */
    uint64_t id;
    bool has_id;
    ci_bytes keys, values;
} ci_osm_object;

/* CIRCLET_E_FORMAT; `message` is said in the user's language. */
circlet_status ci_osm_fail_bytes(const char *message, circlet_error *error);

/* A place in the block's units. */
circlet_point ci_osm_point_at(const ci_osm_decoder *decoder, uint64_t lon,
                              uint64_t lat);

/* Fills the strings of the decoder. */
circlet_status ci_osm_decode_strings(ci_osm_decoder *decoder, ci_bytes in,
                                     circlet_error *error);

/* Adds a tag to those of the decoder by the numbers of its strings. */
circlet_status ci_osm_add_tag(ci_osm_decoder *decoder, const char *kind,
                              uint64_t key, uint64_t value,
                              circlet_error *error);

/* Fills the tags of the decoder with those of an object. */
circlet_status ci_osm_decode_tags(ci_osm_decoder *decoder, ci_osm_object *of,
                                  circlet_error *error);

/* Takes a packed list. False: it is none, or stands twice, as no program
 * writes it: its first half would be lost. */
bool ci_osm_take_list(ci_bytes *out, const ci_wire_field *field);

/* Takes a field that all objects have; others are passed over. False if it
 * is malformed. */
bool ci_osm_take_field(ci_osm_object *out, const ci_wire_field *field);

/* Adds the next difference to `sum`, which may wrap in damaged files. */
bool ci_osm_next_sum(ci_bytes *in, uint64_t *sum);

#endif
