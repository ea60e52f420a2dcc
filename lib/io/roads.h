/* Streets as they come from a file, before they are stored. */
#ifndef CI_IO_ROADS_H
#define CI_IO_ROADS_H

#include <circlet/network.h>

#include "base/arena.h"
#include "geo/area.h"

typedef struct ci_road_node {
    const char *id; /* unique */
    circlet_point at;
    const circlet_tag *tags; /* sorted by key, no key twice */
    size_t tag_count;
} ci_road_node;

typedef struct ci_road_link {
    const char *id; /* unique */
    uint32_t from, to; /* positions in `nodes` */
    double length_m;
    const circlet_point *shape; /* between the ends */
    size_t shape_count;
    const circlet_tag *tags; /* sorted by key, no key twice */
    size_t tag_count;
} ci_road_link;

/* A turn from link to link that is forbidden, or that is the only one. */
typedef struct ci_road_turn {
    const char *id; /* unique */
    uint32_t from_link, to_link; /* positions in `links` */
    uint32_t via; /* position in `nodes`: an end of both */
    bool is_only; /* all other turns from there are forbidden */
    const char *except; /* vehicles that need not heed it, "bus;psv"; "":
                           none */
    const char *vehicle; /* the only ones that must, "hgv"; "": all */
} ci_road_turn;

/* Why a source's turn restriction is not used. */
typedef enum ci_turn_fault {
    CI_TURN_TIMED, /* it holds at certain times or on conditions */
    CI_TURN_UNKNOWN, /* it is of another kind, or lacks a member */
    CI_TURN_VIA, /* it leads over a way or several nodes */
    CI_TURN_ABSENT, /* it names a way or node that is no street's */
    CI_TURN_LOOSE, /* a way of it does not end at its node, but passes or
                      misses it */
    CI_TURN_FAULT_COUNT
} ci_turn_fault;

typedef struct ci_roads {
    ci_road_node *nodes; /* in ascending order of the source's ids */
    size_t node_count;
    ci_road_link *links;
    size_t link_count;
    ci_road_turn *turns; /* in ascending order of the source's ids */
    size_t turn_count;
    bool has_box; /* the source says where it is complete */
    ci_box box;
    bool has_core; /* the streets show it, as osm_extent.h says */
    ci_box core;
    uint64_t core_street_count; /* ways that are highways */
    uint64_t core_outside_count; /* of these, that leave the core */
    uint64_t node_row_count, way_row_count; /* read: nodes and ways of a pbf,
                                               rows of the CSV files */
    uint64_t turn_restriction_count; /* seen */
    uint64_t turn_restriction_used_count; /* of these, that became turns */
    uint64_t turn_faults[CI_TURN_FAULT_COUNT]; /* of these, that did not */
    uint64_t missing_node_count; /* that ways name and the file lacks */
    const char *remark; /* of the source, in English; NULL: none */
    ci_arena arena; /* everything that nodes and links point to */
} ci_roads;

void ci_roads_free(ci_roads *roads);

/* Called for a row that is left out, with its reason. */
typedef void (*ci_road_reject_fn)(const char *file, uint64_t row,
                                  const char *reason, void *user);

/*
 * OpenStreetMap .pbf: every way with a tag `highway`, `railway`, `waterway`
 * or `route=ferry` (and closed or open `natural=water`,
 * `natural=coastline`, `landuse=reservoir` and `landuse=basin`, and ways that
 * bound a multipolygon of water, which get the tag natural=water as
 * osm_water.h says), cut where ways meet, where a way meets itself, and at
 * nodes that carry tags. Nodes where a way crosses a road may get tags of the
 * way, as osm_crossings.h says. Link ids are WAY-K, K counted from 0 along the
 * way; lengths are geodesic. Nodes are those at the
 * ends of links. A way is cut where its nodes are missing and keeps the parts
 * of at least two nodes. Links are in ascending order of way and K. Turns are
 * those of relations `type=restriction`, as osm_turns.h says, with ids
 * RELATION-K. Errors
 * name the file, and the byte if it is damaged; a file without a way that is a
 * highway, or without a link, is CIRCLET_E_DATA.
 */
circlet_status ci_osm_pbf_read(ci_roads **out, const char *path,
                               const circlet_progress *progress,
                               circlet_error *error);

/*
 * GMNS: node.csv and link.csv (columns in DESIGN section 3). facility_type
 * becomes the tag highway, free_speed maxspeed, directed=1 oneway=yes; any
 * other column is a tag of its name, and where a row has both, the tag's own
 * column counts. An empty cell is no tag. Length is taken as given; of
 * geometry the points between the ends are. Bad rows go to `reject`, which
 * may be NULL. Nodes and links are sorted by id: whole numbers by value,
 * then texts. A missing column is CIRCLET_E_FORMAT; no link at all is
 * CIRCLET_E_DATA.
 */
circlet_status ci_gmns_read(ci_roads **out, const char *node_path,
                            const char *link_path, const char *encoding,
                            ci_road_reject_fn reject, void *user,
                            circlet_error *error);

/* Tells by its heading whether a file is GMNS's link.csv or node.csv;
 * CIRCLET_E_FORMAT if it is neither. `encoding` NULL: as its bytes show. */
circlet_status ci_gmns_tell(bool *is_link, const char *path,
                            const char *encoding, circlet_error *error);

#endif
