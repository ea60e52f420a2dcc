#include "io/line_roads_links.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/id_map.h"
#include "geo/geodesic.h"

typedef struct cutter {
    ci_roads *roads;
    const ci_line_set *set;
    const ci_line_nodes *nodes;
    ci_line_record *records;
    uint32_t *positions; /* of nodes among those of the network */
    uint32_t *link_records;
    size_t link_capacity, record_capacity;
    circlet_point *line; /* room for the longest */
} cutter;

static size_t longest_line(const ci_line_set *set)
{
    size_t longest = 0;

    for (size_t i = 0; i < set->line_count; i++) {
        size_t count = set->lines[i].end - ci_line_start(set, i);

        if (count > longest)
            longest = count;
    }
    return longest;
}

static bool set_up(cutter *c)
{
    c->line = malloc((longest_line(c->set) + 1) * sizeof(*c->line));
    c->positions = malloc((c->nodes->count + 1) * sizeof(*c->positions));
    c->roads->nodes = malloc((c->nodes->count + 1) * sizeof(ci_road_node));
    if (!c->line || !c->positions || !c->roads->nodes)
        return false;
    for (size_t i = 0; i < c->nodes->count; i++)
        c->positions[i] = CI_NOWHERE;
    return true;
}

static circlet_status number_node(cutter *c, uint32_t node,
                                  circlet_error *error)
{
    ci_roads *roads = c->roads;
    char id[24];

    /* NOLINTNEXTLINE(clang-analyzer-core.UndefinedBinaryOperatorResult) */
    if (c->positions[node] != CI_NOWHERE)
        return CIRCLET_OK;
    snprintf(id, sizeof(id), "%zu", roads->node_count + 1);
    roads->nodes[roads->node_count] = (ci_road_node){
        ci_arena_copy(&roads->arena, id), c->nodes->places[node], NULL, 0};
    if (!roads->nodes[roads->node_count].id)
        return ci_fail_nomem(error);
    c->positions[node] = (uint32_t)roads->node_count++;
    return CIRCLET_OK;
}

static char *name_link(cutter *c, const ci_line_record *record)
{
    size_t size = strlen(record->id) + 16;
    char *id = ci_arena_take(&c->roads->arena, size);

    if (id)
        snprintf(id, size, "%s-%" PRIu32, record->id, record->link_count);
    return id;
}

static bool make_room(cutter *c)
{
    ci_roads *roads = c->roads;
    ci_road_link *links = ci_array_reserve_one(
        roads->links, roads->link_count, &c->link_capacity, sizeof(*links));
    uint32_t *records;

    if (!links)
        return false;
    roads->links = links;
    records = ci_array_reserve_one(c->link_records, roads->link_count,
                                   &c->record_capacity, sizeof(*records));
    if (!records)
        return false;
    c->link_records = records;
    return true;
}

/* The points of a link stand in `line`, the first and the last being those
 * of its nodes. */
static circlet_status add_link(cutter *c, uint32_t record, uint32_t from,
                               uint32_t to, size_t count, circlet_error *error)
{
    ci_roads *roads = c->roads;
    ci_line_record *of = &c->records[record];
    ci_road_link link = {.tags = of->tags, .tag_count = of->tag_count};
    circlet_status status = number_node(c, from, error);

    if (status == CIRCLET_OK)
        status = number_node(c, to, error);
    if (status != CIRCLET_OK)
        return status;
    if (!make_room(c) || !(link.id = name_link(c, of)))
        return ci_fail_nomem(error);
    c->line[0] = c->nodes->places[from];
    c->line[count - 1] = c->nodes->places[to];
    link.length_m = ci_geodesic_length_m(c->line, count);
    link.from = c->positions[from];
    link.to = c->positions[to];
    link.shape_count = count - 2;
    if (link.shape_count > 0) {
        size_t size = link.shape_count * sizeof(*link.shape);
        circlet_point *shape = ci_arena_take(&roads->arena, size);

        if (!shape)
            return ci_fail_nomem(error);
        memcpy(shape, c->line + 1, size);
        link.shape = shape;
    }
    c->link_records[roads->link_count] = record;
    roads->links[roads->link_count++] = link;
    of->link_count++;
    return CIRCLET_OK;
}

/* Points of one node that follow each other are one. */
static circlet_status cut_line(cutter *c, size_t i, circlet_error *error)
{
    const ci_line *line = &c->set->lines[i];
    size_t start = ci_line_start(c->set, i), count = 0;
    uint32_t from = c->set->points[start].node;

    for (size_t k = start; k < line->end; k++) {
        const ci_line_point *point = &c->set->points[k];
        circlet_status status;

        c->line[count++] = point->at;
        if (point->node == CI_NOWHERE)
            continue;
        if (count > 2 || (count == 2 && point->node != from)) {
            status =
                add_link(c, line->record, from, point->node, count, error);
            if (status != CIRCLET_OK)
                return status;
        }
        from = point->node;
        count = 1;
    }
    return CIRCLET_OK;
}

circlet_status ci_line_links_cut(ci_roads *roads, uint32_t **out_records,
                                 const ci_line_set *set,
                                 const ci_line_nodes *nodes,
                                 ci_line_record *records, circlet_error *error)
{
    cutter c = {
        .roads = roads, .set = set, .nodes = nodes, .records = records};
    circlet_status status = set_up(&c) ? CIRCLET_OK : ci_fail_nomem(error);

    for (size_t i = 0; status == CIRCLET_OK && i < set->line_count; i++)
        status = cut_line(&c, i, error);
    free(c.line);
    free(c.positions);
    if (status != CIRCLET_OK) {
        free(c.link_records);
        return status;
    }
    *out_records = c.link_records;
    return CIRCLET_OK;
}
