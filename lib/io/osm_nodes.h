/* Nodes in a block of an OpenStreetMap .pbf file. */
#ifndef CI_IO_OSM_NODES_H
#define CI_IO_OSM_NODES_H

#include "io/osm_block.h"

/* Each shows what it decodes to the visitor. */
circlet_status ci_osm_decode_node(ci_osm_decoder *decoder, ci_bytes in,
                                  const ci_osm_visitor *visitor,
                                  circlet_error *error);
circlet_status ci_osm_decode_dense(ci_osm_decoder *decoder, ci_bytes in,
                                   const ci_osm_visitor *visitor,
                                   circlet_error *error);

#endif
