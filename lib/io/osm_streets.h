/*
 * Ways of OpenStreetMap on their way to a street network: collected, then
 * joined with their nodes, then cut into links.
 */
#ifndef CI_IO_OSM_STREETS_H
#define CI_IO_OSM_STREETS_H

#include "io/osm_block.h"
#include "io/roads.h"

/* Whether a tag says that a way is wanted: a street, or what nobody may be
 * tied to a street across. */
bool ci_osm_is_street_tag(const circlet_tag *tag);

typedef struct ci_osm_streets ci_osm_streets;

/* NULL: no memory. */
ci_osm_streets *ci_osm_streets_new(void);
void ci_osm_streets_free(ci_osm_streets *streets);

/* First all ways. Copies. */
circlet_status ci_osm_streets_add_way(ci_osm_streets *streets,
                                      const ci_osm_way *way,
                                      circlet_error *error);

/* Then, once, this. CIRCLET_E_DATA if a way was added twice. */
circlet_status ci_osm_streets_end_ways(ci_osm_streets *streets,
                                       circlet_error *error);

/* Then all nodes; those that no way needs are passed over. CIRCLET_E_DATA
 * if one comes twice. Copies. */
circlet_status ci_osm_streets_add_node(ci_osm_streets *streets,
                                       const ci_osm_node *node,
                                       circlet_error *error);

/*
 * Cuts the ways into links, as roads.h says. Gives nodes, links and the
 * count of missing nodes; the caller frees them. CIRCLET_E_DATA if there is
 * no link. `streets` can then only be freed.
 */
circlet_status ci_osm_streets_cut(ci_roads **out, ci_osm_streets *streets,
                                  circlet_error *error);

#endif
