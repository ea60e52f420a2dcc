#include "io/osm_crossings.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "network/travel_mode.h"

/* Tags that a node can get here. */
#define ADDED_MAX 3

static const char *way_value(const ci_osm_street *way, const char *key)
{
    return ci_tag_value(way->tags, way->tag_count, key);
}

static bool is_road(const ci_osm_street *way)
{
    static const char *const roads[] = {
        "motorway",      "motorway_link",  "trunk",
        "trunk_link",    "primary",        "primary_link",
        "secondary",     "secondary_link", "tertiary",
        "tertiary_link", "road",           "unclassified",
        "residential",   "living_street",  "service",
        "busway",        "bus_guideway",   NULL};

    return ci_text_is_one_of(way_value(way, "highway"), roads);
}

static bool is_crossing(const ci_osm_street *way)
{
    static const char *const keys[] = {"highway", "footway", "path",
                                       "cycleway"};
    /* On a road, cycleway=crossing tells of a lane along it. */
    static const char *const ways[] = {"crossing", "footway",    "path",
                                       "cycleway", "pedestrian", "bridleway",
                                       NULL};
    static const char *const crossings[] = {"crossing", NULL};
    bool is_called_so = false;

    for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
        is_called_so = is_called_so ||
                       ci_text_is_one_of(way_value(way, keys[i]), crossings);
    return is_called_so && ci_text_is_one_of(way_value(way, "highway"), ways);
}

static bool is_list(const char *value)
{
    return value && strchr(value, ';');
}

/* NULL: the way says no kind. */
static const char *kind_of(const ci_osm_street *way)
{
    static const char *const vague[] = {"no", "yes", "island", "pedestrian",
                                        NULL};
    const char *value = way_value(way, "crossing");

    return is_list(value) || ci_text_is_one_of(value, vague) ? NULL : value;
}

static bool has_signals(const ci_osm_junction *node)
{
    static const char *const signals[] = {"traffic_signals", NULL};

    return ci_text_is_one_of(
        ci_tag_value(node->tags, node->tag_count, "highway"), signals);
}

/* The node gets these tags before its own; of one key its own is lost. */
static bool add_tags(ci_osm_streets *streets, ci_osm_junction *node,
                     const circlet_tag *added, size_t added_count)
{
    circlet_tag *all = calloc(added_count + node->tag_count, sizeof(*all));
    size_t count = 0;
    bool is_kept;

    if (!all)
        return false;
    for (size_t i = 0; i < added_count; i++)
        all[count++] = added[i];
    for (size_t i = 0; i < node->tag_count; i++)
        all[count++] = node->tags[i];
    is_kept =
        ci_tag_store_keep(&streets->tags, all, count, &node->tags, &count);
    node->tag_count = (uint32_t)count;
    free(all);
    return is_kept;
}

/* `kind` may be NULL. A node that is something else beside (highway=stop,
 * bus_stop, mini_roundabout) stays that: its `crossing`, of whatever kind,
 * says that one gets across there. */
static bool mark_node(ci_osm_streets *streets, ci_osm_junction *node,
                      const char *kind)
{
    static const char *const crossings[] = {"crossing", NULL};
    const char *highway = ci_tag_value(node->tags, node->tag_count, "highway");
    circlet_tag added[ADDED_MAX];
    size_t count = 0;

    if (!kind && has_signals(node))
        kind = "traffic_signals";
    if (!highway)
        added[count++] = (circlet_tag){"highway", "crossing"};
    else if (!kind && !ci_text_is_one_of(highway, crossings))
        kind = "yes";
    if (kind && !ci_tag_value(node->tags, node->tag_count, "crossing"))
        added[count++] = (circlet_tag){"crossing", kind};
    if (count == 0)
        return true;
    added[count++] = (circlet_tag){CI_OSM_FROM_WAY, "yes"};
    return add_tags(streets, node, added, count);
}

static bool mark_way(ci_osm_streets *streets, const ci_osm_street *way,
                     const char *kind)
{
    for (size_t i = 0; i < way->ref_count; i++) {
        ci_osm_junction *node =
            ci_osm_junction_of(streets, way->first_ref + i);

        if (node->is_on_road && !mark_node(streets, node, kind))
            return false;
    }
    return true;
}

static void find_roads(ci_osm_streets *streets)
{
    for (size_t i = 0; i < streets->street_count; i++) {
        const ci_osm_street *way = &streets->streets[i];

        for (size_t k = 0; k < way->ref_count && is_road(way); k++)
            ci_osm_junction_of(streets, way->first_ref + k)->is_on_road = true;
    }
}

/* Those that say a kind first, so that the other half of such a way does not
 * hide it. */
static bool mark_ways(ci_osm_streets *streets, bool has_kind)
{
    for (size_t i = 0; i < streets->street_count; i++) {
        const ci_osm_street *way = &streets->streets[i];
        const char *kind = kind_of(way);

        if (is_crossing(way) && (kind != NULL) == has_kind &&
            !mark_way(streets, way, kind))
            return false;
    }
    return true;
}

/* A list is moved aside. */
static bool settle_list(ci_osm_streets *streets, ci_osm_junction *node)
{
    const char *list = ci_tag_value(node->tags, node->tag_count, "crossing");
    const circlet_tag added[] = {
        {"crossing", has_signals(node) ? "traffic_signals" : "yes"},
        {CI_OSM_CROSSING_AS_MAPPED, list}};

    return !is_list(list) ||
           add_tags(streets, node, added, sizeof(added) / sizeof(added[0]));
}

circlet_status ci_osm_crossings_mark(ci_osm_streets *streets,
                                     circlet_error *error)
{
    bool is_done;

    find_roads(streets);
    is_done = mark_ways(streets, true) && mark_ways(streets, false);
    for (size_t i = 0; is_done && i < streets->junction_count; i++)
        is_done = settle_list(streets, &streets->junctions[i]);
    return is_done ? CIRCLET_OK : ci_fail_nomem(error);
}
