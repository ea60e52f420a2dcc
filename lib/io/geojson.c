/* GeoJSON (RFC 7946, and the "crs" of its predecessor). Wraps jansson. */
#include "io/source.h"

#include <jansson.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/id_map.h"
#include "io/geojson.h"
#include "io/geometry_bytes.h"
#include "io/record_values.h"
#include "io/source_crs.h"

/* How much of a value that is wrong a message shows. */
#define SHOWN_SIZE 60

typedef struct geojson {
    json_t *root;
    json_t *items; /* features or geometries; borrowed from root, or NULL:
                      the root is the only one */
    size_t next; /* item, counted from 0 */
    char **fields; /* borrowed from the source */
    size_t field_count;
    ci_transform *transform;
    ci_geometry geometry;
    ci_record_values values;
    ci_buffer text; /* one value */
    char shown[SHOWN_SIZE];
    circlet_error problem; /* of the record */
} geojson;

static void close_geojson(void *state)
{
    geojson *file = state;

    json_decref(file->root);
    ci_transform_free(file->transform);
    ci_geometry_free(&file->geometry);
    ci_record_values_free(&file->values);
    ci_buffer_free(&file->text);
    free(file);
}

/* ---- values as text ------------------------------------------------------
 */

/* Compact JSON; numbers in their shortest form. jansson limits the depth. */
static void add_json(ci_buffer *out, const json_t *value)
{
    const char *comma = "";
    const char *key;
    json_t *part;
    size_t i;

    switch (json_typeof(value)) {
    case JSON_OBJECT:
        ci_buffer_add(out, "{");
        json_object_foreach((json_t *)value, key, part)
        {
            ci_buffer_add(out, comma);
            ci_buffer_add_json(out, key);
            ci_buffer_add(out, ":");
            add_json(out, part);
            comma = ",";
        }
        ci_buffer_add(out, "}");
        return;
    case JSON_ARRAY:
        ci_buffer_add(out, "[");
        json_array_foreach(value, i, part)
        {
            ci_buffer_add(out, comma);
            add_json(out, part);
            comma = ",";
        }
        ci_buffer_add(out, "]");
        return;
    case JSON_STRING:
        ci_buffer_add_json(out, json_string_value(value));
        return;
    case JSON_INTEGER:
        ci_buffer_add_int(out, json_integer_value(value));
        return;
    case JSON_REAL:
        ci_buffer_add_double(out, json_real_value(value));
        return;
    default:
        ci_buffer_add(out, json_is_true(value)    ? "true"
                           : json_is_false(value) ? "false"
                                                  : "null");
    }
}

/* The text of a property; NULL has none. */
static bool add_value(geojson *file, const json_t *value)
{
    file->text.size = 0;
    if (json_is_string(value))
        ci_buffer_add_n(&file->text, json_string_value(value),
                        json_string_length(value));
    else if (value && !json_is_null(value))
        add_json(&file->text, value);
    return !file->text.failed &&
           ci_record_values_add(&file->values, file->text.text,
                                file->text.size);
}

/* ---- geometry ------------------------------------------------------------
 */

/* The beginning of a value that is wrong. Where memory ran out, text.failed
 * tells it from there on. */
static const char *show(geojson *file, const json_t *value)
{
    char *shown = file->shown;

    file->text.size = 0;
    if (value)
        add_json(&file->text, value);
    snprintf(shown, SHOWN_SIZE, "%s",
             file->text.size > 0 ? file->text.text : ci_translate("nothing"));
    ci_text_cut_at_character(shown);
    return shown;
}

static circlet_status fail_list(geojson *file, const json_t *list,
                                circlet_error *error)
{
    return ci_fail(error, CIRCLET_E_FORMAT, "coordinates are no list: %s",
                   show(file, list));
}

static circlet_status add_position(geojson *file, const json_t *position,
                                   circlet_error *error)
{
    const json_t *x = json_array_get(position, 0);
    const json_t *y = json_array_get(position, 1);
    circlet_point at;

    if (!json_is_number(x) || !json_is_number(y))
        return ci_fail(error, CIRCLET_E_FORMAT,
                       "coordinates are no pair of numbers: %s",
                       show(file, position));
    at = (circlet_point){json_number_value(x), json_number_value(y)};
    return ci_geometry_add_point(&file->geometry, at) ? CIRCLET_OK
                                                      : ci_fail_nomem(error);
}

static circlet_status add_positions(geojson *file, const json_t *list,
                                    circlet_error *error)
{
    const json_t *position;
    size_t i;

    if (!json_is_array(list))
        return fail_list(file, list, error);
    json_array_foreach(list, i, position)
    {
        circlet_status status = add_position(file, position, error);

        if (status != CIRCLET_OK)
            return status;
    }
    return CIRCLET_OK;
}

static circlet_status add_polygon(geojson *file, const json_t *list,
                                  circlet_error *error)
{
    const json_t *ring;
    size_t i;

    if (!json_is_array(list))
        return fail_list(file, list, error);
    json_array_foreach(list, i, ring)
    {
        circlet_status status = add_positions(file, ring, error);

        if (status != CIRCLET_OK)
            return status;
        if (!ci_geometry_end_ring(&file->geometry, i > 0))
            return ci_fail_nomem(error);
    }
    return CIRCLET_OK;
}

static circlet_status add_polygons(geojson *file, const json_t *list,
                                   circlet_error *error)
{
    const json_t *polygon;
    size_t i;

    if (!json_is_array(list))
        return fail_list(file, list, error);
    json_array_foreach(list, i, polygon)
    {
        circlet_status status = add_polygon(file, polygon, error);

        if (status != CIRCLET_OK)
            return status;
    }
    return CIRCLET_OK;
}

static circlet_status add_lines(geojson *file, const json_t *list,
                                circlet_error *error)
{
    const json_t *part;
    size_t i;

    if (!json_is_array(list))
        return fail_list(file, list, error);
    json_array_foreach(list, i, part)
    {
        circlet_status status = add_positions(file, part, error);

        if (status != CIRCLET_OK)
            return status;
        if (!ci_geometry_end_part(&file->geometry))
            return ci_fail_nomem(error);
    }
    return CIRCLET_OK;
}

/* POINT EMPTY is written as a point without coordinates. */
static circlet_status add_point(geojson *file, const json_t *position,
                                circlet_error *error)
{
    if (json_is_array(position) && json_array_size(position) == 0)
        return CIRCLET_OK;
    return add_position(file, position, error);
}

static circlet_status add_one_point(geojson *file, const json_t *list,
                                    circlet_error *error)
{
    circlet_status status = add_positions(file, list, error);

    return status == CIRCLET_OK && file->geometry.point_count > 1
               ? ci_fail_multi_point(file->geometry.point_count, error)
               : status;
}

typedef struct geometry_reader {
    const char *name;
    ci_geometry_type type;
    circlet_status (*read)(geojson *file, const json_t *coordinates,
                           circlet_error *error);
} geometry_reader;

static const geometry_reader geometry_readers[] = {
    {"Point", CI_GEOMETRY_POINT, add_point},
    {"MultiPoint", CI_GEOMETRY_POINT, add_one_point},
    {"LineString", CI_GEOMETRY_LINE, add_positions},
    {"MultiLineString", CI_GEOMETRY_LINE, add_lines},
    {"Polygon", CI_GEOMETRY_AREA, add_polygon},
    {"MultiPolygon", CI_GEOMETRY_AREA, add_polygons},
};

static const geometry_reader *find_reader(const json_t *type)
{
    size_t count = sizeof(geometry_readers) / sizeof(geometry_readers[0]);

    for (size_t i = 0; json_is_string(type) && i < count; i++)
        if (strcmp(geometry_readers[i].name, json_string_value(type)) == 0)
            return &geometry_readers[i];
    return NULL;
}

static bool is_type(const json_t *object, const char *name)
{
    const json_t *type = json_object_get(object, "type");

    return json_is_string(type) && strcmp(json_string_value(type), name) == 0;
}

static circlet_status read_plain(geojson *file, const json_t *geometry,
                                 circlet_error *error)
{
    const json_t *type = json_object_get(geometry, "type");
    const geometry_reader *reader = find_reader(type);
    circlet_status status;

    if (!reader)
        return ci_fail(error, CIRCLET_E_FORMAT,
                       "geometry is no Point, LineString, Polygon or "
                       "MultiPolygon: %s",
                       show(file, type ? type : geometry));
    status =
        reader->read(file, json_object_get(geometry, "coordinates"), error);
    if (status == CIRCLET_OK)
        status = ci_transform_points(file->transform, file->geometry.points,
                                     file->geometry.point_count, error);
    if (status == CIRCLET_OK && file->geometry.point_count > 0)
        file->geometry.type = reader->type;
    else
        ci_geometry_clear(&file->geometry, CI_GEOMETRY_NONE);
    return status;
}

/* A collection of one geometry is that. */
static circlet_status read_geometry(geojson *file, const json_t *geometry,
                                    circlet_error *error)
{
    ci_geometry_clear(&file->geometry, CI_GEOMETRY_NONE);
    if (is_type(geometry, "GeometryCollection")) {
        const json_t *parts = json_object_get(geometry, "geometries");

        if (json_array_size(parts) > 1)
            return ci_fail_collection(error);
        geometry = json_array_get(parts, 0);
    }
    if (!geometry || json_is_null(geometry))
        return CIRCLET_OK;
    return read_plain(file, geometry, error);
}

/* ---- records -------------------------------------------------------------
 */

static circlet_status read_item(geojson *file, const json_t *item,
                                circlet_error *error)
{
    const json_t *properties = NULL, *geometry = item;

    ci_record_values_clear(&file->values);
    ci_geometry_clear(&file->geometry, CI_GEOMETRY_NONE);
    if (is_type(item, "Feature")) {
        properties = json_object_get(item, "properties");
        geometry = json_object_get(item, "geometry");
    }
    for (size_t f = 0; f < file->field_count; f++)
        if (!add_value(file, json_object_get(properties, file->fields[f])))
            return ci_fail_nomem(error);
    if (properties && !json_is_object(properties) && !json_is_null(properties))
        return ci_fail(error, CIRCLET_E_FORMAT, "properties are no object: %s",
                       show(file, properties));
    return read_geometry(file, geometry, error);
}

static size_t item_count(const geojson *file)
{
    return file->items ? json_array_size(file->items) : 1;
}

static const json_t *item_at(const geojson *file, size_t i)
{
    return file->items ? json_array_get(file->items, i) : file->root;
}

static circlet_status next_record(void *state, ci_record *out, bool *has_row,
                                  circlet_error *error)
{
    geojson *file = state;
    const char *const *values;
    circlet_status status;

    if (file->next >= item_count(file)) {
        *has_row = false;
        return CIRCLET_OK;
    }
    status = read_item(file, item_at(file, file->next), &file->problem);
    values = ci_record_values_finish(&file->values);
    if (status == CIRCLET_E_NOMEM || !values || file->text.failed)
        return ci_fail_nomem(error);
    *out = (ci_record){++file->next, values,     &file->geometry,
                       NULL,         CI_NOWHERE, NULL};
    if (status != CIRCLET_OK)
        out->problem = file->problem.message;
    *has_row = true;
    return CIRCLET_OK;
}

/* ---- opening -------------------------------------------------------------
 */

static circlet_status parse(geojson *file, const char *name, const char *bytes,
                            size_t size, circlet_error *error)
{
    static const char mark[] = "\xEF\xBB\xBF"; /* of the byte order */
    json_error_t found;

    if (size >= 3 && memcmp(bytes, mark, 3) == 0) {
        bytes += 3;
        size -= 3;
    }
    if (size == 0)
        return ci_fail(error, CIRCLET_E_FORMAT, "%s: file is empty", name);
    file->root = json_loadb(bytes, size, JSON_REJECT_DUPLICATES, &found);
    if (file->root)
        return CIRCLET_OK;
    if (json_error_code(&found) == json_error_out_of_memory)
        return ci_fail_nomem(error);
    return ci_fail(error, CIRCLET_E_FORMAT, "%s:%d:%d: %s", name, found.line,
                   found.column, found.text);
}

/* A collection, a list, or one feature or geometry alone. */
static circlet_status find_items(geojson *file, const char *name,
                                 circlet_error *error)
{
    static const char unknown[] = "%s: file is no GeoJSON: no "
                                  "FeatureCollection, Feature or geometry";

    if (json_is_array(file->root)) {
        file->items = file->root;
        return CIRCLET_OK;
    }
    if (is_type(file->root, "Feature") ||
        find_reader(json_object_get(file->root, "type")))
        return CIRCLET_OK;
    if (is_type(file->root, "FeatureCollection"))
        file->items = json_object_get(file->root, "features");
    else if (is_type(file->root, "GeometryCollection"))
        file->items = json_object_get(file->root, "geometries");
    if (!json_is_array(file->items))
        return ci_fail(error, CIRCLET_E_FORMAT, unknown, name);
    return CIRCLET_OK;
}

static circlet_status add_fields(ci_source *out, ci_name_map *seen,
                                 const json_t *item, circlet_error *error)
{
    json_t *properties = json_object_get(item, "properties");
    const char *key;
    json_t *value;

    if (!is_type(item, "Feature"))
        return CIRCLET_OK;
    json_object_foreach(properties, key, value)
    {
        uint32_t position = (uint32_t)out->field_count;

        if (ci_name_map_find(seen, key) != CI_NOWHERE)
            continue;
        if (!ci_source_add_field(out, key) ||
            !ci_name_map_add(seen, out->fields[position], position))
            return ci_fail_nomem(error);
    }
    return CIRCLET_OK;
}

/* The union of all property names, in order of first appearance. */
static circlet_status collect_fields(ci_source *out, circlet_error *error)
{
    geojson *file = out->state;
    ci_name_map *seen = ci_name_map_new();
    circlet_status status = seen ? CIRCLET_OK : ci_fail_nomem(error);

    for (size_t i = 0; i < item_count(file) && status == CIRCLET_OK; i++)
        status = add_fields(out, seen, item_at(file, i), error);
    ci_name_map_free(seen);
    file->fields = out->fields;
    file->field_count = out->field_count;
    return status;
}

/* The name in the member "crs" of GeoJSON 2008: {"type": "name",
 * "properties": {"name": ...}}, or the older {"type": "EPSG", "properties":
 * {"code": 4547}}. Left empty if there is none. */
static circlet_status find_crs(ci_buffer *out, geojson *file,
                               circlet_error *error)
{
    const json_t *crs = json_object_get(file->root, "crs");
    const json_t *properties = json_object_get(crs, "properties");
    const json_t *name = json_object_get(properties, "name");
    const json_t *code = json_object_get(properties, "code");

    if (!crs || json_is_null(crs))
        return CIRCLET_OK;
    if (is_type(crs, "name") && json_is_string(name)) {
        ci_buffer_add(out, json_string_value(name));
    } else if (is_type(crs, "EPSG") && json_is_integer(code)) {
        ci_buffer_add(out, "EPSG:");
        ci_buffer_add_int(out, json_integer_value(code));
    } else {
        const char *shown = show(file, crs);

        return file->text.failed
                   ? ci_fail_nomem(error)
                   : ci_fail(error, CIRCLET_E_FORMAT,
                             "member crs names no coordinate system: %s",
                             shown);
    }
    return out->failed ? ci_fail_nomem(error) : CIRCLET_OK;
}

/* The first position in nested lists of coordinates. */
static void sample_position(ci_crs_sample *out, const json_t *list)
{
    const json_t *x = json_array_get(list, 0), *y;

    while (json_is_array(x)) {
        list = x;
        x = json_array_get(list, 0);
    }
    y = json_array_get(list, 1);
    if (json_is_number(x) && json_is_number(y))
        ci_crs_sample_add(
            out, (circlet_point){json_number_value(x), json_number_value(y)});
}

static void sample_items(const geojson *file, ci_crs_sample *out)
{
    size_t step = item_count(file) / CI_CRS_SAMPLE_MAX + 1;

    for (size_t i = 0; i < item_count(file); i += step) {
        const json_t *item = item_at(file, i);

        if (is_type(item, "Feature"))
            item = json_object_get(item, "geometry");
        if (is_type(item, "GeometryCollection"))
            item = json_array_get(json_object_get(item, "geometries"), 0);
        sample_position(out, json_object_get(item, "coordinates"));
    }
}

static circlet_status open_crs(ci_source *out, const char *name,
                               const ci_source_options *options,
                               circlet_error *error)
{
    geojson *file = out->state;
    ci_crs_sample sample = {.count = 0};
    ci_buffer found = {0};
    circlet_status status = CIRCLET_OK;

    if (!options->crs)
        status = find_crs(&found, file, error);
    if (status != CIRCLET_OK) {
        ci_buffer_free(&found);
        return ci_fail_within(error, status, name);
    }
    sample_items(file, &sample);
    status = ci_source_transform(&file->transform, out, name, options,
                                 found.text ? found.text : "EPSG:4326",
                                 &sample, error);
    ci_buffer_free(&found);
    return status;
}

static circlet_status open_all(ci_source *out, const char *name,
                               const char *bytes, size_t size,
                               const ci_source_options *options,
                               circlet_error *error)
{
    geojson *file = out->state;
    circlet_status status = parse(file, name, bytes, size, error);

    if (status == CIRCLET_OK)
        status = find_items(file, name, error);
    if (status != CIRCLET_OK)
        return status;
    status = open_crs(out, name, options, error);
    return status == CIRCLET_OK ? collect_fields(out, error) : status;
}

circlet_status ci_geojson_parse(ci_source *out, const char *name,
                                const char *bytes, size_t size,
                                const ci_source_options *options,
                                circlet_error *error)
{
    ci_source made = {.format = {next_record, close_geojson},
                      .has_geometry = true};
    circlet_status status;

    made.state = calloc(1, sizeof(geojson));
    if (!made.state)
        return ci_fail_nomem(error);
    status = open_all(&made, name, bytes, size, options, error);
    if (status != CIRCLET_OK) {
        ci_source_free_parts(&made);
        return status;
    }
    *out = made;
    return CIRCLET_OK;
}
