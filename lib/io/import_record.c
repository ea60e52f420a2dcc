/* Each check that fails leaves its reason. */
#include "io/import_record.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/error.h"
#include "geo/area.h"
#include "geo/geodesic.h"
#include "io/import_identity.h"
#include "io/import_place.h"
#include "io/import_services.h"

ci_buffer *ci_record_blame(ci_row_import *r, uint32_t column, const char *kind)
{
    r->fault.field =
        ci_mapping_field(&r->mapping, r->table, column, r->source);
    r->fault.value = r->values[column].text.text;
    return ci_row_blame(&r->fault, kind);
}

bool ci_record_has_failed(const ci_row_import *r)
{
    return r->fault.reason.failed || r->scratch.failed;
}

void ci_record_note(ci_row_import *r, uint64_t row,
                    circlet_row_outcome outcome)
{
    circlet_row_note note =
        ci_row_fault_note(&r->fault, outcome, r->path, row);

    if (outcome == CIRCLET_ROW_REPAIRED)
        r->is_repaired = true;
    else if (outcome == CIRCLET_ROW_DOUBTFUL)
        r->is_doubtful = true;
    ci_import_note(r->import, &note);
    ci_row_fault_clear(&r->fault);
}

void ci_record_refuse(ci_row_import *r, uint64_t row)
{
    if (r->row.rejected++ == 0) {
        snprintf(r->first_rejection, sizeof(r->first_rejection), "%s",
                 r->fault.reason.text);
        ci_text_cut_at_character(r->first_rejection);
    }
    ci_record_note(r, row, CIRCLET_ROW_REFUSED);
}

/* ---- the columns -------------------------------------------------------- */

/* Coordinates of another system have another range; a layer of points may
 * have them as geometries instead. */
static ci_layer_column coordinate_column(const ci_row_import *r, uint32_t i)
{
    ci_layer_column column = r->table->columns[i];

    column.is_needed &= ci_mapping_has(&r->mapping, i) && !r->has_geometry;
    if (r->transform && !ci_transform_is_degrees(r->transform)) {
        column.min = -1e12;
        column.max = 1e12;
    }
    return column;
}

/* A reason names our column; who has another heading looks for that. */
static void name_field(ci_row_import *r, uint32_t i)
{
    ci_buffer *reason = &r->fault.reason;

    if (reason->failed ||
        strcasecmp(r->fault.field, r->table->columns[i].name) == 0)
        return;
    ci_buffer_add(reason, " (");
    ci_reason_add(reason, "field %s", r->fault.field);
    ci_buffer_add(reason, ")");
}

static bool parse_column(ci_row_import *r, const ci_record *record, uint32_t i)
{
    const char *cell =
        ci_mapping_cell(&r->mapping, r->table, i, record, &r->scratch);
    ci_layer_column changed;
    const ci_layer_column *column = &r->table->columns[i];

    if (i == r->lon || i == r->lat) {
        changed = coordinate_column(r, i);
        column = &changed;
    }
    if (ci_value_parse(&r->values[i], column, cell, &r->fault))
        return true;
    if (r->values[i].text.failed)
        r->fault.reason.failed = true;
    else if (ci_place_may_ignore(r, record, i)) {
        ci_row_fault_clear(&r->fault);
        return true;
    }
    r->fault.field = ci_mapping_field(&r->mapping, r->table, i, r->source);
    r->fault.value = cell && *cell ? cell : NULL;
    name_field(r, i);
    ci_place_check_range(r, i);
    return false;
}

static void parse_columns(ci_row_import *r, const ci_record *record)
{
    for (uint32_t i = 0; i < r->table->column_count; i++)
        if (!parse_column(r, record, i))
            return;
}

/* Whether two columns of the layer are filled of which the second is less
 * than the first. */
static bool is_reversed(const ci_row_import *r, const char *first,
                        const char *second, uint32_t *out_first,
                        uint32_t *out_second)
{
    *out_first = ci_layer_find_column(r->table, first);
    *out_second = ci_layer_find_column(r->table, second);
    return r->values[*out_first].state != CI_VALUE_IS_NULL &&
           r->values[*out_second].state != CI_VALUE_IS_NULL &&
           r->values[*out_second].whole < r->values[*out_first].whole;
}

/* "Until 2021" holds to the end of that year. */
static int64_t last_day(int64_t date)
{
    if (date % 10000 == 0)
        return date + 1231;
    return date % 100 == 0 ? date + 31 : date;
}

static void check_order(ci_row_import *r)
{
    const ci_value *values = r->values;
    circlet_layer layer = r->import->layer;
    uint32_t a, b;

    if (layer == CIRCLET_LAYER_FACILITIES &&
        is_reversed(r, "opened", "closed", &a, &b))
        ci_reason_add(ci_record_blame(r, b, "bad_date"),
                      "closed %s is before opened %s", values[b].text.text,
                      values[a].text.text);
    else if (layer == CIRCLET_LAYER_WAIVERS &&
             is_reversed(r, "from", "until", &a, &b) &&
             values[a].whole > last_day(values[b].whole))
        ci_reason_add(ci_record_blame(r, b, "bad_date"),
                      "until %s is before from %s", values[b].text.text,
                      values[a].text.text);
    else if (layer == CIRCLET_LAYER_TOTALS &&
             is_reversed(r, "age_from", "age_to", &a, &b))
        ci_reason_add(ci_record_blame(r, b, "out_of_range"),
                      "age_to %s is less than age_from %s",
                      values[b].text.text, values[a].text.text);
}

static void check_services(ci_row_import *r)
{
    uint32_t services = ci_layer_find_column(r->table, "services");

    if (r->values[services].state != CI_VALUE_IS_TEXT)
        return;
    ci_services_check(r->values[services].text.text, &r->fault.reason);
    if (r->fault.reason.size > 0)
        ci_record_blame(r, services, "bad_text");
}

/* Totals and waivers are of a unit: without it they are of nothing. */
static void check_unit(ci_row_import *r)
{
    const char *code;

    if (r->table->place != CI_PLACE_NONE ||
        ci_unit_places_count(r->units) == 0)
        return;
    code = r->values[r->unit_code].text.text;
    if (ci_unit_places_find(r->units, code) == CI_NOWHERE)
        ci_reason_add(ci_record_blame(r, r->unit_code, "unknown_unit"),
                      "unit_code '%s' is not in the city", code);
}

/* Words for how many beds, places or staff there are. */
static bool is_count_of_facility(const char *field)
{
    static const char *const names[] = {"beds",     "places",  "staff",
                                        "capacity", "workers", "employees"};
    static const char *const parts[] = {
        "\xe5\xba\x8a\xe4\xbd\x8d", /* beds */
        "\xe8\x81\x8c\xe5\xb7\xa5", /* workers */
        "\xe5\x91\x98\xe5\xb7\xa5", /* employees */
        "\xe4\xba\xba\xe6\x95\xb0" /* persons */
    };

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (strcasecmp(field, names[i]) == 0)
            return true;
    for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
        if (strstr(field, parts[i]))
            return true;
    return false;
}

/* Beds and staff that are no columns of ours stay attributes, which a policy
 * may count: fewer than none cannot be. */
static void check_attributes(ci_row_import *r, const ci_record *record)
{
    const ci_mapping *mapping = &r->mapping;

    for (size_t i = 0; i < mapping->other_count; i++) {
        const char *field = ci_source_field(r->source, mapping->others[i]);
        const char *text = record->values[mapping->others[i]];
        double number;

        if (!text || !is_count_of_facility(field) ||
            !ci_parse_double(&number, text) || number >= 0)
            continue;
        ci_reason_add(ci_row_blame(&r->fault, "out_of_range"),
                      "%s %s is less than 0", field, text);
        r->fault.field = field;
        r->fault.value = text;
        return;
    }
}

static double footprint_m2(const ci_row_import *r)
{
    circlet_area area = ci_geometry_area(r->shape);

    return ci_geodesic_area_m2(&area);
}

/* The floors of a building whose dwellings are not known, as dwellings where
 * other rows of the source have those: the two could not be added up. An
 * assumption, which is told. */
static bool weigh_floors(ci_row_import *r, bool is_in_dwellings)
{
    const ci_value *floors =
        &r->values[ci_layer_find_column(r->table, "floors")];
    ci_value *out = &r->values[ci_layer_find_column(r->table, "weight")];

    if (r->shape->type != CI_GEOMETRY_AREA)
        return false;
    out->real =
        footprint_m2(r) *
        (floors->state == CI_VALUE_IS_INT ? (double)floors->whole : 1.0);
    if (is_in_dwellings) {
        out->real /= CI_DWELLING_M2;
        r->estimated++;
    }
    out->state = CI_VALUE_IS_REAL;
    return true;
}

/* A weight that is a column of the source means what only it knows, so that
 * nothing else can stand in for it. */
static void weigh_building(ci_row_import *r)
{
    uint32_t weight = ci_layer_find_column(r->table, "weight");
    uint32_t dwellings = ci_layer_find_column(r->table, "dwellings");
    bool has_dwellings = ci_mapping_has(&r->mapping, dwellings);
    ci_value *out = &r->values[weight];

    if (out->state != CI_VALUE_IS_NULL)
        return;
    if (ci_mapping_has(&r->mapping, weight)) {
        ci_reason_add(ci_record_blame(r, weight, "empty"), "%s is empty",
                      "weight");
    } else if (r->values[dwellings].state != CI_VALUE_IS_NULL) {
        out->real = (double)r->values[dwellings].whole;
        out->state = CI_VALUE_IS_REAL;
    } else if (!weigh_floors(r, has_dwellings)) {
        ci_reason_add(has_dwellings ? ci_record_blame(r, dwellings, "empty")
                                    : ci_row_blame(&r->fault, "empty"),
                      "it has no weight, no dwellings and no area");
    }
}

/* A part of a person is nobody's home, but what a model says. */
static void mark_modelled(ci_row_import *r)
{
    const ci_value *weight =
        &r->values[ci_layer_find_column(r->table, "weight")];
    ci_value *modelled =
        &r->values[ci_layer_find_column(r->table, "modelled")];

    r->rounded += weight->is_rounded;
    if (modelled->state != CI_VALUE_IS_NULL ||
        (weight->whole % 1000 == 0 && !weight->is_rounded))
        return;
    modelled->state = CI_VALUE_IS_INT;
    modelled->whole = 1;
    r->modelled++;
}

/* No land lies within hundreds of kilometres of 0,0. */
static void check_null_island(ci_row_import *r)
{
    circlet_area area = ci_geometry_area(r->shape);

    if (ci_area_has(&area, (circlet_point){0.0, 0.0}))
        ci_reason_add(ci_row_blame(&r->fault, "null_island"),
                      "its area lies around longitude 0 and latitude 0, as "
                      "if its coordinates were never filled in");
}

static void blame_problem(ci_row_import *r, const ci_record *record)
{
    bool is_of_field = record->problem_field != CI_NOWHERE;

    ci_buffer_add(ci_row_blame(&r->fault, r->has_geometry && !is_of_field
                                              ? "geometry"
                                              : "unreadable"),
                  record->problem);
    if (!is_of_field)
        return;
    r->fault.field = ci_source_field(r->source, record->problem_field);
    r->fault.value = record->problem_value;
}

void ci_record_check(ci_row_import *r, const ci_record *record)
{
    if (record->problem)
        blame_problem(r, record);
    else if (r->import->layer == CIRCLET_LAYER_PEOPLE)
        ci_identity_check(r, record);
    if (!r->fault.kind)
        parse_columns(r, record);
    if (!r->fault.kind && r->import->layer == CIRCLET_LAYER_PEOPLE)
        ci_identity_hide(r);
    if (!r->fault.kind)
        check_order(r);
    if (!r->fault.kind && r->import->layer == CIRCLET_LAYER_FACILITIES)
        check_services(r);
    if (!r->fault.kind && r->import->layer == CIRCLET_LAYER_FACILITIES)
        check_attributes(r, record);
    if (!r->fault.kind)
        check_unit(r);
    if (!r->fault.kind)
        ci_place_check(r, record);
    if (!r->fault.kind && r->shape->type == CI_GEOMETRY_AREA)
        check_null_island(r);
    if (!r->fault.kind && r->table->place == CI_PLACE_BUILDING)
        weigh_building(r);
    if (!r->fault.kind && r->import->layer == CIRCLET_LAYER_PEOPLE)
        mark_modelled(r);
}
