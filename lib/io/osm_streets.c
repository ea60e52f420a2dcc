/*
 * Memory: 8 bytes for each node of each way, 48 bytes for each node once,
 * then the links with their shapes; each text of a tag once. Nodes that no
 * way needs cost nothing: the millions of corners of buildings.
 */
#include "io/osm_streets.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "geo/geodesic.h"
#include "io/tag_store.h"

typedef struct street {
    int64_t id;
    const circlet_tag *tags;
    size_t tag_count;
    size_t first_ref, ref_count;
    size_t first_point; /* of as many as refs, or NO_POINTS */
} street;

#define NO_POINTS SIZE_MAX

/* A node that ways need. */
typedef struct junction {
    int64_t id;
    circlet_point at;
    const circlet_tag *tags;
    uint32_t tag_count;
    uint32_t position; /* among the nodes of the network, or CI_NOWHERE */
    bool is_shared; /* by ways, or stands in one way twice */
    bool is_known; /* its place */
} junction;

struct ci_osm_streets {
    ci_roads *roads; /* to be filled; owns the arena */
    ci_tag_store tags;
    street *streets;
    size_t street_count, street_capacity;
    int64_t *refs; /* ids; once the ways are complete, positions */
    size_t ref_count, ref_capacity;
    circlet_point *points; /* where ways bring their own */
    size_t point_count, point_capacity;
    junction *junctions; /* by id */
    size_t junction_count;
    size_t link_capacity;
    circlet_point *line; /* scratch: the points of a link */
    size_t line_count, line_capacity;
};

ci_osm_streets *ci_osm_streets_new(void)
{
    ci_osm_streets *streets = calloc(1, sizeof(*streets));

    if (!streets)
        return NULL;
    streets->roads = calloc(1, sizeof(*streets->roads));
    if (!streets->roads ||
        !ci_tag_store_start(&streets->tags, &streets->roads->arena)) {
        ci_osm_streets_free(streets);
        return NULL;
    }
    return streets;
}

void ci_osm_streets_free(ci_osm_streets *streets)
{
    if (!streets)
        return;
    ci_tag_store_free(&streets->tags);
    ci_roads_free(streets->roads);
    free(streets->streets);
    free(streets->refs);
    free(streets->points);
    free(streets->junctions);
    free(streets->line);
    free(streets);
}

/* ---- ways -------------------------------------------------------------- */

static circlet_status add_point(ci_osm_streets *streets, circlet_point at,
                                circlet_error *error)
{
    circlet_point *points =
        ci_array_reserve_one(streets->points, streets->point_count,
                             &streets->point_capacity, sizeof(*points));

    if (!points)
        return ci_fail_nomem(error);
    streets->points = points;
    points[streets->point_count++] = at;
    return CIRCLET_OK;
}

/* Adds what a way passes through, without standing still. */
static circlet_status add_refs(ci_osm_streets *streets, const ci_osm_way *way,
                               circlet_error *error)
{
    for (size_t i = 0; i < way->ref_count; i++) {
        int64_t *refs;

        if (i > 0 && way->refs[i] == way->refs[i - 1])
            continue;
        refs = ci_array_reserve_one(streets->refs, streets->ref_count,
                                    &streets->ref_capacity, sizeof(*refs));
        if (!refs)
            return ci_fail_nomem(error);
        streets->refs = refs;
        refs[streets->ref_count++] = way->refs[i];
        if (way->points && add_point(streets, way->points[i], error))
            return CIRCLET_E_NOMEM;
    }
    return CIRCLET_OK;
}

circlet_status ci_osm_streets_add_way(ci_osm_streets *streets,
                                      const ci_osm_way *way,
                                      circlet_error *error)
{
    street *list =
        ci_array_reserve_one(streets->streets, streets->street_count,
                             &streets->street_capacity, sizeof(*list));
    street *place;

    if (!list)
        return ci_fail_nomem(error);
    streets->streets = list;
    place = &list[streets->street_count];
    place->id = way->id;
    place->first_ref = streets->ref_count;
    place->first_point = way->points ? streets->point_count : NO_POINTS;
    if (!ci_tag_store_keep(&streets->tags, way->tags, way->tag_count,
                           &place->tags, &place->tag_count))
        return ci_fail_nomem(error);
    if (add_refs(streets, way, error))
        return CIRCLET_E_NOMEM;
    place->ref_count = streets->ref_count - place->first_ref;
    streets->street_count++;
    return CIRCLET_OK;
}

static int compare_streets(const void *a, const void *b)
{
    const street *x = a, *y = b;

    return (x->id > y->id) - (x->id < y->id);
}

static circlet_status sort_streets(ci_osm_streets *streets,
                                   circlet_error *error)
{
    if (streets->street_count > 0)
        qsort(streets->streets, streets->street_count, sizeof(street),
              compare_streets);
    for (size_t i = 1; i < streets->street_count; i++)
        if (streets->streets[i].id == streets->streets[i - 1].id)
            return ci_fail(error, CIRCLET_E_DATA,
                           "way %" PRId64 " stands in the file twice",
                           streets->streets[i].id);
    return CIRCLET_OK;
}

static int compare_ids(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return (x > y) - (x < y);
}

static size_t count_different(const int64_t *ids, size_t count)
{
    size_t different = 0;

    for (size_t i = 0; i < count; i++)
        different += i == 0 || ids[i] != ids[i - 1];
    return different;
}

/* Every id once, in order; those that came more often are shared. */
static circlet_status list_junctions(ci_osm_streets *streets,
                                     const int64_t *ids, circlet_error *error)
{
    size_t count = count_different(ids, streets->ref_count);
    junction *next;

    if (count >= CI_NOWHERE)
        return ci_fail(error, CIRCLET_E_DATA, "streets of %zu nodes", count);
    next = calloc(count, sizeof(*next));
    if (!next)
        return ci_fail_nomem(error);
    streets->junctions = next;
    streets->junction_count = count;
    for (size_t i = 0; i < streets->ref_count; i++) {
        if (i > 0 && ids[i] == ids[i - 1]) {
            next[-1].is_shared = true;
            continue;
        }
        next->id = ids[i];
        next->position = CI_NOWHERE;
        next++;
    }
    return CIRCLET_OK;
}

static junction *find_junction(const ci_osm_streets *streets, int64_t id)
{
    size_t low = 0, high = streets->junction_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (streets->junctions[middle].id < id)
            low = middle + 1;
        else
            high = middle;
    }
    return low < streets->junction_count && streets->junctions[low].id == id
               ? &streets->junctions[low]
               : NULL;
}

/* Ids give way to positions among the junctions, in the same room. */
static void number_refs(ci_osm_streets *streets)
{
    for (size_t i = 0; i < streets->ref_count; i++)
        streets->refs[i] =
            find_junction(streets, streets->refs[i]) - streets->junctions;
}

static junction *junction_of(const ci_osm_streets *streets, size_t ref)
{
    return &streets->junctions[streets->refs[ref]];
}

circlet_status ci_osm_streets_end_ways(ci_osm_streets *streets,
                                       circlet_error *error)
{
    circlet_status status = sort_streets(streets, error);
    int64_t *ids;

    if (status)
        return status;
    if (streets->ref_count == 0)
        return CIRCLET_OK;
    ids = malloc(streets->ref_count * sizeof(*ids));
    if (!ids)
        return ci_fail_nomem(error);
    memcpy(ids, streets->refs, streets->ref_count * sizeof(*ids));
    qsort(ids, streets->ref_count, sizeof(*ids), compare_ids);
    status = list_junctions(streets, ids, error);
    free(ids);
    if (!status)
        number_refs(streets);
    return status;
}

/* ---- nodes ------------------------------------------------------------- */

/* Programs write a place off the Earth where they do not know it. */
static bool is_on_earth(circlet_point at)
{
    return at.lon >= -180 && at.lon <= 180 && at.lat >= -90 && at.lat <= 90;
}

circlet_status ci_osm_streets_add_node(ci_osm_streets *streets,
                                       const ci_osm_node *node,
                                       circlet_error *error)
{
    junction *place = find_junction(streets, node->id);
    size_t tag_count;

    if (!place || !is_on_earth(node->at))
        return CIRCLET_OK;
    if (place->is_known)
        return ci_fail(error, CIRCLET_E_DATA,
                       "node %" PRId64 " stands in the file twice", node->id);
    if (!ci_tag_store_keep(&streets->tags, node->tags, node->tag_count,
                           &place->tags, &tag_count))
        return ci_fail_nomem(error);
    place->tag_count = (uint32_t)tag_count;
    place->at = node->at;
    place->is_known = true;
    return CIRCLET_OK;
}

/* Places that the ways themselves bring, where the file lacks the node. */
static void take_points_of_ways(ci_osm_streets *streets)
{
    for (size_t i = 0; i < streets->street_count; i++) {
        const street *way = &streets->streets[i];

        if (way->first_point == NO_POINTS)
            continue;
        for (size_t k = 0; k < way->ref_count; k++) {
            junction *place = junction_of(streets, way->first_ref + k);
            circlet_point at = streets->points[way->first_point + k];

            if (place->is_known || !is_on_earth(at))
                continue;
            place->at = at;
            place->is_known = true;
        }
    }
}

/* ---- links ------------------------------------------------------------- */

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
static circlet_status add_link(ci_osm_streets *streets, const street *way,
                               size_t number, junction *from, junction *to,
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
static circlet_status cut_stretch(ci_osm_streets *streets, const street *way,
                                  size_t first, size_t end, size_t *number,
                                  circlet_error *error)
{
    junction *from = junction_of(streets, first);
    circlet_status status;

    streets->line_count = 0;
    status = extend_line(streets, from->at, error);
    for (size_t i = first + 1; !status && i < end; i++) {
        junction *to = junction_of(streets, i);

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
static circlet_status cut_way(ci_osm_streets *streets, const street *way,
                              circlet_error *error)
{
    size_t end = way->first_ref + way->ref_count, first = way->first_ref;
    circlet_status status = CIRCLET_OK;
    size_t number = 0;

    while (!status && first < end) {
        size_t last = first;

        while (last < end && junction_of(streets, last)->is_known)
            last++;
        if (last > first)
            status = cut_stretch(streets, way, first, last, &number, error);
        first = last + 1;
    }
    return status;
}

/* ---- the network ------------------------------------------------------- */

static circlet_status add_road_node(ci_roads *roads, const junction *of,
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

    take_points_of_ways(streets);
    for (size_t i = 0; i < streets->junction_count; i++)
        roads->missing_node_count += !streets->junctions[i].is_known;
    for (size_t i = 0; !status && i < streets->street_count; i++)
        status = cut_way(streets, &streets->streets[i], error);
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
