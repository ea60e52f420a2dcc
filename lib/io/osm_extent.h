/* Where the streets of an OpenStreetMap file are complete. */
#ifndef CI_IO_OSM_EXTENT_H
#define CI_IO_OSM_EXTENT_H

#include "io/osm_junctions.h"

/*
 * Fills roads->has_core, core, core_street_count and core_outside_count, as
 * roads.h says, from ways whose nodes have been added; has_core stays false
 * where there are too few ways to tell. CIRCLET_E_NOMEM.
 */
circlet_status ci_osm_extent_find(ci_roads *roads,
                                  const ci_osm_streets *streets,
                                  circlet_error *error);

#endif
