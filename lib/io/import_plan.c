#include "io/import_plan.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "city/plan_record.h"
#include "io/exported_plan.h"
#include "io/import_source.h"
#include "io/plan_store.h"
#include "io/read_city.h"
#include "plan/planned_city.h"

/* A row is an action only once all are there and fit together. */
circlet_status ci_import_plan_start(ci_import *import, circlet_error *error)
{
    return ci_db_run(import->db,
                     "CREATE TEMP TABLE plan_row (fid INTEGER PRIMARY KEY, "
                     "geom BLOB, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, "
                     "year INTEGER, facility TEXT, site TEXT, type TEXT, "
                     "tier TEXT, service TEXT, from_service TEXT, start_year "
                     "INTEGER, places "
                     "INTEGER, beds INTEGER, "
                     "area_m2 DOUBLE, cost_cny DOUBLE, fixed BOOLEAN, "
                     "position INTEGER, proposed BOOLEAN, plan TEXT, mends "
                     "TEXT, mode TEXT, persons_gained TEXT, persons_modelled "
                     "TEXT, text_zh TEXT, text_en TEXT, "
                     "attributes TEXT, source INTEGER, source_row INTEGER)",
                     error);
}

/* The name that was given, or that of the first source: the caller frees
 * it. NULL: no memory. */
static char *name_plan(const ci_import *import, const char *source)
{
    const char *name = import->options.plan, *end;

    if (name)
        return ci_text_copy(name);
    name = ci_source_base_name(source);
    end = strrchr(name, '.');
    return ci_text_copy_n(name, end && end > name ? (size_t)(end - name)
                                                  : strlen(name));
}

/* Puts the file and row that an action is out of before a message. */
static circlet_status blame_row(const circlet_plan_action *action,
                                circlet_status status, ci_db *db,
                                circlet_error *error)
{
    ci_statement *rows = NULL;
    ci_buffer where = {0};
    bool has_row = false;
    circlet_status found =
        ci_db_prepare(&rows, db,
                      "SELECT s.file, r.source_row FROM plan_row AS r JOIN "
                      "source AS s ON s.fid = r.source WHERE r.id = ?",
                      NULL);

    if (found == CIRCLET_OK)
        found = ci_bind_text(rows, 1, action->id, NULL);
    if (found == CIRCLET_OK)
        found = ci_statement_step(rows, &has_row, NULL);
    if (found == CIRCLET_OK && has_row) {
        ci_reason_add(&where, "%s: row %" PRId64, ci_column_text(rows, 0),
                      ci_column_int(rows, 1));
        if (!where.failed)
            status = ci_fail_within(error, status, where.text);
    }
    ci_buffer_free(&where);
    ci_statement_free(rows);
    return status;
}

static circlet_status check_plan(const circlet_plan *plan, ci_db *db,
                                 const char *path, circlet_error *error)
{
    const circlet_plan_action *wrong = NULL;
    circlet_city *city = NULL, *own = NULL;
    circlet_status status = ci_read_places(&city, db, path, error);
    const circlet_city *with_sites = city;

    if (status == CIRCLET_OK)
        status = ci_plan_site_city(&own, &with_sites, plan, error);
    if (status == CIRCLET_OK)
        status = ci_plan_check(plan, NULL, with_sites, &wrong, error);
    circlet_city_free(own);
    circlet_city_free(city);
    return status == CIRCLET_E_DATA && wrong
               ? blame_row(wrong, status, db, error)
               : status;
}

/* ---- what was there ----------------------------------------------------- */

/* Runs a statement whose ?1 is the plan's name; `tell` may be NULL. */
static circlet_status query(ci_import *import, const char *sql,
                            const char *name,
                            void (*tell)(ci_import *import, ci_statement *row),
                            circlet_error *error)
{
    ci_statement *rows = NULL;
    bool has_row = true;
    circlet_status status = ci_db_prepare(&rows, import->db, sql, error);

    if (status == CIRCLET_OK)
        status = ci_bind_text(rows, 1, name, error);
    while (status == CIRCLET_OK && has_row) {
        status = ci_statement_step(rows, &has_row, error);
        if (status == CIRCLET_OK && has_row && tell)
            tell(import, rows);
    }
    ci_statement_free(rows);
    return status;
}

/* A row of change, source, row and id. */
static void tell_change(ci_import *import, ci_statement *row)
{
    circlet_row_change change = (circlet_row_change)ci_column_int(row, 0);
    const char *source = ci_column_text(row, 1);
    const circlet_row_news news = {change, source ? source : "",
                                   (uint64_t)ci_column_int(row, 2),
                                   ci_column_text(row, 3)};
    circlet_import_counts *counts = &import->counts;

    if (change == CIRCLET_ROW_ENTERED)
        counts->entered++;
    else if (change == CIRCLET_ROW_LEFT)
        counts->left++;
    else
        counts->changed++;
    if (import->options.changed)
        import->options.changed(&news, import->options.user);
}

static void count_replaced(ci_import *import, ci_statement *row)
{
    import->counts.replaced = (uint64_t)ci_column_int(row, 0);
}

static circlet_status keep_earlier(ci_import *import, const char *name,
                                   circlet_error *error)
{
    circlet_status status =
        query(import,
              "CREATE TEMP TABLE plan_before AS SELECT * FROM plan_action "
              "WHERE plan = ?",
              name, NULL, error);

    return status == CIRCLET_OK
               ? query(import,
                       "SELECT count(*) FROM plan_before WHERE plan = ?", name,
                       count_replaced, error)
               : status;
}

/* How the plan differs from an earlier one of its name: the changes are 0
 * entered, 1 left, 2 changed. Of what left only its place in the plan is
 * known. */
static circlet_status compare_earlier(ci_import *import, const char *name,
                                      circlet_error *error)
{
    if (import->counts.replaced == 0)
        return CIRCLET_OK;
    return query(
        import,
        "SELECT CASE WHEN b.id IS NULL THEN 0 ELSE 2 END, s.file, "
        "r.source_row, r.id FROM plan_row AS r JOIN plan_action AS n ON "
        "n.plan = ?1 AND n.id = r.id LEFT JOIN plan_before AS b ON b.id = "
        "r.id LEFT JOIN source AS s ON s.fid = r.source WHERE b.id IS NULL OR "
        "n.geom IS NOT b.geom OR n.kind IS NOT b.kind OR n.facility IS NOT "
        "b.facility OR n.site IS NOT b.site OR n.service IS NOT b.service OR "
        "n.from_service IS NOT b.from_service OR "
        "n.type IS NOT b.type OR n.tier IS NOT b.tier OR n.places IS NOT "
        "b.places OR n.beds IS NOT b.beds OR n.area_m2 IS NOT b.area_m2 OR "
        "n.year IS NOT b.year OR n.cost_cny IS NOT b.cost_cny OR n.fixed IS "
        "NOT b.fixed UNION ALL SELECT 1, plan, position + 1, id FROM "
        "plan_before WHERE id NOT IN (SELECT id FROM plan_row) "
        "ORDER BY 1, 3, 4",
        name, tell_change, error);
}

/* What an export says of a plan holds as long as nothing is another: else the
 * plan is one made by hand, over the same years with the same money. Sources
 * that are renamed or moved by options are read as they are told. */
static circlet_status take_exported(ci_import *import, const char *source,
                                    const char *name, circlet_error *error)
{
    const circlet_import_options *options = &import->options;
    ci_exported_plan_state state = CI_EXPORTED_NOT;
    circlet_status status = CIRCLET_OK;

    if (options->map_count == 0 && !options->crs)
        status = ci_exported_plan_look(&state, source, import->db, error);
    if (state == CI_EXPORTED_EDITED)
        ci_import_remark(import, "the plan was edited since it was exported: "
                                 "it is one made by hand, and what was said "
                                 "of the other's levels and persons is left "
                                 "out");
    if (state == CI_EXPORTED_ELSEWHERE)
        ci_import_remark(import, "the plan was exported from a city of other "
                                 "data: what was said there of its levels and "
                                 "persons is left out");
    if (!status &&
        (state == CI_EXPORTED_EDITED || state == CI_EXPORTED_ELSEWHERE))
        return ci_exported_plan_take_years(source, import->db, name, error);
    if (status || state == CI_EXPORTED_NOT)
        return status;
    if (state == CI_EXPORTED_IN_STEPS)
        ci_import_remark(import, "the plan is as it was published: persons in "
                                 "whole steps, and levels without what proves "
                                 "them, which claim nothing exactly");
    else
        ci_import_remark(import, "the plan is as it was exported, and so are "
                                 "its levels, persons and certificates");
    return ci_exported_plan_take(source, import->db, name, import->run, error);
}

/* `source` is the only one, or NULL. */
static circlet_status store(ci_import *import, const circlet_plan *plan,
                            const char *source, circlet_error *error)
{
    const char *name = circlet_plan_name(plan);
    circlet_status status = keep_earlier(import, name, error);

    if (status == CIRCLET_OK)
        status = ci_plan_write(import->db, plan, "", import->run, error);
    if (status == CIRCLET_OK && source)
        status = take_exported(import, source, name, error);
    if (status == CIRCLET_OK)
        status = compare_earlier(import, name, error);
    if (status == CIRCLET_OK)
        ci_import_remark(import, "stored as plan %s", name);
    return status;
}

circlet_status ci_import_plan_finish(ci_import *import,
                                     const char *const *sources, size_t count,
                                     const char *path, circlet_error *error)
{
    char *name = name_plan(import, sources[0]);
    circlet_plan *plan = NULL;
    circlet_status status;

    if (!name)
        return ci_fail_nomem(error);
    status = ci_read_imported_plan(&plan, import->db, path, name, error);
    if (status == CIRCLET_OK)
        status = check_plan(plan, import->db, path, error);
    if (status == CIRCLET_OK)
        status = store(import, plan, count == 1 ? sources[0] : NULL, error);
    circlet_plan_free(plan);
    free(name);
    return status;
}
