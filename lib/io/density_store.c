/* Densities into a city file. */
#include <math.h>

#include <circlet/density.h>

#include "base/error.h"
#include "io/city_file.h"
#include "io/container.h"

#define M2_PER_KM2 1e6

/* What a density is told apart by, as parameters of a statement. */
static circlet_status bind_grid(ci_statement *statement, int at,
                                const circlet_density_summary *summary,
                                circlet_error *error)
{
    circlet_status status =
        ci_bind_text(statement, at, summary->subject, error);

    if (status == CIRCLET_OK)
        status = ci_bind_text(statement, at + 1,
                              circlet_cell_shape_name(summary->shape), error);
    if (status == CIRCLET_OK)
        status = ci_bind_double(statement, at + 2, summary->cell_m, error);
    if (status == CIRCLET_OK)
        status = ci_bind_text(statement, at + 3,
                              circlet_kernel_name(summary->kernel), error);
    return status;
}

static circlet_status bind_level(ci_statement *statement, int at,
                                 const circlet_density_summary *summary,
                                 circlet_error *error)
{
    circlet_status status =
        ci_bind_text(statement, at, summary->subject, error);

    if (status == CIRCLET_OK)
        status = ci_bind_text(statement, at + 1,
                              circlet_level_name(summary->level), error);
    return status;
}

static circlet_status remove_earlier(ci_db *db,
                                     const circlet_density_summary *summary,
                                     circlet_error *error)
{
    ci_statement *remove = NULL;
    circlet_status status = ci_db_prepare(
        &remove, db,
        summary->is_by_unit
            ? "DELETE FROM density_unit WHERE subject = ? AND level = ?"
            : "DELETE FROM density_cell WHERE subject = ? AND shape = ? AND "
              "cell_m = ? AND kernel = ?",
        error);

    if (status == CIRCLET_OK)
        status = summary->is_by_unit ? bind_level(remove, 1, summary, error)
                                     : bind_grid(remove, 1, summary, error);
    if (status == CIRCLET_OK)
        status = ci_statement_step(remove, NULL, error);
    ci_statement_free(remove);
    return status;
}

/* Numbers from parameter `at` on; NaN is NULL. */
static circlet_status bind_numbers(ci_statement *statement, int at,
                                   const double *numbers, int count,
                                   circlet_error *error)
{
    circlet_status status = CIRCLET_OK;

    for (int i = 0; i < count && status == CIRCLET_OK; i++)
        status = ci_bind_double(statement, at + i, numbers[i], error);
    return status;
}

/* ---- cells -------------------------------------------------------------- */

static circlet_status bind_outline(ci_statement *insert, const ci_db *db,
                                   circlet_area area, ci_buffer *blob,
                                   circlet_error *error)
{
    blob->size = 0;
    ci_container_write_area(db, blob, &area);
    return blob->failed
               ? ci_fail_nomem(error)
               : ci_bind_blob(insert, 1, blob->text, blob->size, error);
}

static circlet_status insert_cell(ci_statement *insert, const ci_db *db,
                                  const circlet_density *density, size_t i,
                                  ci_buffer *blob, circlet_error *error)
{
    circlet_density_summary summary = circlet_density_summarise(density);
    circlet_density_cell cell = circlet_density_cell_at(density, i);
    const double numbers[] = {summary.bandwidth_m,       cell.persons.measured,
                              cell.persons.low,          cell.persons.high,
                              cell.area_m2 / M2_PER_KM2, cell.per_km2};
    circlet_status status = bind_outline(
        insert, db, circlet_density_cell_outline(density, i), blob, error);

    if (status == CIRCLET_OK)
        status = ci_bind_text(insert, 2, cell.id, error);
    if (status == CIRCLET_OK)
        status = bind_grid(insert, 3, &summary, error);
    if (status == CIRCLET_OK)
        status = bind_numbers(insert, 7, numbers, 6, error);
    if (status == CIRCLET_OK)
        status = ci_bind_int(insert, 13, cell.is_small, error);
    return status == CIRCLET_OK ? ci_statement_step(insert, NULL, error)
                                : status;
}

static circlet_status insert_cells(ci_db *db, int64_t run,
                                   const circlet_density *density,
                                   circlet_error *error)
{
    ci_buffer blob = {0};
    ci_statement *insert = NULL;
    circlet_status status = ci_db_prepare(
        &insert, db,
        "INSERT INTO density_cell (geom, id, subject, shape, cell_m, kernel, "
        "bandwidth_m, persons, persons_low, persons_high, area_km2, per_km2, "
        "internal, run) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        error);

    if (status == CIRCLET_OK)
        status = ci_bind_int(insert, 14, run, error);
    for (size_t i = 0;
         i < circlet_density_cell_count(density) && status == CIRCLET_OK; i++)
        status = insert_cell(insert, db, density, i, &blob, error);
    ci_statement_free(insert);
    ci_buffer_free(&blob);
    return status;
}

/* ---- units -------------------------------------------------------------- */

static circlet_status insert_unit(ci_statement *insert,
                                  const circlet_density *density,
                                  const circlet_city *city, size_t i,
                                  circlet_error *error)
{
    circlet_density_summary summary = circlet_density_summarise(density);
    circlet_density_unit unit = circlet_density_unit_at(density, i);
    const double numbers[] = {unit.persons.measured, unit.persons.low,
                              unit.persons.high,     unit.area_m2 / M2_PER_KM2,
                              unit.per_km2,          unit.per_1000};
    circlet_status status = ci_bind_text(
        insert, 1, circlet_city_unit(city, unit.unit)->code, error);

    if (status == CIRCLET_OK)
        status = bind_level(insert, 2, &summary, error);
    if (status == CIRCLET_OK)
        status = bind_numbers(insert, 4, numbers, 6, error);
    if (status == CIRCLET_OK)
        status = ci_bind_int(insert, 10, unit.is_small, error);
    return status == CIRCLET_OK ? ci_statement_step(insert, NULL, error)
                                : status;
}

static circlet_status insert_units(ci_db *db, int64_t run,
                                   const circlet_density *density,
                                   const circlet_city *city,
                                   circlet_error *error)
{
    ci_statement *insert = NULL;
    circlet_status status = ci_db_prepare(
        &insert, db,
        "INSERT INTO density_unit (unit, subject, level, persons, "
        "persons_low, persons_high, area_km2, per_km2, per_1000, internal, "
        "run) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        error);

    if (status == CIRCLET_OK)
        status = ci_bind_int(insert, 11, run, error);
    for (size_t i = 0;
         i < circlet_density_unit_count(density) && status == CIRCLET_OK; i++)
        if (isfinite(circlet_density_unit_at(density, i).persons.measured))
            status = insert_unit(insert, density, city, i, error);
    ci_statement_free(insert);
    return status;
}

/* ---- both --------------------------------------------------------------- */

static circlet_status write_density(ci_db *db, const circlet_density *density,
                                    const circlet_city *city,
                                    circlet_error *error)
{
    circlet_density_summary summary = circlet_density_summarise(density);
    const ci_run_record run = {.command = summary.is_by_unit
                                              ? "density of units"
                                              : "density of cells"};
    int64_t fid = 0;
    circlet_status status = remove_earlier(db, &summary, error);

    if (status == CIRCLET_OK)
        status = ci_city_file_add_run(&fid, db, &run, error);
    if (status == CIRCLET_OK)
        status = summary.is_by_unit
                     ? insert_units(db, fid, density, city, error)
                     : insert_cells(db, fid, density, error);
    if (status == CIRCLET_OK)
        status = ci_db_run(
            db,
            "DELETE FROM run WHERE command LIKE 'density of %' AND fid NOT "
            "IN (SELECT run FROM density_cell UNION SELECT run FROM "
            "density_unit)",
            error);
    if (status == CIRCLET_OK)
        status = ci_container_touch_table(
            db, summary.is_by_unit ? "density_unit" : "density_cell", error);
    return status;
}

circlet_status circlet_write_density(const char *path,
                                     const circlet_density *density,
                                     const circlet_city *city,
                                     circlet_error *error)
{
    ci_city_change change = {0};
    circlet_status status;

    if (!path || !density || !city)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "writing a density needs a path, the density and its "
                       "city");
    if (circlet_density_cell_count(density) > 0 &&
        circlet_density_cell_outline(density, 0).ring_count == 0)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "writing a density needs the outlines of its cells");
    status = ci_city_change_begin(&change, path, error);
    if (status != CIRCLET_OK)
        return status;
    status = write_density(change.db, density, city, error);
    if (status == CIRCLET_OK)
        status = ci_city_change_commit(&change, error);
    ci_city_change_end(&change);
    return status;
}
