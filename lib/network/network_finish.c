/* Makes a network of a builder: renumbers, sorts, joins. */
#include <stdlib.h>

#include "base/error.h"
#include "network/hilbert.h"
#include "network/network_builder.h"
#include "network/turns.h"

/* What is needed only while a network is made. */
typedef struct network_parts {
    const circlet_network_builder *builder;
    circlet_network *network;
    uint32_t *node_order; /* the builder's number of each node */
    uint32_t *node_number; /* the network's number of each builder's node */
    struct link_key *link_order;
    const char **texts; /* the builder's, copied into the network */
} network_parts;

typedef struct link_key {
    uint32_t from, to; /* renumbered */
    uint32_t position; /* in the builder */
} link_key;

/* Room for `count` items, never NULL for none. */
static void *take(size_t count, size_t size)
{
    return calloc(count + 1, size);
}

static bool reserve(network_parts *parts)
{
    const circlet_network_builder *builder = parts->builder;
    circlet_network *network = take(1, sizeof(*network));
    size_t nodes = builder->node_count, links = builder->link_count;

    parts->network = network;
    if (!network)
        return false;
    network->node_count = nodes;
    network->link_count = links;
    network->points = take(nodes, sizeof(circlet_point));
    network->node_tag_end = take(nodes, sizeof(size_t));
    network->node_tags = take(builder->node_tag_count, sizeof(circlet_tag));
    network->links = take(links, sizeof(ci_link));
    network->shapes = take(builder->shape_count, sizeof(circlet_point));
    network->link_tags = take(builder->link_tag_count, sizeof(circlet_tag));
    network->heights_m = take(builder->height_count, sizeof(float));
    network->link_ids = take(links, sizeof(char *));
    network->node_ids = take(nodes, sizeof(char *));
    network->first = take(nodes, sizeof(uint32_t));
    network->adjacent = take(2 * links, sizeof(ci_adjacent));
    parts->node_order = take(nodes, sizeof(uint32_t));
    parts->node_number = take(nodes, sizeof(uint32_t));
    parts->link_order = take(links, sizeof(link_key));
    parts->texts = take(builder->text_count, sizeof(char *));
    return network->points && network->node_tag_end && network->node_tags &&
           network->links && network->shapes && network->link_tags &&
           network->heights_m && network->link_ids && network->node_ids &&
           network->first && network->adjacent && parts->node_order &&
           parts->node_number && parts->link_order && parts->texts;
}

static bool copy_texts(network_parts *parts)
{
    for (size_t i = 0; i < parts->builder->text_count; i++) {
        parts->texts[i] =
            ci_arena_copy(&parts->network->arena, parts->builder->texts[i]);
        if (!parts->texts[i])
            return false;
    }
    return true;
}

static size_t copy_tags(const network_parts *parts, circlet_tag *out,
                        const ci_kept_tag *tags, size_t first, size_t end)
{
    for (size_t i = first; i < end; i++)
        out[i - first] = (circlet_tag){parts->texts[tags[i].key],
                                       parts->texts[tags[i].value]};
    return end - first;
}

static bool copy_nodes(network_parts *parts)
{
    const circlet_network_builder *builder = parts->builder;
    circlet_network *network = parts->network;
    circlet_point *points = take(builder->node_count, sizeof(*points));
    size_t tags = 0;
    bool ordered;

    if (!points)
        return false;
    for (size_t i = 0; i < builder->node_count; i++)
        points[i] = builder->nodes[i].at;
    ordered = ci_hilbert_order(parts->node_order, points, builder->node_count);
    free(points);
    if (!ordered)
        return false;
    for (uint32_t i = 0; i < builder->node_count; i++) {
        uint32_t old = parts->node_order[i];

        parts->node_number[old] = i;
        network->points[i] = builder->nodes[old].at;
        tags += copy_tags(parts, network->node_tags + tags, builder->node_tags,
                          old > 0 ? builder->nodes[old - 1].tag_end : 0,
                          builder->nodes[old].tag_end);
        network->node_tag_end[i] = tags;
    }
    return true;
}

static bool copy_order(network_parts *parts)
{
    const uint32_t *order = parts->builder->order;
    circlet_network *network = parts->network;

    if (!order)
        return true;
    network->order = take(network->node_count, sizeof(*network->order));
    if (!network->order)
        return false;
    for (size_t i = 0; i < network->node_count; i++)
        network->order[i] = order[parts->node_order[i]];
    return true;
}

static int compare_links(const void *left, const void *right)
{
    const link_key *a = left, *b = right;

    if (a->from != b->from)
        return a->from < b->from ? -1 : 1;
    if (a->to != b->to)
        return a->to < b->to ? -1 : 1;
    return (a->position > b->position) - (a->position < b->position);
}

/* In the order of the network's nodes and links. */
static bool copy_ids(network_parts *parts)
{
    circlet_network *network = parts->network;

    for (size_t i = 0; i < network->node_count; i++) {
        const char *id = parts->builder->nodes[parts->node_order[i]].id;

        network->node_ids[i] = id ? ci_arena_copy(&network->arena, id) : NULL;
        if (id && !network->node_ids[i])
            return false;
    }
    for (size_t i = 0; i < network->link_count; i++) {
        const char *id =
            parts->builder->link_ids[parts->link_order[i].position];

        if (!id)
            continue;
        network->link_ids[i] = ci_arena_copy(&network->arena, id);
        if (!network->link_ids[i])
            return false;
    }
    return true;
}

static void copy_links(network_parts *parts)
{
    const circlet_network_builder *builder = parts->builder;
    circlet_network *network = parts->network;
    size_t shapes = 0, tags = 0, heights = 0;

    for (uint32_t i = 0; i < builder->link_count; i++)
        parts->link_order[i] =
            (link_key){parts->node_number[builder->links[i].from],
                       parts->node_number[builder->links[i].to], i};
    qsort(parts->link_order, builder->link_count, sizeof(link_key),
          compare_links);
    for (size_t i = 0; i < builder->link_count; i++) {
        const link_key *key = &parts->link_order[i];
        const ci_link *old = &builder->links[key->position];
        bool is_first = key->position == 0;
        size_t shape = is_first ? 0 : old[-1].shape_end;
        size_t height = is_first ? 0 : old[-1].height_end;

        for (; shape < old->shape_end; shape++)
            network->shapes[shapes++] = builder->shapes[shape];
        network->known_height_count += height < old->height_end;
        for (; height < old->height_end; height++)
            network->heights_m[heights++] = builder->heights_m[height];
        tags += copy_tags(parts, network->link_tags + tags, builder->link_tags,
                          is_first ? 0 : old[-1].tag_end, old->tag_end);
        network->links[i] =
            (ci_link){key->from, key->to, old->length_m,     shapes,
                      tags,      heights, old->height_cell_m};
    }
}

/* As nodes and links are numbered now. */
static bool copy_turns(network_parts *parts)
{
    const circlet_network_builder *builder = parts->builder;
    uint32_t *link_number;
    bool is_copied;

    if (builder->turn_count == 0)
        return true;
    link_number = take(builder->link_count, sizeof(*link_number));
    if (!link_number)
        return false;
    for (uint32_t i = 0; i < builder->link_count; i++)
        link_number[parts->link_order[i].position] = i;
    is_copied = ci_turns_copy(parts->network, builder, parts->node_number,
                              link_number);
    free(link_number);
    return is_copied;
}

/* Counts, then fills from the end of each node's part downwards, so that
 * `first` ends up where each part starts. */
static void join_links(circlet_network *network)
{
    for (size_t i = 0; i < network->link_count; i++) {
        network->first[network->links[i].from]++;
        network->first[network->links[i].to]++;
    }
    for (size_t i = 1; i <= network->node_count; i++)
        network->first[i] += network->first[i - 1];
    for (size_t i = network->link_count; i-- > 0;) {
        uint32_t from = network->links[i].from, to = network->links[i].to;
        ci_adjacent *backward = &network->adjacent[--network->first[to]];
        ci_adjacent *forward;

        *backward = (ci_adjacent){from, (uint32_t)i & INT32_MAX, 1};
        forward = &network->adjacent[--network->first[from]];
        *forward = (ci_adjacent){to, (uint32_t)i & INT32_MAX, 0};
    }
}

/* The box of the streets: rivers and rails may lead far out of the part
 * where the streets were taken. */
static bool box_streets(circlet_network *network)
{
    ci_box box = ci_box_empty();
    circlet_point corners[5];
    circlet_ring ring = {5, false};
    circlet_area area = {corners, &ring, 1};
    bool has_street = false;

    for (uint32_t i = 0; i < network->link_count; i++)
        if (ci_link_is_street(network, i)) {
            ci_box_grow(&box, network->points[network->links[i].from]);
            ci_box_grow(&box, network->points[network->links[i].to]);
            has_street = true;
        }
    if (!has_street)
        return true;
    corners[0] = corners[4] = (circlet_point){box.west, box.south};
    corners[1] = (circlet_point){box.east, box.south};
    corners[2] = (circlet_point){box.east, box.north};
    corners[3] = (circlet_point){box.west, box.north};
    return ci_area_copy(&network->arena, &network->extent, &area);
}

static bool copy_extent(network_parts *parts)
{
    const circlet_area *extent = &parts->builder->extent;

    if (extent->ring_count == 0)
        return box_streets(parts->network);
    return ci_area_copy(&parts->network->arena, &parts->network->extent,
                        extent);
}

circlet_status circlet_network_builder_finish(
    circlet_network **out, const circlet_network_builder *builder,
    circlet_error *error)
{
    network_parts parts = {.builder = builder};
    bool is_made = reserve(&parts) && copy_texts(&parts) &&
                   copy_nodes(&parts) && copy_order(&parts);

    if (is_made) {
        copy_links(&parts);
        join_links(parts.network);
        is_made =
            copy_ids(&parts) && copy_turns(&parts) && copy_extent(&parts);
    }
    free(parts.node_order);
    free(parts.node_number);
    free(parts.link_order);
    free(parts.texts);
    if (!is_made) {
        circlet_network_free(parts.network);
        return ci_fail_nomem(error);
    }
    *out = parts.network;
    return CIRCLET_OK;
}
