#include "io/export_columns.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"

void ci_rule_columns_free(ci_rule_columns *columns)
{
    for (size_t i = 0; i < columns->count; i++) {
        free(columns->items[i].rule);
        free(columns->items[i].column);
    }
    free(columns->items);
    *columns = (ci_rule_columns){0};
}

void ci_add_column_name(ci_buffer *out, const char *rule)
{
    if (!(*rule >= 'a' && *rule <= 'z') && !(*rule >= 'A' && *rule <= 'Z'))
        ci_buffer_add(out, "rule_");
    for (const char *c = rule; *c; c++) {
        char plain = *c;

        if (plain >= 'A' && plain <= 'Z')
            plain = (char)(plain - 'A' + 'a');
        if (!(plain >= 'a' && plain <= 'z') && !(plain >= '0' && plain <= '9'))
            plain = '_';
        ci_buffer_add_n(out, &plain, 1);
    }
}

/* Names that begin alike could meet through a suffix such as _measured. */
static bool are_alike(const char *a, const char *b)
{
    size_t size = strlen(a) < strlen(b) ? strlen(a) : strlen(b);

    return strncmp(a, b, size) == 0 &&
           (strlen(a) == strlen(b) || a[size] == '_' || b[size] == '_');
}

static bool is_taken(const ci_rule_columns *columns,
                     const char *const *reserved, const char *name)
{
    for (size_t i = 0; i < columns->count; i++)
        if (strcmp(columns->items[i].column, name) == 0)
            return true;
    for (size_t i = 0; reserved[i]; i++)
        if (are_alike(reserved[i], name))
            return true;
    return false;
}

/* The name, or if it is taken with a number behind it. */
static char *make_name(const ci_rule_columns *columns,
                       const char *const *reserved, const char *rule)
{
    for (int64_t number = 1;; number++) {
        ci_buffer name = {0};

        ci_add_column_name(&name, rule);
        if (number > 1)
            ci_buffer_add_int(&name, number);
        else if (name.text &&
                 is_taken(&(ci_rule_columns){0}, reserved, name.text)) {
            name.size = 0;
            ci_buffer_add(&name, "rule_");
            ci_add_column_name(&name, rule);
        }
        if (name.failed || !name.text) {
            ci_buffer_free(&name);
            return NULL;
        }
        if (!is_taken(columns, reserved, name.text))
            return name.text;
        ci_buffer_free(&name);
    }
}

static circlet_status add_rule(ci_rule_columns *columns, ci_statement *rows,
                               const char *const *reserved,
                               circlet_error *error)
{
    const char *rule = ci_column_text(rows, 0);
    ci_rule_column *items = ci_array_reserve_one(
        columns->items, columns->count, &columns->capacity, sizeof(*items));
    ci_rule_column item = {.has_persons = ci_column_int(rows, 1) != 0};

    if (items)
        columns->items = items;
    item.rule = items && rule ? ci_text_copy(rule) : NULL;
    item.column = item.rule ? make_name(columns, reserved, rule) : NULL;
    if (!item.column) {
        free(item.rule);
        return ci_fail_nomem(error);
    }
    items[columns->count++] = item;
    return CIRCLET_OK;
}

circlet_status ci_rule_columns_read(ci_rule_columns *out, ci_db *db,
                                    const char *subject, const char *plan,
                                    const char *const *reserved,
                                    circlet_error *error)
{
    ci_rule_columns columns = {0};
    ci_statement *rows = NULL;
    bool has_row = true;
    circlet_status status = ci_db_prepare(
        &rows, db,
        "SELECT rule, max(EXISTS (SELECT 1 FROM temp.about_persons "
        "AS a WHERE a.rule = j.rule AND a.subject = j.subject "
        "AND a.plan IS j.plan)) FROM temp.judged AS j "
        "WHERE subject = ? AND plan IS ? GROUP BY rule "
        "ORDER BY min(position), rule",
        error);

    if (status == CIRCLET_OK)
        status = ci_bind_text(rows, 1, subject, error);
    if (status == CIRCLET_OK)
        status = ci_bind_text(rows, 2, plan, error);
    while (status == CIRCLET_OK && has_row) {
        status = ci_statement_step(rows, &has_row, error);
        if (status == CIRCLET_OK && has_row)
            status = add_rule(&columns, rows, reserved, error);
    }
    ci_statement_free(rows);
    if (status != CIRCLET_OK) {
        ci_rule_columns_free(&columns);
        return status;
    }
    *out = columns;
    return CIRCLET_OK;
}
