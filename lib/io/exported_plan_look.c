/* Whether the plan of an export is as it was. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "io/container.h"
#include "io/exported_parts.h"
#include "io/exported_plan.h"
#include "io/source.h"

/* ---- hashes ------------------------------------------------------------- */

static void add_value(ci_sha256 *hash, ci_statement *rows, int position)
{
    const char *text = ci_column_text(rows, position);
    char head[32];
    size_t size = text ? strlen(text) : 0;
    int length = snprintf(head, sizeof(head), "%zu:", size);

    ci_sha256_add(hash, head, (size_t)length);
    ci_sha256_add(hash, text ? text : "", size);
}

/* Adds all that a query gives. */
static circlet_status hash_rows(ci_sha256 *hash, ci_statement *rows,
                                circlet_error *error)
{
    bool has_row = true;
    circlet_status status = CIRCLET_OK;

    while (status == CIRCLET_OK && has_row) {
        status = ci_statement_step(rows, &has_row, error);
        for (int i = 0;
             status == CIRCLET_OK && has_row && i < (int)ci_column_count(rows);
             i++)
            add_value(hash, rows, i);
    }
    return status;
}

/* A plan without sites has no table of them. */
static circlet_status hash_part(ci_sha256 *hash, ci_db *db, size_t part,
                                circlet_error *error)
{
    const char *table = ci_exported_parts[part].table;
    ci_buffer names = {0};
    ci_statement *rows = NULL;
    circlet_status status = ci_exported_columns(&names, db, "main", table,
                                                CI_COLUMNS_QUOTED, error);

    if (status == CIRCLET_OK && names.size > 0) {
        ci_sha256_add(hash, table, strlen(table) + 1);
        status = ci_exported_prepare(
            &rows, db,
            (const char *[]){"SELECT ", names.text, " FROM main.", table,
                             " ORDER BY ", ci_exported_parts[part].order,
                             NULL},
            error);
        if (status == CIRCLET_OK)
            status = hash_rows(hash, rows, error);
    }
    ci_statement_free(rows);
    ci_buffer_free(&names);
    return status;
}

/* quote() gives every number all its digits. */
circlet_status ci_exported_hash_plan(char out[CI_SHA256_TEXT_SIZE], ci_db *db,
                                     circlet_error *error)
{
    ci_sha256 hash;
    circlet_status status = CIRCLET_OK;

    ci_sha256_start(&hash);
    for (size_t i = 0; i < CI_EXPORTED_PARTS && status == CIRCLET_OK; i++)
        status = hash_part(&hash, db, i, error);
    ci_sha256_finish(out, &hash);
    return status;
}

circlet_status ci_exported_hash_sources(char out[CI_SHA256_TEXT_SIZE],
                                        ci_db *db, const char *schema,
                                        circlet_error *error)
{
    const char *const pieces[] = {"SELECT layer, sha256 FROM ", schema,
                                  ".source WHERE layer <> 'plan' "
                                  "ORDER BY layer, sha256",
                                  NULL};
    ci_statement *rows = NULL;
    ci_sha256 hash;
    circlet_status status = ci_exported_prepare(&rows, db, pieces, error);

    ci_sha256_start(&hash);
    if (status == CIRCLET_OK)
        status = hash_rows(&hash, rows, error);
    ci_sha256_finish(out, &hash);
    ci_statement_free(rows);
    return status;
}

/* ---- looking ---------------------------------------------------------- */

circlet_status ci_exported_open(ci_db **out, const char *source,
                                circlet_error *error)
{
    size_t size = ci_source_file_size(source);
    char *file;
    bool is_one = false;
    circlet_status status;

    *out = NULL;
    if (strcmp(source + size, ":plan_action") != 0)
        return CIRCLET_OK;
    file = ci_text_copy_n(source, size);
    if (!file)
        return ci_fail_nomem(error);
    status = ci_db_open(out, file, CI_DB_READ, error);
    if (status == CIRCLET_OK)
        status = ci_db_has_row(
            &is_one, *out,
            "SELECT 1 WHERE (SELECT count(*) FROM pragma_table_info('plan') "
            "WHERE name IN (?1, 'sources', 'name')) = 3",
            "digest", error);
    if (status == CIRCLET_OK && is_one)
        status = ci_container_find(&is_one, *out, error);
    if (status != CIRCLET_OK || !is_one) {
        ci_db_close(*out);
        *out = NULL;
    }
    free(file);
    return status;
}

/* Earlier exports have no word of steps. */
static circlet_status look_for_steps(bool *out, ci_db *db,
                                     circlet_error *error)
{
    bool has_word = false;
    circlet_status status =
        ci_db_has_row(&has_word, db,
                      "SELECT 1 FROM pragma_table_info('plan') WHERE name = ?",
                      "persons_step", error);

    *out = false;
    if (status != CIRCLET_OK || !has_word)
        return status;
    return ci_db_has_row(
        out, db, "SELECT 1 FROM plan WHERE persons_step > 0 AND ?1 IS ?1", "",
        error);
}

circlet_status ci_exported_plan_look(ci_exported_plan_state *out,
                                     const char *source, ci_db *city,
                                     circlet_error *error)
{
    char digest[CI_SHA256_TEXT_SIZE], sources[CI_SHA256_TEXT_SIZE];
    bool is_same = false, is_here = false, is_in_steps = false;
    ci_db *db = NULL;
    circlet_status status = ci_exported_open(&db, source, error);

    *out = CI_EXPORTED_NOT;
    if (status != CIRCLET_OK || !db)
        return status;
    status = ci_exported_hash_plan(digest, db, error);
    if (status == CIRCLET_OK)
        status = ci_exported_hash_sources(sources, city, "main", error);
    if (status == CIRCLET_OK)
        status = ci_db_has_row(&is_same, db,
                               "SELECT 1 FROM plan WHERE digest = ?1 AND "
                               "(SELECT count(*) FROM plan) = 1",
                               digest, error);
    if (status == CIRCLET_OK)
        status = ci_db_has_row(&is_here, db,
                               "SELECT 1 FROM plan WHERE sources = ?1",
                               sources, error);
    if (status == CIRCLET_OK && is_same)
        status = look_for_steps(&is_in_steps, db, error);
    if (status == CIRCLET_OK)
        *out = !is_same      ? CI_EXPORTED_EDITED
               : !is_here    ? CI_EXPORTED_ELSEWHERE
               : is_in_steps ? CI_EXPORTED_IN_STEPS
                             : CI_EXPORTED_AS_IT_WAS;
    ci_db_close(db);
    return status;
}
