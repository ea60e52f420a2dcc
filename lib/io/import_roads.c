/* Streets into the tables road_node, road_link and network_extent. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/error.h"
#include "io/import.h"
#include "io/import_extent.h"
#include "io/import_source.h"
#include "io/roads.h"
#include "io/tag_json.h"

#define REPORT_STEP 65536 /* rows */

/* Scratch that every row uses again. */
typedef struct road_writer {
    ci_import *import;
    ci_statement *insert;
    ci_buffer geometry, tags;
    circlet_point *line; /* room for the longest */
} road_writer;

static void road_writer_free(road_writer *writer)
{
    ci_statement_free(writer->insert);
    ci_buffer_free(&writer->geometry);
    ci_buffer_free(&writer->tags);
    free(writer->line);
}

static bool has_suffix(const char *path, const char *suffix)
{
    size_t size = strlen(path), suffix_size = strlen(suffix);

    return size > suffix_size &&
           strcasecmp(path + size - suffix_size, suffix) == 0;
}

/* ---- reading ------------------------------------------------------------ */

/* A progress whose fractions are the first half of the import's. */
static bool report_half(const char *stage, double fraction, void *user)
{
    const ci_import *import = user;
    const circlet_progress *progress = &import->options.progress;

    return progress->report(stage, fraction / 2.0, progress->user);
}

static void reject(const char *file, uint64_t row, const char *reason,
                   void *user)
{
    ci_import_reject(user, file, row, reason);
}

static circlet_status read_gmns(ci_roads **out, ci_import *import,
                                const char *const *sources,
                                circlet_error *error)
{
    bool is_link[2] = {false, false};

    for (int i = 0; i < 2; i++) {
        circlet_status status = ci_gmns_tell(&is_link[i], sources[i], error);

        if (status != CIRCLET_OK)
            return status;
    }
    if (is_link[0] == is_link[1])
        return is_link[0]
                   ? ci_fail(error, CIRCLET_E_FORMAT,
                             "%s and %s are both link files: one of nodes "
                             "and one of links are needed",
                             sources[0], sources[1])
                   : ci_fail(error, CIRCLET_E_FORMAT,
                             "%s and %s are both node files: one of nodes "
                             "and one of links are needed",
                             sources[0], sources[1]);
    return ci_gmns_read(out, sources[is_link[0]], sources[is_link[1]], reject,
                        import, error);
}

static circlet_status read_roads(ci_roads **out, ci_import *import,
                                 const char *const *sources,
                                 size_t source_count, circlet_error *error)
{
    circlet_progress progress = {
        import->options.progress.report ? report_half : NULL, import};

    if (source_count == 1 && has_suffix(sources[0], ".pbf"))
        return ci_osm_pbf_read(out, sources[0], &progress, error);
    if (source_count == 2 && !has_suffix(sources[0], ".pbf") &&
        !has_suffix(sources[1], ".pbf"))
        return read_gmns(out, import, sources, error);
    return ci_fail(error, CIRCLET_E_ARGUMENT,
                   "roads are one .pbf file, or GMNS's node.csv and link.csv");
}

/* ---- writing ------------------------------------------------------------ */

static circlet_status bind_tags(road_writer *writer, int position,
                                const circlet_tag *tags, size_t count,
                                circlet_error *error)
{
    writer->tags.size = 0;
    ci_tags_add_json(&writer->tags, tags, count);
    if (writer->tags.failed)
        return ci_fail_nomem(error);
    return ci_bind_text(writer->insert, position,
                        count > 0 ? writer->tags.text : NULL, error);
}

static circlet_status bind_geometry(road_writer *writer, circlet_error *error)
{
    if (writer->geometry.failed)
        return ci_fail_nomem(error);
    return ci_bind_blob(writer->insert, 1, writer->geometry.text,
                        writer->geometry.size, error);
}

static circlet_status write_node(road_writer *writer, const ci_road_node *node,
                                 circlet_error *error)
{
    circlet_status status;

    writer->geometry.size = 0;
    ci_gpkg_write_point(&writer->geometry, node->at);
    status = bind_geometry(writer, error);
    if (status == CIRCLET_OK)
        status = ci_bind_text(writer->insert, 2, node->id, error);
    if (status == CIRCLET_OK)
        status = bind_tags(writer, 3, node->tags, node->tag_count, error);
    if (status == CIRCLET_OK)
        status = ci_statement_step(writer->insert, NULL, error);
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
static circlet_status make_line(road_writer *writer, const ci_roads *roads,
                                const ci_road_link *link, circlet_error *error)
{
    size_t count = link->shape_count + 2;

    writer->line[0] = roads->nodes[link->from].at;
    if (link->shape_count > 0)
        memcpy(writer->line + 1, link->shape,
               link->shape_count * sizeof(*link->shape));
    writer->line[count - 1] = roads->nodes[link->to].at;
    writer->geometry.size = 0;
    ci_gpkg_write_line(&writer->geometry, writer->line, count);
    return bind_geometry(writer, error);
}

static circlet_status write_link(road_writer *writer, const ci_roads *roads,
                                 const ci_road_link *link,
                                 circlet_error *error)
{
    const char *const texts[] = {link->id, roads->nodes[link->from].id,
                                 roads->nodes[link->to].id};
    circlet_status status = make_line(writer, roads, link, error);

    for (int i = 0; i < 3 && status == CIRCLET_OK; i++)
        status = ci_bind_text(writer->insert, 2 + i, texts[i], error);
    if (status == CIRCLET_OK)
        status = ci_bind_double(writer->insert, 5, link->length_m, error);
    if (status == CIRCLET_OK)
        status = bind_tags(writer, 6, link->tags, link->tag_count, error);
    if (status == CIRCLET_OK)
        status = ci_statement_step(writer->insert, NULL, error);
    return status;
}

static circlet_status report_at(const road_writer *writer, size_t done,
                                size_t total, circlet_error *error)
{
    if (done % REPORT_STEP != 0)
        return CIRCLET_OK;
    return ci_import_report(writer->import,
                            0.5 + 0.5 * (double)done / (double)total, error);
}

static circlet_status write_nodes(road_writer *writer, const ci_roads *roads,
                                  circlet_error *error)
{
    size_t total = roads->node_count + roads->link_count;
    circlet_status status = ci_db_prepare(
        &writer->insert, writer->import->db,
        "INSERT INTO road_node (geom, node_id, tags) VALUES (?, ?, ?)", error);

    for (size_t i = 0; i < roads->node_count && status == CIRCLET_OK; i++) {
        status = report_at(writer, i, total, error);
        if (status == CIRCLET_OK)
            status = write_node(writer, &roads->nodes[i], error);
    }
    ci_statement_free(writer->insert);
    writer->insert = NULL;
    return status;
}

static circlet_status write_links(road_writer *writer, const ci_roads *roads,
                                  circlet_error *error)
{
    size_t total = roads->node_count + roads->link_count;
    circlet_status status;

    writer->line = new_line(roads);
    if (!writer->line)
        return ci_fail_nomem(error);
    status =
        ci_db_prepare(&writer->insert, writer->import->db,
                      "INSERT INTO road_link (geom, link_id, from_node_id, "
                      "to_node_id, length, tags) VALUES (?, ?, ?, ?, ?, ?)",
                      error);
    for (size_t i = 0; i < roads->link_count && status == CIRCLET_OK; i++) {
        status = report_at(writer, roads->node_count + i, total, error);
        if (status == CIRCLET_OK)
            status = write_link(writer, roads, &roads->links[i], error);
    }
    ci_statement_free(writer->insert);
    writer->insert = NULL;
    return status;
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
        ci_gpkg_write_area(&writer->geometry, &area);
        status = bind_geometry(writer, error);
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
    road_writer writer = {.import = import};
    circlet_status status = write_nodes(&writer, roads, error);

    if (status == CIRCLET_OK)
        status = write_links(&writer, roads, error);
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
        "DELETE FROM network_extent",
        "DELETE FROM source WHERE layer = 'roads'"};
    int64_t before = 0;
    circlet_status status =
        ci_db_query_int(&before, import->db,
                        "SELECT (SELECT count(*) FROM road_node) + "
                        "(SELECT count(*) FROM road_link)",
                        error);

    for (size_t i = 0; i < 4 && status == CIRCLET_OK; i++)
        status = ci_db_run(import->db, sql[i], error);
    if (status == CIRCLET_OK)
        import->counts.replaced = (uint64_t)before;
    return status;
}

/* Of a pbf all is counted together, of GMNS each file for itself. */
static circlet_status count_source(ci_source_row *out, const ci_import *import,
                                   const ci_roads *roads, const char *source,
                                   bool is_gmns, circlet_error *error)
{
    bool is_link = false;

    if (!is_gmns) {
        out->rows = import->counts.rows;
        out->imported = import->counts.imported;
        out->turn_restrictions = roads->turn_restriction_count;
        out->nodes_missing = roads->missing_node_count;
        return CIRCLET_OK;
    }
    if (ci_gmns_tell(&is_link, source, error) != CIRCLET_OK)
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
                              source_count == 2, error);
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
    if (roads->turn_restriction_count > 0)
        ci_import_remark(
            import, "%" PRIu64 " turn restrictions were seen and are not used",
            roads->turn_restriction_count);
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
        read_roads(&roads, import, sources, source_count, error);

    if (status != CIRCLET_OK)
        return status;
    count_roads(import, roads);
    status = remove_roads(import, error);
    if (status == CIRCLET_OK)
        status = write_roads(import, roads, error);
    if (status == CIRCLET_OK)
        status = write_sources(import, roads, sources, source_count, error);
    ci_roads_free(roads);
    return status;
}
