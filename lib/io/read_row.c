/* What a person may have edited is checked here as far as a record cannot
 * say it; the rest is the builder's to complain about. */
#include "io/read_row.h"

#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/array.h"
#include "base/error.h"
#include "city/city.h"
#include "io/import_value.h"
#include "io/stored_words.h"

void ci_city_reader_clear(ci_city_reader *reader)
{
    ci_statement_free(reader->rows);
    ci_statement_free(reader->services);
    ci_statement_free(reader->accesses);
    free(reader->access_points);
    circlet_city_builder_free(reader->builder);
    ci_geometry_free(&reader->geometry);
    free(reader->service_records);
    ci_buffer_free(&reader->service_names);
    ci_db_close(reader->db);
}

/* Of the first column of `rows`. */
static circlet_status read_geometry(ci_city_reader *reader, ci_statement *rows,
                                    const char *key, circlet_error *error)
{
    int32_t srs_id = 0;
    circlet_error why = {CIRCLET_OK, ""};
    circlet_status status =
        ci_container_read(&reader->geometry, &srs_id, rows, 0, &why);

    if (status == CIRCLET_E_NOMEM)
        return ci_fail_nomem(error);
    if (status != CIRCLET_OK)
        return ci_fail(error, status, "%s: geometry of '%s': %s", reader->path,
                       key ? key : "", why.message);
    if (srs_id != 4326)
        return ci_fail(error, CIRCLET_E_FORMAT,
                       "%s: geometry of '%s' has srs id %d, not 4326",
                       reader->path, key ? key : "", (int)srs_id);
    return CIRCLET_OK;
}

static circlet_status read_point_of(ci_city_reader *reader, circlet_point *out,
                                    ci_statement *rows, const char *key,
                                    circlet_error *error)
{
    circlet_status status = read_geometry(reader, rows, key, error);

    if (status != CIRCLET_OK)
        return status;
    if (reader->geometry.type != CI_GEOMETRY_POINT)
        return ci_fail(error, CIRCLET_E_FORMAT,
                       "%s: geometry of '%s' is no point", reader->path,
                       key ? key : "");
    *out = reader->geometry.points[0];
    return CIRCLET_OK;
}

static circlet_status read_point(ci_city_reader *reader, circlet_point *out,
                                 const char *key, circlet_error *error)
{
    return read_point_of(reader, out, reader->rows, key, error);
}

/* A number that a person may have edited: what is out of range for the
 * record is left to the builder to complain about. */
static int column_int(ci_statement *rows, int position)
{
    int64_t value = ci_column_count_or_unknown(rows, position);

    return value > INT_MAX ? INT_MAX : value < INT_MIN ? INT_MIN : (int)value;
}

static circlet_status read_date(const ci_city_reader *reader, int *out,
                                int position, const char *key,
                                circlet_error *error)
{
    const char *text = ci_column_text(reader->rows, position);

    *out = -1;
    if (!text || ci_parse_date(out, text))
        return CIRCLET_OK;
    return ci_fail(error, CIRCLET_E_FORMAT, "%s: '%s' of '%s' is no date",
                   reader->path, text, key ? key : "");
}

circlet_status ci_read_unit_row(ci_city_reader *reader, circlet_error *error)
{
    circlet_unit_record unit = CIRCLET_UNIT_RECORD_INIT;
    ci_statement *rows = reader->rows;
    const char *level = ci_column_text(rows, 3);
    circlet_status status = CIRCLET_OK;

    unit.code = ci_column_text(rows, 1);
    unit.name = ci_column_text(rows, 2);
    unit.parent_code = ci_column_text(rows, 4);
    unit.kind = ci_column_text(rows, 5);
    unit.setting = ci_column_text(rows, 6);
    unit.tags = ci_column_text(rows, 7);
    unit.residents = ci_column_count_or_unknown(rows, 8);
    unit.attributes = ci_column_text(rows, 11);
    if (!ci_level_of_word(&unit.level, level))
        return ci_fail(error, CIRCLET_E_FORMAT,
                       "%s: level '%s' of unit '%s' is none", reader->path,
                       level ? level : "", unit.code ? unit.code : "");
    if (!ci_column_is_null(rows, 9) && !ci_column_is_null(rows, 10)) {
        unit.has_point = true;
        unit.point = (circlet_point){ci_column_double(rows, 9),
                                     ci_column_double(rows, 10)};
    }
    if (!ci_column_is_null(rows, 0)) {
        status = read_geometry(reader, rows, unit.code, error);
        if (status == CIRCLET_OK)
            unit.area = ci_geometry_area(&reader->geometry);
    }
    if (status == CIRCLET_OK)
        status = circlet_city_builder_add_unit(reader->builder, &unit, error);
    return status;
}

circlet_status ci_read_demand_row(ci_city_reader *reader, circlet_error *error)
{
    circlet_demand_record demand = CIRCLET_DEMAND_RECORD_INIT;
    ci_statement *rows = reader->rows;
    int64_t row = ci_column_int(rows, 17);
    char person[32]; /* no message has the id of one */
    circlet_status status;

    snprintf(person, sizeof(person), "#%" PRId64, row);
    demand.id = ci_column_text(rows, 1);
    demand.household = ci_column_text(rows, 2);
    demand.unit_code = ci_column_text(rows, 3);
    demand.weight_milli = ci_column_int(rows, 4);
    demand.certified = ci_column_answer(rows, 5);
    demand.kind = ci_column_text(rows, 6);
    demand.grade = column_int(rows, 7);
    demand.age = column_int(rows, 8);
    demand.birth_year = column_int(rows, 9);
    demand.aid = ci_column_text(rows, 10);
    demand.needs = ci_column_text(rows, 11);
    demand.received = ci_column_text(rows, 12);
    demand.old_carer = ci_column_answer(rows, 13);
    demand.poor = ci_column_answer(rows, 14);
    demand.attributes = ci_column_text(rows, 15);
    demand.is_modelled = ci_column_int(rows, 16) != 0;
    status = read_point(reader, &demand.at, person, error);
    ci_city_builder_name_next(reader->builder, row > 0 ? (size_t)row : 0);
    if (status == CIRCLET_OK)
        status =
            circlet_city_builder_add_demand(reader->builder, &demand, error);
    return status;
}

static circlet_status add_service(ci_city_reader *reader, circlet_error *error)
{
    ci_statement *services = reader->services;
    const char *name = ci_column_text(services, 0);
    circlet_service_record *records =
        ci_array_reserve_one(reader->service_records, reader->service_count,
                             &reader->service_capacity, sizeof(*records));

    if (!records)
        return ci_fail_nomem(error);
    reader->service_records = records;
    records[reader->service_count++] = (circlet_service_record){
        .places = ci_column_count_or_unknown(services, 1),
        .beds = ci_column_count_or_unknown(services, 2),
        .occupied = ci_column_count_or_unknown(services, 3)};
    ci_buffer_add(&reader->service_names, name ? name : "");
    ci_buffer_add_n(&reader->service_names, "", 1);
    return reader->service_names.failed ? ci_fail_nomem(error) : CIRCLET_OK;
}

/* The names lie one after the other in a buffer that moves while it grows,
 * so they are pointed to at the end. */
static circlet_status read_services(ci_city_reader *reader,
                                    const char *facility, circlet_error *error)
{
    circlet_status status = ci_bind_text(reader->services, 1, facility, error);
    bool has_row = true;
    const char *name;

    reader->service_count = 0;
    reader->service_names.size = 0;
    while (status == CIRCLET_OK && has_row) {
        status = ci_statement_step(reader->services, &has_row, error);
        if (status == CIRCLET_OK && has_row)
            status = add_service(reader, error);
    }
    name = reader->service_names.text;
    for (size_t i = 0; status == CIRCLET_OK && i < reader->service_count;
         i++) {
        reader->service_records[i].service = name;
        while (*name++)
            continue;
    }
    return status;
}

static circlet_status add_access(ci_city_reader *reader, const char *facility,
                                 circlet_error *error)
{
    circlet_point *points =
        ci_array_reserve_one(reader->access_points, reader->access_count,
                             &reader->access_capacity, sizeof(*points));
    circlet_status status;

    if (!points)
        return ci_fail_nomem(error);
    reader->access_points = points;
    status = read_point_of(reader, &points[reader->access_count],
                           reader->accesses, facility, error);
    if (status == CIRCLET_OK)
        reader->access_count++;
    return status;
}

static circlet_status read_accesses(ci_city_reader *reader,
                                    const char *facility, circlet_error *error)
{
    circlet_status status = ci_bind_text(reader->accesses, 1, facility, error);
    bool has_row = true;

    reader->access_count = 0;
    while (status == CIRCLET_OK && has_row) {
        status = ci_statement_step(reader->accesses, &has_row, error);
        if (status == CIRCLET_OK && has_row)
            status = add_access(reader, facility, error);
    }
    return status;
}

/* Columns 0 to 11 are the facility's, then the dates, the measures and how
 * to get in touch. */
circlet_status ci_read_facility_row(ci_city_reader *reader,
                                    circlet_error *error)
{
    circlet_facility_record facility = circlet_facility_record_unknown();
    ci_statement *rows = reader->rows;
    const char *word = ci_column_text(rows, 4);
    circlet_status status;

    facility.id = ci_column_text(rows, 1);
    facility.name = ci_column_text(rows, 2);
    facility.type = ci_column_text(rows, 3);
    facility.status = CIRCLET_FACILITY_OPEN;
    if (word && !ci_facility_status_of_word(&facility.status, word))
        return ci_fail(error, CIRCLET_E_FORMAT,
                       "%s: status '%s' of facility '%s' is none",
                       reader->path, word, facility.id ? facility.id : "");
    facility.building_id = ci_column_text(rows, 5);
    facility.tier = ci_column_text(rows, 6);
    facility.is_comprehensive = ci_column_answer(rows, 7);
    facility.is_pilot = ci_column_answer(rows, 8);
    facility.is_reformed = ci_column_answer(rows, 9);
    facility.is_reform_base = ci_column_answer(rows, 10);
    facility.attributes = ci_column_text(rows, 11);
    for (int m = 0; m < CIRCLET_MEASURE_COUNT; m++)
        facility.measures[m] = ci_column_double(rows, 14 + m);
    facility.address = ci_column_text(rows, 14 + CIRCLET_MEASURE_COUNT);
    facility.phone = ci_column_text(rows, 15 + CIRCLET_MEASURE_COUNT);
    facility.hours = ci_column_text(rows, 16 + CIRCLET_MEASURE_COUNT);
    status = read_date(reader, &facility.opened, 12, facility.id, error);
    if (status == CIRCLET_OK)
        status = read_date(reader, &facility.closed, 13, facility.id, error);
    if (status == CIRCLET_OK)
        status = read_point(reader, &facility.at, facility.id, error);
    if (status == CIRCLET_OK)
        status = read_services(reader, facility.id, error);
    if (status == CIRCLET_OK)
        status = read_accesses(reader, facility.id, error);
    if (status != CIRCLET_OK)
        return status;
    facility.accesses = reader->access_points;
    facility.access_count = reader->access_count;
    facility.services = reader->service_records;
    facility.service_count = reader->service_count;
    return circlet_city_builder_add_facility(reader->builder, &facility,
                                             error);
}

circlet_status ci_read_site_row(ci_city_reader *reader, circlet_error *error)
{
    ci_statement *rows = reader->rows;
    circlet_site_record site = {.id = ci_column_text(rows, 1),
                                .name = ci_column_text(rows, 2),
                                .types = ci_column_text(rows, 3),
                                .max_area_m2 = ci_column_double(rows, 4),
                                .max_beds = ci_column_double(rows, 5),
                                .cost_cny = ci_column_double(rows, 6),
                                .base_score = ci_column_double(rows, 7),
                                .attributes = ci_column_text(rows, 8)};
    circlet_status status = read_point(reader, &site.at, site.id, error);

    if (status == CIRCLET_OK)
        status = circlet_city_builder_add_site(reader->builder, &site, error);
    return status;
}

circlet_status ci_read_venue_row(ci_city_reader *reader, circlet_error *error)
{
    ci_statement *rows = reader->rows;
    circlet_venue_record venue = {.id = ci_column_text(rows, 1),
                                  .name = ci_column_text(rows, 2),
                                  .kind = ci_column_text(rows, 3),
                                  .attributes = ci_column_text(rows, 4)};
    circlet_status status = read_point(reader, &venue.at, venue.id, error);

    if (status == CIRCLET_OK)
        status =
            circlet_city_builder_add_venue(reader->builder, &venue, error);
    return status;
}

circlet_status ci_read_waiver_row(ci_city_reader *reader, circlet_error *error)
{
    ci_statement *rows = reader->rows;
    circlet_waiver_record waiver = {.rule = ci_column_text(rows, 0),
                                    .unit_code = ci_column_text(rows, 1),
                                    .document = ci_column_text(rows, 2)};
    circlet_status status =
        read_date(reader, &waiver.from, 3, waiver.rule, error);

    if (status == CIRCLET_OK)
        status = read_date(reader, &waiver.until, 4, waiver.rule, error);
    if (status == CIRCLET_OK)
        status =
            circlet_city_builder_add_waiver(reader->builder, &waiver, error);
    return status;
}
