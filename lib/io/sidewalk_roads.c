/* The schema: https://github.com/OpenSidewalks/OpenSidewalks-Schema */
#include "io/sidewalk_roads.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/id_map.h"
#include "geo/geodesic.h"
#include "io/tag_store.h"

#define END_GAP_M 1.0 /* "within some small margin of error" */

/* An edge until all nodes are read. */
typedef struct edge {
    const char *from, *to; /* ids of nodes */
    circlet_point start, end; /* of its line */
    uint64_t row;
    const char *path;
} edge;

/* The source that is read. */
typedef struct file {
    ci_source *source;
    const char *path;
    uint32_t id, from, to; /* fields, or CI_NOWHERE */
} file;

typedef struct reader {
    ci_import *import;
    ci_roads *roads;
    ci_tag_store store;
    ci_name_map *node_ids, *link_ids;
    size_t node_capacity, link_capacity, edge_capacity, tag_capacity;
    edge *edges; /* one a link */
    circlet_tag *tags; /* of a record */
    ci_buffer percent; /* of a record */
    uint64_t zone_count, other_count;
} reader;

bool ci_is_sidewalks(const ci_source *source)
{
    return ci_source_find_field(source, "_u_id") != CI_NOWHERE;
}

static const char *value_of(const ci_record *record, uint32_t field)
{
    const char *value = field == CI_NOWHERE ? NULL : record->values[field];

    return value && *value ? value : NULL;
}

static void note(reader *r, circlet_row_outcome outcome, const char *kind,
                 const file *f, uint64_t row, const char *reason)
{
    circlet_row_note said = {.outcome = outcome,
                             .kind = kind,
                             .source = f->path,
                             .row = row,
                             .reason = reason};

    ci_import_note(r->import, &said);
}

/* ---- tags --------------------------------------------------------------- */

static bool is_true(const char *value)
{
    return strcmp(value, "1") == 0 || strcmp(value, "true") == 0;
}

static bool is_false(const char *value)
{
    return strcmp(value, "0") == 0 || strcmp(value, "false") == 0;
}

/* A slope of 0.05 is 5 % in OpenStreetMap's words. */
static const char *percent_of(ci_buffer *out, const char *value)
{
    double ratio;

    if (!ci_parse_double(&ratio, value) || fabs(ratio) > 10.0)
        return value;
    out->size = 0;
    ci_buffer_add_double(out, round(ratio * 1e8) / 1e6);
    ci_buffer_add(out, "%");
    return out->text;
}

static const char *word_of(reader *r, const char *key, const char *value)
{
    if (strcmp(key, "incline") == 0)
        return percent_of(&r->percent, value);
    if (strcmp(key, "tactile_paving") == 0 && is_true(value))
        return "yes";
    if (strcmp(key, "tactile_paving") == 0 && is_false(value))
        return "no";
    return value;
}

static circlet_status keep_tags(const circlet_tag **out, size_t *out_count,
                                reader *r, const file *f,
                                const ci_record *record, circlet_error *error)
{
    size_t count = 0;

    for (uint32_t i = 0; i < ci_source_field_count(f->source); i++) {
        const char *value = value_of(record, i);
        const char *key = ci_source_field(f->source, i);
        circlet_tag *tags;

        if (!value || i == f->id || i == f->from || i == f->to)
            continue;
        tags = ci_array_reserve_one(r->tags, count, &r->tag_capacity,
                                    sizeof(*tags));
        if (!tags)
            return ci_fail_nomem(error);
        r->tags = tags;
        tags[count] = (circlet_tag){key, word_of(r, key, value)};
        if (!tags[count++].value)
            return ci_fail_nomem(error);
    }
    return ci_tag_store_keep(&r->store, r->tags, count, out, out_count)
               ? CIRCLET_OK
               : ci_fail_nomem(error);
}

/* ---- nodes -------------------------------------------------------------- */

static circlet_status add_node(reader *r, const file *f,
                               const ci_record *record, circlet_error *error)
{
    ci_roads *roads = r->roads;
    const char *id = value_of(record, f->id);
    ci_road_node node = {.at = record->geometry->points[0]};
    ci_road_node *nodes;
    circlet_status status;

    if (!id) {
        note(r, CIRCLET_ROW_REFUSED, "no_id", f, record->row,
             ci_translate("the point has no _id"));
        return CIRCLET_OK;
    }
    if (ci_name_map_find(r->node_ids, id) != CI_NOWHERE) {
        note(r, CIRCLET_ROW_REFUSED, "duplicate", f, record->row,
             ci_translate("another point has the same _id"));
        return CIRCLET_OK;
    }
    nodes = ci_array_reserve_one(roads->nodes, roads->node_count,
                                 &r->node_capacity, sizeof(*nodes));
    if (!nodes)
        return ci_fail_nomem(error);
    roads->nodes = nodes;
    node.id = ci_arena_copy(&roads->arena, id);
    if (!node.id || roads->node_count >= CI_NOWHERE - 1 ||
        !ci_name_map_add(r->node_ids, node.id, (uint32_t)roads->node_count))
        return ci_fail_nomem(error);
    status = keep_tags(&node.tags, &node.tag_count, r, f, record, error);
    if (status == CIRCLET_OK)
        nodes[roads->node_count++] = node;
    return status;
}

/* ---- edges -------------------------------------------------------------- */

static bool make_room(reader *r)
{
    ci_roads *roads = r->roads;
    ci_road_link *links = ci_array_reserve_one(
        roads->links, roads->link_count, &r->link_capacity, sizeof(*links));
    edge *edges;

    if (!links)
        return false;
    roads->links = links;
    edges = ci_array_reserve_one(r->edges, roads->link_count,
                                 &r->edge_capacity, sizeof(*edges));
    if (!edges)
        return false;
    r->edges = edges;
    return true;
}

/* The id is that of the edge, else ROW, which no schema has as an id. */
static circlet_status name_link(ci_road_link *out, reader *r, const file *f,
                                const ci_record *record, circlet_error *error)
{
    const char *id = value_of(record, f->id);
    char row[32];

    snprintf(row, sizeof(row), "row-%" PRIu64, record->row);
    out->id = ci_arena_copy(&r->roads->arena, id ? id : row);
    if (!out->id)
        return ci_fail_nomem(error);
    if (ci_name_map_find(r->link_ids, out->id) != CI_NOWHERE)
        return ci_fail(error, CIRCLET_E_DATA, "another edge has the same _id");
    return ci_name_map_add(r->link_ids, out->id,
                           (uint32_t)r->roads->link_count)
               ? CIRCLET_OK
               : ci_fail_nomem(error);
}

/* Room for the shape with both ends, which those of the nodes replace. */
static circlet_status keep_line(ci_road_link *out, edge *e, reader *r,
                                const ci_geometry *line, circlet_error *error)
{
    size_t size = line->point_count * sizeof(*line->points);
    circlet_point *points = ci_arena_take(&r->roads->arena, size);

    if (!points)
        return ci_fail_nomem(error);
    memcpy(points, line->points, size);
    e->start = points[0];
    e->end = points[line->point_count - 1];
    out->shape = points + 1;
    out->shape_count = line->point_count - 2;
    return CIRCLET_OK;
}

static circlet_status add_edge(reader *r, const file *f,
                               const ci_record *record, circlet_error *error)
{
    ci_roads *roads = r->roads;
    const char *from = value_of(record, f->from);
    const char *to = value_of(record, f->to);
    edge e = {.row = record->row, .path = f->path};
    ci_road_link link = {0};
    circlet_status status;

    if (!make_room(r))
        return ci_fail_nomem(error);
    if (record->geometry->ring_count > 1 || record->geometry->point_count < 2)
        return ci_fail(error, CIRCLET_E_DATA, "the edge is not one line");
    if (!from || !to)
        return ci_fail(error, CIRCLET_E_DATA, "the edge has no %s",
                       from ? "_v_id" : "_u_id");
    status = name_link(&link, r, f, record, error);
    if (status == CIRCLET_OK)
        status = keep_line(&link, &e, r, record->geometry, error);
    if (status == CIRCLET_OK)
        status = keep_tags(&link.tags, &link.tag_count, r, f, record, error);
    if (status != CIRCLET_OK)
        return status;
    e.from = ci_arena_copy(&roads->arena, from);
    e.to = ci_arena_copy(&roads->arena, to);
    if (!e.from || !e.to)
        return ci_fail_nomem(error);
    r->edges[roads->link_count] = e;
    roads->links[roads->link_count++] = link;
    return CIRCLET_OK;
}

/* ---- records ------------------------------------------------------------ */

/* Lines without nodes are fences, areas zones and buildings. */
static circlet_status take_record(reader *r, const file *f,
                                  const ci_record *record,
                                  circlet_error *error)
{
    bool is_edge = value_of(record, f->from) || value_of(record, f->to);
    circlet_error why = {CIRCLET_OK, ""};
    circlet_status status;

    r->roads->way_row_count++;
    if (record->problem) {
        note(r, CIRCLET_ROW_REFUSED, "unreadable", f, record->row,
             record->problem);
        return CIRCLET_OK;
    }
    if (record->geometry->type == CI_GEOMETRY_POINT)
        return add_node(r, f, record, error);
    if (record->geometry->type == CI_GEOMETRY_AREA)
        r->zone_count++;
    else if (!is_edge)
        r->other_count++;
    if (record->geometry->type == CI_GEOMETRY_AREA || !is_edge)
        return CIRCLET_OK;
    status = add_edge(r, f, record, &why);
    if (status == CIRCLET_E_NOMEM)
        return ci_fail_nomem(error);
    if (status != CIRCLET_OK)
        note(r, CIRCLET_ROW_REFUSED, "bad_edge", f, record->row, why.message);
    return CIRCLET_OK;
}

static circlet_status read_file(reader *r, ci_source *source, const char *path,
                                circlet_error *error)
{
    file f = {source, path, ci_source_find_field(source, "_id"),
              ci_source_find_field(source, "_u_id"),
              ci_source_find_field(source, "_v_id")};
    bool has_row = true;

    for (;;) {
        ci_record record;
        circlet_status status =
            ci_source_next(source, &record, &has_row, error);

        if (status == CIRCLET_OK && has_row)
            status = take_record(r, &f, &record, error);
        if (status != CIRCLET_OK || !has_row)
            return status;
    }
}

/* ---- joining ------------------------------------------------------------ */

static circlet_status fail_missing(uint64_t missing, const edge *first,
                                   const char *id, circlet_error *error)
{
    return ci_fail(error, CIRCLET_E_DATA,
                   "%s: row %" PRIu64 " names node '%s', which is not there; "
                   "edges name %" PRIu64 " nodes that are missing",
                   first->path, first->row, id, missing);
}

static circlet_status find_ends(reader *r, circlet_error *error)
{
    ci_roads *roads = r->roads;
    const edge *first = NULL;
    const char *first_id = NULL;
    uint64_t missing = 0;

    for (size_t i = 0; i < roads->link_count; i++) {
        const edge *e = &r->edges[i];
        const char *ids[2] = {e->from, e->to};
        uint32_t *ends[2] = {&roads->links[i].from, &roads->links[i].to};

        for (int k = 0; k < 2; k++) {
            *ends[k] = ci_name_map_find(r->node_ids, ids[k]);
            if (*ends[k] != CI_NOWHERE)
                continue;
            if (missing++ == 0) {
                first = e;
                first_id = ids[k];
            }
        }
    }
    return missing == 0 ? CIRCLET_OK
                        : fail_missing(missing, first, first_id, error);
}

static double gap_m(circlet_point a, circlet_point b)
{
    const circlet_point line[] = {a, b};

    return ci_geodesic_length_m(line, 2);
}

/* The line of an edge from node to node, and its length. */
static void set_ends(reader *r, size_t i)
{
    ci_roads *roads = r->roads;
    ci_road_link *link = &roads->links[i];
    const edge *e = &r->edges[i];
    /* The room was taken with both ends. */
    circlet_point *line = (circlet_point *)link->shape - 1;

    line[0] = roads->nodes[link->from].at;
    line[link->shape_count + 1] = roads->nodes[link->to].at;
    link->length_m = ci_geodesic_length_m(line, link->shape_count + 2);
    if (gap_m(e->start, line[0]) > END_GAP_M ||
        gap_m(e->end, line[link->shape_count + 1]) > END_GAP_M) {
        file f = {.path = e->path};

        note(r, CIRCLET_ROW_DOUBTFUL, "end_apart", &f, e->row,
             ci_translate("the edge starts or ends more than 1 m from its "
                          "node"));
    }
}

static int compare_nodes(const void *a, const void *b)
{
    return strcmp(((const ci_road_node *)a)->id,
                  ((const ci_road_node *)b)->id);
}

/* Points that no edge names are things beside the way; nodes are sorted by
 * id, and the map is made anew for it. */
static circlet_status sort_nodes(reader *r, circlet_error *error)
{
    ci_roads *roads = r->roads;
    bool *is_used = calloc(roads->node_count + 1, sizeof(*is_used));
    size_t count = 0;

    if (!is_used)
        return ci_fail_nomem(error);
    for (size_t i = 0; i < roads->link_count; i++)
        is_used[roads->links[i].from] = is_used[roads->links[i].to] = true;
    for (size_t i = 0; i < roads->node_count; i++)
        if (is_used[i])
            roads->nodes[count++] = roads->nodes[i];
    free(is_used);
    r->other_count += roads->node_count - count;
    roads->node_count = count;
    if (count > 0)
        qsort(roads->nodes, count, sizeof(*roads->nodes), compare_nodes);
    ci_name_map_free(r->node_ids);
    r->node_ids = ci_name_map_new();
    if (!r->node_ids)
        return ci_fail_nomem(error);
    for (uint32_t i = 0; i < count; i++)
        if (!ci_name_map_add(r->node_ids, roads->nodes[i].id, i))
            return ci_fail_nomem(error);
    return find_ends(r, error);
}

static circlet_status join(reader *r, const char *path, circlet_error *error)
{
    ci_roads *roads = r->roads;
    circlet_status status;

    if (roads->link_count == 0)
        return ci_fail(error, CIRCLET_E_DATA,
                       "%s: no row is an edge between nodes", path);
    status = find_ends(r, error);
    if (status == CIRCLET_OK)
        status = sort_nodes(r, error);
    for (size_t i = 0; status == CIRCLET_OK && i < roads->link_count; i++)
        set_ends(r, i);
    if (status != CIRCLET_OK)
        return status;
    if (r->zone_count > 0)
        ci_import_remark(r->import,
                         "%" PRIu64 " areas were seen and are not used: "
                         "nobody crosses them but along edges",
                         r->zone_count);
    if (r->other_count > 0)
        ci_import_remark(r->import,
                         "%" PRIu64 " points and lines are no part of the "
                         "network and are not used",
                         r->other_count);
    return CIRCLET_OK;
}

static bool set_up(reader *r)
{
    r->roads = calloc(1, sizeof(*r->roads));
    r->node_ids = ci_name_map_new();
    r->link_ids = ci_name_map_new();
    return r->roads && r->node_ids && r->link_ids &&
           ci_tag_store_start(&r->store, &r->roads->arena);
}

circlet_status ci_sidewalk_roads_read(ci_roads **out, ci_import *import,
                                      ci_source *const *sources,
                                      const char *const *paths, size_t count,
                                      circlet_error *error)
{
    reader r = {.import = import};
    circlet_status status = set_up(&r) ? CIRCLET_OK : ci_fail_nomem(error);

    for (size_t i = 0; status == CIRCLET_OK && i < count; i++)
        status = read_file(&r, sources[i], paths[i], error);
    if (status == CIRCLET_OK)
        status = join(&r, paths[count - 1], error);
    if (status == CIRCLET_OK) {
        *out = r.roads;
        r.roads = NULL;
    }
    ci_tag_store_free(&r.store);
    ci_name_map_free(r.node_ids);
    ci_name_map_free(r.link_ids);
    ci_buffer_free(&r.percent);
    free(r.edges);
    free(r.tags);
    ci_roads_free(r.roads);
    return status;
}
