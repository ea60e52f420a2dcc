#include "io/spread_totals.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "geo/area.h"
#include "io/container.h"
#include "io/read_city.h"
#include "io/stored_words.h"

void ci_spread_run_close(ci_spread_run *run)
{
    for (int by = 0; by < CI_SPREAD_BY_COUNT; by++)
        ci_spread_places_free(run->places[by]);
    ci_people_writer_free(run->writer);
    ci_unit_locator_free(run->locator);
    circlet_city_free(run->city);
    free(run->has_totals);
    free(run->totals);
    free(run->others);
    ci_arena_free(&run->texts);
}

/* ---- the totals --------------------------------------------------------- */

/* A text of the row that outlives it; `failed` is set if memory runs out. */
static const char *keep(ci_spread_run *run, ci_statement *rows, int position,
                        bool *failed)
{
    const char *text = ci_column_text(rows, position);
    const char *copy = text ? ci_arena_copy(&run->texts, text) : NULL;

    *failed = *failed || (!copy && !ci_column_is_null(rows, position));
    return copy;
}

/* A list of the run under way. */
typedef struct total_list {
    ci_spread_total **totals;
    size_t *count, *capacity;
} total_list;

static circlet_status add_total(ci_spread_run *run, const total_list *list,
                                ci_statement *rows, circlet_error *error)
{
    bool failed = false;
    ci_spread_total *totals = ci_array_reserve_one(
        *list->totals, *list->count, list->capacity, sizeof(*totals));

    if (!totals)
        return ci_fail_nomem(error);
    *list->totals = totals;
    totals[*list->count] =
        (ci_spread_total){.fid = ci_column_int(rows, 0),
                          .source = ci_column_int(rows, 1),
                          .row = ci_column_int(rows, 2),
                          .file = keep(run, rows, 3, &failed),
                          .unit_code = keep(run, rows, 4, &failed),
                          .count = ci_column_int(rows, 5),
                          .grade = (int)ci_column_count_or_unknown(rows, 6),
                          .age_from = (int)ci_column_count_or_unknown(rows, 7),
                          .age_to = (int)ci_column_count_or_unknown(rows, 8),
                          .kind = keep(run, rows, 9, &failed),
                          .aid = keep(run, rows, 10, &failed),
                          .needs = keep(run, rows, 11, &failed),
                          .attributes = keep(run, rows, 12, &failed)};
    ++*list->count;
    return failed ? ci_fail_nomem(error) : CIRCLET_OK;
}

#define SELECT_TOTALS                                                         \
    "SELECT t.fid, t.source, t.source_row, s.file, t.unit_code, t.count, "    \
    "t.grade, t.age_from, t.age_to, t.kind, t.aid, t.needs, t.attributes "    \
    "FROM totals AS t JOIN source AS s ON s.fid = t.source WHERE "
#define BY_UNIT " ORDER BY t.unit_code, s.file, t.source_row, t.fid"

static circlet_status read_totals(ci_spread_run *run, const total_list *list,
                                  const char *sql, circlet_error *error)
{
    ci_statement *rows = NULL;
    bool has_row = true;
    circlet_status status = ci_db_prepare(&rows, run->import->db, sql, error);

    if (status == CIRCLET_OK)
        status = ci_bind_int(rows, 1, run->import->run, error);
    while (status == CIRCLET_OK && has_row) {
        status = ci_statement_step(rows, &has_row, error);
        if (status == CIRCLET_OK && has_row)
            status = add_total(run, list, rows, error);
    }
    ci_statement_free(rows);
    return status;
}

/* Of the totals of other imports those matter that people were made from. */
static circlet_status read_all_totals(ci_spread_run *run, circlet_error *error)
{
    const total_list own = {&run->totals, &run->count, &run->capacity};
    const total_list others = {&run->others, &run->other_count,
                               &run->other_capacity};
    circlet_status status =
        read_totals(run, &own, SELECT_TOTALS "s.run = ?" BY_UNIT, error);

    if (status != CIRCLET_OK)
        return status;
    return read_totals(run, &others,
                       SELECT_TOTALS
                       "s.run <> ? AND t.source IN (SELECT source FROM demand "
                       "WHERE modelled)" BY_UNIT,
                       error);
}

/* ---- units that have totals --------------------------------------------- */

static void mark(ci_spread_run *run, const char *code)
{
    circlet_unit unit = circlet_city_find_unit(run->city, code);

    if (unit != CIRCLET_NONE)
        run->has_totals[unit] = true;
}

circlet_status ci_spread_mark_units(ci_spread_run *run, circlet_error *error)
{
    run->has_totals = calloc(circlet_city_unit_count(run->city) + 1,
                             sizeof(*run->has_totals));
    if (!run->has_totals)
        return ci_fail_nomem(error);
    for (size_t i = 0; i < run->count; i++)
        mark(run, run->totals[i].unit_code);
    for (size_t i = 0; i < run->other_count; i++)
        mark(run, run->others[i].unit_code);
    return CIRCLET_OK;
}

/* ---- opening ------------------------------------------------------------ */

static circlet_status read_extent(ci_spread_run *run, circlet_error *error)
{
    ci_geometry geometry = {0};
    ci_statement *rows = NULL;
    bool has_row = false;
    int32_t srs_id = 0;
    circlet_status status = ci_db_prepare(
        &rows, run->import->db, "SELECT geom FROM network_extent", error);

    if (status == CIRCLET_OK)
        status = ci_statement_step(rows, &has_row, error);
    if (status == CIRCLET_OK && has_row)
        status = ci_container_read(&geometry, &srs_id, rows, 0, error);
    if (status == CIRCLET_OK && geometry.type == CI_GEOMETRY_AREA) {
        circlet_area area = ci_geometry_area(&geometry);

        if (!ci_area_copy(&run->texts, &run->extent, &area))
            status = ci_fail_nomem(error);
    }
    ci_geometry_free(&geometry);
    ci_statement_free(rows);
    return status;
}

circlet_status ci_spread_run_open(ci_spread_run *run, circlet_error *error)
{
    ci_db *db = run->import->db;
    circlet_status status =
        ci_read_units(&run->city, db, run->sources[0], error);

    if (status == CIRCLET_OK) {
        run->locator = ci_unit_locator_new(run->city);
        if (!run->locator)
            status = ci_fail_nomem(error);
    }
    if (status == CIRCLET_OK)
        status = read_all_totals(run, error);
    if (status == CIRCLET_OK && run->by == CI_SPREAD_ROADS)
        status = read_extent(run, error);
    if (status == CIRCLET_OK)
        status = ci_people_writer_new(&run->writer, db,
                                      run->import->options.seed, error);
    return status;
}
