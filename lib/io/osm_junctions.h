/* What collecting the ways of OpenStreetMap leaves for cutting them. */
#ifndef CI_IO_OSM_JUNCTIONS_H
#define CI_IO_OSM_JUNCTIONS_H

#include "io/osm_streets.h"
#include "io/tag_store.h"

typedef struct ci_osm_street {
    int64_t id;
    const circlet_tag *tags;
    size_t tag_count;
    size_t first_ref, ref_count;
    size_t first_point; /* of as many as refs, or CI_OSM_NO_POINTS */
    size_t first_link; /* where those of the way start, once it is cut */
} ci_osm_street;

#define CI_OSM_NO_POINTS SIZE_MAX

/* A node that ways need. */
typedef struct ci_osm_junction {
    int64_t id;
    circlet_point at;
    const circlet_tag *tags;
    uint32_t tag_count;
    uint32_t position; /* among the nodes of the network, or CI_NOWHERE */
    bool is_shared; /* by ways, or stands in one way twice */
    bool is_known; /* its place */
    bool is_on_road; /* for vehicles; see osm_crossings.h */
} ci_osm_junction;

struct ci_osm_streets {
    ci_roads *roads; /* to be filled; owns the arena */
    ci_tag_store tags;
    ci_osm_street *streets;
    size_t street_count, street_capacity;
    int64_t *refs; /* ids; once the ways are complete, positions */
    size_t ref_count, ref_capacity;
    circlet_point *points; /* where ways bring their own */
    size_t point_count, point_capacity;
    ci_osm_junction *junctions; /* by id */
    size_t junction_count;
    size_t link_capacity;
    circlet_point *line; /* scratch: the points of a link */
    size_t line_count, line_capacity;
};

/* NULL: no way needs the node. */
ci_osm_junction *ci_osm_find_junction(const ci_osm_streets *streets,
                                      int64_t id);

/* The junction of a ref, once the ways are complete. */
ci_osm_junction *ci_osm_junction_of(const ci_osm_streets *streets, size_t ref);

/* Takes the places that the ways themselves bring, where the file lacks the
 * node. */
void ci_osm_streets_take_points(ci_osm_streets *streets);

#endif
