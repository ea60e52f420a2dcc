/* Collects nodes and links in any order; texts of tags are kept once. */
#include "network/network_builder.h"

#include <math.h>
#include <stdlib.h>

#include "base/array.h"
#include "base/error.h"
#include "base/text.h"

/* A link's place in the adjacency has 31 bits; one value is kept free. */
#define MAX_LINKS (((size_t)1 << 31) - 1)
/* The straight pieces of all links are numbered too. */
#define MAX_SEGMENTS ((size_t)UINT32_MAX)
/* More heights than that are no profile of a stretch of street. */
#define MAX_HEIGHTS 10000
/* The two highest node numbers mark ends of lists in searches. */
#define MAX_NODES ((size_t)UINT32_MAX - 2)

circlet_status circlet_network_builder_new(circlet_network_builder **out,
                                           circlet_error *error)
{
    circlet_network_builder *builder = calloc(1, sizeof(*builder));

    if (!builder)
        return ci_fail_nomem(error);
    builder->text_positions = ci_name_map_new();
    if (!builder->text_positions) {
        free(builder);
        return ci_fail_nomem(error);
    }
    *out = builder;
    return CIRCLET_OK;
}

void circlet_network_builder_free(circlet_network_builder *builder)
{
    if (!builder)
        return;
    free(builder->nodes);
    free(builder->order);
    free(builder->links);
    free(builder->node_tags);
    free(builder->link_tags);
    free(builder->shapes);
    free(builder->heights_m);
    free(builder->link_ids);
    free(builder->turns);
    free(builder->texts);
    ci_name_map_free(builder->text_positions);
    ci_arena_free(&builder->arena);
    ci_arena_free(&builder->extent_arena);
    free(builder);
}

static bool is_on_earth(circlet_point at)
{
    return fabs(at.lon) <= 180 && fabs(at.lat) <= 90; /* false for NaN */
}

static circlet_status fail_place(circlet_error *error, const char *what,
                                 size_t position, circlet_point at)
{
    char lon[CI_NUMBER_SIZE], lat[CI_NUMBER_SIZE];

    ci_format_double(lon, at.lon);
    ci_format_double(lat, at.lat);
    return ci_fail(error, CIRCLET_E_ARGUMENT,
                   "%s %zu lies at %s, %s, outside the Earth's range", what,
                   position, lon, lat);
}

/* The position of a text in `texts`; CI_NOWHERE: no memory. */
static uint32_t keep_text(circlet_network_builder *builder, const char *text)
{
    uint32_t position = ci_name_map_find(builder->text_positions, text);
    const char **texts;
    char *copy;

    if (position != CI_NOWHERE || builder->text_count >= CI_NOWHERE)
        return position;
    texts = ci_array_reserve_one(builder->texts, builder->text_count,
                                 &builder->text_capacity, sizeof(*texts));
    if (!texts)
        return CI_NOWHERE;
    builder->texts = texts;
    position = (uint32_t)builder->text_count;
    copy = ci_arena_copy(&builder->arena, text);
    if (!copy || !ci_name_map_add(builder->text_positions, copy, position))
        return CI_NOWHERE;
    texts[builder->text_count++] = copy;
    return position;
}

/* Appends tags behind list->count, which only the caller raises, when
 * nothing can fail any more. */
static bool keep_tags(circlet_network_builder *builder, ci_kept_tag **list,
                      size_t count, size_t *capacity, const circlet_tag *tags,
                      size_t tag_count)
{
    for (size_t i = 0; i < tag_count; i++) {
        ci_kept_tag *grown =
            ci_array_reserve_one(*list, count + i, capacity, sizeof(*grown));

        if (!grown)
            return false;
        *list = grown;
        grown[count + i].key = keep_text(builder, tags[i].key);
        grown[count + i].value = keep_text(builder, tags[i].value);
        if (grown[count + i].key == CI_NOWHERE ||
            grown[count + i].value == CI_NOWHERE)
            return false;
    }
    return true;
}

static circlet_status check_tags(const char *what, size_t position,
                                 const circlet_tag *tags, size_t tag_count,
                                 circlet_error *error)
{
    if (tag_count > 0 && !tags)
        return ci_fail(error, CIRCLET_E_ARGUMENT, "%s %zu has no tag array",
                       what, position);
    for (size_t i = 0; i < tag_count; i++)
        if (!tags[i].key || !tags[i].value)
            return ci_fail(error, CIRCLET_E_ARGUMENT,
                           "tag %zu of %s %zu has no key or no value", i, what,
                           position);
    return CIRCLET_OK;
}

circlet_status circlet_network_builder_add_node(
    circlet_network_builder *builder, circlet_point at,
    const circlet_tag *tags, size_t tag_count, circlet_node *out,
    circlet_error *error)
{
    size_t position = builder->node_count;
    circlet_status status;
    ci_kept_node *nodes;

    if (!is_on_earth(at))
        return fail_place(error, "node", position, at);
    status = check_tags("node", position, tags, tag_count, error);
    if (status)
        return status;
    if (position >= MAX_NODES)
        return ci_fail(error, CIRCLET_E_DATA, "more than %zu nodes",
                       MAX_NODES);
    nodes = ci_array_reserve_one(builder->nodes, position,
                                 &builder->node_capacity, sizeof(*nodes));
    if (!nodes)
        return ci_fail_nomem(error);
    builder->nodes = nodes;
    if (!keep_tags(builder, &builder->node_tags, builder->node_tag_count,
                   &builder->node_tag_capacity, tags, tag_count))
        return ci_fail_nomem(error);
    builder->node_tag_count += tag_count;
    nodes[position] = (ci_kept_node){at, builder->node_tag_count, NULL};
    builder->node_count++;
    *out = (circlet_node)position;
    return CIRCLET_OK;
}

circlet_status circlet_network_builder_name_node(
    circlet_network_builder *builder, circlet_node node, const char *id,
    circlet_error *error)
{
    char *copy;

    if (!builder || !id || node >= builder->node_count)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "node %lu was never added, or its id is not said",
                       (unsigned long)node);
    copy = ci_arena_copy(&builder->arena, id);
    if (!copy)
        return ci_fail_nomem(error);
    builder->nodes[node].id = copy;
    return CIRCLET_OK;
}

static circlet_status check_heights(size_t position,
                                    const circlet_link_record *link,
                                    circlet_error *error)
{
    if (link->height_count == 0)
        return CIRCLET_OK;
    if (link->height_count == 1 || link->height_count > MAX_HEIGHTS)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "link %zu has %zu heights, not 0 or 2 to %d", position,
                       link->height_count, MAX_HEIGHTS);
    if (!(link->height_cell_m >= 0) || !isfinite(link->height_cell_m))
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "link %zu has heights out of a grid whose points are "
                       "no distance from each other",
                       position);
    if (!link->heights_m)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "link %zu has no height array", position);
    for (size_t i = 0; i < link->height_count; i++)
        if (!isfinite(link->heights_m[i]))
            return ci_fail(error, CIRCLET_E_ARGUMENT,
                           "height %zu of link %zu is no number", i, position);
    return CIRCLET_OK;
}

static circlet_status check_link(const circlet_network_builder *builder,
                                 const circlet_link_record *link,
                                 circlet_error *error)
{
    size_t position = builder->link_count;
    char length[CI_NUMBER_SIZE];

    if (link->from >= builder->node_count || link->to >= builder->node_count)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "link %zu-%zu joins a node that was never added",
                       (size_t)link->from, (size_t)link->to);
    if (!(link->length_m >= 0 && isfinite(link->length_m))) {
        ci_format_double(length, link->length_m);
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "link %zu has a length of %s m", position, length);
    }
    if (link->shape_count > 0 && !link->shape)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "link %zu has no shape array", position);
    for (size_t i = 0; i < link->shape_count; i++)
        if (!is_on_earth(link->shape[i]))
            return fail_place(error, "a shape point of link", position,
                              link->shape[i]);
    return check_tags("link", position, link->tags, link->tag_count, error);
}

/* Appends shape points behind the count, as keep_tags() does. */
static bool keep_shape(circlet_network_builder *builder,
                       const circlet_link_record *link)
{
    for (size_t i = 0; i < link->shape_count; i++) {
        circlet_point *shapes =
            ci_array_reserve_one(builder->shapes, builder->shape_count + i,
                                 &builder->shape_capacity, sizeof(*shapes));

        if (!shapes)
            return false;
        builder->shapes = shapes;
        shapes[builder->shape_count + i] = link->shape[i];
    }
    return true;
}

/* Likewise the heights. */
static bool keep_heights(circlet_network_builder *builder,
                         const circlet_link_record *link)
{
    for (size_t i = 0; i < link->height_count; i++) {
        float *heights_m = ci_array_reserve_one(
            builder->heights_m, builder->height_count + i,
            &builder->height_capacity, sizeof(*heights_m));

        if (!heights_m)
            return false;
        builder->heights_m = heights_m;
        heights_m[builder->height_count + i] = link->heights_m[i];
    }
    return true;
}

/* Into the place of the link that is being added. */
static bool keep_id(circlet_network_builder *builder, const char *id)
{
    char *copy = id ? ci_arena_copy(&builder->arena, id) : NULL;

    builder->link_ids[builder->link_count] = copy;
    return !id || copy;
}

/* Room for one more link and its id. */
static bool reserve_link(circlet_network_builder *builder)
{
    ci_link *links =
        ci_array_reserve_one(builder->links, builder->link_count,
                             &builder->link_capacity, sizeof(*links));
    const char **ids;

    if (!links)
        return false;
    builder->links = links;
    ids = ci_array_reserve_one(builder->link_ids, builder->link_count,
                               &builder->link_id_capacity, sizeof(*ids));
    if (!ids)
        return false;
    builder->link_ids = ids;
    return true;
}

circlet_status circlet_network_builder_add_link(
    circlet_network_builder *builder, const circlet_link_record *link,
    circlet_error *error)
{
    circlet_status status = check_link(builder, link, error);

    if (!status)
        status = check_heights(builder->link_count, link, error);
    if (status)
        return status;
    if (builder->link_count >= MAX_LINKS)
        return ci_fail(error, CIRCLET_E_DATA, "more than %zu links",
                       MAX_LINKS);
    if (link->shape_count >=
        MAX_SEGMENTS - builder->link_count - builder->shape_count)
        return ci_fail(error, CIRCLET_E_DATA, "more than %zu pieces of links",
                       MAX_SEGMENTS);
    if (!reserve_link(builder) || !keep_shape(builder, link) ||
        !keep_heights(builder, link) || !keep_id(builder, link->id) ||
        !keep_tags(builder, &builder->link_tags, builder->link_tag_count,
                   &builder->link_tag_capacity, link->tags, link->tag_count))
        return ci_fail_nomem(error);
    builder->shape_count += link->shape_count;
    builder->height_count += link->height_count;
    builder->link_tag_count += link->tag_count;
    builder->links[builder->link_count++] = (ci_link){link->from,
                                                      link->to,
                                                      link->length_m,
                                                      builder->shape_count,
                                                      builder->link_tag_count,
                                                      builder->height_count,
                                                      link->height_cell_m};
    return CIRCLET_OK;
}

static circlet_status check_extent(const circlet_area *extent,
                                   circlet_error *error)
{
    size_t first = 0;

    if (!extent || extent->ring_count == 0 || !extent->rings ||
        !extent->points)
        return ci_fail(error, CIRCLET_E_ARGUMENT, "an extent has no rings");
    for (size_t i = 0; i < extent->ring_count; i++) {
        size_t end = extent->rings[i].end;

        if (end < first || end - first < 4 ||
            extent->points[first].lon != extent->points[end - 1].lon ||
            extent->points[first].lat != extent->points[end - 1].lat)
            return ci_fail(error, CIRCLET_E_ARGUMENT,
                           "ring %zu of the extent is not closed", i);
        for (; first < end; first++)
            if (!is_on_earth(extent->points[first]))
                return fail_place(error, "extent point", first,
                                  extent->points[first]);
    }
    return CIRCLET_OK;
}

circlet_status circlet_network_builder_set_extent(
    circlet_network_builder *builder, const circlet_area *extent,
    circlet_error *error)
{
    circlet_status status = check_extent(extent, error);
    ci_arena arena = {0};
    circlet_area copy;

    if (status)
        return status;
    if (!ci_area_copy(&arena, &copy, extent)) {
        ci_arena_free(&arena);
        return ci_fail_nomem(error);
    }
    ci_arena_free(&builder->extent_arena);
    builder->extent_arena = arena;
    builder->extent = copy;
    return CIRCLET_OK;
}
