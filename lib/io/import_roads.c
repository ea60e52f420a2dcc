/* Streets into the tables road_node, road_link, road_turn and
 * network_extent. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "io/container.h"
#include "io/import.h"
#include "io/import_elevation.h"
#include "io/import_extent.h"
#include "io/import_source.h"
#include "io/road_order.h"
#include "io/road_sources.h"
#include "io/road_turns.h"
#include "io/tag_json.h"

#define REPORT_STEP 65536 /* rows */

/* Rows of one statement: what SQLite does for each statement, such as going
 * through the list of the highest fids, costs more than the row. */
#define BATCH 64

/* Scratch that every row uses again. */
typedef struct road_writer {
    ci_import *import;
    const ci_roads *roads;
    ci_statement *insert;
    ci_buffer geometry, tags;
    const circlet_tag *written; /* what `tags` holds */
    circlet_point *line; /* room for the longest */
} road_writer;

static void road_writer_free(road_writer *writer)
{
    ci_statement_free(writer->insert);
    ci_buffer_free(&writer->geometry);
    ci_buffer_free(&writer->tags);
    free(writer->line);
}

/* ---- writing ------------------------------------------------------------ */

/* The links of a way share their tags. */
static circlet_status bind_tags(road_writer *writer, int position,
                                const circlet_tag *tags, size_t count,
                                circlet_error *error)
{
    if (count > 0 && tags != writer->written) {
        writer->tags.size = 0;
        ci_tags_add_json(&writer->tags, tags, count);
        writer->written = tags;
    }
    if (writer->tags.failed)
        return ci_fail_nomem(error);
    return ci_bind_text(writer->insert, position,
                        count > 0 ? writer->tags.text : NULL, error);
}

static circlet_status bind_geometry(road_writer *writer, int position,
                                    circlet_error *error)
{
    if (writer->geometry.failed)
        return ci_fail_nomem(error);
    return ci_bind_blob(writer->insert, position, writer->geometry.text,
                        writer->geometry.size, error);
}

/* Binds row `i` of a table to the parameters after `base`. */
typedef circlet_status (*bind_fn)(road_writer *writer, size_t i, int base,
                                  circlet_error *error);

static circlet_status bind_node(road_writer *writer, size_t i, int base,
                                circlet_error *error)
{
    const ci_road_node *node = &writer->roads->nodes[i];
    circlet_status status;

    writer->geometry.size = 0;
    ci_container_write_point(writer->import->db, &writer->geometry, node->at);
    status = bind_geometry(writer, base + 1, error);
    if (status == CIRCLET_OK)
        status = ci_bind_text(writer->insert, base + 2, node->id, error);
    if (status == CIRCLET_OK)
        status =
            bind_tags(writer, base + 3, node->tags, node->tag_count, error);
    return status;
}

static circlet_point *new_line(const ci_roads *roads)
{
    size_t longest = 0;

    for (size_t i = 0; i < roads->link_count; i++)
        if (roads->links[i].shape_count > longest)
            longest = roads->links[i].shape_count;
    return malloc((longest + 2) * sizeof(circlet_point));
}

/* The shape with both ends, as the layer shows it. */
static void make_line(road_writer *writer, const ci_road_link *link)
{
    const ci_roads *roads = writer->roads;
    size_t count = link->shape_count + 2;

    writer->line[0] = roads->nodes[link->from].at;
    if (link->shape_count > 0)
        memcpy(writer->line + 1, link->shape,
               link->shape_count * sizeof(*link->shape));
    writer->line[count - 1] = roads->nodes[link->to].at;
    writer->geometry.size = 0;
    ci_container_write_line(writer->import->db, &writer->geometry,
                            writer->line, count);
}

static circlet_status bind_link(road_writer *writer, size_t i, int base,
                                circlet_error *error)
{
    const ci_roads *roads = writer->roads;
    const ci_road_link *link = &roads->links[i];
    const char *const texts[] = {link->id, roads->nodes[link->from].id,
                                 roads->nodes[link->to].id};
    circlet_status status;

    make_line(writer, link);
    status = bind_geometry(writer, base + 1, error);
    for (int k = 0; k < 3 && status == CIRCLET_OK; k++)
        status = ci_bind_text(writer->insert, base + 2 + k, texts[k], error);
    if (status == CIRCLET_OK)
        status =
            ci_bind_double(writer->insert, base + 5, link->length_m, error);
    if (status == CIRCLET_OK)
        status =
            bind_tags(writer, base + 6, link->tags, link->tag_count, error);
    return status;
}

static circlet_status prepare(road_writer *writer, const char *table,
                              const char *marks, size_t rows,
                              circlet_error *error)
{
    ci_buffer sql = {0};
    circlet_status status;

    ci_statement_free(writer->insert);
    writer->insert = NULL;
    ci_buffer_add(&sql, "INSERT INTO ");
    ci_buffer_add(&sql, table);
    ci_buffer_add(&sql, " VALUES ");
    for (size_t i = 0; i < rows; i++) {
        ci_buffer_add(&sql, i > 0 ? ", " : "");
        ci_buffer_add(&sql, marks);
    }
    status = sql.failed ? ci_fail_nomem(error)
                        : ci_db_prepare(&writer->insert, writer->import->db,
                                        sql.text, error);
    ci_buffer_free(&sql);
    return status;
}

/* A table of the network, and how its rows are written. */
typedef struct road_table {
    const char *head; /* name and columns */
    const char *marks; /* of a row */
    int column_count;
    bind_fn bind;
    size_t row_count;
    size_t before; /* rows of the tables before it */
} road_table;

/* Writes rows from `first` on, `batch` of them with each statement. */
static circlet_status write_batches(road_writer *writer,
                                    const road_table *table, size_t first,
                                    size_t batch, circlet_error *error)
{
    double total =
        (double)(writer->roads->node_count + writer->roads->link_count);
    circlet_status status =
        prepare(writer, table->head, table->marks, batch, error);

    for (size_t i = first;
         status == CIRCLET_OK && i + batch <= table->row_count; i += batch) {
        for (size_t k = 0; k < batch && status == CIRCLET_OK; k++)
            status = table->bind(writer, i + k, (int)k * table->column_count,
                                 error);
        if (status == CIRCLET_OK)
            status = ci_statement_step(writer->insert, NULL, error);
        if (status == CIRCLET_OK && i % REPORT_STEP == 0)
            status = ci_import_report(
                writer->import,
                0.5 + 0.5 * (double)(table->before + i) / total, error);
    }
    return status;
}

static circlet_status write_table(road_writer *writer, const road_table *table,
                                  circlet_error *error)
{
    circlet_status status = write_batches(writer, table, 0, BATCH, error);

    if (status == CIRCLET_OK)
        status = write_batches(writer, table,
                               table->row_count - table->row_count % BATCH, 1,
                               error);
    ci_statement_free(writer->insert);
    writer->insert = NULL;
    return status;
}

static circlet_status write_rows(road_writer *writer, circlet_error *error)
{
    const ci_roads *roads = writer->roads;
    const road_table nodes = {"road_node (geom, node_id, tags)",
                              "(?, ?, ?)",
                              3,
                              bind_node,
                              roads->node_count,
                              0};
    const road_table links = {
        "road_link (geom, link_id, from_node_id, to_node_id, length, tags)",
        "(?, ?, ?, ?, ?, ?)",
        6,
        bind_link,
        roads->link_count,
        roads->node_count};
    circlet_status status = write_table(writer, &nodes, error);

    if (status != CIRCLET_OK)
        return status;
    writer->line = new_line(roads);
    return writer->line ? write_table(writer, &links, error)
                        : ci_fail_nomem(error);
}

static circlet_status write_extent(road_writer *writer, const ci_roads *roads,
                                   circlet_error *error)
{
    ci_geometry extent = {0};
    const char *origin = NULL;
    circlet_status status =
        ci_import_extent(&extent, &origin, writer->import, roads, error);

    if (status == CIRCLET_OK)
        status = ci_db_prepare(
            &writer->insert, writer->import->db,
            "INSERT INTO network_extent (geom, origin) VALUES (?, ?)", error);
    if (status == CIRCLET_OK) {
        circlet_area area = ci_geometry_area(&extent);

        writer->geometry.size = 0;
        ci_container_write_area(writer->import->db, &writer->geometry, &area);
        status = bind_geometry(writer, 1, error);
    }
    if (status == CIRCLET_OK)
        status = ci_bind_text(writer->insert, 2, origin, error);
    if (status == CIRCLET_OK)
        status = ci_statement_step(writer->insert, NULL, error);
    ci_geometry_free(&extent);
    return status;
}

static circlet_status write_roads(ci_import *import, const ci_roads *roads,
                                  circlet_error *error)
{
    road_writer writer = {.import = import, .roads = roads};
    circlet_status status = write_rows(&writer, error);

    if (status == CIRCLET_OK)
        status = write_extent(&writer, roads, error);
    road_writer_free(&writer);
    return status;
}

/* ---- what the source was ------------------------------------------------ */

/* Roads replace all roads: both kinds of rows are counted. */
static circlet_status remove_roads(ci_import *import, circlet_error *error)
{
    static const char *const sql[] = {
        "DELETE FROM road_node", "DELETE FROM road_link",
        "DELETE FROM road_turn", "DELETE FROM network_extent",
        "DELETE FROM source WHERE layer = 'roads'"};
    int64_t before = 0;
    circlet_status status =
        ci_db_query_int(&before, import->db,
                        "SELECT (SELECT count(*) FROM road_node) + "
                        "(SELECT count(*) FROM road_link)",
                        error);

    if (status == CIRCLET_OK)
        status = ci_elevation_drop(import, error);
    for (size_t i = 0; i < 5 && status == CIRCLET_OK; i++)
        status = ci_db_run(import->db, sql[i], error);
    if (status == CIRCLET_OK)
        import->counts.replaced = (uint64_t)before;
    return status;
}

/* Of GMNS each file is counted for itself. */
static circlet_status count_source(ci_source_row *out, const ci_import *import,
                                   const ci_roads *roads, const char *source,
                                   bool is_gmns, circlet_error *error)
{
    bool is_link = false;

    if (!is_gmns) {
        const circlet_import_counts *counts = &import->counts;

        out->rows = counts->rows;
        /* Rows of lines are lines, else nodes and ways. */
        out->imported = roads->node_row_count == 0
                            ? counts->rows - counts->rejected
                            : counts->imported;
        out->rejected = counts->rejected;
        out->repaired = counts->repaired;
        out->doubtful = counts->doubtful;
        out->remark = roads->remark;
        out->turn_restrictions = roads->turn_restriction_count;
        out->turn_restrictions_used = roads->turn_restriction_used_count;
        out->nodes_missing = roads->missing_node_count;
        return CIRCLET_OK;
    }
    if (ci_gmns_tell(&is_link, source, import->options.encoding, error) !=
        CIRCLET_OK)
        return CIRCLET_E_FORMAT;
    out->rows = is_link ? roads->way_row_count : roads->node_row_count;
    out->imported = is_link ? roads->link_count : roads->node_count;
    out->rejected = out->rows - out->imported;
    return CIRCLET_OK;
}

static circlet_status write_sources(ci_import *import, const ci_roads *roads,
                                    const char *const *sources,
                                    size_t source_count, circlet_error *error)
{
    circlet_status status = CIRCLET_OK;

    for (size_t i = 0; i < source_count && status == CIRCLET_OK; i++) {
        ci_source_row row = {.is_roads = true};
        int64_t fid = 0;

        status = count_source(&row, import, roads, sources[i],
                              ci_road_sources_are_gmns(sources, source_count),
                              error);
        if (status == CIRCLET_OK)
            status = ci_source_row_add(&fid, import, sources[i], error);
        if (status == CIRCLET_OK)
            status = ci_source_row_finish(import, fid, &row, error);
    }
    return status;
}

static void count_roads(ci_import *import, const ci_roads *roads)
{
    import->counts.rows = roads->node_row_count + roads->way_row_count;
    import->counts.nodes = roads->node_count;
    import->counts.links = roads->link_count;
    import->counts.imported = roads->node_count + roads->link_count;
    import->counts.turn_restrictions = roads->turn_restriction_count;
    import->counts.turn_restrictions_used = roads->turn_restriction_used_count;
    ci_road_turns_remark(import, roads);
    if (roads->missing_node_count > 0)
        ci_import_remark(import,
                         "%" PRIu64 " nodes that ways name are not in the "
                         "file: those ways are cut there",
                         roads->missing_node_count);
}

circlet_status ci_import_roads(ci_import *import, const char *const *sources,
                               size_t source_count, circlet_error *error)
{
    ci_roads *roads = NULL;
    circlet_status status =
        ci_road_sources_read(&roads, import, sources, source_count, error);

    if (status != CIRCLET_OK)
        return status;
    count_roads(import, roads);
    status = remove_roads(import, error);
    if (status == CIRCLET_OK)
        status = write_roads(import, roads, error);
    if (status == CIRCLET_OK)
        status = ci_road_turns_store(import, roads, error);
    if (status == CIRCLET_OK)
        status = ci_road_order_store(import, roads, error);
    if (status == CIRCLET_OK)
        status = write_sources(import, roads, sources, source_count, error);
    ci_roads_free(roads);
    return status;
}
