/* Rows of link.csv. */
#include "io/gmns_table.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/array.h"
#include "base/error.h"
#include "base/text.h"
#include "geo/geodesic.h"
#include "network/travel_mode.h"

const char *const ci_gmns_link_columns[CI_GMNS_LINK_COLUMN_COUNT] = {
    "link_id",  "from_node_id",  "to_node_id", "length",
    "directed", "facility_type", "free_speed", "geometry"};

/* No link is longer, and none has a geometry whose ends lie farther from its
 * nodes: what says so is a mistake in the file. */
#define LENGTH_MAX_M 1e6
#define END_GAP_MAX_M 1e3

static circlet_status read_end(uint32_t *out, const ci_name_map *nodes,
                               const ci_gmns_table *t, const ci_csv_row *row,
                               size_t column, circlet_error *reason)
{
    const char *id = ci_gmns_cell(t, row, column);
    uint32_t position;

    if (!id)
        return ci_fail(reason, CIRCLET_E_DATA, "%s is empty",
                       ci_gmns_link_columns[column]);
    position = ci_name_map_find(nodes, id);
    if (position == CI_NOWHERE)
        return ci_fail(reason, CIRCLET_E_DATA, "%s '%s' is no node",
                       ci_gmns_link_columns[column], id);
    *out = position;
    return CIRCLET_OK;
}

static circlet_status read_length(double *out, const ci_gmns_table *t,
                                  const ci_csv_row *row, circlet_error *reason)
{
    double length = 0;
    circlet_status status =
        ci_gmns_number(&length, t, row, CI_GMNS_LINK_LENGTH, "length", reason);

    if (status)
        return status;
    if (length < 0)
        return ci_fail(reason, CIRCLET_E_DATA, "length '%s' is negative",
                       ci_gmns_cell(t, row, CI_GMNS_LINK_LENGTH));
    if (length > LENGTH_MAX_M)
        return ci_fail(reason, CIRCLET_E_DATA, "length %s is over 1,000,000 m",
                       ci_gmns_cell(t, row, CI_GMNS_LINK_LENGTH));
    *out = length;
    return CIRCLET_OK;
}

/* A link without a word about its direction is open both ways. */
static circlet_status read_directed(bool *out, const ci_gmns_table *t,
                                    const ci_csv_row *row,
                                    circlet_error *reason)
{
    const char *text = ci_gmns_cell(t, row, CI_GMNS_LINK_DIRECTED);

    if (!text || strcmp(text, "0") == 0 || strcasecmp(text, "false") == 0)
        *out = false;
    else if (strcmp(text, "1") == 0 || strcasecmp(text, "true") == 0)
        *out = true;
    else
        return ci_fail(reason, CIRCLET_E_DATA,
                       "directed '%s' is not 0, 1, true or false", text);
    return CIRCLET_OK;
}

static circlet_status read_speed(char out[CI_NUMBER_SIZE],
                                 const ci_gmns_table *t, const ci_csv_row *row,
                                 circlet_error *reason)
{
    const char *text = ci_gmns_cell(t, row, CI_GMNS_LINK_SPEED);
    circlet_status status;
    double kmh = 0;

    out[0] = '\0';
    if (!text)
        return CIRCLET_OK;
    status =
        ci_gmns_number(&kmh, t, row, CI_GMNS_LINK_SPEED, "free_speed", reason);
    if (status)
        return status;
    if (kmh <= 0)
        return ci_fail(reason, CIRCLET_E_DATA, "free_speed '%s' is not over 0",
                       text);
    ci_format_double(out, kmh);
    return CIRCLET_OK;
}

/* What `directed` says in OpenStreetMap's words, where a motorway would be
 * one-way without a word. NULL: nothing. */
static const char *oneway_of(const ci_gmns *g, bool is_directed)
{
    const char *highway = ci_tag_value(g->tags, g->tag_count, "highway");

    if (is_directed)
        return "yes";
    return highway && strcmp(highway, "motorway") == 0 ? "no" : NULL;
}

/* Of tags with one key the first is kept: columns go before GMNS's words. */
static circlet_status read_tags(ci_road_link *out, ci_gmns *g,
                                const ci_gmns_table *t, const ci_csv_row *row,
                                circlet_error *reason)
{
    char kmh[CI_NUMBER_SIZE];
    bool is_directed = false;
    circlet_status status = read_directed(&is_directed, t, row, reason);

    if (!status)
        status = read_speed(kmh, t, row, reason);
    if (status)
        return status;
    if (!ci_gmns_add_columns(g, t, row) ||
        !ci_gmns_add_tag(g, "highway",
                         ci_gmns_cell(t, row, CI_GMNS_LINK_TYPE)) ||
        !ci_gmns_add_tag(g, "maxspeed", *kmh ? kmh : NULL) ||
        !ci_gmns_add_tag(g, "oneway", oneway_of(g, is_directed)) ||
        !ci_tag_store_keep(&g->store, g->tags, g->tag_count, &out->tags,
                           &out->tag_count))
        return CIRCLET_E_NOMEM;
    return CIRCLET_OK;
}

static bool is_near(circlet_point at, const ci_road_node *node)
{
    const circlet_point line[] = {at, node->at};

    return ci_geodesic_length_m(line, 2) <= END_GAP_MAX_M;
}

static circlet_status check_ends(const ci_gmns *g, const ci_road_link *link,
                                 circlet_error *reason)
{
    const ci_road_node *from = &g->roads->nodes[link->from];
    const ci_road_node *to = &g->roads->nodes[link->to];

    if (!is_near(g->line.points[0], from))
        return ci_fail(reason, CIRCLET_E_DATA,
                       "geometry starts more than 1 km from node '%s'",
                       from->id);
    if (!is_near(g->line.points[g->line.count - 1], to))
        return ci_fail(reason, CIRCLET_E_DATA,
                       "geometry ends more than 1 km from node '%s'", to->id);
    return CIRCLET_OK;
}

static circlet_status read_shape(ci_road_link *out, ci_gmns *g,
                                 const ci_gmns_table *t, const ci_csv_row *row,
                                 circlet_error *reason)
{
    const char *text = ci_gmns_cell(t, row, CI_GMNS_LINK_GEOMETRY);
    circlet_status status =
        text ? ci_wkt_read_line(&g->line, text, reason) : CIRCLET_OK;
    circlet_point *shape;

    if (text && !status)
        status = check_ends(g, out, reason);
    if (status || !text || g->line.count == 2)
        return status;
    out->shape_count = g->line.count - 2;
    shape = ci_arena_take(&g->roads->arena, out->shape_count * sizeof(*shape));
    if (!shape)
        return CIRCLET_E_NOMEM;
    memcpy(shape, g->line.points + 1, out->shape_count * sizeof(*shape));
    out->shape = shape;
    return CIRCLET_OK;
}

static circlet_status read_link(ci_road_link *out, ci_gmns *g,
                                const ci_gmns_table *t, const ci_csv_row *row,
                                circlet_error *reason)
{
    circlet_status status =
        ci_gmns_new_id(&out->id, g->link_ids, t, row, "link_id", reason);

    if (!status)
        status = read_end(&out->from, g->node_ids, t, row, CI_GMNS_LINK_FROM,
                          reason);
    if (!status)
        status =
            read_end(&out->to, g->node_ids, t, row, CI_GMNS_LINK_TO, reason);
    if (!status)
        status = read_length(&out->length_m, t, row, reason);
    if (!status)
        status = read_tags(out, g, t, row, reason);
    if (!status)
        status = read_shape(out, g, t, row, reason);
    return status;
}

circlet_status ci_gmns_take_link(ci_gmns *g, const ci_gmns_table *t,
                                 const ci_csv_row *row, circlet_error *reason)
{
    ci_roads *roads = g->roads;
    ci_road_link link = {0};
    ci_road_link *links;
    circlet_status status = read_link(&link, g, t, row, reason);

    if (!status && roads->link_count >= CI_NOWHERE - 1)
        status = ci_fail(reason, CIRCLET_E_DATA, "too many links");
    if (status)
        return status;
    links = ci_array_reserve_one(roads->links, roads->link_count,
                                 &g->link_capacity, sizeof(*links));
    if (!links)
        return CIRCLET_E_NOMEM;
    roads->links = links;
    link.id = ci_arena_copy(&roads->arena, link.id);
    if (!link.id ||
        !ci_name_map_add(g->link_ids, link.id, (uint32_t)roads->link_count))
        return CIRCLET_E_NOMEM;
    links[roads->link_count++] = link;
    return CIRCLET_OK;
}
