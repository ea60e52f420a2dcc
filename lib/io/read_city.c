/* From the tables of a city file to a city, sorted by code or id. */
#include "io/read_city.h"

#include <circlet/io.h>

#include <limits.h>
#include <stdlib.h>

#include "base/array.h"
#include "base/error.h"
#include "city/city.h"
#include "io/city_file.h"
#include "io/container.h"
#include "io/import_value.h"
#include "io/stored_words.h"

#define REPORT_STEP 65536 /* rows */

typedef struct city_reader {
    const char *path;
    ci_db *db;
    ci_statement *rows;
    ci_statement *services; /* of one facility */
    ci_statement *accesses; /* the same */
    circlet_city_builder *builder;
    ci_geometry geometry;
    circlet_service_record *service_records;
    ci_buffer service_names; /* ends in 0 each */
    size_t service_count, service_capacity;
    circlet_point *access_points;
    size_t access_count, access_capacity;
    const circlet_progress *progress;
    uint64_t row_count;
} city_reader;

static void city_reader_free(city_reader *reader)
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
static circlet_status read_geometry(city_reader *reader, ci_statement *rows,
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

static circlet_status read_point_of(city_reader *reader, circlet_point *out,
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

static circlet_status read_point(city_reader *reader, circlet_point *out,
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

static circlet_status read_date(const city_reader *reader, int *out,
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

/* ---- one row of each table ---------------------------------------------- */

static circlet_status read_unit(city_reader *reader, circlet_error *error)
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

static circlet_status read_demand(city_reader *reader, circlet_error *error)
{
    circlet_demand_record demand = CIRCLET_DEMAND_RECORD_INIT;
    ci_statement *rows = reader->rows;
    circlet_status status;

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
    status = read_point(reader, &demand.at, demand.id, error);
    if (status == CIRCLET_OK)
        status =
            circlet_city_builder_add_demand(reader->builder, &demand, error);
    return status;
}

static circlet_status add_service(city_reader *reader, circlet_error *error)
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
static circlet_status read_services(city_reader *reader, const char *facility,
                                    circlet_error *error)
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

static circlet_status add_access(city_reader *reader, const char *facility,
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

static circlet_status read_accesses(city_reader *reader, const char *facility,
                                    circlet_error *error)
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
static circlet_status read_facility(city_reader *reader, circlet_error *error)
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

static circlet_status read_site(city_reader *reader, circlet_error *error)
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

static circlet_status read_venue(city_reader *reader, circlet_error *error)
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

static circlet_status read_waiver(city_reader *reader, circlet_error *error)
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

/* ---- all of them -------------------------------------------------------- */

typedef circlet_status (*read_row_fn)(city_reader *reader,
                                      circlet_error *error);

static const struct {
    const char *sql;
    read_row_fn read_row;
} tables[] = {
    /* A parent that is not there, not yet perhaps, is none. */
    {"SELECT geom, code, name, level, CASE WHEN parent_code IN (SELECT code "
     "FROM unit) THEN parent_code END, kind, setting, tags, residents, lon, "
     "lat, attributes FROM unit ORDER BY code",
     read_unit},
    {"SELECT geom, id, household, unit_code, weight_milli, certified, kind, "
     "grade, age, birth_year, aid, needs, received, old_carer, poor, "
     "attributes, modelled FROM demand ORDER BY id",
     read_demand},
    {"SELECT geom, id, name, type, status, building_id, tier, "
     "is_comprehensive, is_pilot, is_reformed, is_reform_base, attributes, "
     "opened, closed, area_m2, stars, directors, physicians, therapists, "
     "nurses, rehab_workers, mental_staff, address, phone, hours FROM "
     "facility ORDER BY id",
     read_facility},
    {"SELECT geom, id, name, types, max_area_m2, max_beds, cost_cny, "
     "base_score, attributes FROM site ORDER BY id",
     read_site},
    {"SELECT geom, id, name, kind, attributes FROM venue ORDER BY id",
     read_venue},
    /* A waiver for a unit that is not there waives nothing. */
    {"SELECT rule, unit_code, document, \"from\", until FROM waiver WHERE "
     "unit_code IN (SELECT code FROM unit) ORDER BY rule, unit_code, fid",
     read_waiver},
};

#define TABLE_COUNT (sizeof(tables) / sizeof(tables[0]))

static circlet_status report(const city_reader *reader, double fraction,
                             circlet_error *error)
{
    if (reader->progress && reader->progress->report &&
        !reader->progress->report("city", fraction, reader->progress->user))
        return ci_fail(error, CIRCLET_E_CANCELLED, "cancelled");
    return CIRCLET_OK;
}

static circlet_status read_table(city_reader *reader, size_t table,
                                 circlet_error *error)
{
    const size_t table_count = TABLE_COUNT;
    double fraction = (double)table / (double)table_count;
    circlet_status status = report(reader, fraction, error);
    bool has_row = true;

    if (status == CIRCLET_OK)
        status =
            ci_db_prepare(&reader->rows, reader->db, tables[table].sql, error);
    while (status == CIRCLET_OK && has_row) {
        status = ci_statement_step(reader->rows, &has_row, error);
        if (status == CIRCLET_OK && has_row)
            status = tables[table].read_row(reader, error);
        if (status == CIRCLET_OK && ++reader->row_count % REPORT_STEP == 0)
            status = report(reader, fraction, error);
    }
    ci_statement_free(reader->rows);
    reader->rows = NULL;
    return status;
}

static circlet_status say_complete(city_reader *reader, circlet_error *error)
{
    static const char *const sql[CIRCLET_PART_COUNT] = {
        "SELECT count(*) FROM source WHERE layer = 'units' AND is_complete",
        "SELECT count(*) FROM source WHERE layer = 'people' AND is_complete",
        ("SELECT count(*) FROM source WHERE layer = 'facilities' "
         "AND is_complete")};
    circlet_status status = CIRCLET_OK;

    for (int i = 0; i < CIRCLET_PART_COUNT && status == CIRCLET_OK; i++) {
        int64_t count = 0;

        status = ci_db_query_int(&count, reader->db, sql[i], error);
        if (status == CIRCLET_OK && count > 0)
            status = circlet_city_builder_say_complete(reader->builder,
                                                       (circlet_part)i, error);
    }
    return status;
}

static circlet_status read_all(city_reader *reader, circlet_error *error)
{
    circlet_status status =
        ci_city_file_open(&reader->db, reader->path, error);

    if (status == CIRCLET_OK)
        status = circlet_city_builder_new(&reader->builder, error);
    if (status == CIRCLET_OK)
        status = ci_db_prepare(&reader->services, reader->db,
                               "SELECT service, places, beds, occupied FROM "
                               "facility_service WHERE facility = ? "
                               "ORDER BY service",
                               error);
    if (status == CIRCLET_OK)
        status = ci_db_prepare(&reader->accesses, reader->db,
                               "SELECT geom FROM facility_access WHERE "
                               "facility = ? ORDER BY fid",
                               error);
    for (size_t i = 0; i < TABLE_COUNT && status == CIRCLET_OK; i++)
        status = read_table(reader, i, error);
    return status == CIRCLET_OK ? say_complete(reader, error) : status;
}

/* The units are the first of the tables. */
circlet_status ci_read_units(circlet_city **out, ci_db *db, const char *path,
                             circlet_error *error)
{
    city_reader reader = {.path = path, .db = db};
    circlet_status status = circlet_city_builder_new(&reader.builder, error);

    if (status == CIRCLET_OK)
        status = read_table(&reader, 0, error);
    if (status == CIRCLET_OK)
        status = ci_city_builder_hand_over(out, reader.builder, error);
    reader.db = NULL; /* it stays open */
    city_reader_free(&reader);
    return status;
}

circlet_status circlet_read_city(circlet_city **out, const char *path,
                                 const circlet_progress *progress,
                                 circlet_error *error)
{
    city_reader reader = {.path = path, .progress = progress};
    circlet_city *city = NULL;
    circlet_status status;

    if (!out || !path)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "a city is read from a path into a place");
    status = read_all(&reader, error);
    if (status == CIRCLET_OK)
        status = ci_city_builder_hand_over(&city, reader.builder, error);
    city_reader_free(&reader);
    if (status == CIRCLET_OK)
        status = report(&reader, 1.0, error);
    if (status != CIRCLET_OK) {
        circlet_city_free(city);
        return status;
    }
    *out = city;
    return CIRCLET_OK;
}
