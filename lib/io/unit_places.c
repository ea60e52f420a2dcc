/* Areas are sorted from the lowest level to the highest, so that the first
 * that holds a point is the lowest unit there. */
#include "io/unit_places.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/error.h"
#include "geo/area.h"
#include "geo/unit_index.h"
#include "io/container.h"

typedef struct placed_unit {
    const char *code;
    const char *parent_code; /* or NULL */
    uint32_t parent; /* CI_NOWHERE: none */
    bool has_area;
    ci_box box;
} placed_unit;

struct ci_unit_places {
    placed_unit *units; /* as the areas are sorted */
    size_t count, capacity;
    circlet_area *areas; /* of each unit; without rings: none */
    size_t area_capacity;
    ci_name_map *codes;
    ci_unit_index *index;
    ci_arena arena;
};

void ci_unit_places_free(ci_unit_places *places)
{
    if (!places)
        return;
    ci_unit_index_free(places->index);
    ci_name_map_free(places->codes);
    free(places->units);
    free(places->areas);
    ci_arena_free(&places->arena);
    free(places);
}

/* ---- reading ------------------------------------------------------------ */

static circlet_status read_area(ci_unit_places *places, ci_geometry *geometry,
                                ci_statement *rows, circlet_error *error)
{
    placed_unit *unit = &places->units[places->count];
    circlet_area area = {0};
    int32_t srs_id = 0;
    circlet_status status = CIRCLET_OK;

    ci_geometry_clear(geometry, CI_GEOMETRY_NONE);
    if (!ci_column_is_null(rows, 2))
        status = ci_container_read(geometry, &srs_id, rows, 2, error);
    if (status != CIRCLET_OK)
        return status;
    if (geometry->type == CI_GEOMETRY_AREA)
        area = ci_geometry_area(geometry);
    unit->has_area = area.ring_count > 0;
    unit->box = ci_area_box(&area);
    if (!ci_area_copy(&places->arena, &places->areas[places->count], &area))
        return ci_fail_nomem(error);
    return CIRCLET_OK;
}

static bool make_room(ci_unit_places *places)
{
    placed_unit *units = ci_array_reserve_one(
        places->units, places->count, &places->capacity, sizeof(*units));
    circlet_area *areas;

    if (!units)
        return false;
    places->units = units;
    areas = ci_array_reserve_one(places->areas, places->count,
                                 &places->area_capacity, sizeof(*areas));
    if (!areas)
        return false;
    places->areas = areas;
    return true;
}

static circlet_status add_unit(ci_unit_places *places, ci_geometry *geometry,
                               ci_statement *rows, circlet_error *error)
{
    const char *code = ci_column_text(rows, 0);
    const char *parent = ci_column_text(rows, 1);
    placed_unit unit = {.parent = CI_NOWHERE};
    circlet_status status;

    unit.code = ci_arena_copy(&places->arena, code ? code : "");
    unit.parent_code = parent ? ci_arena_copy(&places->arena, parent) : NULL;
    if (!unit.code || (parent && !unit.parent_code) || !make_room(places))
        return ci_fail_nomem(error);
    places->units[places->count] = unit;
    status = read_area(places, geometry, rows, error);
    if (status != CIRCLET_OK)
        return status;
    if (ci_name_map_find(places->codes, unit.code) == CI_NOWHERE &&
        !ci_name_map_add(places->codes, unit.code, (uint32_t)places->count))
        return ci_fail_nomem(error);
    places->count++;
    return CIRCLET_OK;
}

static circlet_status read_units(ci_unit_places *places, ci_db *db,
                                 circlet_error *error)
{
    ci_statement *rows = NULL;
    ci_geometry geometry = {0};
    bool has_row = true;
    circlet_status status = ci_db_prepare(
        &rows, db,
        "SELECT code, parent_code, geom FROM unit ORDER BY CASE level "
        "WHEN 'city' THEN 3 WHEN 'district' THEN 2 WHEN 'street' THEN 1 "
        "ELSE 0 END, code",
        error);

    while (status == CIRCLET_OK && has_row) {
        status = ci_statement_step(rows, &has_row, error);
        if (status == CIRCLET_OK && has_row)
            status = add_unit(places, &geometry, rows, error);
    }
    ci_geometry_free(&geometry);
    ci_statement_free(rows);
    return status;
}

static void link_parents(ci_unit_places *places)
{
    for (size_t i = 0; i < places->count; i++)
        if (places->units[i].parent_code)
            places->units[i].parent =
                ci_name_map_find(places->codes, places->units[i].parent_code);
}

circlet_status ci_unit_places_read(ci_unit_places **out, ci_db *db,
                                   circlet_error *error)
{
    ci_unit_places *places = calloc(1, sizeof(*places));
    circlet_status status;

    if (!places)
        return ci_fail_nomem(error);
    places->codes = ci_name_map_new();
    status =
        places->codes ? read_units(places, db, error) : ci_fail_nomem(error);
    if (status == CIRCLET_OK) {
        link_parents(places);
        places->index = ci_unit_index_new(places->areas, places->count);
        if (!places->index)
            status = ci_fail_nomem(error);
    }
    if (status != CIRCLET_OK) {
        ci_unit_places_free(places);
        return status;
    }
    *out = places;
    return CIRCLET_OK;
}

/* ---- asking ------------------------------------------------------------- */

size_t ci_unit_places_count(const ci_unit_places *places)
{
    return places->count;
}

/* The unit itself or the next above it that has an area. Parents that go
 * round in a circle end the walk: a city's units are never so deep. */
static uint32_t with_area(const ci_unit_places *places, uint32_t unit)
{
    for (size_t i = 0; i <= places->count && unit != CI_NOWHERE; i++) {
        if (places->units[unit].has_area)
            return unit;
        unit = places->units[unit].parent;
    }
    return CI_NOWHERE;
}

bool ci_unit_places_are_known(const ci_unit_places *places)
{
    for (uint32_t i = 0; i < places->count; i++)
        if (with_area(places, i) == CI_NOWHERE)
            return false;
    return places->count > 0;
}

uint32_t ci_unit_places_find(const ci_unit_places *places, const char *code)
{
    return ci_name_map_find(places->codes, code);
}

const char *ci_unit_places_code(const ci_unit_places *places, uint32_t unit)
{
    return places->units[unit].code;
}

uint32_t ci_unit_places_at(const ci_unit_places *places, circlet_point at)
{
    return ci_unit_index_find(places->index, at);
}

static bool is_above(const ci_unit_places *places, uint32_t above,
                     uint32_t unit)
{
    for (size_t i = 0; i <= places->count && unit != CI_NOWHERE; i++) {
        if (unit == above)
            return true;
        unit = places->units[unit].parent;
    }
    return false;
}

bool ci_unit_places_is_in(const ci_unit_places *places, uint32_t unit,
                          uint32_t there, circlet_point at)
{
    uint32_t area;

    if (is_above(places, unit, there) || is_above(places, there, unit))
        return true;
    area = with_area(places, unit);
    if (area == CI_NOWHERE || is_above(places, area, there))
        return true;
    return ci_box_has(&places->units[area].box, at) &&
           ci_area_has(&places->areas[area], at);
}

static circlet_status is_elsewhere(bool *out, const ci_unit_places *places,
                                   ci_geometry *geometry, ci_statement *rows,
                                   circlet_error *error)
{
    const char *code = ci_column_text(rows, 0);
    uint32_t unit = code ? ci_unit_places_find(places, code) : CI_NOWHERE;
    uint32_t there;
    int32_t srs_id = 0;
    circlet_status status;

    *out = false;
    if (unit == CI_NOWHERE || ci_column_is_null(rows, 1))
        return CIRCLET_OK;
    status = ci_container_read(geometry, &srs_id, rows, 1, error);
    if (status != CIRCLET_OK || geometry->type != CI_GEOMETRY_POINT)
        return status;
    there = ci_unit_places_at(places, geometry->points[0]);
    *out = there != CI_NOWHERE &&
           !ci_unit_places_is_in(places, unit, there, geometry->points[0]);
    return CIRCLET_OK;
}

circlet_status ci_unit_places_count_elsewhere(uint64_t *out,
                                              const ci_unit_places *places,
                                              ci_db *db, const char *sql,
                                              circlet_error *error)
{
    ci_statement *rows = NULL;
    ci_geometry geometry = {0};
    bool has_row = true, is_one = false;
    uint64_t count = 0;
    circlet_status status = ci_db_prepare(&rows, db, sql, error);

    while (status == CIRCLET_OK && has_row) {
        status = ci_statement_step(rows, &has_row, error);
        if (status == CIRCLET_OK && has_row)
            status = is_elsewhere(&is_one, places, &geometry, rows, error);
        if (status == CIRCLET_OK && has_row)
            count += is_one;
    }
    ci_geometry_free(&geometry);
    ci_statement_free(rows);
    if (status == CIRCLET_OK)
        *out = count;
    return status;
}
