/*
 * The ways that bound a water which OpenStreetMap draws as a relation: a
 * wide river, a lake with islands.
 */
#ifndef CI_IO_OSM_WATER_H
#define CI_IO_OSM_WATER_H

#include "io/osm_block.h"

/* Ids of ways, and room for the tags of one. Starts as {0}. */
typedef struct ci_osm_water {
    int64_t *ways; /* each once, in order, once they are sorted */
    size_t way_count, way_capacity;
    circlet_tag *tags;
    size_t tag_capacity;
} ci_osm_water;

void ci_osm_water_free(ci_osm_water *water);

/*
 * Keeps the member ways, outer and inner, of a multipolygon that is open
 * water (natural=water, waterway=riverbank, dock, river or canal,
 * landuse=reservoir or basin, or any water=*, and neither tunnel, bridge nor
 * covered). Of others it keeps
 * nothing.
 */
circlet_status ci_osm_water_add(ci_osm_water *water,
                                const ci_osm_relation *relation,
                                circlet_error *error);

/* After the last relation. */
void ci_osm_water_sort(ci_osm_water *water);

/*
 * Gives a way that bounds a water the tag natural=water in place of its own
 * `natural`, and sets *is_shore; streets, railways, ferries and coastlines
 * stay what they are. Its tags are then borrowed from `water` until the next
 * call.
 */
circlet_status ci_osm_water_mark(ci_osm_water *water, ci_osm_way *way,
                                 bool *is_shore, circlet_error *error);

#endif
