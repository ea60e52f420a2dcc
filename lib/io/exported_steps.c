#include "io/exported_steps.h"

#include <math.h>
#include <string.h>

#include <circlet/privacy.h>

#include "base/error.h"
#include "city/plan_steps.h"
#include "io/exported_plan.h"
#include "plan/gain_text.h"

#define STEP ((double)CIRCLET_PRIVACY_SMALL)

/* Calls a function with each row of a query, and a statement for it to run.
 * `plan` is the only parameter of the query; NULL: none. */
typedef circlet_status (*row_fn)(ci_statement *update, ci_statement *row,
                                 circlet_error *error);

static circlet_status change_rows(ci_db *db, const char *query,
                                  const char *plan, const char *change,
                                  row_fn tell, circlet_error *error)
{
    ci_statement *rows = NULL, *update = NULL;
    bool has_row = true;
    circlet_status status = ci_db_prepare(&rows, db, query, error);

    if (status == CIRCLET_OK)
        status = ci_db_prepare(&update, db, change, error);
    if (status == CIRCLET_OK && plan)
        status = ci_bind_text(rows, 1, plan, error);
    while (status == CIRCLET_OK && has_row) {
        status = ci_statement_step(rows, &has_row, error);
        if (status == CIRCLET_OK && has_row)
            status = tell(update, rows, error);
        if (status == CIRCLET_OK && has_row)
            status = ci_statement_step(update, NULL, error);
    }
    ci_statement_free(update);
    ci_statement_free(rows);
    return status;
}

static circlet_status is_exact(bool *out, ci_db *db, circlet_error *error)
{
    return ci_db_has_row(
        out, db, "SELECT 1 FROM temp.privacy WHERE is_exact AND ?1 IS ?1", "",
        error);
}

/* ---- actions ------------------------------------------------------------ */

static circlet_status bind_text(ci_statement *update, int position,
                                const char *text, const ci_gain_words *words,
                                const circlet_plan_action *action,
                                circlet_error *error)
{
    ci_buffer out = {0};
    bool is_told =
        text && ci_gain_text_in_steps(&out, text, words, action, STEP);
    circlet_status status =
        out.failed ? ci_fail_nomem(error)
        : is_told  ? ci_bind_text(update, position, out.text, error)
                   : ci_bind_null(update, position, error);

    ci_buffer_free(&out);
    return status;
}

/* Rows of fid, persons gained and modelled, and the sentences. */
static circlet_status tell_action(ci_statement *update, ci_statement *row,
                                  circlet_error *error)
{
    const circlet_plan_action action = {
        .persons_gained = ci_column_double(row, 1),
        .persons_modelled = ci_column_double(row, 2)};
    circlet_status status = ci_bind_double(
        update, 1, ci_persons_in_steps(action.persons_gained, STEP), error);

    if (status == CIRCLET_OK)
        status = ci_bind_double(
            update, 2, ci_persons_in_steps(action.persons_modelled, STEP),
            error);
    if (status == CIRCLET_OK)
        status = bind_text(update, 3, ci_column_text(row, 3),
                           &ci_gain_words_zh, &action, error);
    if (status == CIRCLET_OK)
        status = bind_text(update, 4, ci_column_text(row, 4),
                           &ci_gain_words_en, &action, error);
    return status == CIRCLET_OK
               ? ci_bind_int(update, 5, ci_column_int(row, 0), error)
               : status;
}

static circlet_status copy_actions(ci_db *db, const char *plan,
                                   circlet_error *error)
{
    ci_statement *copy = NULL;
    circlet_status status =
        ci_db_prepare(&copy, db,
                      "CREATE TEMP TABLE told_action AS SELECT * FROM "
                      "city.plan_action WHERE plan = ?1",
                      error);

    if (status == CIRCLET_OK)
        status = plan ? ci_bind_text(copy, 1, plan, error)
                      : ci_bind_null(copy, 1, error);
    if (status == CIRCLET_OK)
        status = ci_statement_step(copy, NULL, error);
    ci_statement_free(copy);
    if (status != CIRCLET_OK)
        return status;
    return ci_db_run(db,
                     "CREATE INDEX temp.told_facility ON told_action "
                     "(facility);"
                     "CREATE INDEX temp.told_site ON told_action (site);"
                     "CREATE INDEX temp.told_fid ON told_action (fid)",
                     error);
}

circlet_status ci_exported_actions_make(ci_db *db, const char *plan,
                                        circlet_error *error)
{
    bool keep = false;
    circlet_status status = copy_actions(db, plan, error);

    if (status == CIRCLET_OK)
        status = is_exact(&keep, db, error);
    if (status != CIRCLET_OK || keep || !plan)
        return status;
    return change_rows(
        db,
        "SELECT fid, persons_gained, persons_modelled, text_zh, text_en FROM "
        "city.plan_action WHERE plan = ?1 ORDER BY fid",
        plan,
        "UPDATE temp.told_action SET persons_gained = ?, persons_modelled = "
        "?, text_zh = ?, text_en = ? WHERE fid = ?",
        tell_action, error);
}

/* ---- levels ------------------------------------------------------------- */

/* Rows of position, name, proof, objective, bound and gap. */
static circlet_status tell_level(ci_statement *update, ci_statement *row,
                                 circlet_error *error)
{
    circlet_plan_level level = {
        .name = ci_column_text(row, 1),
        .proof = strcmp(ci_column_text(row, 2), "optimal") == 0
                     ? CIRCLET_PROOF_OPTIMAL
                     : CIRCLET_PROOF_BOUND,
        .objective = ci_column_double(row, 3),
        .bound = ci_column_double(row, 4),
        .gap = ci_column_double(row, 5)};
    circlet_status status;

    ci_level_in_steps(&level, STEP);
    status = ci_bind_double(update, 1, level.objective, error);
    if (status == CIRCLET_OK)
        status = ci_bind_double(update, 2, level.bound, error);
    if (status == CIRCLET_OK)
        status = ci_bind_double(update, 3, level.gap, error);
    return status == CIRCLET_OK
               ? ci_bind_int(update, 4, ci_column_int(row, 0), error)
               : status;
}

static circlet_status tell_levels(ci_db *db, circlet_error *error)
{
    /* A copy, as rows are changed while they are read. */
    circlet_status status = ci_db_run(
        db,
        "CREATE TEMP TABLE exact_level AS SELECT position, name, proof, "
        "objective, bound, gap FROM main.plan_level ORDER BY position",
        error);

    if (status == CIRCLET_OK)
        status = change_rows(db, "SELECT * FROM temp.exact_level", NULL,
                             "UPDATE main.plan_level SET objective = ?, bound "
                             "= ?, gap = ? WHERE position = ?",
                             tell_level, error);
    return status == CIRCLET_OK
               ? ci_db_run(db, "DROP TABLE temp.exact_level", error)
               : status;
}

/* ---- who is left -------------------------------------------------------- */

/* A column as ci_persons_in_steps() has it. */
#define IN_STEPS(column)                                                      \
    "iif(" column " > 0 AND " column " + 1e-6 < (SELECT small FROM "          \
    "temp.privacy), NULL, (SELECT small FROM temp.privacy) * CAST((" column   \
    " + 1e-6) / (SELECT small FROM temp.privacy) AS INTEGER))"

/* A number that its finding does not tell is not told here. */
static const char hide_left_sql[] =
    "UPDATE main.plan_impossible AS i SET persons = NULL, "
    "persons_modelled = NULL, "
    "missing = iif(missing_unit = 'persons', NULL, missing) "
    "WHERE (persons > 0 OR missing_unit = 'persons') AND EXISTS (SELECT 1 "
    "FROM temp.judged AS f WHERE f.plan = i.plan AND f.rule = i.rule AND "
    "f.unit = i.unit AND f.subject = 'unit' AND f.persons IS NULL);";

static const char tell_left_sql[] =
    "UPDATE main.plan_impossible SET persons = " IN_STEPS("persons");
static const char tell_modelled_sql[] =
    "UPDATE main.plan_impossible SET persons_modelled = " IN_STEPS(
        "persons_modelled");
static const char tell_missing_sql[] =
    "UPDATE main.plan_impossible SET missing = " IN_STEPS(
        "missing") " WHERE missing_unit = 'persons'";

static circlet_status tell_left(ci_db *db, circlet_error *error)
{
    static const char *const sql[] = {hide_left_sql, tell_left_sql,
                                      tell_modelled_sql, tell_missing_sql};
    circlet_status status = CIRCLET_OK;

    for (size_t i = 0; i < sizeof(sql) / sizeof(sql[0]) && !status; i++)
        status = ci_db_run(db, sql[i], error);
    return status;
}

/* ---- all of it ---------------------------------------------------------- */

/* What has no number to be told otherwise stays what it is. */
static circlet_status say_steps(ci_db *db, circlet_error *error)
{
    return ci_db_run(
        db,
        "UPDATE main.plan SET persons_step = (SELECT small FROM temp.privacy) "
        "WHERE EXISTS (SELECT 1 FROM main.plan_level) OR EXISTS (SELECT 1 "
        "FROM main.plan_impossible) OR EXISTS (SELECT 1 FROM "
        "city.plan_action AS a WHERE a.plan = main.plan.name AND "
        "a.persons_gained IS NOT NULL)",
        error);
}

circlet_status ci_exported_publish(ci_db *db, circlet_error *error)
{
    bool keep = false;
    circlet_status status = is_exact(&keep, db, error);

    if (status != CIRCLET_OK || keep)
        return status;
    status = say_steps(db, error);
    if (status == CIRCLET_OK)
        status = tell_levels(db, error);
    return status == CIRCLET_OK ? tell_left(db, error) : status;
}
