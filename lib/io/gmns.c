/* The format: https://github.com/zephyr-data-specs/GMNS */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/array.h"
#include "base/error.h"
#include "base/text.h"
#include "geo/geodesic.h"
#include "io/csv_reader.h"
#include "io/roads.h"
#include "io/tag_store.h"
#include "io/wkt.h"
#include "network/travel_mode.h"

/* Columns that are no tags of their own name; absent: CI_NOWHERE. */
enum { NODE_ID, NODE_X, NODE_Y, NODE_COLUMN_COUNT };
enum {
    LINK_ID,
    LINK_FROM,
    LINK_TO,
    LINK_LENGTH,
    LINK_NEEDED_COUNT, /* those before are needed */
    LINK_DIRECTED = LINK_NEEDED_COUNT,
    LINK_TYPE,
    LINK_SPEED,
    LINK_GEOMETRY,
    LINK_COLUMN_COUNT
};

static const char *const node_columns[] = {"node_id", "x_coord", "y_coord"};
static const char *const link_columns[] = {
    "link_id",  "from_node_id",  "to_node_id", "length",
    "directed", "facility_type", "free_speed", "geometry"};

/* No link is longer, and none has a geometry whose ends lie farther from its
 * nodes: what says so is a mistake in the file. */
#define LENGTH_MAX_M 1e6
#define END_GAP_MAX_M 1e3

/* One of the two files, while it is read. */
typedef struct table {
    const char *path;
    ci_csv_reader *reader;
    uint32_t columns[LINK_COLUMN_COUNT];
    bool *is_tag; /* for each column of the file */
    ci_road_reject_fn reject;
    void *user;
} table;

typedef struct gmns {
    ci_roads *roads;
    ci_tag_store store;
    ci_name_map *node_ids, *link_ids; /* positions of those read so far */
    size_t node_capacity, link_capacity;
    circlet_tag *tags; /* scratch: the tags of a row */
    size_t tag_count, tag_capacity;
    ci_point_list line; /* scratch */
} gmns;

/* ---- the files --------------------------------------------------------- */

static circlet_status fail_columns(const ci_csv_reader *reader,
                                   const char *path, const char *needed,
                                   circlet_error *error)
{
    char list[CIRCLET_MESSAGE_SIZE / 2];

    ci_csv_reader_list_columns(reader, list, sizeof(list));
    return ci_fail(error, CIRCLET_E_FORMAT, "%s: no column %s (columns: %s)",
                   path, needed, list);
}

static circlet_status find_columns(table *t, const char *const *names,
                                   size_t count, size_t needed_count,
                                   circlet_error *error)
{
    size_t all = ci_csv_reader_column_count(t->reader);

    t->is_tag = malloc(all * sizeof(*t->is_tag));
    if (!t->is_tag)
        return ci_fail_nomem(error);
    for (size_t i = 0; i < all; i++)
        t->is_tag[i] = true;
    for (size_t i = 0; i < count; i++) {
        t->columns[i] = ci_csv_reader_find(t->reader, names[i]);
        if (t->columns[i] != CI_NOWHERE)
            t->is_tag[t->columns[i]] = false;
        else if (i < needed_count)
            return fail_columns(t->reader, t->path, names[i], error);
    }
    return CIRCLET_OK;
}

static void close_table(table *t)
{
    ci_csv_reader_close(t->reader);
    free(t->is_tag);
}

/* The cell of a column, or NULL if it is empty or the column absent. */
static const char *cell(const table *t, const ci_csv_row *row, size_t column)
{
    return t->columns[column] == CI_NOWHERE ? NULL
                                            : row->values[t->columns[column]];
}

/* Takes a row, or fails with the reason why it cannot be used. */
typedef circlet_status (*row_fn)(gmns *g, const table *t,
                                 const ci_csv_row *row, circlet_error *reason);

/* `row_count` counts on. */
static circlet_status read_rows(gmns *g, table *t, row_fn take,
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

/* ---- cells ------------------------------------------------------------- */

static circlet_status read_number(double *out, const table *t,
                                  const ci_csv_row *row, size_t column,
                                  const char *name, circlet_error *reason)
{
    const char *text = cell(t, row, column);

    if (!text)
        return ci_fail(reason, CIRCLET_E_DATA, "%s is empty", name);
    if (!ci_parse_double(out, text))
        return ci_fail(reason, CIRCLET_E_DATA, "%s '%s' is no number", name,
                       text);
    return CIRCLET_OK;
}

/* The id of a row, which stands in the first of the columns looked for and
 * which no row before had. Borrowed. */
static circlet_status read_new_id(const char **out, const ci_name_map *ids,
                                  const table *t, const ci_csv_row *row,
                                  const char *name, circlet_error *reason)
{
    const char *id = cell(t, row, 0);

    if (!id)
        return ci_fail(reason, CIRCLET_E_DATA, "%s is empty", name);
    if (ci_name_map_find(ids, id) != CI_NOWHERE)
        return ci_fail(reason, CIRCLET_E_DATA, "%s '%s' came before", name,
                       id);
    *out = id;
    return CIRCLET_OK;
}

static bool add_tag(gmns *g, const char *key, const char *value)
{
    circlet_tag *tags;

    if (!value)
        return true;
    tags = ci_array_reserve_one(g->tags, g->tag_count, &g->tag_capacity,
                                sizeof(*tags));
    if (!tags)
        return false;
    g->tags = tags;
    tags[g->tag_count++] = (circlet_tag){key, value};
    return true;
}

static bool add_tags_of_columns(gmns *g, const table *t, const ci_csv_row *row)
{
    g->tag_count = 0;
    for (size_t i = 0; i < ci_csv_reader_column_count(t->reader); i++)
        if (t->is_tag[i] &&
            !add_tag(g, ci_csv_reader_column(t->reader, i), row->values[i]))
            return false;
    return true;
}

/* ---- nodes ------------------------------------------------------------- */

static circlet_status read_place(circlet_point *out, const table *t,
                                 const ci_csv_row *row, circlet_error *reason)
{
    circlet_status status =
        read_number(&out->lon, t, row, NODE_X, "x_coord", reason);

    if (!status)
        status = read_number(&out->lat, t, row, NODE_Y, "y_coord", reason);
    if (status)
        return status;
    if (out->lon < -180 || out->lon > 180)
        return ci_fail(reason, CIRCLET_E_DATA,
                       "x_coord '%s' is not within -180 to 180 degrees",
                       cell(t, row, NODE_X));
    if (out->lat < -90 || out->lat > 90)
        return ci_fail(reason, CIRCLET_E_DATA,
                       "y_coord '%s' is not within -90 to 90 degrees",
                       cell(t, row, NODE_Y));
    return CIRCLET_OK;
}

static circlet_status take_node(gmns *g, const table *t, const ci_csv_row *row,
                                circlet_error *reason)
{
    ci_roads *roads = g->roads;
    ci_road_node node = {0};
    ci_road_node *nodes;
    circlet_status status =
        read_new_id(&node.id, g->node_ids, t, row, "node_id", reason);

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
        !add_tags_of_columns(g, t, row) ||
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

/* ---- links ------------------------------------------------------------- */

static circlet_status read_end(uint32_t *out, const ci_name_map *nodes,
                               const table *t, const ci_csv_row *row,
                               size_t column, circlet_error *reason)
{
    const char *id = cell(t, row, column);
    uint32_t position;

    if (!id)
        return ci_fail(reason, CIRCLET_E_DATA, "%s is empty",
                       link_columns[column]);
    position = ci_name_map_find(nodes, id);
    if (position == CI_NOWHERE)
        return ci_fail(reason, CIRCLET_E_DATA, "%s '%s' is no node",
                       link_columns[column], id);
    *out = position;
    return CIRCLET_OK;
}

static circlet_status read_length(double *out, const table *t,
                                  const ci_csv_row *row, circlet_error *reason)
{
    double length = 0;
    circlet_status status =
        read_number(&length, t, row, LINK_LENGTH, "length", reason);

    if (status)
        return status;
    if (length < 0)
        return ci_fail(reason, CIRCLET_E_DATA, "length '%s' is negative",
                       cell(t, row, LINK_LENGTH));
    if (length > LENGTH_MAX_M)
        return ci_fail(reason, CIRCLET_E_DATA, "length %s is over 1,000,000 m",
                       cell(t, row, LINK_LENGTH));
    *out = length;
    return CIRCLET_OK;
}

/* A link without a word about its direction is open both ways. */
static circlet_status read_directed(bool *out, const table *t,
                                    const ci_csv_row *row,
                                    circlet_error *reason)
{
    const char *text = cell(t, row, LINK_DIRECTED);

    if (!text || strcmp(text, "0") == 0 || strcasecmp(text, "false") == 0)
        *out = false;
    else if (strcmp(text, "1") == 0 || strcasecmp(text, "true") == 0)
        *out = true;
    else
        return ci_fail(reason, CIRCLET_E_DATA,
                       "directed '%s' is not 0, 1, true or false", text);
    return CIRCLET_OK;
}

static circlet_status read_speed(char out[CI_NUMBER_SIZE], const table *t,
                                 const ci_csv_row *row, circlet_error *reason)
{
    const char *text = cell(t, row, LINK_SPEED);
    circlet_status status;
    double kmh = 0;

    out[0] = '\0';
    if (!text)
        return CIRCLET_OK;
    status = read_number(&kmh, t, row, LINK_SPEED, "free_speed", reason);
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
static const char *oneway_of(const gmns *g, bool is_directed)
{
    const char *highway = ci_tag_value(g->tags, g->tag_count, "highway");

    if (is_directed)
        return "yes";
    return highway && strcmp(highway, "motorway") == 0 ? "no" : NULL;
}

/* Of tags with one key the first is kept: columns go before GMNS's words. */
static circlet_status read_tags(ci_road_link *out, gmns *g, const table *t,
                                const ci_csv_row *row, circlet_error *reason)
{
    char kmh[CI_NUMBER_SIZE];
    bool is_directed = false;
    circlet_status status = read_directed(&is_directed, t, row, reason);

    if (!status)
        status = read_speed(kmh, t, row, reason);
    if (status)
        return status;
    if (!add_tags_of_columns(g, t, row) ||
        !add_tag(g, "highway", cell(t, row, LINK_TYPE)) ||
        !add_tag(g, "maxspeed", *kmh ? kmh : NULL) ||
        !add_tag(g, "oneway", oneway_of(g, is_directed)) ||
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

static circlet_status check_ends(const gmns *g, const ci_road_link *link,
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

static circlet_status read_shape(ci_road_link *out, gmns *g, const table *t,
                                 const ci_csv_row *row, circlet_error *reason)
{
    const char *text = cell(t, row, LINK_GEOMETRY);
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

static circlet_status read_link(ci_road_link *out, gmns *g, const table *t,
                                const ci_csv_row *row, circlet_error *reason)
{
    circlet_status status =
        read_new_id(&out->id, g->link_ids, t, row, "link_id", reason);

    if (!status)
        status = read_end(&out->from, g->node_ids, t, row, LINK_FROM, reason);
    if (!status)
        status = read_end(&out->to, g->node_ids, t, row, LINK_TO, reason);
    if (!status)
        status = read_length(&out->length_m, t, row, reason);
    if (!status)
        status = read_tags(out, g, t, row, reason);
    if (!status)
        status = read_shape(out, g, t, row, reason);
    return status;
}

static circlet_status take_link(gmns *g, const table *t, const ci_csv_row *row,
                                circlet_error *reason)
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

/* ---- both -------------------------------------------------------------- */

/* Sorts the nodes, and notes anew where each is. */
static circlet_status sort_nodes(gmns *g, circlet_error *error)
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

static circlet_status read_nodes(gmns *g, table *t, circlet_error *error)
{
    circlet_status status = ci_csv_reader_open(&t->reader, t->path, error);

    if (!status)
        status = find_columns(t, node_columns, NODE_COLUMN_COUNT,
                              NODE_COLUMN_COUNT, error);
    if (!status)
        status = read_rows(g, t, take_node, &g->roads->node_row_count, error);
    return status ? status : sort_nodes(g, error);
}

static circlet_status read_links(gmns *g, table *t, circlet_error *error)
{
    circlet_status status = ci_csv_reader_open(&t->reader, t->path, error);

    if (!status)
        status = find_columns(t, link_columns, LINK_COLUMN_COUNT,
                              LINK_NEEDED_COUNT, error);
    if (!status)
        status = read_rows(g, t, take_link, &g->roads->way_row_count, error);
    if (!status && g->roads->link_count == 0)
        status = ci_fail(error, CIRCLET_E_DATA,
                         "%s: no row is a link between known nodes", t->path);
    if (!status && g->roads->links)
        qsort(g->roads->links, g->roads->link_count, sizeof(*g->roads->links),
              compare_links);
    return status;
}

static bool start(gmns *g)
{
    g->roads = calloc(1, sizeof(*g->roads));
    g->node_ids = ci_name_map_new();
    g->link_ids = ci_name_map_new();
    return g->roads && g->node_ids && g->link_ids &&
           ci_tag_store_start(&g->store, &g->roads->arena);
}

static void free_gmns(gmns *g)
{
    ci_tag_store_free(&g->store);
    ci_name_map_free(g->node_ids);
    ci_name_map_free(g->link_ids);
    free(g->tags);
    free(g->line.points);
    ci_roads_free(g->roads);
}

circlet_status ci_gmns_read(ci_roads **out, const char *node_path,
                            const char *link_path, ci_road_reject_fn reject,
                            void *user, circlet_error *error)
{
    table nodes = {.path = node_path, .reject = reject, .user = user};
    table links = {.path = link_path, .reject = reject, .user = user};
    gmns g = {0};
    circlet_status status =
        start(&g) ? read_nodes(&g, &nodes, error) : ci_fail_nomem(error);

    if (!status)
        status = read_links(&g, &links, error);
    if (!status) {
        *out = g.roads;
        g.roads = NULL;
    }
    close_table(&nodes);
    close_table(&links);
    free_gmns(&g);
    return status;
}

circlet_status ci_gmns_tell(bool *is_link, const char *path,
                            circlet_error *error)
{
    ci_csv_reader *reader;
    circlet_status status = ci_csv_reader_open(&reader, path, error);

    if (status)
        return status;
    if (ci_csv_reader_find(reader, "node_id") != CI_NOWHERE &&
        ci_csv_reader_find(reader, "x_coord") != CI_NOWHERE)
        *is_link = false;
    else if (ci_csv_reader_find(reader, "link_id") != CI_NOWHERE &&
             ci_csv_reader_find(reader, "from_node_id") != CI_NOWHERE)
        *is_link = true;
    else
        status = fail_columns(reader, path,
                              "node_id and x_coord, nor link_id and "
                              "from_node_id",
                              error);
    ci_csv_reader_close(reader);
    return status;
}
