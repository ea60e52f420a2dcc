/*
 * Memory: 8 bytes for each node of each way, 48 bytes for each node once,
 * then the links with their shapes; each text of a tag once. Nodes that no
 * way needs cost nothing: the millions of corners of buildings.
 */
#include "io/osm_streets.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "io/osm_junctions.h"

static bool is_tag(const circlet_tag *tag, const char *key, const char *value)
{
    return strcmp(tag->key, key) == 0 && strcmp(tag->value, value) == 0;
}

bool ci_osm_is_street_tag(const circlet_tag *tag)
{
    return strcmp(tag->key, "highway") == 0 ||
           strcmp(tag->key, "railway") == 0 ||
           strcmp(tag->key, "waterway") == 0 ||
           is_tag(tag, "route", "ferry") || is_tag(tag, "natural", "water") ||
           is_tag(tag, "natural", "coastline") ||
           is_tag(tag, "landuse", "reservoir") ||
           is_tag(tag, "landuse", "basin");
}

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
    ci_osm_street *list =
        ci_array_reserve_one(streets->streets, streets->street_count,
                             &streets->street_capacity, sizeof(*list));
    ci_osm_street *place;

    if (!list)
        return ci_fail_nomem(error);
    streets->streets = list;
    place = &list[streets->street_count];
    place->id = way->id;
    place->first_ref = streets->ref_count;
    place->first_point = way->points ? streets->point_count : CI_OSM_NO_POINTS;
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
    const ci_osm_street *x = a, *y = b;

    return (x->id > y->id) - (x->id < y->id);
}

static circlet_status sort_streets(ci_osm_streets *streets,
                                   circlet_error *error)
{
    if (streets->street_count > 0)
        qsort(streets->streets, streets->street_count, sizeof(ci_osm_street),
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
    ci_osm_junction *next;

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

ci_osm_junction *ci_osm_find_junction(const ci_osm_streets *streets,
                                      int64_t id)
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
        streets->refs[i] = ci_osm_find_junction(streets, streets->refs[i]) -
                           streets->junctions;
}

ci_osm_junction *ci_osm_junction_of(const ci_osm_streets *streets, size_t ref)
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
    ci_osm_junction *place = ci_osm_find_junction(streets, node->id);
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

void ci_osm_streets_take_points(ci_osm_streets *streets)
{
    for (size_t i = 0; i < streets->street_count; i++) {
        const ci_osm_street *way = &streets->streets[i];

        if (way->first_point == CI_OSM_NO_POINTS)
            continue;
        for (size_t k = 0; k < way->ref_count; k++) {
            ci_osm_junction *place =
                ci_osm_junction_of(streets, way->first_ref + k);
            circlet_point at = streets->points[way->first_point + k];

            if (place->is_known || !is_on_earth(at))
                continue;
            place->at = at;
            place->is_known = true;
        }
    }
}
