/* What a network builder holds until a network is made of it. */
#ifndef CI_NETWORK_NETWORK_BUILDER_H
#define CI_NETWORK_NETWORK_BUILDER_H

#include "base/id_map.h"
#include "network/network.h"

/* A tag, its texts by their positions in `texts`. */
typedef struct ci_kept_tag {
    uint32_t key, value;
} ci_kept_tag;

typedef struct ci_kept_node {
    circlet_point at;
    size_t tag_end;
    const char *id; /* in the arena; NULL: none */
} ci_kept_node;

struct circlet_network_builder {
    ci_kept_node *nodes;
    size_t node_count, node_capacity;
    uint32_t *order; /* rank of each node; NULL: not known */
    ci_kept_tag *node_tags;
    size_t node_tag_count, node_tag_capacity;

    ci_link *links; /* ends as the caller numbered the nodes */
    size_t link_count, link_capacity;
    ci_kept_tag *link_tags;
    size_t link_tag_count, link_tag_capacity;
    circlet_point *shapes;
    size_t shape_count, shape_capacity;
    float *heights_m;
    size_t height_count, height_capacity;
    const char **link_ids; /* of each link, in the arena; NULL: none */
    size_t link_id_capacity;

    ci_turn *turns; /* links and nodes as the caller numbered them */
    size_t turn_count, turn_capacity;

    const char **texts; /* of tags, each once; in the arena */
    size_t text_count, text_capacity;
    ci_name_map *text_positions;
    ci_arena arena;

    circlet_area extent; /* no rings: the box of the streets */
    ci_arena extent_arena;
};

#endif
