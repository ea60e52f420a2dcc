#include "io/exported_parts.h"

#include "base/error.h"

const ci_exported_part ci_exported_parts[CI_EXPORTED_PARTS] = {
    {"plan", "name", "fid", false},
    {"plan_action", "plan", "position, fid", true},
    {"plan_site", "plan", "fid", true},
    {"plan_level", "plan", "position", false},
    {"plan_impossible", "plan", "position", false},
    {"plan_certificate", "plan", "fid", false}};

circlet_status ci_exported_columns(ci_buffer *out, ci_db *db,
                                   const char *schema, const char *table,
                                   ci_column_list list, circlet_error *error)
{
    ci_statement *rows = NULL;
    bool has_row = true;
    circlet_status status = ci_db_prepare(
        &rows, db,
        "SELECT name, type FROM pragma_table_info(?1) WHERE schema = ?2 AND "
        "name NOT IN ('fid', 'run', 'digest', 'sources') ORDER BY cid",
        error);

    ci_buffer_add(out, "");
    if (status == CIRCLET_OK)
        status = ci_bind_text(rows, 1, table, error);
    if (status == CIRCLET_OK)
        status = ci_bind_text(rows, 2, schema, error);
    while (status == CIRCLET_OK && has_row) {
        status = ci_statement_step(rows, &has_row, error);
        if (status != CIRCLET_OK || !has_row)
            break;
        ci_buffer_add(out, out->size > 0 ? ", " : "");
        ci_buffer_add(out, list == CI_COLUMNS_QUOTED ? "quote(\"" : "\"");
        ci_buffer_add(out, ci_column_text(rows, 0));
        ci_buffer_add(out, list == CI_COLUMNS_QUOTED ? "\")" : "\"");
        if (list == CI_COLUMNS_TYPED) {
            ci_buffer_add(out, " ");
            ci_buffer_add(out, ci_column_text(rows, 1));
        }
    }
    ci_statement_free(rows);
    if (status == CIRCLET_OK && out->failed)
        status = ci_fail_nomem(error);
    return status;
}

circlet_status ci_exported_prepare(ci_statement **out, ci_db *db,
                                   const char *const *pieces,
                                   circlet_error *error)
{
    ci_buffer sql = {0};
    circlet_status status;

    for (; *pieces; pieces++)
        ci_buffer_add(&sql, *pieces);
    status = sql.failed ? ci_fail_nomem(error)
                        : ci_db_prepare(out, db, sql.text, error);
    ci_buffer_free(&sql);
    return status;
}

circlet_status ci_exported_run(ci_db *db, const char *const *pieces,
                               const char *const *texts, size_t count,
                               circlet_error *error)
{
    ci_statement *statement = NULL;
    circlet_status status = ci_exported_prepare(&statement, db, pieces, error);

    for (size_t i = 0; status == CIRCLET_OK && i < count; i++)
        status = ci_bind_text(statement, (int)i + 1, texts[i], error);
    if (status == CIRCLET_OK)
        status = ci_statement_step(statement, NULL, error);
    ci_statement_free(statement);
    return status;
}
