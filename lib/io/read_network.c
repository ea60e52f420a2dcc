/* From the tables of a city file to its street network. */
#include <circlet/io.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/error.h"
#include "base/id_map.h"
#include "io/city_file.h"
#include "io/container.h"
#include "io/road_order.h"
#include "io/road_turns.h"
#include "io/tag_json.h"

#define REPORT_STEP 32768 /* rows */

/* Beyond what lies on the Earth. */
#define HEIGHT_MAX_M 20000.0

typedef struct network_reader {
    const char *path;
    ci_db *db;
    ci_statement *rows;
    circlet_network_builder *builder;
    ci_name_map *nodes; /* by id; the names are in the arena */
    ci_arena names;
    ci_geometry geometry;
    ci_tag_list tags;
    float *heights; /* of the link at hand */
    size_t height_count, height_capacity;
    const circlet_progress *progress;
    int64_t row_count, total;
} network_reader;

static void network_reader_free(network_reader *reader)
{
    ci_statement_free(reader->rows);
    circlet_network_builder_free(reader->builder);
    ci_name_map_free(reader->nodes);
    ci_arena_free(&reader->names);
    ci_geometry_free(&reader->geometry);
    ci_tag_list_free(&reader->tags);
    free(reader->heights);
    ci_db_close(reader->db);
}

static circlet_status report(const network_reader *reader,
                             circlet_error *error)
{
    double fraction = reader->total > 0
                          ? (double)reader->row_count / (double)reader->total
                          : 1.0;

    if (reader->progress && reader->progress->report &&
        !reader->progress->report("network", fraction, reader->progress->user))
        return ci_fail(error, CIRCLET_E_CANCELLED, "cancelled");
    return CIRCLET_OK;
}

/* The id in column 1, the geometry in column 0; `tag_column` -1: none. */
static circlet_status read_row(network_reader *reader, int tag_column,
                               ci_geometry_type type, circlet_error *error)
{
    const char *id = ci_column_text(reader->rows, 1);
    circlet_error why = {CIRCLET_OK, ""};
    int32_t srs_id = 0;
    circlet_status status =
        ci_container_read(&reader->geometry, &srs_id, reader->rows, 0, &why);

    if (status == CIRCLET_OK && reader->geometry.type != type)
        status = ci_fail(&why, CIRCLET_E_FORMAT, "geometry of another type");
    if (status == CIRCLET_OK && srs_id != 4326)
        status = ci_fail(&why, CIRCLET_E_FORMAT, "srs id %d, not 4326",
                         (int)srs_id);
    if (status == CIRCLET_OK && tag_column >= 0)
        status = ci_tag_list_read(
            &reader->tags, ci_column_text(reader->rows, tag_column), &why);
    if (status == CIRCLET_OK || status == CIRCLET_E_NOMEM)
        return status == CIRCLET_OK ? CIRCLET_OK : ci_fail_nomem(error);
    return ci_fail(error, status, "%s: street '%s': %s", reader->path,
                   id ? id : "", why.message);
}

static circlet_status read_node(network_reader *reader, circlet_error *error)
{
    circlet_status status = read_row(reader, 2, CI_GEOMETRY_POINT, error);
    const char *id = ci_column_text(reader->rows, 1);
    circlet_node node = 0;
    char *name;

    if (status != CIRCLET_OK)
        return status;
    status = circlet_network_builder_add_node(
        reader->builder, reader->geometry.points[0], reader->tags.tags,
        reader->tags.count, &node, error);
    if (status == CIRCLET_OK && id)
        status = circlet_network_builder_name_node(reader->builder, node, id,
                                                   error);
    if (status != CIRCLET_OK)
        return status;
    name = ci_arena_copy(&reader->names, id ? id : "");
    if (!name || !ci_name_map_add(reader->nodes, name, node))
        return ci_fail_nomem(error);
    return CIRCLET_OK;
}

static circlet_status find_node(network_reader *reader, circlet_node *out,
                                int position, circlet_error *error)
{
    const char *link = ci_column_text(reader->rows, 1);
    const char *id = ci_column_text(reader->rows, position);

    *out = id ? ci_name_map_find(reader->nodes, id) : CI_NOWHERE;
    if (*out == CI_NOWHERE)
        return ci_fail(error, CIRCLET_E_DATA,
                       "%s: link '%s' ends at node '%s', which is not there",
                       reader->path, link ? link : "", id ? id : "");
    return CIRCLET_OK;
}

static circlet_status fail_heights(const network_reader *reader,
                                   circlet_error *error)
{
    const char *id = ci_column_text(reader->rows, 1);

    return ci_fail(error, CIRCLET_E_FORMAT,
                   "%s: street '%s': its heights are no list of metres",
                   reader->path, id ? id : "");
}

static circlet_status add_height(network_reader *reader, const char *text,
                                 size_t size, circlet_error *error)
{
    char number[CI_NUMBER_SIZE];
    double height = 0.0;
    float *heights =
        ci_array_reserve_one(reader->heights, reader->height_count,
                             &reader->height_capacity, sizeof(*heights));

    if (!heights)
        return ci_fail_nomem(error);
    reader->heights = heights;
    if (size >= sizeof(number))
        return fail_heights(reader, error);
    memcpy(number, text, size);
    number[size] = '\0';
    if (!ci_parse_double(&height, number) || fabs(height) > HEIGHT_MAX_M)
        return fail_heights(reader, error);
    heights[reader->height_count++] = (float)height;
    return CIRCLET_OK;
}

/* NULL: not known. */
static circlet_status read_heights(network_reader *reader, int position,
                                   circlet_error *error)
{
    const char *text = ci_column_text(reader->rows, position);
    circlet_status status = CIRCLET_OK;

    reader->height_count = 0;
    while (text && status == CIRCLET_OK) {
        size_t size = strcspn(text, ";");

        status = add_height(reader, text, size, error);
        text = text[size] ? text + size + 1 : NULL;
    }
    if (status == CIRCLET_OK && reader->height_count == 1)
        return fail_heights(reader, error);
    return status;
}

static circlet_status read_link(network_reader *reader, circlet_error *error)
{
    circlet_link_record link = {0};
    circlet_status status = read_row(reader, 5, CI_GEOMETRY_LINE, error);

    if (status == CIRCLET_OK)
        status = find_node(reader, &link.from, 2, error);
    if (status == CIRCLET_OK)
        status = find_node(reader, &link.to, 3, error);
    if (status == CIRCLET_OK)
        status = read_heights(reader, 6, error);
    if (status != CIRCLET_OK)
        return status;
    link.length_m = ci_column_double(reader->rows, 4);
    if (reader->geometry.point_count > 2) {
        link.shape = reader->geometry.points + 1;
        link.shape_count = reader->geometry.point_count - 2;
    }
    link.tags = reader->tags.tags;
    link.tag_count = reader->tags.count;
    link.heights_m = reader->height_count > 0 ? reader->heights : NULL;
    link.height_count = reader->height_count;
    link.height_cell_m = ci_column_double(reader->rows, 7);
    link.id = ci_column_text(reader->rows, 1);
    return circlet_network_builder_add_link(reader->builder, &link, error);
}

static circlet_status read_extent(network_reader *reader, circlet_error *error)
{
    circlet_status status = read_row(reader, -1, CI_GEOMETRY_AREA, error);
    circlet_area area;

    if (status != CIRCLET_OK)
        return status;
    area = ci_geometry_area(&reader->geometry);
    return circlet_network_builder_set_extent(reader->builder, &area, error);
}

typedef circlet_status (*read_row_fn)(network_reader *reader,
                                      circlet_error *error);

static circlet_status read_table(network_reader *reader, const char *sql,
                                 read_row_fn read_one, circlet_error *error)
{
    circlet_status status =
        ci_db_prepare(&reader->rows, reader->db, sql, error);
    bool has_row = true;

    while (status == CIRCLET_OK && has_row) {
        status = ci_statement_step(reader->rows, &has_row, error);
        if (status == CIRCLET_OK && has_row) {
            status = read_one(reader, error);
            reader->row_count++;
        }
        if (status == CIRCLET_OK && reader->row_count % REPORT_STEP == 0)
            status = report(reader, error);
    }
    ci_statement_free(reader->rows);
    reader->rows = NULL;
    return status;
}

static circlet_status set_up(network_reader *reader, circlet_error *error)
{
    circlet_status status =
        ci_city_file_open(&reader->db, reader->path, error);

    if (status == CIRCLET_OK)
        status = ci_db_query_int(&reader->total, reader->db,
                                 "SELECT (SELECT count(*) FROM road_node) + "
                                 "(SELECT count(*) FROM road_link)",
                                 error);
    if (status == CIRCLET_OK && reader->total == 0)
        return ci_fail(error, CIRCLET_E_NOT_FOUND,
                       "%s: no roads were imported", reader->path);
    if (status == CIRCLET_OK)
        status = circlet_network_builder_new(&reader->builder, error);
    if (status != CIRCLET_OK)
        return status;
    reader->nodes = ci_name_map_new();
    return reader->nodes ? CIRCLET_OK : ci_fail_nomem(error);
}

static circlet_status read_all(network_reader *reader, circlet_error *error)
{
    circlet_status status = set_up(reader, error);

    if (status == CIRCLET_OK)
        status = read_table(reader,
                            "SELECT geom, node_id, tags FROM road_node "
                            "ORDER BY node_id",
                            read_node, error);
    if (status == CIRCLET_OK)
        status = read_table(reader,
                            "SELECT geom, link_id, from_node_id, to_node_id, "
                            "length, tags, heights, coalesce(height_cell, 0) "
                            "FROM road_link ORDER BY link_id",
                            read_link, error);
    if (status == CIRCLET_OK)
        status = read_table(reader,
                            "SELECT geom, 'extent' FROM network_extent "
                            "ORDER BY fid LIMIT 1",
                            read_extent, error);
    if (status == CIRCLET_OK)
        status = ci_road_turns_read(reader->builder, reader->db, error);
    if (status == CIRCLET_OK)
        status = ci_road_order_read(reader->builder, reader->db, error);
    return status;
}

circlet_status circlet_read_network(circlet_network **out, const char *path,
                                    const circlet_progress *progress,
                                    circlet_error *error)
{
    network_reader reader = {.path = path, .progress = progress};
    circlet_network *network = NULL;
    circlet_status status;

    if (!out || !path)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "a network is read from a path into a place");
    status = read_all(&reader, error);
    if (status == CIRCLET_OK)
        status =
            circlet_network_builder_finish(&network, reader.builder, error);
    network_reader_free(&reader);
    if (status != CIRCLET_OK)
        return status;
    *out = network;
    return CIRCLET_OK;
}
