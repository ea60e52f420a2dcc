/* The ways of OpenStreetMap, all read, cut into links. */
#include "io/osm_junctions.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "geo/geodesic.h"
#include "io/osm_crossings.h"
#include "io/osm_extent.h"

static circlet_status extend_line(ci_osm_streets *streets, circlet_point at,
                                  circlet_error *error)
{
    circlet_point *line =
        ci_array_reserve_one(streets->line, streets->line_count,
                             &streets->line_capacity, sizeof(*line));

    if (!line)
        return ci_fail_nomem(error);
    streets->line = line;
    line[streets->line_count++] = at;
    return CIRCLET_OK;
}

static bool keep_shape(ci_osm_streets *streets, ci_road_link *link)
{
    size_t size = link->shape_count * sizeof(*link->shape);
    circlet_point *shape;

    if (size == 0)
        return true;
    shape = ci_arena_take(&streets->roads->arena, size);
    if (!shape)
        return false;
    memcpy(shape, streets->line + 1, size);
    link->shape = shape;
    return true;
}

/* Adds the stretch of a way whose points are in the line. Its ends are
 * positions among the junctions until the nodes are numbered. */
static circlet_status add_link(ci_osm_streets *streets,
                               const ci_osm_street *way, size_t number,
                               ci_osm_junction *from, ci_osm_junction *to,
                               circlet_error *error)
{
    ci_roads *roads = streets->roads;
    ci_road_link link = {0};
    ci_road_link *links;
    char id[48];

    links = ci_array_reserve_one(roads->links, roads->link_count,
                                 &streets->link_capacity, sizeof(*links));
    if (!links)
        return ci_fail_nomem(error);
    roads->links = links;
    snprintf(id, sizeof(id), "%" PRId64 "-%zu", way->id, number);
    link.id = ci_arena_copy(&roads->arena, id);
    link.shape_count = streets->line_count - 2;
    if (!link.id || !keep_shape(streets, &link))
        return ci_fail_nomem(error);
    link.from = (uint32_t)(from - streets->junctions);
    link.to = (uint32_t)(to - streets->junctions);
    link.length_m = ci_geodesic_length_m(streets->line, streets->line_count);
    link.tags = way->tags;
    link.tag_count = way->tag_count;
    from->position = to->position = 0; /* any: they are numbered later */
    links[roads->link_count++] = link;
    return CIRCLET_OK;
}

/* Cuts a stretch of a way whose nodes are all known: `end` is the ref after
 * its last. */
static circlet_status cut_stretch(ci_osm_streets *streets,
                                  const ci_osm_street *way, size_t first,
                                  size_t end, size_t *number,
                                  circlet_error *error)
{
    ci_osm_junction *from = ci_osm_junction_of(streets, first);
    circlet_status status;

    streets->line_count = 0;
    status = extend_line(streets, from->at, error);
    for (size_t i = first + 1; !status && i < end; i++) {
        ci_osm_junction *to = ci_osm_junction_of(streets, i);

        status = extend_line(streets, to->at, error);
        if (status || (i + 1 < end && !to->is_shared && to->tag_count == 0))
            continue;
        status = add_link(streets, way, (*number)++, from, to, error);
        from = to;
        streets->line_count = 0;
        status = status ? status : extend_line(streets, from->at, error);
    }
    return status;
}

/* A way falls apart where its nodes are missing. */
static circlet_status cut_way(ci_osm_streets *streets,
                              const ci_osm_street *way, circlet_error *error)
{
    size_t end = way->first_ref + way->ref_count, first = way->first_ref;
    circlet_status status = CIRCLET_OK;
    size_t number = 0;

    while (!status && first < end) {
        size_t last = first;

        while (last < end && ci_osm_junction_of(streets, last)->is_known)
            last++;
        if (last > first)
            status = cut_stretch(streets, way, first, last, &number, error);
        first = last + 1;
    }
    return status;
}

/* ---- the network ------------------------------------------------------- */

static circlet_status add_road_node(ci_roads *roads, const ci_osm_junction *of,
                                    circlet_error *error)
{
    char id[24];

    snprintf(id, sizeof(id), "%" PRId64, of->id);
    roads->nodes[of->position] = (ci_road_node){
        ci_arena_copy(&roads->arena, id), of->at, of->tags, of->tag_count};
    return roads->nodes[of->position].id ? CIRCLET_OK : ci_fail_nomem(error);
}

/* Numbers the ends of links in the order of their ids. */
static circlet_status number_nodes(ci_osm_streets *streets,
                                   circlet_error *error)
{
    ci_roads *roads = streets->roads;
    circlet_status status = CIRCLET_OK;

    for (size_t i = 0; i < streets->junction_count; i++)
        if (streets->junctions[i].position != CI_NOWHERE)
            streets->junctions[i].position = (uint32_t)roads->node_count++;
    roads->nodes = calloc(roads->node_count, sizeof(*roads->nodes));
    if (!roads->nodes)
        return ci_fail_nomem(error);
    for (size_t i = 0; !status && i < streets->junction_count; i++)
        if (streets->junctions[i].position != CI_NOWHERE)
            status = add_road_node(roads, &streets->junctions[i], error);
    for (size_t i = 0; !status && i < roads->link_count; i++) {
        ci_road_link *link = &roads->links[i];

        link->from = streets->junctions[link->from].position;
        link->to = streets->junctions[link->to].position;
    }
    return status;
}

circlet_status ci_osm_streets_cut(ci_roads **out, ci_osm_streets *streets,
                                  circlet_error *error)
{
    ci_roads *roads = streets->roads;
    circlet_status status = CIRCLET_OK;

    ci_osm_streets_take_points(streets);
    status = ci_osm_crossings_mark(streets, error);
    if (!status)
        status = ci_osm_extent_find(roads, streets, error);
    for (size_t i = 0; i < streets->junction_count; i++)
        roads->missing_node_count += !streets->junctions[i].is_known;
    for (size_t i = 0; !status && i < streets->street_count; i++) {
        streets->streets[i].first_link = roads->link_count;
        status = cut_way(streets, &streets->streets[i], error);
    }
    if (status)
        return status;
    if (roads->link_count == 0)
        return ci_fail(error, CIRCLET_E_DATA,
                       "no street: %zu ways are streets, and %" PRIu64
                       " of their %zu nodes are missing",
                       streets->street_count, roads->missing_node_count,
                       streets->junction_count);
    status = number_nodes(streets, error);
    if (status)
        return status;
    streets->roads = NULL;
    *out = roads;
    return CIRCLET_OK;
}
