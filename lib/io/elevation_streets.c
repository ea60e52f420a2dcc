#include "io/elevation_streets.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/id_map.h"
#include "geo/geodesic.h"
#include "io/container.h"
#include "io/elevation_structures.h"
#include "io/tag_json.h"
#include "network/height_window.h"
#include "network/travel_mode.h"

/* Parts of one link, which a network may have: longer links have longer
 * ones. */
#define PART_MAX 9999.0

typedef struct street_reader {
    ci_height_streets *streets;
    ci_db *db;
    ci_statement *rows;
    ci_id_map *nodes; /* fid to place */
    ci_geometry geometry;
    ci_tag_list tags;
    double part_m; /* the longest part of a link */
    bool has_streets; /* with or without heights */
} street_reader;

void ci_height_streets_free(ci_height_streets *streets)
{
    free(streets->links);
    free(streets->places);
    free(streets->kinds);
    free(streets->heights_m);
    free(streets->cells_m);
    free(streets->doubts);
    memset(streets, 0, sizeof(*streets));
}

uint32_t ci_height_place(const ci_height_link *link, uint32_t k)
{
    if (k == 0)
        return link->from;
    return k == link->part_count ? link->to : link->first_station + k - 1;
}

/* ---- tags --------------------------------------------------------------- */

/*
 * OpenStreetMap: `layer` alone orders what crosses; without a bank or a
 * cutting that carries the street it says that it is above or below the
 * ground. A way through a building (tunnel=building_passage) and one under a
 * roof (covered) are on the ground, but a grid from radar sees the roof.
 */
bool ci_tags_are_raised(const circlet_tag *tags, size_t count)
{
    const char *layer = ci_tag_value(tags, count, "layer");
    double number = 0.0;

    if (ci_tag_says(tags, count, "bridge") ||
        ci_tag_says(tags, count, "tunnel") ||
        ci_tag_says(tags, count, "covered"))
        return true;
    return layer && ci_parse_double(&number, layer) && number != 0.0 &&
           !ci_tag_says(tags, count, "embankment") &&
           !ci_tag_says(tags, count, "cutting");
}

static bool is_street(const circlet_tag *tags, size_t count)
{
    const char *route = ci_tag_value(tags, count, "route");

    if (route && strcmp(route, "ferry") == 0)
        return false;
    return route || ci_tag_value(tags, count, "highway");
}

/* ---- places ------------------------------------------------------------- */

static circlet_status add_place(ci_height_streets *streets, circlet_point at,
                                circlet_error *error)
{
    circlet_point *places;

    if (streets->place_count >= UINT32_MAX - 1)
        return ci_fail(error, CIRCLET_E_DATA,
                       "streets with more than %u heights",
                       (unsigned)UINT32_MAX - 1);
    places = ci_array_reserve_one(streets->places, streets->place_count,
                                  &streets->place_capacity, sizeof(*places));
    if (!places)
        return ci_fail_nomem(error);
    streets->places = places;
    places[streets->place_count++] = at;
    return CIRCLET_OK;
}

static double flat_m(ci_frame frame, circlet_point a, circlet_point b)
{
    return hypot((b.lon - a.lon) * frame.m_per_lon,
                 (b.lat - a.lat) * frame.m_per_lat);
}

static double line_m(ci_frame frame, const ci_geometry *line)
{
    double length = 0.0;

    for (size_t i = 1; i < line->point_count; i++)
        length += flat_m(frame, line->points[i - 1], line->points[i]);
    return length;
}

/* Adds the stations of a link: its line is gone along once. */
static circlet_status add_stations(ci_height_streets *streets,
                                   const ci_geometry *line,
                                   uint32_t part_count, circlet_error *error)
{
    const circlet_point *points = line->points;
    ci_frame frame = ci_frame_at(points[0].lat);
    double total = line_m(frame, line), before = 0.0;
    size_t i = 1;
    circlet_status status = CIRCLET_OK;

    for (uint32_t k = 1; k < part_count && status == CIRCLET_OK; k++) {
        double want = total * k / part_count, piece, share;
        circlet_point at;

        while (i + 1 < line->point_count &&
               before + flat_m(frame, points[i - 1], points[i]) < want) {
            before += flat_m(frame, points[i - 1], points[i]);
            i++;
        }
        piece = flat_m(frame, points[i - 1], points[i]);
        share = piece > 0.0 ? fmin((want - before) / piece, 1.0) : 0.0;
        at.lon =
            points[i - 1].lon + share * (points[i].lon - points[i - 1].lon);
        at.lat =
            points[i - 1].lat + share * (points[i].lat - points[i - 1].lat);
        status = add_place(streets, at, error);
    }
    return status;
}

/* ---- rows --------------------------------------------------------------- */

static circlet_status read_geometry(street_reader *reader,
                                    ci_geometry_type type,
                                    circlet_error *error)
{
    int32_t srs_id = 0;
    circlet_status status =
        ci_container_read(&reader->geometry, &srs_id, reader->rows, 0, error);

    if (status == CIRCLET_OK &&
        (reader->geometry.type != type || srs_id != 4326))
        return ci_fail(error, CIRCLET_E_FORMAT, "geometry of another type");
    return status;
}

static circlet_status read_node(street_reader *reader, circlet_error *error)
{
    uint32_t place = (uint32_t)reader->streets->place_count;
    circlet_status status = read_geometry(reader, CI_GEOMETRY_POINT, error);

    if (status == CIRCLET_OK)
        status = add_place(reader->streets, reader->geometry.points[0], error);
    if (status == CIRCLET_OK &&
        !ci_id_map_add(reader->nodes, ci_column_int(reader->rows, 1), place))
        return ci_fail_nomem(error);
    return status;
}

static circlet_status add_link(street_reader *reader, ci_height_link *link,
                               circlet_error *error)
{
    ci_height_streets *streets = reader->streets;
    ci_height_link *links =
        ci_array_reserve_one(streets->links, streets->link_count,
                             &streets->link_capacity, sizeof(*links));
    double parts =
        fmin(fmax(ceil(link->length_m / reader->part_m), 1.0), PART_MAX);

    if (!links)
        return ci_fail_nomem(error);
    streets->links = links;
    link->part_count = (uint32_t)parts;
    link->first_station = (uint32_t)streets->place_count;
    links[streets->link_count++] = *link;
    return link->is_raised ? CIRCLET_OK
                           : add_stations(streets, &reader->geometry,
                                          link->part_count, error);
}

static double heading(circlet_point from, circlet_point to)
{
    ci_frame frame = ci_frame_at(from.lat);

    return atan2((to.lat - from.lat) * frame.m_per_lat,
                 (to.lon - from.lon) * frame.m_per_lon);
}

/* A line has at least two points. */
static void find_headings(ci_height_link *link, const ci_geometry *line)
{
    const circlet_point *last = line->points + line->point_count - 1;

    link->from_heading = heading(line->points[0], line->points[1]);
    link->to_heading = heading(last[0], last[-1]);
}

static circlet_status read_link(street_reader *reader, circlet_error *error)
{
    const ci_tag_list *tags = &reader->tags;
    ci_height_link link = {.fid = ci_column_int(reader->rows, 1)};
    circlet_status status = ci_tag_list_read(
        &reader->tags, ci_column_text(reader->rows, 5), error);

    if (status != CIRCLET_OK || !is_street(tags->tags, tags->count))
        return status;
    reader->has_streets = true;
    if (ci_column_int(reader->rows, 7) != 0)
        return CIRCLET_OK;
    status = read_geometry(reader, CI_GEOMETRY_LINE, error);
    if (status != CIRCLET_OK)
        return status;
    link.from = ci_id_map_find(reader->nodes, ci_column_int(reader->rows, 2));
    link.to = ci_id_map_find(reader->nodes, ci_column_int(reader->rows, 3));
    link.length_m = ci_column_double(reader->rows, 4);
    if (link.from == CI_NOWHERE || link.to == CI_NOWHERE)
        return ci_fail(error, CIRCLET_E_DATA,
                       "an end of it is a node that is not there");
    if (!(link.length_m >= 0.0) || !isfinite(link.length_m))
        return ci_fail(error, CIRCLET_E_DATA, "it has no length");
    link.is_raised = ci_tags_are_raised(tags->tags, tags->count);
    link.form = ci_tags_form(tags->tags, tags->count);
    find_headings(&link, &reader->geometry);
    return add_link(reader, &link, error);
}

typedef circlet_status (*read_row_fn)(street_reader *reader,
                                      circlet_error *error);

/* Says of a bad row which it is: its id stands in the last column. */
static circlet_status fail_row(const street_reader *reader, int id_column,
                               circlet_status status, const circlet_error *why,
                               circlet_error *error)
{
    const char *id = ci_column_text(reader->rows, id_column);

    if (status == CIRCLET_E_NOMEM)
        return ci_fail_nomem(error);
    return ci_fail(error, status, "%s: street '%s': %s",
                   ci_db_path(reader->db), id ? id : "", why->message);
}

static circlet_status read_table(street_reader *reader, const char *sql,
                                 int id_column, read_row_fn read_one,
                                 circlet_error *error)
{
    circlet_status status =
        ci_db_prepare(&reader->rows, reader->db, sql, error);
    bool has_row = true;

    while (status == CIRCLET_OK && has_row) {
        circlet_error why = {CIRCLET_OK, ""};

        status = ci_statement_step(reader->rows, &has_row, error);
        if (status != CIRCLET_OK || !has_row)
            break;
        status = read_one(reader, &why);
        if (status != CIRCLET_OK)
            status = fail_row(reader, id_column, status, &why, error);
    }
    ci_statement_free(reader->rows);
    reader->rows = NULL;
    return status;
}

static circlet_status set_kinds(ci_height_streets *streets, size_t node_count,
                                circlet_error *error)
{
    size_t count = streets->place_count;

    streets->kinds = calloc(count + 1, sizeof(*streets->kinds));
    streets->heights_m = calloc(count + 1, sizeof(*streets->heights_m));
    streets->cells_m = calloc(count + 1, sizeof(*streets->cells_m));
    if (!streets->kinds || !streets->heights_m || !streets->cells_m)
        return ci_fail_nomem(error);
    return ci_height_find_kinds(streets, node_count, error);
}

static circlet_status read_all(street_reader *reader, circlet_error *error)
{
    size_t node_count;
    circlet_status status = read_table(
        reader, "SELECT geom, fid, node_id FROM road_node ORDER BY node_id", 2,
        read_node, error);

    node_count = reader->streets->place_count;
    if (status == CIRCLET_OK)
        status = read_table(
            reader,
            "SELECT l.geom, l.fid, coalesce(a.fid, -1), coalesce(b.fid, -1), "
            "l.length, l.tags, l.link_id, l.heights IS NOT NULL "
            "FROM road_link AS l "
            "LEFT JOIN road_node AS a ON a.node_id = l.from_node_id "
            "LEFT JOIN road_node AS b ON b.node_id = l.to_node_id "
            "ORDER BY l.link_id",
            6, read_link, error);
    if (status == CIRCLET_OK && !reader->has_streets)
        return ci_fail(error, CIRCLET_E_NOT_FOUND,
                       "%s: it has no streets whose heights could be found: "
                       "import roads before elevation",
                       ci_db_path(reader->db));
    return status == CIRCLET_OK ? set_kinds(reader->streets, node_count, error)
                                : status;
}

static double longest_part_m(double cell_m)
{
    return cell_m >= CI_RADAR_CELL_M
               ? CI_HEIGHT_PART_M
               : fmax(cell_m / 2.0, CI_HEIGHT_PART_MIN_M);
}

circlet_status ci_height_streets_read(ci_height_streets *out, ci_db *db,
                                      double cell_m, circlet_error *error)
{
    ci_height_streets streets = {0};
    street_reader reader = {
        .streets = &streets, .db = db, .part_m = longest_part_m(cell_m)};
    circlet_status status;

    reader.nodes = ci_id_map_new(1024);
    status = reader.nodes ? read_all(&reader, error) : ci_fail_nomem(error);
    ci_id_map_free(reader.nodes);
    ci_geometry_free(&reader.geometry);
    ci_tag_list_free(&reader.tags);
    if (status != CIRCLET_OK) {
        ci_height_streets_free(&streets);
        return status;
    }
    *out = streets;
    return CIRCLET_OK;
}
