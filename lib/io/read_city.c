/* From the tables of a city file to a city, sorted by code or id. */
#include "io/read_city.h"

#include <circlet/io.h>

#include "base/error.h"
#include "base/options.h"
#include "base/parallel.h"
#include "city/city.h"
#include "io/city_file.h"
#include "io/read_halves.h"
#include "io/read_row.h"

#define REPORT_STEP 65536 /* rows */

typedef circlet_status (*read_row_fn)(ci_city_reader *reader,
                                      circlet_error *error);

/* What is asked of people, and of half of them: as they stand in the file,
 * which is mostly by id. The builder sorts what is not. */
#define PEOPLE                                                                \
    "SELECT geom, id, household, unit_code, weight_milli, certified, kind, "  \
    "grade, age, birth_year, aid, needs, received, old_carer, poor, "         \
    "attributes, modelled, fid FROM demand "
#define FIRST_HALF PEOPLE "WHERE fid < ? ORDER BY fid"
#define SECOND_HALF PEOPLE "WHERE fid >= ? ORDER BY fid"

static const struct {
    const char *sql;
    read_row_fn read_row;
} tables[] = {
    /* A parent that is not there, not yet perhaps, is none. */
    {"SELECT geom, code, name, level, CASE WHEN parent_code IN (SELECT code "
     "FROM unit) THEN parent_code END, kind, setting, tags, residents, lon, "
     "lat, attributes FROM unit ORDER BY code",
     ci_read_unit_row},
    {PEOPLE "ORDER BY fid", ci_read_demand_row},
    {"SELECT geom, id, name, type, status, building_id, tier, "
     "is_comprehensive, is_pilot, is_reformed, is_reform_base, attributes, "
     "opened, closed, area_m2, stars, directors, physicians, therapists, "
     "nurses, rehab_workers, mental_staff, address, phone, hours FROM "
     "facility ORDER BY id",
     ci_read_facility_row},
    {"SELECT geom, id, name, types, max_area_m2, max_beds, cost_cny, "
     "base_score, attributes FROM site ORDER BY id",
     ci_read_site_row},
    {"SELECT geom, id, name, kind, attributes FROM venue ORDER BY id",
     ci_read_venue_row},
    /* A waiver for a unit that is not there waives nothing. */
    {"SELECT rule, unit_code, document, \"from\", until FROM waiver WHERE "
     "unit_code IN (SELECT code FROM unit) ORDER BY rule, unit_code, fid",
     ci_read_waiver_row},
};

#define TABLE_COUNT (sizeof(tables) / sizeof(tables[0]))
#define PEOPLE_TABLE 1
#define FACILITY_TABLE 2
#define SITE_TABLE 3

static circlet_status report(const ci_city_reader *reader, double fraction,
                             circlet_error *error)
{
    if (reader->progress && reader->progress->report &&
        !reader->progress->report("city", fraction, reader->progress->user))
        return ci_fail(error, CIRCLET_E_CANCELLED, "cancelled");
    return CIRCLET_OK;
}

/* The rows of a query; `fid` (NULL: none) is its parameter. */
static circlet_status read_rows(ci_city_reader *reader, size_t table,
                                const char *sql, const int64_t *fid,
                                circlet_error *error)
{
    const size_t table_count = TABLE_COUNT;
    double fraction = (double)table / (double)table_count;
    circlet_status status = report(reader, fraction, error);
    bool has_row = true;

    if (status == CIRCLET_OK)
        status = ci_db_prepare(&reader->rows, reader->db, sql, error);
    if (status == CIRCLET_OK && fid)
        status = ci_bind_int(reader->rows, 1, *fid, error);
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

static circlet_status read_table(ci_city_reader *reader, size_t table,
                                 circlet_error *error)
{
    return read_rows(reader, table, tables[table].sql, NULL, error);
}

/* ---- people, by two threads --------------------------------------------- */

static bool goes_on(const char *stage, double fraction, void *user)
{
    const atomic_bool *const *is_stopped = user;

    (void)stage;
    (void)fraction;
    return !atomic_load(*is_stopped);
}

static circlet_status read_from(circlet_city_builder *builder,
                                const char *path, int64_t from_fid,
                                const atomic_bool *is_stopped,
                                circlet_error *error)
{
    const circlet_progress progress = {goes_on, (void *)&is_stopped};
    ci_city_reader reader = {
        .path = path, .builder = builder, .progress = &progress};
    circlet_status status = ci_city_file_open(&reader.db, path, error);

    if (status == CIRCLET_OK)
        status =
            read_rows(&reader, PEOPLE_TABLE, SECOND_HALF, &from_fid, error);
    reader.builder = NULL; /* the caller's */
    ci_city_reader_clear(&reader);
    return status;
}

static circlet_status read_people(ci_city_reader *reader, circlet_error *error)
{
    ci_second_half *half = NULL;
    circlet_status status =
        reader->thread_count > 1
            ? ci_second_half_start(&half, reader->db, reader->path, read_from,
                                   error)
            : CIRCLET_OK;
    int64_t fid = half ? ci_second_half_fid(half) : 0;

    if (status == CIRCLET_OK)
        status = half
                     ? read_rows(reader, PEOPLE_TABLE, FIRST_HALF, &fid, error)
                     : read_table(reader, PEOPLE_TABLE, error);
    return ci_second_half_end(half, reader->builder, status, error);
}

static circlet_status say_complete(ci_city_reader *reader,
                                   circlet_error *error)
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

/* Once the file is open. */
static circlet_status set_up(ci_city_reader *reader, circlet_error *error)
{
    circlet_status status = circlet_city_builder_new(&reader->builder, error);

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
    return status;
}

static circlet_status read_all(ci_city_reader *reader, circlet_error *error)
{
    circlet_status status =
        ci_city_file_open(&reader->db, reader->path, error);

    if (status == CIRCLET_OK)
        status = set_up(reader, error);
    for (size_t i = 0; i < TABLE_COUNT && status == CIRCLET_OK; i++)
        status = i == PEOPLE_TABLE ? read_people(reader, error)
                                   : read_table(reader, i, error);
    return status == CIRCLET_OK ? say_complete(reader, error) : status;
}

/* The units are the first of the tables. */
circlet_status ci_read_units(circlet_city **out, ci_db *db, const char *path,
                             circlet_error *error)
{
    ci_city_reader reader = {.path = path, .db = db};
    circlet_status status = circlet_city_builder_new(&reader.builder, error);

    if (status == CIRCLET_OK)
        status = read_table(&reader, 0, error);
    if (status == CIRCLET_OK)
        status = ci_city_builder_hand_over(out, reader.builder, error);
    reader.db = NULL; /* it stays open */
    ci_city_reader_clear(&reader);
    return status;
}

circlet_status ci_read_places(circlet_city **out, ci_db *db, const char *path,
                              circlet_error *error)
{
    ci_city_reader reader = {.path = path, .db = db};
    circlet_status status = set_up(&reader, error);

    for (size_t i = FACILITY_TABLE; i <= SITE_TABLE && status == CIRCLET_OK;
         i++)
        status = read_table(&reader, i, error);
    if (status == CIRCLET_OK)
        status = ci_city_builder_hand_over(out, reader.builder, error);
    reader.db = NULL; /* it stays open */
    ci_city_reader_clear(&reader);
    return status;
}

circlet_status circlet_read_city_with(circlet_city **out, const char *path,
                                      const circlet_read_options *options,
                                      circlet_error *error)
{
    circlet_read_options own;
    ci_city_reader reader = {.path = path, .progress = &own.progress};
    circlet_city *city = NULL;
    circlet_status status;

    if (!out || !path)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "a city is read from a path into a place");
    status = ci_options_read(&own, sizeof(own), options, error);
    if (status != CIRCLET_OK)
        return status;
    reader.thread_count = ci_parallel_threads(own.threads);
    status = read_all(&reader, error);
    if (status == CIRCLET_OK)
        ci_city_builder_use_threads(reader.builder, reader.thread_count);
    if (status == CIRCLET_OK)
        status = ci_city_builder_hand_over(&city, reader.builder, error);
    ci_city_reader_clear(&reader);
    if (status == CIRCLET_OK)
        status = report(&reader, 1.0, error);
    if (status != CIRCLET_OK) {
        circlet_city_free(city);
        return status;
    }
    *out = city;
    return CIRCLET_OK;
}

circlet_status circlet_read_city(circlet_city **out, const char *path,
                                 const circlet_progress *progress,
                                 circlet_error *error)
{
    circlet_read_options options = CIRCLET_READ_OPTIONS_INIT;

    if (progress)
        options.progress = *progress;
    return circlet_read_city_with(out, path, &options, error);
}
