#include "io/exported_plan.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/sha256.h"
#include "base/text.h"
#include "io/container.h"
#include "io/source.h"

/* The tables of a plan, and what names it there. */
static const struct {
    const char *table, *key, *order;
} parts[] = {{"plan", "name", "fid"},
             {"plan_action", "plan", "position, fid"},
             {"plan_site", "plan", "fid"},
             {"plan_level", "plan", "position"},
             {"plan_impossible", "plan", "position"},
             {"plan_certificate", "plan", "fid"}};

#define PART_COUNT (sizeof(parts) / sizeof(parts[0]))

/* Actions and sites are layers, which an export has anyhow. */
static bool is_layer(size_t part)
{
    return part == 1 || part == 2;
}

/* ---- columns ------------------------------------------------------------ */

/* Lists the columns of a table, all but those that say where a row stands and
 * what made it, and the hashes: their names, with their types, or quoted. */
static circlet_status list_columns(ci_buffer *out, ci_db *db,
                                   const char *schema, const char *table,
                                   const char *format, circlet_error *error)
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
        ci_buffer_add(out, *format == 'q' ? "quote(\"" : "\"");
        ci_buffer_add(out, ci_column_text(rows, 0));
        ci_buffer_add(out, *format == 'q' ? "\")" : "\"");
        if (*format == 't') {
            ci_buffer_add(out, " ");
            ci_buffer_add(out, ci_column_text(rows, 1));
        }
    }
    ci_statement_free(rows);
    if (status == CIRCLET_OK && out->failed)
        status = ci_fail_nomem(error);
    return status;
}

/* A statement put together of pieces, NULL-ended. */
static circlet_status prepare(ci_statement **out, ci_db *db,
                              const char *const *pieces, circlet_error *error)
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

static circlet_status run(ci_db *db, const char *const *pieces,
                          const char *const *texts, size_t count,
                          circlet_error *error)
{
    ci_statement *statement = NULL;
    circlet_status status = prepare(&statement, db, pieces, error);

    for (size_t i = 0; status == CIRCLET_OK && i < count; i++)
        status = ci_bind_text(statement, (int)i + 1, texts[i], error);
    if (status == CIRCLET_OK)
        status = ci_statement_step(statement, NULL, error);
    ci_statement_free(statement);
    return status;
}

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
    const char *table = parts[part].table;
    ci_buffer names = {0};
    ci_statement *rows = NULL;
    circlet_status status =
        list_columns(&names, db, "main", table, "quoted", error);

    if (status == CIRCLET_OK && names.size > 0) {
        ci_sha256_add(hash, table, strlen(table) + 1);
        status = prepare(&rows, db,
                         (const char *[]){"SELECT ", names.text, " FROM main.",
                                          table, " ORDER BY ",
                                          parts[part].order, NULL},
                         error);
        if (status == CIRCLET_OK)
            status = hash_rows(hash, rows, error);
    }
    ci_statement_free(rows);
    ci_buffer_free(&names);
    return status;
}

/* Of all that the tables of a file say of its plan; quote() gives every
 * number all its digits. */
static circlet_status hash_plan(char out[CI_SHA256_TEXT_SIZE], ci_db *db,
                                circlet_error *error)
{
    ci_sha256 hash;
    circlet_status status = CIRCLET_OK;

    ci_sha256_start(&hash);
    for (size_t i = 0; i < PART_COUNT && status == CIRCLET_OK; i++)
        status = hash_part(&hash, db, i, error);
    ci_sha256_finish(out, &hash);
    return status;
}

/* Of what a city was made from. */
static circlet_status hash_sources(char out[CI_SHA256_TEXT_SIZE], ci_db *db,
                                   const char *schema, circlet_error *error)
{
    const char *const pieces[] = {"SELECT layer, sha256 FROM ", schema,
                                  ".source WHERE layer <> 'plan' "
                                  "ORDER BY layer, sha256",
                                  NULL};
    ci_statement *rows = NULL;
    ci_sha256 hash;
    circlet_status status = prepare(&rows, db, pieces, error);

    ci_sha256_start(&hash);
    if (status == CIRCLET_OK)
        status = hash_rows(&hash, rows, error);
    ci_sha256_finish(out, &hash);
    ci_statement_free(rows);
    return status;
}

/* ---- exporting ---------------------------------------------------------- */

static circlet_status copy_table(ci_db *db, size_t part, const char *plan,
                                 circlet_error *error)
{
    const char *table = parts[part].table;
    ci_buffer names = {0}, types = {0};
    circlet_status status =
        list_columns(&names, db, "city", table, "names", error);

    if (status == CIRCLET_OK)
        status = list_columns(&types, db, "city", table, "types", error);
    if (status == CIRCLET_OK)
        status =
            run(db,
                (const char *[]){
                    "CREATE TABLE main.", table,
                    " (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, ",
                    types.text,
                    part == 0 ? ", digest TEXT, sources TEXT)" : ")", NULL},
                NULL, 0, error);
    if (status == CIRCLET_OK)
        status =
            run(db,
                (const char *[]){"INSERT INTO main.", table, " (", names.text,
                                 ") SELECT ", names.text, " FROM city.", table,
                                 " WHERE ", parts[part].key,
                                 " = ?1 ORDER BY fid", NULL},
                &plan, 1, error);
    ci_buffer_free(&names);
    ci_buffer_free(&types);
    return status;
}

/* Whom a plan leaves outside, unless it would tell of few persons, or of what
 * the findings with the plan do not tell. */
static circlet_status hide_few(ci_db *db, circlet_error *error)
{
    return ci_db_run(
        db,
        "UPDATE main.plan_impossible AS i SET persons = NULL, "
        "persons_modelled = NULL, "
        "missing = iif(missing_unit = 'persons', NULL, missing) "
        "WHERE NOT (SELECT is_exact FROM temp.privacy) AND persons > 0 AND "
        "(persons < (SELECT small FROM temp.privacy) OR EXISTS (SELECT 1 FROM "
        "temp.judged AS f WHERE f.plan = i.plan AND f.rule = i.rule AND "
        "f.unit = i.unit AND f.subject = 'unit' AND f.persons IS NULL));"
        "UPDATE main.plan_impossible SET persons_modelled = NULL "
        "WHERE NOT (SELECT is_exact FROM temp.privacy) AND persons_modelled > "
        "0 AND persons_modelled < (SELECT small FROM temp.privacy)",
        error);
}

circlet_status ci_exported_plan_add(ci_db *db, const char *plan,
                                    circlet_error *error)
{
    char digest[CI_SHA256_TEXT_SIZE], sources[CI_SHA256_TEXT_SIZE];
    const char *const texts[] = {digest, sources};
    circlet_status status = CIRCLET_OK;

    for (size_t i = 0; i < PART_COUNT && status == CIRCLET_OK; i++)
        if (!is_layer(i))
            status = copy_table(db, i, plan, error);
    if (status == CIRCLET_OK)
        status = hide_few(db, error);
    if (status == CIRCLET_OK)
        status = ci_container_register_tables(db, error);
    if (status == CIRCLET_OK)
        status = hash_plan(digest, db, error);
    if (status == CIRCLET_OK)
        status = hash_sources(sources, db, "city", error);
    if (status == CIRCLET_OK)
        status = run(db,
                     (const char *[]){"UPDATE main.plan SET digest = ?1, "
                                      "sources = ?2",
                                      NULL},
                     texts, 2, error);
    for (size_t i = 0; i < PART_COUNT && status == CIRCLET_OK; i++)
        if (!is_layer(i))
            status = ci_container_touch_table(db, parts[i].table, error);
    return status;
}

/* ---- importing ---------------------------------------------------------- */

/* Opens the file of a source whose layer is that of the actions; NULL in
 * `out`: it is no such source. */
static circlet_status open_export(ci_db **out, const char *source,
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

circlet_status ci_exported_plan_look(ci_exported_plan_state *out,
                                     const char *source, ci_db *city,
                                     circlet_error *error)
{
    char digest[CI_SHA256_TEXT_SIZE], sources[CI_SHA256_TEXT_SIZE];
    bool is_same = false, is_here = false;
    ci_db *db = NULL;
    circlet_status status = open_export(&db, source, error);

    *out = CI_EXPORTED_NOT;
    if (status != CIRCLET_OK || !db)
        return status;
    status = hash_plan(digest, db, error);
    if (status == CIRCLET_OK)
        status = hash_sources(sources, city, "main", error);
    if (status == CIRCLET_OK)
        status = ci_db_has_row(&is_same, db,
                               "SELECT 1 FROM plan WHERE digest = ?1 AND "
                               "(SELECT count(*) FROM plan) = 1",
                               digest, error);
    if (status == CIRCLET_OK)
        status = ci_db_has_row(&is_here, db,
                               "SELECT 1 FROM plan WHERE sources = ?1",
                               sources, error);
    if (status == CIRCLET_OK)
        *out = !is_same   ? CI_EXPORTED_EDITED
               : !is_here ? CI_EXPORTED_ELSEWHERE
                          : CI_EXPORTED_AS_IT_WAS;
    ci_db_close(db);
    return status;
}

/* ---- taking it ---------------------------------------------------------- */

/* A value as it stands there; of the odd columns, which say of what type the
 * next one is. */
static circlet_status copy_value(ci_statement *to, ci_statement *from,
                                 int position, const char *name,
                                 circlet_error *error)
{
    const char *type = ci_column_text(from, 2 * position);
    int at = 2 * position + 1, mark = position + 1;
    ci_buffer bytes = {0};
    ci_geometry geometry = {0};
    int32_t srs_id = 0;
    circlet_status status = CIRCLET_OK;

    if (strcmp(ci_column_name(from, at), "plan") == 0 ||
        strcmp(ci_column_name(from, at), "name_of_plan") == 0)
        return ci_bind_text(to, mark, name, error);
    if (strcmp(type, "null") == 0)
        return ci_bind_null(to, mark, error);
    if (strcmp(type, "integer") == 0)
        return ci_bind_int(to, mark, ci_column_int(from, at), error);
    if (strcmp(type, "real") == 0)
        return ci_bind_double(to, mark, ci_column_double(from, at), error);
    if (strcmp(type, "text") == 0)
        return ci_bind_text(to, mark, ci_column_text(from, at), error);
    status = ci_container_read(&geometry, &srs_id, from, at, error);
    if (status == CIRCLET_OK && geometry.point_count > 0) {
        ci_container_write_point(ci_statement_db(to), &bytes,
                                 geometry.points[0]);
        status = bytes.failed
                     ? ci_fail_nomem(error)
                     : ci_bind_blob(to, mark, bytes.text, bytes.size, error);
    }
    ci_buffer_free(&bytes);
    ci_geometry_free(&geometry);
    return status;
}

/* Puts the columns that a table has in both files into lists: of names, of
 * marks for their values, and of what is selected: types and values. */
static circlet_status list_common(ci_buffer *names, ci_buffer *marks,
                                  ci_buffer *values, ci_db *city, ci_db *file,
                                  size_t part, circlet_error *error)
{
    ci_statement *rows = NULL;
    bool has_row = true, is_there = false;
    ci_buffer sql = {0};
    circlet_status status = ci_db_prepare(
        &rows, city,
        "SELECT name FROM pragma_table_info(?1) WHERE name NOT IN ('fid', "
        "'run') ORDER BY cid",
        error);

    ci_buffer_add(&sql, "SELECT 1 FROM pragma_table_info('");
    ci_buffer_add(&sql, parts[part].table);
    ci_buffer_add(&sql, "') WHERE name = ?1");
    if (status == CIRCLET_OK)
        status = ci_bind_text(rows, 1, parts[part].table, error);
    while (status == CIRCLET_OK && has_row) {
        const char *name;

        status = ci_statement_step(rows, &has_row, error);
        if (status != CIRCLET_OK || !has_row)
            break;
        name = ci_column_text(rows, 0);
        if (sql.failed)
            status = ci_fail_nomem(error);
        else
            status = ci_db_has_row(&is_there, file, sql.text, name, error);
        if (status != CIRCLET_OK || !is_there)
            continue;
        ci_buffer_add(names, names->size > 0 ? ", " : "");
        ci_buffer_add(marks, marks->size > 0 ? ", ?" : "?");
        ci_buffer_add(values, values->size > 0 ? ", typeof(\"" : "typeof(\"");
        ci_buffer_add(names, name);
        ci_buffer_add(values, name);
        ci_buffer_add(values, "\"), \"");
        ci_buffer_add(values, name);
        ci_buffer_add(values, "\"");
        if (part == 0 && strcmp(name, "name") == 0)
            ci_buffer_add(values, " AS name_of_plan");
    }
    ci_buffer_free(&sql);
    ci_statement_free(rows);
    return status == CIRCLET_OK &&
                   (names->failed || marks->failed || values->failed)
               ? ci_fail_nomem(error)
               : status;
}

/* The run is that of the import. */
static circlet_status copy_rows(ci_statement *to, ci_statement *from,
                                const char *name, int run_mark, int64_t run,
                                circlet_error *error)
{
    int count = (int)ci_column_count(from) / 2;
    bool has_row = true;
    circlet_status status = CIRCLET_OK;

    while (status == CIRCLET_OK && has_row) {
        status = ci_statement_step(from, &has_row, error);
        if (status != CIRCLET_OK || !has_row)
            break;
        for (int i = 0; i < count && status == CIRCLET_OK; i++)
            status = copy_value(to, from, i, name, error);
        if (status == CIRCLET_OK && run_mark > 0)
            status = ci_bind_int(to, run_mark, run, error);
        if (status == CIRCLET_OK)
            status = ci_statement_step(to, NULL, error);
    }
    return status;
}

static circlet_status take_part(ci_db *city, ci_db *file, size_t part,
                                const char *name, int64_t run,
                                circlet_error *error)
{
    const char *table = parts[part].table;
    ci_buffer names = {0}, marks = {0}, values = {0};
    ci_statement *to = NULL, *from = NULL;
    circlet_status status =
        list_common(&names, &marks, &values, city, file, part, error);

    if (status == CIRCLET_OK && names.size > 0)
        status = prepare(&from, file,
                         (const char *[]){"SELECT ", values.text,
                                          " FROM main.", table, " ORDER BY ",
                                          parts[part].order, NULL},
                         error);
    if (status == CIRCLET_OK && from)
        status = prepare(&to, city,
                         (const char *[]){"INSERT INTO main.", table, " (",
                                          names.text, part == 0 ? ", run" : "",
                                          ") VALUES (", marks.text,
                                          part == 0 ? ", ?)" : ")", NULL},
                         error);
    if (status == CIRCLET_OK && from)
        status = copy_rows(to, from, name,
                           part == 0 ? (int)ci_column_count(from) / 2 + 1 : 0,
                           run, error);
    ci_statement_free(to);
    ci_statement_free(from);
    ci_buffer_free(&names);
    ci_buffer_free(&marks);
    ci_buffer_free(&values);
    return status;
}

circlet_status ci_exported_plan_take(const char *source, ci_db *city,
                                     const char *name, int64_t run_fid,
                                     circlet_error *error)
{
    ci_db *file = NULL;
    circlet_status status = open_export(&file, source, error);

    for (size_t i = 0; i < PART_COUNT && status == CIRCLET_OK && file; i++) {
        status = run(city,
                     (const char *[]){"DELETE FROM main.", parts[i].table,
                                      " WHERE ", parts[i].key, " = ?1", NULL},
                     &name, 1, error);
        if (status == CIRCLET_OK)
            status = take_part(city, file, i, name, run_fid, error);
        if (status == CIRCLET_OK)
            status = ci_container_touch_table(city, parts[i].table, error);
    }
    ci_db_close(file);
    return status;
}

/* What the columns of a plan over years are in another's row of a table. */
static circlet_status copy_years(ci_db *city, ci_statement *from,
                                 const char *name, circlet_error *error)
{
    bool has_row = false;
    ci_statement *to = NULL;
    circlet_status status = ci_statement_step(from, &has_row, error);

    if (status != CIRCLET_OK || !has_row)
        return status;
    status = ci_db_prepare(&to, city,
                           "UPDATE plan SET years = ?1, budgets = ?2, "
                           "allow_loss = ?3 WHERE name = ?4",
                           error);
    for (int i = 0; i < 2 && status == CIRCLET_OK; i++)
        status = ci_bind_text(to, i + 1, ci_column_text(from, i), error);
    if (status == CIRCLET_OK)
        status = ci_bind_int(to, 3, ci_column_int(from, 2), error);
    if (status == CIRCLET_OK)
        status = ci_bind_text(to, 4, name, error);
    if (status == CIRCLET_OK)
        status = ci_statement_step(to, NULL, error);
    ci_statement_free(to);
    return status;
}

circlet_status ci_exported_plan_take_years(const char *source, ci_db *city,
                                           const char *name,
                                           circlet_error *error)
{
    ci_db *file = NULL;
    ci_statement *from = NULL;
    circlet_status status = open_export(&file, source, error);

    if (status == CIRCLET_OK && file)
        status = ci_db_prepare(&from, file,
                               "SELECT years, budgets, coalesce(allow_loss, "
                               "0) FROM plan WHERE years IS NOT NULL",
                               error);
    if (status == CIRCLET_OK && from)
        status = copy_years(city, from, name, error);
    ci_statement_free(from);
    ci_db_close(file);
    return status;
}
