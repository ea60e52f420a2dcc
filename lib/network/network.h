/* The street network in memory. */
#ifndef CI_NETWORK_NETWORK_H
#define CI_NETWORK_NETWORK_H

#include <circlet/network.h>

#include "base/arena.h"
#include "geo/area.h"

/*
 * Nodes are renumbered by locality (Hilbert order of their coordinates), so
 * that a search touches memory that lies together. Every link stands in the
 * adjacency of both its ends; a link from a node to itself stands there
 * twice, once in each direction.
 */
typedef struct ci_link {
    uint32_t from, to; /* renumbered nodes */
    double length_m;
    size_t shape_end; /* its shape points end here, see ci_link_shape() */
    size_t tag_end;
    size_t height_end; /* its heights end here, see ci_link_heights() */
    double height_cell_m; /* of the grid they are out of; 0: surveyed */
} ci_link;

/* What lies at a node: over `link` one gets to `head`. */
typedef struct ci_adjacent {
    uint32_t head;
    uint32_t link : 31;
    uint32_t is_backward : 1; /* the link runs from `head` to this node */
} ci_adjacent;

/*
 * A turn from a link over the node `via` to another link, or the same one,
 * that signs forbid, or that they alone allow. Which end of a link that
 * begins and ends at `via` is meant cannot be said: both are.
 */
typedef struct ci_turn {
    uint32_t from_link, via, to_link;
    bool is_only; /* all other turns from there are forbidden */
    const char *except; /* vehicles that need not heed it, "bus;psv"; "":
                           none */
    const char *vehicle; /* the only ones that must, "hgv"; "": all */
} ci_turn;

struct circlet_network {
    size_t node_count;
    circlet_point *points; /* of each node */
    size_t *node_tag_end; /* of each node, into node_tags */
    circlet_tag *node_tags;
    const char **node_ids; /* of each node, in the arena; NULL: none */

    size_t link_count;
    ci_link *links; /* sorted by from, to, then as they were added */
    circlet_point *shapes;
    circlet_tag *link_tags;
    float *heights_m;
    size_t known_height_count; /* links with heights */
    const char **link_ids; /* of each link, in the arena; NULL: none */

    size_t turn_count;
    ci_turn *turns; /* sorted by via, from_link, to_link */

    uint32_t *first; /* node_count + 1; into `adjacent` */
    ci_adjacent *adjacent; /* 2 x link_count */
    uint32_t *order; /* rank of each node, see node_order.h; NULL: not
                        known */

    circlet_area extent; /* in the arena */
    ci_arena arena; /* texts of the tags and turns, ids of the links,
                       extent */
};

/* The tags of a node or link. Borrowed. */
const circlet_tag *ci_node_tags(const circlet_network *network, uint32_t node,
                                size_t *count);
const circlet_tag *ci_link_tags(const circlet_network *network, uint32_t link,
                                size_t *count);

/* Around all nodes and links. */
ci_box ci_network_box(const circlet_network *network);

/* The points between the ends of a link. Borrowed. */
const circlet_point *ci_link_shape(const circlet_network *network,
                                   uint32_t link, size_t *count);

/* The heights along a link from start to end; none: not known. Borrowed. */
const float *ci_link_heights(const circlet_network *network, uint32_t link,
                             size_t *count);

/* Whether people travel along a link: it carries a tag `highway` or `route`
 * (a ferry). Rails and water are links too, to be barriers. */
bool ci_link_is_street(const circlet_network *network, uint32_t link);

#endif
