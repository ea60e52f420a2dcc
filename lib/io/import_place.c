#include "io/import_place.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "geo/area.h"
#include "geo/geodesic.h"
#include "geo/inner_point.h"
#include "io/source_crs.h"

/* Degrees around 0,0 where nobody lives: what a program writes for
 * coordinates that it does not have. */
#define NULL_ISLAND 0.01

/* How far apart two coordinates of one row may be that say the same: they
 * are rounded, or a building's corner and its middle. */
#define SAME_PLACE_M 100.0

/* ---- setting up --------------------------------------------------------- */

/* The field that alone makes up a column, or CI_NOWHERE. */
static uint32_t only_field(const ci_row_import *r, uint32_t column)
{
    const ci_column_origin *origin = &r->mapping.origins[column];

    return origin->field_count == 1 ? origin->fields[0] : CI_NOWHERE;
}

/* The coordinate system of a source with geometries is the reader's part;
 * else it is that of the columns lon and lat. */
static circlet_status set_up_transform(ci_row_import *r, circlet_error *error)
{
    const circlet_import_options *given = &r->import->options;
    const ci_source_options options = {given->crs, given->datum,
                                       given->encoding};

    return ci_source_column_transform(&r->transform, r->source, r->path,
                                      &options, only_field(r, r->lon),
                                      only_field(r, r->lat), error);
}

/* Units are checked against nothing, and grids may reach over the border. */
static circlet_status read_units(ci_row_import *r, circlet_error *error)
{
    circlet_status status;

    if (r->table->place == CI_PLACE_UNIT)
        return CIRCLET_OK;
    status = ci_unit_places_read(&r->units, r->import->db, error);
    if (status == CIRCLET_OK)
        r->units_are_known = ci_unit_places_are_known(r->units);
    return status;
}

/* Whether the user says which fields lon and lat are. */
static bool has_place_map(const circlet_import_options *options)
{
    for (size_t i = 0; i < options->map_count; i++)
        if (strncmp(options->maps[i], "lon=", 4) == 0 ||
            strncmp(options->maps[i], "lat=", 4) == 0)
            return true;
    return false;
}

/* Says what becomes of fields named lon and lat beside geometries. */
static circlet_status say_columns_wait(ci_row_import *r, circlet_error *error)
{
    r->mapping.origins[r->lon].is_by_heading = false;
    r->mapping.origins[r->lat].is_by_heading = false;
    return ci_source_add_remark(
               r->source,
               "fields %s and %s tell the place only of rows without a "
               "geometry",
               ci_mapping_field(&r->mapping, r->table, r->lon, r->source),
               ci_mapping_field(&r->mapping, r->table, r->lat, r->source))
               ? CIRCLET_OK
               : ci_fail_nomem(error);
}

circlet_status ci_place_set_up(ci_row_import *r, circlet_error *error)
{
    circlet_status status = CIRCLET_OK;
    bool has_lon, has_lat;

    r->lon = ci_layer_find_column(r->table, "lon");
    r->lat = ci_layer_find_column(r->table, "lat");
    r->unit_code = ci_layer_find_column(r->table, "unit_code");
    r->maps_place = has_place_map(&r->import->options);
    if (r->lon != CI_NOWHERE) {
        has_lon = ci_mapping_has(&r->mapping, r->lon);
        has_lat = ci_mapping_has(&r->mapping, r->lat);
        if (has_lon != has_lat && (!r->has_geometry || r->maps_place))
            return ci_mapping_fail_missing(r->source, r->path,
                                           has_lon ? "lat" : "lon", error);
        if (has_lon && has_lat)
            status = set_up_transform(r, error);
        if (status == CIRCLET_OK && has_lon && has_lat && r->has_geometry &&
            !r->maps_place)
            status = say_columns_wait(r, error);
    }
    return status == CIRCLET_OK ? read_units(r, error) : status;
}

/* ---- exchanged coordinates ---------------------------------------------- */

static const char *field_of(const ci_row_import *r, uint32_t column)
{
    return ci_mapping_field(&r->mapping, r->table, column, r->source);
}

static void say_exchanged(ci_row_import *r, circlet_point at,
                          bool is_of_columns)
{
    char lon[CI_NUMBER_SIZE], lat[CI_NUMBER_SIZE];
    ci_buffer *reason;

    ci_row_fault_clear(&r->fault);
    reason = ci_row_blame(&r->fault, "swapped");
    ci_format_double(lon, at.lon);
    ci_format_double(lat, at.lat);
    if (is_of_columns)
        ci_reason_add(reason,
                      "longitude and latitude look exchanged at %s,%s: try "
                      "--map lon=%s --map lat=%s",
                      lon, lat, field_of(r, r->lat), field_of(r, r->lon));
    else
        ci_reason_add(reason,
                      "longitude and latitude look exchanged at %s,%s: its "
                      "geometry has the latitude first",
                      lon, lat);
}

/* What is wrong with coordinates is shown where they stand. */
static void show_columns(ci_row_import *r)
{
    r->fault.field = field_of(r, r->lon);
    r->fault.value = r->values[r->lon].text.text;
}

/* What coordinates are that were never filled in. */
static bool is_null_island(circlet_point at)
{
    return fabs(at.lon) < NULL_ISLAND && fabs(at.lat) < NULL_ISLAND;
}

static bool has_columns(const ci_row_import *r)
{
    return r->values[r->lon].state == CI_VALUE_IS_REAL &&
           r->values[r->lat].state == CI_VALUE_IS_REAL;
}

/* Buildings and cells of a grid are where their areas are. */
static bool takes_areas(const ci_row_import *r)
{
    return r->table->place == CI_PLACE_BUILDING ||
           r->import->layer == CIRCLET_LAYER_GRID;
}

/* Where a geometry tells the place, fields named lon and lat are attributes
 * like others, unless the user says that they are the place. */
static bool uses_columns(const ci_row_import *r, const ci_record *record)
{
    ci_geometry_type type = record->geometry->type;
    bool is_place = type == CI_GEOMETRY_POINT ||
                    (type == CI_GEOMETRY_AREA &&
                     (takes_areas(r) || r->table->place == CI_PLACE_UNIT));

    return r->maps_place || !is_place;
}

bool ci_place_may_ignore(const ci_row_import *r, const ci_record *record,
                         uint32_t column)
{
    return (column == r->lon || column == r->lat) && column != CI_NOWHERE &&
           !uses_columns(r, record);
}

static bool is_on_earth(circlet_point at)
{
    return fabs(at.lon) <= 180.0 && fabs(at.lat) <= 90.0;
}

static circlet_point exchange(circlet_point at)
{
    return (circlet_point){at.lat, at.lon};
}

void ci_place_check_range(ci_row_import *r, uint32_t column)
{
    circlet_point at;

    if (column == CI_NOWHERE || column != r->lat ||
        (r->transform && !ci_transform_is_degrees(r->transform)) ||
        r->values[r->lon].state != CI_VALUE_IS_REAL)
        return;
    at = (circlet_point){r->values[r->lon].real, r->values[r->lat].real};
    if (fabs(at.lat) <= 90.0 || !is_on_earth(exchange(at)))
        return;
    say_exchanged(r, at, true);
    show_columns(r);
}

/* ---- the point ---------------------------------------------------------- */

static void say_off_earth(ci_row_import *r, circlet_point at)
{
    char lon[CI_NUMBER_SIZE], lat[CI_NUMBER_SIZE];

    if (is_on_earth(exchange(at))) {
        say_exchanged(r, at, false);
        return;
    }
    ci_format_double(lon, at.lon);
    ci_format_double(lat, at.lat);
    ci_reason_add(ci_row_blame(&r->fault, "out_of_range"),
                  "its geometry lies at %s,%s, which is no longitude and "
                  "latitude",
                  lon, lat);
}

static void repair_area(ci_row_import *r, const ci_record *record)
{
    circlet_area area = ci_geometry_area(record->geometry);

    r->repair_reason.size = 0;
    if (ci_unit_repair_area(&r->repair, &r->repaired, &r->repair_reason, &area,
                            NULL) != CIRCLET_OK ||
        r->repair_reason.failed)
        r->fault.reason.failed = true;
    else if (r->repair.is_noted && r->repair.outcome == CIRCLET_ROW_REFUSED)
        ci_buffer_add(ci_row_blame(&r->fault, r->repair.kind),
                      r->repair_reason.text);
    else if (r->repair.is_noted)
        r->shape = &r->repaired;
}

static void check_area(ci_row_import *r, const ci_record *record)
{
    for (size_t i = 0; i < record->geometry->point_count; i++)
        if (!is_on_earth(record->geometry->points[i])) {
            say_off_earth(r, record->geometry->points[i]);
            return;
        }
    repair_area(r, record);
}

static void take_columns(ci_row_import *r)
{
    circlet_error error = {CIRCLET_OK, ""};

    r->at = (circlet_point){r->values[r->lon].real, r->values[r->lat].real};
    if (r->transform &&
        ci_transform_points(r->transform, &r->at, 1, &error) != CIRCLET_OK)
        ci_buffer_add(ci_record_blame(r, r->lon, "out_of_range"),
                      error.message);
    else
        r->has_point = r->is_of_columns = true;
}

static void take_inner_point(ci_row_import *r)
{
    circlet_area area = ci_geometry_area(r->shape);

    r->has_point = ci_area_inner_point(&r->at, &area);
    if (!r->has_point)
        ci_reason_add(ci_row_blame(&r->fault, "invalid_area"),
                      "its area encloses nothing");
}

static void say_type(ci_row_import *r, ci_geometry_type type)
{
    ci_buffer *reason =
        ci_row_blame(&r->fault, type == CI_GEOMETRY_NONE ? "no_geometry"
                                                         : "other_geometry");

    if (type == CI_GEOMETRY_LINE)
        ci_reason_add(reason, "its geometry is a line");
    else if (type == CI_GEOMETRY_AREA)
        ci_reason_add(reason, "its geometry is an area, not a point");
    else
        ci_reason_add(reason, "it has no lon and lat and no point");
}

/* The geometry, or else the columns lon and lat; the other way round if the
 * user names these. */
static void find_point(ci_row_import *r, const ci_record *record)
{
    ci_geometry_type type = record->geometry->type;
    bool is_building = takes_areas(r);

    if (type == CI_GEOMETRY_AREA && is_building)
        check_area(r, record);
    if (r->fault.kind || r->fault.reason.failed)
        return;
    if (has_columns(r) && uses_columns(r, record)) {
        take_columns(r);
    } else if (type == CI_GEOMETRY_POINT) {
        r->at = record->geometry->points[0];
        r->has_point = true;
        if (!is_on_earth(r->at))
            say_off_earth(r, r->at);
    } else if (type == CI_GEOMETRY_AREA && is_building) {
        take_inner_point(r);
    } else {
        say_type(r, type);
    }
}

static void say_no_area(ci_row_import *r, ci_geometry_type type)
{
    ci_buffer *reason =
        ci_row_blame(&r->fault, type == CI_GEOMETRY_NONE ? "no_geometry"
                                                         : "other_geometry");

    if (type == CI_GEOMETRY_POINT)
        ci_reason_add(reason, "its geometry is a point: only a community may "
                              "do without an area");
    else
        ci_reason_add(reason, "it has no geometry: only a community may do "
                              "without an area");
}

/* A community alone may be without an area: what another unit is, is where
 * it lies. */
static void find_unit(ci_row_import *r, const ci_record *record)
{
    ci_geometry_type type = record->geometry->type;
    uint32_t level = ci_layer_find_column(r->table, "level");
    const char *word = r->values[level].text.text;

    if (type == CI_GEOMETRY_LINE) {
        say_type(r, type);
    } else if (type == CI_GEOMETRY_AREA) {
        check_area(r, record);
    } else if (strcmp(word, "community") != 0) {
        say_no_area(r, type);
    } else if (has_columns(r) || type == CI_GEOMETRY_POINT) {
        find_point(r, record);
    }
}

/* An action may be nowhere, but not at half a place. */
static void find_perhaps(ci_row_import *r, const ci_record *record)
{
    bool has_lon = r->values[r->lon].state == CI_VALUE_IS_REAL,
         has_lat = r->values[r->lat].state == CI_VALUE_IS_REAL;

    if (record->geometry->type != CI_GEOMETRY_NONE || (has_lon && has_lat))
        find_point(r, record);
    else if (has_lon != has_lat)
        ci_reason_add(ci_record_blame(r, has_lon ? r->lat : r->lon, "empty"),
                      "%s is empty", has_lon ? "lat" : "lon");
}

/* ---- whether it can be there -------------------------------------------- */

static bool is_refused_outside(circlet_layer layer)
{
    return layer == CIRCLET_LAYER_PEOPLE || layer == CIRCLET_LAYER_SITES;
}

static void check_outside(ci_row_import *r, bool is_of_columns)
{
    char lon[CI_NUMBER_SIZE], lat[CI_NUMBER_SIZE];

    if (ci_unit_places_at(r->units, exchange(r->at)) != CI_NOWHERE) {
        say_exchanged(r, r->at, is_of_columns);
    } else if (r->units_are_known && is_refused_outside(r->import->layer)) {
        ci_format_double(lon, r->at.lon);
        ci_format_double(lat, r->at.lat);
        ci_reason_add(ci_row_blame(&r->fault, "outside"),
                      "it lies at %s,%s, outside every unit of the city", lon,
                      lat);
    }
}

static void check_point(ci_row_import *r, bool is_of_columns)
{
    if (is_null_island(r->at)) {
        ci_reason_add(ci_row_blame(&r->fault, "null_island"),
                      "it lies at longitude 0 and latitude 0, as if its "
                      "coordinates were never filled in");
    } else if (r->units) {
        r->there = ci_unit_places_at(r->units, r->at);
        if (r->there == CI_NOWHERE)
            check_outside(r, is_of_columns);
    }
    if (r->fault.kind && is_of_columns)
        show_columns(r);
}

void ci_place_check(ci_row_import *r, const ci_record *record)
{
    r->has_point = r->is_of_columns = false;
    r->there = CI_NOWHERE;
    r->shape = record->geometry;
    r->repair.is_noted = false;
    if (r->table->place == CI_PLACE_NONE)
        return;
    if (r->table->place == CI_PLACE_UNIT)
        find_unit(r, record);
    else if (r->table->place == CI_PLACE_PERHAPS)
        find_perhaps(r, record);
    else
        find_point(r, record);
    if (!r->fault.kind && r->has_point)
        check_point(r, r->is_of_columns);
}

/* ---- two places in one row ---------------------------------------------- */

static void say_two_places(ci_row_import *r, circlet_point told, double apart)
{
    char at[2][CI_NUMBER_SIZE], other[2][CI_NUMBER_SIZE], far[CI_NUMBER_SIZE];
    ci_buffer *reason = ci_row_blame(&r->fault, "two_places");

    ci_format_double(at[0], r->at.lon);
    ci_format_double(at[1], r->at.lat);
    ci_format_double(other[0], told.lon);
    ci_format_double(other[1], told.lat);
    ci_format_double(far, round(apart));
    if (r->is_of_columns)
        ci_reason_add(reason,
                      "it was put at %s,%s as fields %s and %s say, but its "
                      "geometry lies at %s,%s, %s m away",
                      at[0], at[1], field_of(r, r->lon), field_of(r, r->lat),
                      other[0], other[1], far);
    else
        ci_reason_add(reason,
                      "it was put at %s,%s, where its geometry lies, but "
                      "fields %s and %s say %s,%s, %s m away",
                      at[0], at[1], field_of(r, r->lon), field_of(r, r->lat),
                      other[0], other[1], far);
    show_columns(r);
}

/* What says a place beside `at`; false: nothing does. */
static bool other_place(circlet_point *out, const ci_row_import *r)
{
    const ci_geometry *geometry = r->shape;
    circlet_area area = ci_geometry_area(geometry);

    if (!r->is_of_columns) {
        *out = (circlet_point){r->values[r->lon].real, r->values[r->lat].real};
        return !r->transform ||
               ci_transform_points(r->transform, out, 1, NULL) == CIRCLET_OK;
    }
    if (geometry->type == CI_GEOMETRY_POINT)
        *out = geometry->points[0];
    return geometry->type == CI_GEOMETRY_POINT ||
           (geometry->type == CI_GEOMETRY_AREA &&
            ci_area_inner_point(out, &area));
}

bool ci_place_doubt(ci_row_import *r)
{
    circlet_area area = ci_geometry_area(r->shape);
    circlet_point ends[2];
    double apart;

    if (!r->has_geometry || !r->has_point || !has_columns(r) ||
        !other_place(&ends[1], r) || !is_on_earth(ends[1]))
        return false;
    if (is_null_island(ends[1]))
        return false; /* never filled in */
    ends[0] = r->at;
    apart = ci_geodesic_length_m(ends, 2);
    if (apart <= SAME_PLACE_M ||
        (r->shape->type == CI_GEOMETRY_AREA &&
         ci_area_has(&area, ends[r->is_of_columns ? 0 : 1])))
        return false;
    say_two_places(r, ends[1], apart);
    return true;
}
