/* Service areas into a city file. */
#include <circlet/io.h>

#include "base/error.h"
#include "io/city_file.h"
#include "io/container.h"

#define MS_PER_MINUTE 60000.0
#define M2_PER_KM2 1e6

static const char *direction_name(const circlet_service_area_record *record)
{
    return record->is_outward ? "from" : "to";
}

static circlet_status check(const circlet_service_area_record *record,
                            circlet_error *error)
{
    if (!record->places || !record->mode ||
        (unsigned)record->bound >= CIRCLET_BOUND_COUNT)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "a service area needs places, a mode and a bound");
    return CIRCLET_OK;
}

/* Binds what tells one drawing from another, from parameter `at` on. */
static circlet_status bind_names(ci_statement *statement, int at,
                                 const circlet_service_area_record *record,
                                 circlet_error *error)
{
    circlet_status status = ci_bind_text(statement, at, record->places, error);

    if (status == CIRCLET_OK)
        status = ci_bind_text(statement, at + 1, record->mode, error);
    if (status == CIRCLET_OK)
        status = ci_bind_text(statement, at + 2,
                              circlet_bound_name(record->bound), error);
    if (status == CIRCLET_OK)
        status =
            ci_bind_text(statement, at + 3, direction_name(record), error);
    return status;
}

static circlet_status remove_earlier(ci_db *db,
                                     const circlet_service_area_record *record,
                                     circlet_error *error)
{
    ci_statement *remove = NULL;
    circlet_status status =
        ci_db_prepare(&remove, db,
                      "DELETE FROM service_area WHERE places = ? AND mode = ? "
                      "AND bound = ? AND direction = ?",
                      error);

    if (status == CIRCLET_OK)
        status = bind_names(remove, 1, record, error);
    if (status == CIRCLET_OK)
        status = ci_statement_step(remove, NULL, error);
    ci_statement_free(remove);
    return status;
}

static circlet_status bind_area(ci_statement *insert, const ci_db *db,
                                const circlet_area *area, ci_buffer *blob,
                                circlet_error *error)
{
    if (area->ring_count == 0)
        return ci_bind_blob(insert, 1, NULL, 0, error);
    blob->size = 0;
    ci_container_write_area(db, blob, area);
    return blob->failed
               ? ci_fail_nomem(error)
               : ci_bind_blob(insert, 1, blob->text, blob->size, error);
}

static circlet_status insert_area(ci_statement *insert, const ci_db *db,
                                  const circlet_service_area_record *record,
                                  ci_buffer *blob, circlet_error *error)
{
    const double numbers[] = {record->cutoff_ms / MS_PER_MINUTE,
                              (double)record->place_count,
                              record->area_m2 / M2_PER_KM2,
                              record->persons_reached,
                              record->persons_modelled,
                              record->at.lon,
                              record->at.lat};
    circlet_status status = bind_area(insert, db, &record->area, blob, error);

    if (status == CIRCLET_OK)
        status = bind_names(insert, 2, record, error);
    if (status == CIRCLET_OK)
        status = ci_bind_text(insert, 6, record->facility, error);
    for (int i = 0; i < 7 && status == CIRCLET_OK; i++)
        status = ci_bind_double(insert, 7 + i, numbers[i], error);
    return status == CIRCLET_OK ? ci_statement_step(insert, NULL, error)
                                : status;
}

static circlet_status insert_all(ci_db *db, int64_t run,
                                 const circlet_service_area_record *records,
                                 size_t count, circlet_error *error)
{
    ci_buffer blob = {0};
    ci_statement *insert = NULL;
    circlet_status status = ci_db_prepare(
        &insert, db,
        "INSERT INTO service_area (geom, places, mode, bound, direction, "
        "facility, minutes, place_count, area_km2, persons_reached, "
        "persons_modelled, lon, lat, run) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        error);

    if (status == CIRCLET_OK)
        status = ci_bind_int(insert, 14, run, error);
    for (size_t i = 0; i < count && status == CIRCLET_OK; i++)
        status = insert_area(insert, db, &records[i], &blob, error);
    ci_statement_free(insert);
    ci_buffer_free(&blob);
    return status;
}

static circlet_status write_areas(ci_db *db,
                                  const circlet_service_area_record *records,
                                  size_t count, circlet_error *error)
{
    const ci_run_record run = {.command = "service areas"};
    int64_t fid = 0;
    circlet_status status = CIRCLET_OK;

    for (size_t i = 0; i < count && status == CIRCLET_OK; i++)
        status = remove_earlier(db, &records[i], error);
    if (status == CIRCLET_OK)
        status = ci_city_file_add_run(&fid, db, &run, error);
    if (status == CIRCLET_OK)
        status = insert_all(db, fid, records, count, error);
    if (status == CIRCLET_OK)
        status = ci_db_run(db,
                           "DELETE FROM run WHERE command = 'service areas' "
                           "AND fid NOT IN (SELECT run FROM service_area)",
                           error);
    if (status == CIRCLET_OK)
        status = ci_container_touch_table(db, "service_area", error);
    return status;
}

circlet_status circlet_write_service_areas(
    const char *path, const circlet_service_area_record *records, size_t count,
    circlet_error *error)
{
    ci_city_change change = {0};
    circlet_status status = CIRCLET_OK;

    if (!path || !records)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "writing service areas needs a path and the areas");
    for (size_t i = 0; i < count && status == CIRCLET_OK; i++)
        status = check(&records[i], error);
    if (status == CIRCLET_OK)
        status = ci_city_change_begin(&change, path, error);
    if (status != CIRCLET_OK)
        return status;
    status = write_areas(change.db, records, count, error);
    if (status == CIRCLET_OK)
        status = ci_city_change_commit(&change, error);
    ci_city_change_end(&change);
    return status;
}
