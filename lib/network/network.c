#include "network/network.h"

#include <stdlib.h>

#include "network/travel_mode.h"

void circlet_network_free(circlet_network *network)
{
    if (!network)
        return;
    free(network->points);
    free(network->node_tag_end);
    free(network->node_tags);
    free(network->links);
    free(network->shapes);
    free(network->link_tags);
    free(network->heights_m);
    free(network->link_ids);
    free(network->turns);
    free(network->node_ids);
    free(network->first);
    free(network->adjacent);
    free(network->order);
    ci_arena_free(&network->arena);
    free(network);
}

size_t circlet_network_node_count(const circlet_network *network)
{
    return network->node_count;
}

size_t circlet_network_link_count(const circlet_network *network)
{
    return network->link_count;
}

bool circlet_network_knows(const circlet_network *network, circlet_point at)
{
    return network->extent.ring_count > 0 && ci_area_has(&network->extent, at);
}

size_t circlet_network_height_count(const circlet_network *network)
{
    return network->known_height_count;
}

const char *circlet_network_link_id(const circlet_network *network,
                                    uint32_t link)
{
    return network->link_ids[link];
}

const char *circlet_network_node_id(const circlet_network *network,
                                    uint32_t node)
{
    return network->node_ids[node];
}

const char *circlet_network_link_name(const circlet_network *network,
                                      uint32_t link)
{
    size_t count;
    const circlet_tag *tags = ci_link_tags(network, link, &count);
    const char *name = ci_tag_value(tags, count, "name");

    return name ? name : ci_tag_value(tags, count, "ref");
}

size_t circlet_network_line_size(const circlet_network *network, uint32_t link)
{
    size_t count;

    ci_link_shape(network, link, &count);
    return count + 2;
}

void circlet_network_line(circlet_point *out, const circlet_network *network,
                          uint32_t link)
{
    size_t count;
    const circlet_point *shape = ci_link_shape(network, link, &count);

    *out++ = network->points[network->links[link].from];
    for (size_t i = 0; i < count; i++)
        *out++ = shape[i];
    *out = network->points[network->links[link].to];
}

circlet_point circlet_network_node_point(const circlet_network *network,
                                         circlet_node node)
{
    return network->points[node];
}

const circlet_tag *ci_node_tags(const circlet_network *network, uint32_t node,
                                size_t *count)
{
    size_t first = node > 0 ? network->node_tag_end[node - 1] : 0;

    *count = network->node_tag_end[node] - first;
    return network->node_tags + first;
}

const circlet_tag *ci_link_tags(const circlet_network *network, uint32_t link,
                                size_t *count)
{
    size_t first = link > 0 ? network->links[link - 1].tag_end : 0;

    *count = network->links[link].tag_end - first;
    return network->link_tags + first;
}

ci_box ci_network_box(const circlet_network *network)
{
    size_t shapes = network->link_count > 0
                        ? network->links[network->link_count - 1].shape_end
                        : 0;
    ci_box box = ci_box_empty();

    for (uint32_t i = 0; i < network->node_count; i++)
        ci_box_grow(&box, network->points[i]);
    for (size_t i = 0; i < shapes; i++)
        ci_box_grow(&box, network->shapes[i]);
    return box;
}

const circlet_point *ci_link_shape(const circlet_network *network,
                                   uint32_t link, size_t *count)
{
    size_t first = link > 0 ? network->links[link - 1].shape_end : 0;

    *count = network->links[link].shape_end - first;
    return network->shapes + first;
}

const float *ci_link_heights(const circlet_network *network, uint32_t link,
                             size_t *count)
{
    size_t first = link > 0 ? network->links[link - 1].height_end : 0;

    *count = network->links[link].height_end - first;
    return network->heights_m + first;
}

bool ci_link_is_street(const circlet_network *network, uint32_t link)
{
    size_t count;
    const circlet_tag *tags = ci_link_tags(network, link, &count);

    return ci_tag_value(tags, count, "highway") ||
           ci_tag_value(tags, count, "route");
}
