#include "io/unit_areas.h"

#include <stdlib.h>

#include "base/array.h"
#include "base/error.h"
#include "base/id_map.h"
#include "io/container.h"

void ci_unit_areas_free(ci_unit_areas *areas)
{
    free(areas->units);
    ci_statement_free(areas->find_area);
    *areas = (ci_unit_areas){.units = NULL};
}

/* ---- one area ----------------------------------------------------------- */

static circlet_status read_area(ci_geometry *out, ci_statement *find,
                                int64_t fid, circlet_error *error)
{
    int32_t srs_id = 0;
    bool has_row = false;
    circlet_status status = ci_bind_int(find, 1, fid, error);

    ci_geometry_clear(out, CI_GEOMETRY_NONE);
    if (status == CIRCLET_OK)
        status = ci_statement_step(find, &has_row, error);
    if (status == CIRCLET_OK && has_row)
        status = ci_container_read(out, &srs_id, find, 0, error);
    ci_statement_reset(find);
    return status;
}

circlet_status ci_unit_areas_read(ci_geometry *out, const ci_unit_areas *areas,
                                  size_t unit, circlet_error *error)
{
    return read_area(out, areas->find_area, areas->units[unit].fid, error);
}

/* ---- all boxes ---------------------------------------------------------- */

/* Without the areas themselves, which the sorting would hold in memory. */
static const char sql_units[] = "SELECT u.fid, " CI_UNIT_RANK(
    "u.level") ", s.run, p.fid, u.code, "
               "u.code IN (SELECT parent_code FROM unit WHERE geom IS NULL) "
               "FROM unit AS u LEFT JOIN unit AS p ON p.code = u.parent_code "
               "LEFT JOIN source AS s ON s.fid = u.source WHERE u.geom IS NOT "
               "NULL "
               "ORDER BY " CI_UNIT_RANK("u.level") ", u.code";

static circlet_status read_box(ci_box *out, const ci_unit_areas *areas,
                               ci_statement *rows, ci_geometry *geometry,
                               circlet_error *error)
{
    circlet_error why = {CIRCLET_OK, ""};
    circlet_area area;
    const char *code;
    circlet_status status =
        read_area(geometry, areas->find_area, ci_column_int(rows, 0), &why);

    if (status == CIRCLET_OK) {
        area = ci_geometry_area(geometry);
        *out = ci_area_box(&area);
        return CIRCLET_OK;
    }
    code = ci_column_text(rows, 4);
    return ci_fail(error, status, "geometry of unit '%s': %s",
                   code ? code : "", why.message);
}

static circlet_status add_unit(ci_unit_areas *areas, ci_statement *rows,
                               ci_id_map *positions, ci_geometry *geometry,
                               circlet_error *error)
{
    ci_unit_box *units = ci_array_reserve_one(
        areas->units, areas->count, &areas->capacity, sizeof(*units));
    uint32_t parent = ci_id_map_find(positions, ci_column_int(rows, 3));
    ci_box box;
    circlet_status status;

    if (!units)
        return ci_fail_nomem(error);
    areas->units = units;
    status = read_box(&box, areas, rows, geometry, error);
    if (status != CIRCLET_OK || geometry->type != CI_GEOMETRY_AREA)
        return status;
    units[areas->count] =
        (ci_unit_box){.fid = ci_column_int(rows, 0),
                      .box = box,
                      .parent = parent == CI_NOWHERE ? CI_NO_UNIT : parent,
                      .rank = (int)ci_column_int(rows, 1),
                      .is_new = ci_column_int(rows, 2) == areas->import->run,
                      .has_bare_child = ci_column_int(rows, 5) != 0};
    if (!ci_id_map_add(positions, units[areas->count].fid,
                       (uint32_t)areas->count))
        return ci_fail_nomem(error);
    areas->count++;
    return CIRCLET_OK;
}

/* Parents come before what is below them, so that they are known. */
static circlet_status load_units(ci_unit_areas *areas, ci_statement *rows,
                                 circlet_error *error)
{
    ci_id_map *positions = ci_id_map_new(1024);
    ci_geometry geometry = {0};
    circlet_status status = positions ? CIRCLET_OK : ci_fail_nomem(error);
    bool has_row = true;

    while (status == CIRCLET_OK && has_row) {
        status = ci_statement_step(rows, &has_row, error);
        if (status == CIRCLET_OK && has_row)
            status = add_unit(areas, rows, positions, &geometry, error);
    }
    ci_id_map_free(positions);
    ci_geometry_free(&geometry);
    return status;
}

circlet_status ci_unit_areas_load(ci_unit_areas *out, const ci_import *import,
                                  circlet_error *error)
{
    ci_statement *rows = NULL;
    circlet_status status;

    out->import = import;
    status = ci_db_prepare(&out->find_area, import->db,
                           "SELECT geom FROM unit WHERE fid = ?", error);
    if (status == CIRCLET_OK)
        status = ci_db_prepare(&rows, import->db, sql_units, error);
    if (status == CIRCLET_OK)
        status = load_units(out, rows, error);
    ci_statement_free(rows);
    return status;
}
