#include "io/plan_store.h"

#include <circlet/io.h>

#include <math.h>

#include "base/error.h"
#include "io/certificate_text.h"
#include "io/city_file.h"
#include "io/container.h"

static const char *const plan_tables[] = {"plan",
                                          "plan_action",
                                          "plan_level",
                                          "plan_certificate",
                                          "plan_impossible",
                                          "plan_site",
                                          "finding"};
#define PLAN_TABLES (sizeof(plan_tables) / sizeof(plan_tables[0]))

/* Runs a statement whose only parameter is a text. */
static circlet_status run_with_text(ci_db *db, const char *sql,
                                    const char *text, circlet_error *error)
{
    ci_statement *statement = NULL;
    circlet_status status = ci_db_prepare(&statement, db, sql, error);

    if (status == CIRCLET_OK)
        status = ci_bind_text(statement, 1, text, error);
    if (status == CIRCLET_OK)
        status = ci_statement_step(statement, NULL, error);
    ci_statement_free(statement);
    return status;
}

/* The verdicts on an earlier plan of the name would be about another one. */
static circlet_status remove_plan(ci_db *db, const char *name,
                                  circlet_error *error)
{
    static const char *const sql[] = {
        "DELETE FROM run WHERE plan = ?",
        "DELETE FROM finding WHERE plan = ?",
        "DELETE FROM plan_certificate WHERE plan = ?",
        "DELETE FROM plan_impossible WHERE plan = ?",
        "DELETE FROM plan_site WHERE plan = ?",
        "DELETE FROM plan_level WHERE plan = ?",
        "DELETE FROM plan_action WHERE plan = ?",
        "DELETE FROM plan WHERE name = ?"};
    circlet_status status = CIRCLET_OK;

    for (size_t i = 0; i < sizeof(sql) / sizeof(sql[0]); i++) {
        status = run_with_text(db, sql[i], name, error);
        if (status != CIRCLET_OK)
            break;
    }
    return status;
}

/* ---- writing ------------------------------------------------------------ */

/* The year that a plan was computed for, or that of the last action of one
 * made by hand; -1: there is none. */
static int year_of(const circlet_plan *plan)
{
    int year = circlet_plan_year(plan) > 0 ? circlet_plan_year(plan) : -1;

    if (year > 0)
        return year;
    for (size_t i = 0; i < circlet_plan_action_count(plan); i++)
        if (circlet_plan_action_at(plan, i)->year > year)
            year = circlet_plan_action_at(plan, i)->year;
    return year;
}

/* Parameters 9 to 11; a seed means nothing without draws. */
static circlet_status bind_hold(ci_statement *insert, const circlet_plan *plan,
                                circlet_error *error)
{
    circlet_status status =
        ci_bind_double(insert, 9, circlet_plan_hold_share(plan), error);

    if (status == CIRCLET_OK)
        status = ci_bind_int(insert, 10, circlet_plan_hold_draws(plan), error);
    if (status != CIRCLET_OK)
        return status;
    return circlet_plan_hold_draws(plan) > 0
               ? ci_bind_int(insert, 11, (int64_t)circlet_plan_hold_seed(plan),
                             error)
               : ci_bind_null(insert, 11, error);
}

static circlet_status write_head(ci_db *db, const circlet_plan *plan,
                                 const char *policy, int64_t run,
                                 circlet_error *error)
{
    ci_statement *insert = NULL;
    circlet_status status =
        ci_db_prepare(&insert, db,
                      "INSERT INTO plan (name, policy, year, run, cautious, "
                      "years, budgets, allow_loss, hold_share, hold_draws, "
                      "hold_seed, services, persons_step) VALUES (?, ?, "
                      "nullif(?, -1), ?, ?, ?, ?, ?, nullif(?, 0.0), "
                      "nullif(?, 0), ?, ?, nullif(?, 0))",
                      error);

    if (status == CIRCLET_OK)
        status = ci_bind_text(insert, 1, circlet_plan_name(plan), error);
    if (status == CIRCLET_OK)
        status = ci_bind_text(insert, 2, policy, error);
    if (status == CIRCLET_OK)
        status = ci_bind_int(insert, 3, year_of(plan), error);
    if (status == CIRCLET_OK)
        status = ci_bind_int(insert, 4, run, error);
    if (status == CIRCLET_OK)
        status = ci_bind_int(insert, 5, circlet_plan_is_cautious(plan), error);
    if (status == CIRCLET_OK)
        status = ci_bind_text(insert, 6, circlet_plan_years(plan), error);
    if (status == CIRCLET_OK)
        status = ci_bind_text(insert, 7, circlet_plan_budgets(plan), error);
    if (status == CIRCLET_OK)
        status = ci_bind_int(insert, 8, circlet_plan_allows_loss(plan), error);
    if (status == CIRCLET_OK)
        status = bind_hold(insert, plan, error);
    if (status == CIRCLET_OK)
        status = ci_bind_text(insert, 12, circlet_plan_services(plan), error);
    if (status == CIRCLET_OK)
        status =
            ci_bind_int(insert, 13, circlet_plan_persons_step(plan), error);
    if (status == CIRCLET_OK)
        status = ci_statement_step(insert, NULL, error);
    ci_statement_free(insert);
    return status;
}

static circlet_status bind_place(ci_statement *insert, circlet_point at,
                                 circlet_error *error)
{
    ci_buffer geometry = {0};
    circlet_status status;

    if (!isfinite(at.lon) || !isfinite(at.lat))
        return ci_bind_null(insert, 1, error);
    ci_container_write_point(ci_statement_db(insert), &geometry, at);
    status = geometry.failed ? ci_fail_nomem(error)
                             : ci_bind_blob(insert, 1, geometry.text,
                                            geometry.size, error);
    ci_buffer_free(&geometry);
    return status;
}

/* Parameters: 1 geom, 2 plan, 3 position, then texts, counts, measures. */
static circlet_status write_action(ci_statement *insert, const char *plan,
                                   size_t position,
                                   const circlet_plan_action *action,
                                   circlet_error *error)
{
    const char *const texts[] = {
        action->id,      action->kind,    action->facility,
        action->site,    action->service, action->type,
        action->tier,    action->mends,   action->text_zh,
        action->text_en, action->mode,    action->from_service};
    const int64_t counts[] = {action->places, action->beds, action->year,
                              action->start_year > 0 ? action->start_year
                                                     : -1};
    const double measures[] = {action->area_m2, action->cost_cny,
                               action->persons_gained,
                               action->persons_modelled};
    circlet_status status = bind_place(insert, action->at, error);
    int parameter = 4;

    if (status == CIRCLET_OK)
        status = ci_bind_text(insert, 2, plan, error);
    if (status == CIRCLET_OK)
        status = ci_bind_int(insert, 3, (int64_t)position, error);
    for (int i = 0;
         i < (int)(sizeof(texts) / sizeof(texts[0])) && status == CIRCLET_OK;
         i++)
        status = ci_bind_text(insert, parameter++, texts[i], error);
    for (int i = 0; i < 4 && status == CIRCLET_OK; i++)
        status = counts[i] < 0
                     ? ci_bind_null(insert, parameter++, error)
                     : ci_bind_int(insert, parameter++, counts[i], error);
    for (int i = 0; i < 4 && status == CIRCLET_OK; i++)
        status = ci_bind_double(insert, parameter++, measures[i], error);
    if (status == CIRCLET_OK)
        status = ci_bind_int(insert, parameter++, action->fixed, error);
    if (status == CIRCLET_OK)
        status = ci_bind_int(insert, parameter, action->proposed, error);
    if (status == CIRCLET_OK)
        status = ci_statement_step(insert, NULL, error);
    return status;
}

static circlet_status write_actions(ci_db *db, const circlet_plan *plan,
                                    circlet_error *error)
{
    ci_statement *insert = NULL;
    circlet_status status = ci_db_prepare(
        &insert, db,
        "INSERT INTO plan_action (geom, plan, position, id, kind, facility, "
        "site, service, type, tier, mends, text_zh, text_en, mode, "
        "from_service, places, "
        "beds, year, start_year, area_m2, cost_cny, persons_gained, "
        "persons_modelled, fixed, proposed) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
        "?, ?, ?, ?, ?)",
        error);

    for (size_t i = 0;
         i < circlet_plan_action_count(plan) && status == CIRCLET_OK; i++)
        status = write_action(insert, circlet_plan_name(plan), i,
                              circlet_plan_action_at(plan, i), error);
    ci_statement_free(insert);
    return status;
}

static circlet_status write_level(ci_statement *insert, const char *plan,
                                  size_t position,
                                  const circlet_plan_level *level,
                                  circlet_error *error)
{
    const double numbers[] = {level->objective, level->bound, level->gap};
    circlet_status status = ci_bind_text(insert, 1, plan, error);

    if (status == CIRCLET_OK)
        status = ci_bind_int(insert, 2, (int64_t)position, error);
    if (status == CIRCLET_OK)
        status = ci_bind_text(insert, 3, level->name, error);
    for (int i = 0; i < 3 && status == CIRCLET_OK; i++)
        status = ci_bind_double(insert, 4 + i, numbers[i], error);
    if (status == CIRCLET_OK)
        status = ci_bind_text(insert, 7,
                              level->proof == CIRCLET_PROOF_OPTIMAL ? "optimal"
                                                                    : "bound",
                              error);
    if (status == CIRCLET_OK)
        status = ci_bind_text(insert, 8, level->mode, error);
    if (status == CIRCLET_OK)
        status = ci_bind_text(insert, 9, level->reason, error);
    if (status == CIRCLET_OK)
        status = ci_statement_step(insert, NULL, error);
    return status;
}

static circlet_status write_levels(ci_db *db, const circlet_plan *plan,
                                   circlet_error *error)
{
    ci_statement *insert = NULL;
    circlet_status status =
        ci_db_prepare(&insert, db,
                      "INSERT INTO plan_level (plan, position, name, "
                      "objective, bound, gap, proof, mode, reason) "
                      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                      error);

    for (size_t i = 0;
         i < circlet_plan_level_count(plan) && status == CIRCLET_OK; i++)
        status = write_level(insert, circlet_plan_name(plan), i,
                             circlet_plan_level_at(plan, i), error);
    ci_statement_free(insert);
    return status;
}

/* A level without a proof has no row. */
static circlet_status write_certificate(ci_statement *insert, const char *plan,
                                        const circlet_plan_level *level,
                                        circlet_error *error)
{
    ci_buffer text = {0};
    circlet_status status;

    if (level->program_certificate)
        ci_buffer_add(&text, level->program_certificate);
    else if (level->certificate)
        ci_certificate_write(&text, level->certificate);
    else
        return CIRCLET_OK;
    status = text.failed ? ci_fail_nomem(error)
                         : ci_bind_text(insert, 1, plan, error);
    if (status == CIRCLET_OK)
        status = ci_bind_text(insert, 2, level->name, error);
    if (status == CIRCLET_OK)
        status = ci_bind_text(insert, 3, text.text, error);
    if (status == CIRCLET_OK)
        status = ci_statement_step(insert, NULL, error);
    ci_buffer_free(&text);
    return status;
}

static circlet_status write_certificates(ci_db *db, const circlet_plan *plan,
                                         circlet_error *error)
{
    ci_statement *insert = NULL;
    circlet_status status =
        ci_db_prepare(&insert, db,
                      "INSERT INTO plan_certificate (plan, level, "
                      "certificate) VALUES (?, ?, ?)",
                      error);

    for (size_t i = 0;
         i < circlet_plan_level_count(plan) && status == CIRCLET_OK; i++)
        status = write_certificate(insert, circlet_plan_name(plan),
                                   circlet_plan_level_at(plan, i), error);
    ci_statement_free(insert);
    return status;
}

static circlet_status write_impossible(ci_db *db, const circlet_plan *plan,
                                       circlet_error *error)
{
    ci_statement *insert = NULL;
    circlet_status status = ci_db_prepare(
        &insert, db,
        "INSERT INTO plan_impossible (plan, position, rule, unit, persons, "
        "persons_modelled, mode, reason, missing, missing_unit) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        error);

    for (size_t i = 0;
         i < circlet_plan_impossible_count(plan) && status == CIRCLET_OK;
         i++) {
        const circlet_plan_impossible *row =
            circlet_plan_impossible_at(plan, i);

        status = ci_bind_text(insert, 1, circlet_plan_name(plan), error);
        if (status == CIRCLET_OK)
            status = ci_bind_int(insert, 2, (int64_t)i, error);
        if (status == CIRCLET_OK)
            status = ci_bind_text(insert, 3, row->rule, error);
        if (status == CIRCLET_OK)
            status = ci_bind_text(insert, 4, row->unit, error);
        if (status == CIRCLET_OK)
            status = ci_bind_double(insert, 5, row->persons, error);
        if (status == CIRCLET_OK)
            status = ci_bind_double(insert, 6, row->persons_modelled, error);
        if (status == CIRCLET_OK)
            status = ci_bind_text(insert, 7, row->mode, error);
        if (status == CIRCLET_OK)
            status = ci_bind_text(insert, 8, row->reason, error);
        if (status == CIRCLET_OK)
            status = ci_bind_double(insert, 9, row->missing, error);
        if (status == CIRCLET_OK)
            status = ci_bind_text(insert, 10, row->missing_unit, error);
        if (status == CIRCLET_OK)
            status = ci_statement_step(insert, NULL, error);
    }
    ci_statement_free(insert);
    return status;
}

static circlet_status write_site(ci_statement *insert, const char *plan,
                                 const circlet_site_record *site,
                                 circlet_error *error)
{
    circlet_status status = bind_place(insert, site->at, error);

    if (status == CIRCLET_OK)
        status = ci_bind_text(insert, 2, plan, error);
    if (status == CIRCLET_OK)
        status = ci_bind_text(insert, 3, site->id, error);
    if (status == CIRCLET_OK)
        status = ci_bind_text(insert, 4, site->name, error);
    return status == CIRCLET_OK ? ci_statement_step(insert, NULL, error)
                                : status;
}

static circlet_status write_sites(ci_db *db, const circlet_plan *plan,
                                  circlet_error *error)
{
    ci_statement *insert = NULL;
    circlet_status status =
        ci_db_prepare(&insert, db,
                      "INSERT INTO plan_site (geom, plan, id, name, proposed) "
                      "VALUES (?, ?, ?, ?, 1)",
                      error);

    for (size_t i = 0;
         i < circlet_plan_site_count(plan) && status == CIRCLET_OK; i++)
        status = write_site(insert, circlet_plan_name(plan),
                            circlet_plan_site_at(plan, i), error);
    ci_statement_free(insert);
    return status;
}

static circlet_status write_rest(ci_db *db, const circlet_plan *plan,
                                 const char *policy, int64_t run,
                                 circlet_error *error)
{
    circlet_status status = write_head(db, plan, policy, run, error);

    if (status == CIRCLET_OK)
        status = write_actions(db, plan, error);
    if (status == CIRCLET_OK)
        status = write_levels(db, plan, error);
    if (status == CIRCLET_OK)
        status = write_certificates(db, plan, error);
    if (status == CIRCLET_OK)
        status = write_impossible(db, plan, error);
    if (status == CIRCLET_OK)
        status = write_sites(db, plan, error);
    for (size_t i = 0; i < PLAN_TABLES && status == CIRCLET_OK; i++)
        status = ci_container_touch_table(db, plan_tables[i], error);
    return status;
}

circlet_status ci_plan_write(ci_db *db, const circlet_plan *plan,
                             const char *policy, int64_t run,
                             circlet_error *error)
{
    circlet_status status = remove_plan(db, circlet_plan_name(plan), error);

    return status == CIRCLET_OK ? write_rest(db, plan, policy, run, error)
                                : status;
}

/* The run is added once that of an earlier plan of the name is gone. */
static circlet_status write_plan(ci_db *db, const circlet_plan *plan,
                                 const circlet_policy *policy,
                                 circlet_error *error)
{
    ci_run_record run = {.command = "plan",
                         .plan = circlet_plan_name(plan),
                         .policy = circlet_policy_id(policy),
                         .year = year_of(plan)};
    int64_t fid = 0;
    circlet_status status = remove_plan(db, circlet_plan_name(plan), error);

    if (status == CIRCLET_OK)
        status = ci_city_file_add_run(&fid, db, &run, error);
    return status == CIRCLET_OK ? write_rest(db, plan, run.policy, fid, error)
                                : status;
}

circlet_status circlet_write_plan(const char *path, const circlet_plan *plan,
                                  const circlet_policy *policy,
                                  circlet_error *error)
{
    ci_city_change change = {0};
    circlet_status status;

    if (!path || !plan || !policy)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "writing a plan needs a path, the plan and its policy");
    status = ci_city_change_begin(&change, path, error);
    if (status != CIRCLET_OK)
        return status;
    status = write_plan(change.db, plan, policy, error);
    if (status == CIRCLET_OK)
        status = ci_city_change_commit(&change, error);
    ci_city_change_end(&change);
    return status;
}

/* ---- finding ------------------------------------------------------------ */

static circlet_status list_plans(ci_buffer *out, ci_db *db,
                                 circlet_error *error)
{
    ci_statement *names = NULL;
    bool has_row = true;
    circlet_status status = ci_db_prepare(
        &names, db, "SELECT name FROM plan ORDER BY name LIMIT 20", error);

    ci_buffer_add(out, "");
    while (status == CIRCLET_OK && has_row) {
        const char *name;

        status = ci_statement_step(names, &has_row, error);
        if (status != CIRCLET_OK || !has_row)
            break;
        name = ci_column_text(names, 0);
        ci_buffer_add(out, out->size > 0 ? ", " : "");
        ci_buffer_add(out, name ? name : "");
    }
    ci_statement_free(names);
    if (status == CIRCLET_OK && out->failed)
        status = ci_fail_nomem(error);
    return status;
}

circlet_status ci_plan_find(ci_db *db, const char *path, const char *name,
                            circlet_error *error)
{
    bool has_row = false;
    ci_buffer names = {0};
    circlet_status status = ci_db_has_row(
        &has_row, db, "SELECT 1 FROM plan WHERE name = ?", name, error);

    if (status != CIRCLET_OK || has_row)
        return status;
    status = list_plans(&names, db, error);
    if (status == CIRCLET_OK)
        status =
            names.size > 0
                ? ci_fail(error, CIRCLET_E_NOT_FOUND,
                          "%s: no plan '%s' (plans: %s)", path, name,
                          names.text)
                : ci_fail(error, CIRCLET_E_NOT_FOUND,
                          "%s: no plan '%s': there are no plans", path, name);
    ci_buffer_free(&names);
    return status;
}
