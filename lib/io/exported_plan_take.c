/* The plan of an export, put into a city as it was. */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "io/container.h"
#include "io/exported_parts.h"
#include "io/exported_plan.h"

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
    ci_buffer_add(&sql, ci_exported_parts[part].table);
    ci_buffer_add(&sql, "') WHERE name = ?1");
    if (status == CIRCLET_OK)
        status = ci_bind_text(rows, 1, ci_exported_parts[part].table, error);
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
    const char *table = ci_exported_parts[part].table;
    ci_buffer names = {0}, marks = {0}, values = {0};
    ci_statement *to = NULL, *from = NULL;
    circlet_status status =
        list_common(&names, &marks, &values, city, file, part, error);

    if (status == CIRCLET_OK && names.size > 0)
        status = ci_exported_prepare(
            &from, file,
            (const char *[]){"SELECT ", values.text, " FROM main.", table,
                             " ORDER BY ", ci_exported_parts[part].order,
                             NULL},
            error);
    if (status == CIRCLET_OK && from)
        status = ci_exported_prepare(
            &to, city,
            (const char *[]){"INSERT INTO main.", table, " (", names.text,
                             part == 0 ? ", run" : "", ") VALUES (",
                             marks.text, part == 0 ? ", ?)" : ")", NULL},
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
    circlet_status status = ci_exported_open(&file, source, error);

    for (size_t i = 0; i < CI_EXPORTED_PARTS && status == CIRCLET_OK && file;
         i++) {
        status = ci_exported_run(
            city,
            (const char *[]){"DELETE FROM main.", ci_exported_parts[i].table,
                             " WHERE ", ci_exported_parts[i].key, " = ?1",
                             NULL},
            &name, 1, error);
        if (status == CIRCLET_OK)
            status = take_part(city, file, i, name, run_fid, error);
        if (status == CIRCLET_OK)
            status = ci_container_touch_table(city, ci_exported_parts[i].table,
                                              error);
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
    circlet_status status = ci_exported_open(&file, source, error);

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
