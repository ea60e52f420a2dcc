/* The format: https://github.com/zephyr-data-specs/GMNS */
#include "io/gmns_table.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/text.h"

static const char *const node_columns[] = {"node_id", "x_coord", "y_coord"};

/* ---- rows --------------------------------------------------------------- */

/* Takes a row, or fails with the reason why it cannot be used. */
typedef circlet_status (*row_fn)(ci_gmns *g, const ci_gmns_table *t,
                                 const ci_csv_row *row, circlet_error *reason);

/* `row_count` counts on. */
static circlet_status read_rows(ci_gmns *g, ci_gmns_table *t, row_fn take,
                                uint64_t *row_count, circlet_error *error)
{
    for (;;) {
        circlet_error reason;
        ci_csv_row row;
        bool has_row;
        circlet_status status =
            ci_csv_reader_next(t->reader, &row, &has_row, error);

        if (status || !has_row)
            return status;
        ++*row_count;
        if (row.problem)
            status = ci_fail(&reason, CIRCLET_E_FORMAT, "%s", row.problem);
        else
            status = take(g, t, &row, &reason);
        if (status == CIRCLET_E_NOMEM)
            return ci_fail_nomem(error);
        if (status && t->reject)
            t->reject(t->path, row.line, reason.message, t->user);
    }
}

/* ---- nodes ------------------------------------------------------------- */

static circlet_status read_place(circlet_point *out, const ci_gmns_table *t,
                                 const ci_csv_row *row, circlet_error *reason)
{
    circlet_status status =
        ci_gmns_number(&out->lon, t, row, CI_GMNS_NODE_X, "x_coord", reason);

    if (!status)
        status = ci_gmns_number(&out->lat, t, row, CI_GMNS_NODE_Y, "y_coord",
                                reason);
    if (status)
        return status;
    if (fabs(out->lat) > 90 && fabs(out->lat) <= 180 && out->lon != 0 &&
        fabs(out->lon) <= 90)
        return ci_fail(reason, CIRCLET_E_DATA,
                       "x_coord '%s' and y_coord '%s' look exchanged: x is "
                       "the longitude",
                       ci_gmns_cell(t, row, CI_GMNS_NODE_X),
                       ci_gmns_cell(t, row, CI_GMNS_NODE_Y));
    if (out->lon < -180 || out->lon > 180)
        return ci_fail(reason, CIRCLET_E_DATA,
                       "x_coord '%s' is not within -180 to 180 degrees",
                       ci_gmns_cell(t, row, CI_GMNS_NODE_X));
    if (out->lat < -90 || out->lat > 90)
        return ci_fail(reason, CIRCLET_E_DATA,
                       "y_coord '%s' is not within -90 to 90 degrees",
                       ci_gmns_cell(t, row, CI_GMNS_NODE_Y));
    return CIRCLET_OK;
}

static circlet_status take_node(ci_gmns *g, const ci_gmns_table *t,
                                const ci_csv_row *row, circlet_error *reason)
{
    ci_roads *roads = g->roads;
    ci_road_node node = {0};
    ci_road_node *nodes;
    circlet_status status =
        ci_gmns_new_id(&node.id, g->node_ids, t, row, "node_id", reason);

    if (!status)
        status = read_place(&node.at, t, row, reason);
    if (!status && roads->node_count >= CI_NOWHERE - 1)
        status = ci_fail(reason, CIRCLET_E_DATA, "too many nodes");
    if (status)
        return status;
    nodes = ci_array_reserve_one(roads->nodes, roads->node_count,
                                 &g->node_capacity, sizeof(*nodes));
    if (!nodes)
        return CIRCLET_E_NOMEM;
    roads->nodes = nodes;
    node.id = ci_arena_copy(&roads->arena, node.id);
    if (!node.id ||
        !ci_name_map_add(g->node_ids, node.id, (uint32_t)roads->node_count) ||
        !ci_gmns_add_columns(g, t, row) ||
        !ci_tag_store_keep(&g->store, g->tags, g->tag_count, &node.tags,
                           &node.tag_count))
        return CIRCLET_E_NOMEM;
    nodes[roads->node_count++] = node;
    return CIRCLET_OK;
}

/* Whole numbers by value, before texts. */
static int compare_ids(const char *a, const char *b)
{
    int64_t x = 0, y = 0;
    bool is_x = ci_parse_int64(&x, a), is_y = ci_parse_int64(&y, b);

    if (is_x != is_y)
        return is_x ? -1 : 1;
    if (x != y)
        return x < y ? -1 : 1;
    return strcmp(a, b);
}

static int compare_nodes(const void *a, const void *b)
{
    return compare_ids(((const ci_road_node *)a)->id,
                       ((const ci_road_node *)b)->id);
}

static int compare_links(const void *a, const void *b)
{
    return compare_ids(((const ci_road_link *)a)->id,
                       ((const ci_road_link *)b)->id);
}

/* ---- both -------------------------------------------------------------- */

/* Sorts the nodes, and notes anew where each is. */
static circlet_status sort_nodes(ci_gmns *g, circlet_error *error)
{
    ci_roads *roads = g->roads;

    ci_name_map_free(g->node_ids);
    g->node_ids = ci_name_map_new();
    if (!g->node_ids)
        return ci_fail_nomem(error);
    if (roads->node_count > 0)
        qsort(roads->nodes, roads->node_count, sizeof(*roads->nodes),
              compare_nodes);
    for (size_t i = 0; i < roads->node_count; i++)
        if (!ci_name_map_add(g->node_ids, roads->nodes[i].id, (uint32_t)i))
            return ci_fail_nomem(error);
    return CIRCLET_OK;
}

static circlet_status read_nodes(ci_gmns *g, ci_gmns_table *t,
                                 const ci_csv_options *options,
                                 circlet_error *error)
{
    circlet_status status =
        ci_csv_reader_open(&t->reader, t->path, options, error);

    if (!status)
        status =
            ci_gmns_find_columns(t, node_columns, CI_GMNS_NODE_COLUMN_COUNT,
                                 CI_GMNS_NODE_COLUMN_COUNT, error);
    if (!status)
        status = read_rows(g, t, take_node, &g->roads->node_row_count, error);
    return status ? status : sort_nodes(g, error);
}

static circlet_status read_links(ci_gmns *g, ci_gmns_table *t,
                                 const ci_csv_options *options,
                                 circlet_error *error)
{
    circlet_status status =
        ci_csv_reader_open(&t->reader, t->path, options, error);

    if (!status)
        status = ci_gmns_find_columns(t, ci_gmns_link_columns,
                                      CI_GMNS_LINK_COLUMN_COUNT,
                                      CI_GMNS_LINK_NEEDED_COUNT, error);
    if (!status)
        status = read_rows(g, t, ci_gmns_take_link, &g->roads->way_row_count,
                           error);
    if (!status && g->roads->link_count == 0)
        status = ci_fail(error, CIRCLET_E_DATA,
                         "%s: no row is a link between known nodes", t->path);
    if (!status && g->roads->links)
        qsort(g->roads->links, g->roads->link_count, sizeof(*g->roads->links),
              compare_links);
    return status;
}

static bool start(ci_gmns *g)
{
    g->roads = calloc(1, sizeof(*g->roads));
    g->node_ids = ci_name_map_new();
    g->link_ids = ci_name_map_new();
    return g->roads && g->node_ids && g->link_ids &&
           ci_tag_store_start(&g->store, &g->roads->arena);
}

static void free_gmns(ci_gmns *g)
{
    ci_tag_store_free(&g->store);
    ci_name_map_free(g->node_ids);
    ci_name_map_free(g->link_ids);
    free(g->tags);
    free(g->line.points);
    ci_roads_free(g->roads);
}

circlet_status ci_gmns_read(ci_roads **out, const char *node_path,
                            const char *link_path, const char *encoding,
                            ci_road_reject_fn reject, void *user,
                            circlet_error *error)
{
    const ci_csv_options options = {.encoding = encoding};
    ci_gmns_table nodes = {.path = node_path, .reject = reject, .user = user};
    ci_gmns_table links = {.path = link_path, .reject = reject, .user = user};
    ci_gmns g = {0};
    circlet_status status = start(&g) ? read_nodes(&g, &nodes, &options, error)
                                      : ci_fail_nomem(error);

    if (!status)
        status = read_links(&g, &links, &options, error);
    if (!status) {
        *out = g.roads;
        g.roads = NULL;
    }
    ci_gmns_close(&nodes);
    ci_gmns_close(&links);
    free_gmns(&g);
    return status;
}

circlet_status ci_gmns_tell(bool *is_link, const char *path,
                            const char *encoding, circlet_error *error)
{
    const ci_csv_options options = {.encoding = encoding};
    ci_csv_reader *reader;
    circlet_status status = ci_csv_reader_open(&reader, path, &options, error);

    if (status)
        return status;
    if (ci_csv_reader_find(reader, "node_id") != CI_NOWHERE &&
        ci_csv_reader_find(reader, "x_coord") != CI_NOWHERE)
        *is_link = false;
    else if (ci_csv_reader_find(reader, "link_id") != CI_NOWHERE &&
             ci_csv_reader_find(reader, "from_node_id") != CI_NOWHERE)
        *is_link = true;
    else
        status = ci_gmns_fail_columns(reader, path,
                                      "node_id and x_coord, nor link_id and "
                                      "from_node_id",
                                      error);
    ci_csv_reader_close(reader);
    return status;
}
