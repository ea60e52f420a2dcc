#include "io/outside_count.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/error.h"
#include "geo/area.h"
#include "geo/unit_index.h"
#include "io/container.h"

typedef struct area_list {
    circlet_area *list;
    size_t count, capacity;
    ci_arena arena;
    ci_unit_index *index; /* of the list, which stands still by then */
} area_list;

static void areas_free(area_list *areas)
{
    ci_unit_index_free(areas->index);
    free(areas->list);
    ci_arena_free(&areas->arena);
}

static circlet_status keep_area(area_list *areas, const ci_geometry *geometry,
                                circlet_error *error)
{
    circlet_area area = ci_geometry_area(geometry);
    circlet_area *list = ci_array_reserve_one(areas->list, areas->count,
                                              &areas->capacity, sizeof(*list));

    if (!list)
        return ci_fail_nomem(error);
    areas->list = list;
    if (!ci_area_copy(&areas->arena, &list[areas->count], &area))
        return ci_fail_nomem(error);
    areas->count++;
    return CIRCLET_OK;
}

/* The next geometry of a query; type NONE for NULL. */
static circlet_status next_geometry(ci_statement *rows, ci_geometry *out,
                                    bool *has_row, circlet_error *error)
{
    circlet_status status = ci_statement_step(rows, has_row, error);
    int32_t srs_id = 0;

    ci_geometry_clear(out, CI_GEOMETRY_NONE);
    if (status != CIRCLET_OK || !*has_row || ci_column_is_null(rows, 0))
        return status;
    return ci_container_read(out, &srs_id, rows, 0, error);
}

static circlet_status read_areas(area_list *areas, ci_db *db, const char *sql,
                                 circlet_error *error)
{
    ci_statement *rows = NULL;
    ci_geometry geometry = {0};
    bool has_row = true;
    circlet_status status = ci_db_prepare(&rows, db, sql, error);

    while (status == CIRCLET_OK && has_row) {
        status = next_geometry(rows, &geometry, &has_row, error);
        if (status == CIRCLET_OK && has_row &&
            geometry.type == CI_GEOMETRY_AREA)
            status = keep_area(areas, &geometry, error);
    }
    ci_geometry_free(&geometry);
    ci_statement_free(rows);
    if (status != CIRCLET_OK || areas->count == 0)
        return status;
    areas->index = ci_unit_index_new(areas->list, areas->count);
    return areas->index ? CIRCLET_OK : ci_fail_nomem(error);
}

static circlet_status count_points(uint64_t *out, const area_list *areas,
                                   ci_db *db, const char *sql,
                                   circlet_error *error)
{
    ci_statement *rows = NULL;
    ci_geometry geometry = {0};
    bool has_row = true;
    uint64_t count = 0;
    circlet_status status = ci_db_prepare(&rows, db, sql, error);

    while (status == CIRCLET_OK && has_row) {
        status = next_geometry(rows, &geometry, &has_row, error);
        if (status != CIRCLET_OK || geometry.type != CI_GEOMETRY_POINT)
            continue;
        if (!areas->index ||
            ci_unit_index_find(areas->index, geometry.points[0]) == CI_NOWHERE)
            count++;
    }
    ci_geometry_free(&geometry);
    ci_statement_free(rows);
    if (status == CIRCLET_OK)
        *out = count;
    return status;
}

circlet_status ci_count_outside(uint64_t *out, ci_db *db,
                                const char *points_sql, const char *areas_sql,
                                bool needs_areas, circlet_error *error)
{
    area_list areas = {0};
    circlet_status status = read_areas(&areas, db, areas_sql, error);

    if (status == CIRCLET_OK && areas.count == 0 && needs_areas)
        *out = 0;
    else if (status == CIRCLET_OK)
        status = count_points(out, &areas, db, points_sql, error);
    areas_free(&areas);
    return status;
}
