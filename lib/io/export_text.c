/* Layers of an export as GeoJSON (RFC 7946) and CSV (RFC 4180). */
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "io/container.h"
#include "io/export_set.h"
#include "io/text_output.h"

/* Digits after the point: about a centimetre of degrees, and a millimetre. */
#define DEGREE_DECIMALS 7
#define METRE_DECIMALS 3

/* Writes what a buffer has and empties it. */
static void put(ci_text_output *out, ci_buffer *text)
{
    if (text->size > 0)
        fwrite(text->text, 1, text->size, out->file);
    text->size = 0;
}

typedef circlet_status (*row_fn)(ci_buffer *out, const ci_export_set *set,
                                 ci_statement *rows,
                                 const ci_field_names *names, size_t number,
                                 circlet_error *error);

/* Writes a file of a head, rows and a tail. */
static circlet_status write_rows(const ci_export_set *set, const char *table,
                                 const ci_field_names *names,
                                 ci_text_output *output, row_fn add_row,
                                 circlet_error *error)
{
    ci_statement *rows = NULL;
    ci_buffer text = {0};
    bool has_row = true;
    circlet_status status =
        ci_export_set_rows(&rows, set, table, names, error);

    for (size_t number = 0; status == CIRCLET_OK; number++) {
        status = ci_statement_step(rows, &has_row, error);
        if (status != CIRCLET_OK || !has_row)
            break;
        status = add_row(&text, set, rows, names, number, error);
        if (status == CIRCLET_OK && text.failed)
            status = ci_fail_nomem(error);
        put(output, &text);
    }
    ci_statement_free(rows);
    ci_buffer_free(&text);
    return status;
}

/* ---- GeoJSON ------------------------------------------------------------ */

static void add_position(ci_buffer *out, circlet_point at)
{
    ci_buffer_add(out, "[");
    ci_buffer_add_fixed(out, at.lon, DEGREE_DECIMALS);
    ci_buffer_add(out, ",");
    ci_buffer_add_fixed(out, at.lat, DEGREE_DECIMALS);
    ci_buffer_add(out, "]");
}

/* RFC 7946, 3.1.6: outer rings go round to the left, holes to the right. */
static bool is_to_turn(const circlet_point *points, size_t count, bool is_hole)
{
    double twice = 0;

    for (size_t i = 1; i < count; i++)
        twice += (points[i - 1].lon - points[0].lon) *
                     (points[i].lat - points[0].lat) -
                 (points[i].lon - points[0].lon) *
                     (points[i - 1].lat - points[0].lat);
    return is_hole ? twice > 0 : twice < 0;
}

static void add_ring(ci_buffer *out, const circlet_point *points, size_t count,
                     bool is_hole)
{
    bool turns = is_to_turn(points, count, is_hole);

    ci_buffer_add(out, "[");
    for (size_t i = 0; i < count; i++) {
        ci_buffer_add(out, i > 0 ? "," : "");
        add_position(out, points[turns ? count - 1 - i : i]);
    }
    ci_buffer_add(out, "]");
}

static void add_area(ci_buffer *out, const circlet_area *area)
{
    size_t start = 0;

    ci_buffer_add(out, "{\"type\":\"MultiPolygon\",\"coordinates\":[");
    for (size_t i = 0; i < area->ring_count; i++) {
        const circlet_ring *ring = &area->rings[i];

        if (!ring->is_hole)
            ci_buffer_add(out, i > 0 ? "],[" : "[");
        else
            ci_buffer_add(out, ",");
        add_ring(out, area->points + start, ring->end - start, ring->is_hole);
        start = ring->end;
    }
    ci_buffer_add(out, area->ring_count > 0 ? "]]}" : "]}");
}

static void add_geometry(ci_buffer *out, const ci_geometry *geometry)
{
    circlet_area area = ci_geometry_area(geometry);

    switch (geometry->type) {
    case CI_GEOMETRY_POINT:
        ci_buffer_add(out, "{\"type\":\"Point\",\"coordinates\":");
        add_position(out, geometry->points[0]);
        ci_buffer_add(out, "}");
        break;
    case CI_GEOMETRY_LINE:
        ci_buffer_add(out, "{\"type\":\"LineString\",\"coordinates\":[");
        for (size_t i = 0; i < geometry->point_count; i++) {
            ci_buffer_add(out, i > 0 ? "," : "");
            add_position(out, geometry->points[i]);
        }
        ci_buffer_add(out, "]}");
        break;
    case CI_GEOMETRY_AREA:
        add_area(out, &area);
        break;
    default:
        ci_buffer_add(out, "null");
    }
}

static void add_value(ci_buffer *out, ci_statement *rows, int position,
                      char type)
{
    const char *text;

    if (ci_column_is_null(rows, position))
        ci_buffer_add(out, "null");
    else if (type == 'I')
        ci_buffer_add_int(out, ci_column_int(rows, position));
    else if (type == 'D')
        ci_buffer_add_double(out, ci_column_double(rows, position));
    else if ((text = ci_column_text(rows, position)) != NULL)
        ci_buffer_add_json(out, text);
}

static circlet_status add_feature(ci_buffer *out, const ci_export_set *set,
                                  ci_statement *rows,
                                  const ci_field_names *names, size_t number,
                                  circlet_error *error)
{
    int geom = (int)names->count;
    ci_geometry geometry = {0};
    int32_t srs_id = 0;
    circlet_status status = CIRCLET_OK;

    (void)set;
    ci_buffer_add(out, number > 0 ? ",\n" : "\n");
    ci_buffer_add(out, "{\"type\":\"Feature\",\"id\":");
    add_value(out, rows, 0, 'I');
    ci_buffer_add(out, ",\"properties\":{");
    for (size_t i = 1; i < names->count; i++) {
        ci_buffer_add(out, i > 1 ? "," : "");
        ci_buffer_add_json(out, names->items[i].column);
        ci_buffer_add(out, ":");
        add_value(out, rows, (int)i, names->items[i].type);
    }
    ci_buffer_add(out, "},\"geometry\":");
    if (names->has_geometry && !ci_column_is_null(rows, geom))
        status = ci_container_read(&geometry, &srs_id, rows, geom, error);
    if (status == CIRCLET_OK)
        add_geometry(out, &geometry);
    ci_buffer_add(out, "}");
    ci_geometry_free(&geometry);
    return status;
}

circlet_status ci_export_geojson(const ci_export_set *set, const char *table,
                                 const char *path, circlet_error *error)
{
    ci_field_names names = {0};
    ci_text_output output = {0};
    circlet_status status = ci_field_names_read(&names, set->db, table, error);

    if (status == CIRCLET_OK)
        status = ci_text_output_open(&output, path, error);
    if (status == CIRCLET_OK)
        fprintf(output.file,
                "{\"type\":\"FeatureCollection\",\"name\":\"%s\","
                "\"features\":[",
                table);
    if (status == CIRCLET_OK)
        status = write_rows(set, table, &names, &output, add_feature, error);
    if (status == CIRCLET_OK) {
        fputs("\n]}\n", output.file);
        status = ci_text_output_commit(&output, error);
    }
    ci_text_output_end(&output);
    ci_field_names_free(&names);
    return status;
}

/* ---- CSV ---------------------------------------------------------------- */

static void add_field(ci_buffer *out, const char *text)
{
    if (!strpbrk(text, ",\"\r\n")) {
        ci_buffer_add(out, text);
        return;
    }
    ci_buffer_add(out, "\"");
    for (const char *c = text; *c; c++) {
        if (*c == '"')
            ci_buffer_add(out, "\"");
        ci_buffer_add_n(out, c, 1);
    }
    ci_buffer_add(out, "\"");
}

/* A point's place; lines and areas have none here. */
static circlet_status add_place(ci_buffer *out, const ci_export_set *set,
                                ci_statement *rows, int geom,
                                circlet_error *error)
{
    int decimals = set->crs->is_degrees ? DEGREE_DECIMALS : METRE_DECIMALS;
    ci_geometry geometry = {0};
    int32_t srs_id = 0;
    circlet_status status = CIRCLET_OK;

    if (!ci_column_is_null(rows, geom))
        status = ci_container_read(&geometry, &srs_id, rows, geom, error);
    ci_buffer_add(out, ",");
    if (status == CIRCLET_OK && geometry.type == CI_GEOMETRY_POINT)
        ci_buffer_add_fixed(out, geometry.points[0].lon, decimals);
    ci_buffer_add(out, ",");
    if (status == CIRCLET_OK && geometry.type == CI_GEOMETRY_POINT)
        ci_buffer_add_fixed(out, geometry.points[0].lat, decimals);
    ci_geometry_free(&geometry);
    return status;
}

static circlet_status has_points(bool *out, const ci_export_set *set,
                                 const char *table, circlet_error *error)
{
    return ci_db_has_row(out, set->db,
                         "SELECT 1 FROM gpkg_geometry_columns WHERE "
                         "table_name = ? AND geometry_type_name = 'POINT'",
                         table, error);
}

static void add_values(ci_buffer *out, ci_statement *rows,
                       const ci_field_names *names)
{
    for (size_t i = 0; i < names->count; i++) {
        const char *text;

        ci_buffer_add(out, i > 0 ? "," : "");
        if (ci_column_is_null(rows, (int)i))
            continue;
        if (names->items[i].type != 'T')
            add_value(out, rows, (int)i, names->items[i].type);
        else if ((text = ci_column_text(rows, (int)i)) != NULL)
            add_field(out, text);
    }
}

static circlet_status add_plain(ci_buffer *out, const ci_export_set *set,
                                ci_statement *rows,
                                const ci_field_names *names, size_t number,
                                circlet_error *error)
{
    (void)set;
    (void)number;
    (void)error;
    add_values(out, rows, names);
    ci_buffer_add(out, "\n");
    return CIRCLET_OK;
}

static circlet_status add_point(ci_buffer *out, const ci_export_set *set,
                                ci_statement *rows,
                                const ci_field_names *names, size_t number,
                                circlet_error *error)
{
    circlet_status status;

    (void)number;
    add_values(out, rows, names);
    status = add_place(out, set, rows, (int)names->count, error);
    ci_buffer_add(out, "\n");
    return status;
}

static void write_heading(const ci_export_set *set,
                          const ci_field_names *names, bool is_of_points,
                          FILE *file)
{
    fputs("\xef\xbb\xbf", file); /* by which Excel knows UTF-8 */
    for (size_t i = 0; i < names->count; i++)
        fprintf(file, "%s%s", i > 0 ? "," : "", names->items[i].column);
    if (is_of_points)
        fputs(set->crs->is_degrees ? ",lon,lat" : ",x,y", file);
    fputs("\n", file);
}

circlet_status ci_export_csv(const ci_export_set *set, const char *table,
                             const char *path, circlet_error *error)
{
    ci_field_names names = {0};
    ci_text_output output = {0};
    bool is_of_points = false;
    circlet_status status = ci_field_names_read(&names, set->db, table, error);

    if (status == CIRCLET_OK)
        status = has_points(&is_of_points, set, table, error);
    if (status == CIRCLET_OK)
        status = ci_text_output_open(&output, path, error);
    if (status == CIRCLET_OK) {
        write_heading(set, &names, is_of_points, output.file);
        status = write_rows(set, table, &names, &output,
                            is_of_points ? add_point : add_plain, error);
    }
    if (status == CIRCLET_OK)
        status = ci_text_output_commit(&output, error);
    ci_text_output_end(&output);
    ci_field_names_free(&names);
    return status;
}
