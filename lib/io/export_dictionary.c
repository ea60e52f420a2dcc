#include "io/export_dictionary.h"

#include <string.h>

#include "base/error.h"
#include "io/export_words.h"
#include "io/xml_text.h"
#include "policy/policy.h"

static const char table_sql[] =
    "CREATE TABLE main.data_dictionary (fid INTEGER PRIMARY KEY AUTOINCREMENT "
    "NOT NULL, layer TEXT NOT NULL, layer_zh TEXT, layer_en TEXT, "
    "\"column\" TEXT NOT NULL, type TEXT, title_zh TEXT, title_en TEXT, rule "
    "TEXT)";

/* Of which rule a column is: then *suffix is what it says of it. */
static const ci_rule_column *rule_of(const ci_exported *layer,
                                     const char *column, const char **suffix)
{
    for (size_t i = 0; i < layer->rules.count; i++) {
        size_t size = strlen(layer->rules.items[i].column);

        *suffix = column + size;
        if (strncmp(layer->rules.items[i].column, column, size) == 0 &&
            ci_export_suffix_title(*suffix, false))
            return &layer->rules.items[i];
    }
    return NULL;
}

/* "B-CIRCLE-15 Circles of 15 minutes: measured" */
static void add_rule_title(ci_buffer *out, const circlet_policy *policy,
                           const char *rule, const char *suffix,
                           bool is_chinese)
{
    const ci_rule *found = policy ? ci_policy_find_rule(policy, rule) : NULL;

    ci_buffer_add(out, rule);
    if (found) {
        ci_buffer_add(out, " ");
        ci_buffer_add(out, is_chinese ? found->title_zh : found->title_en);
    }
    ci_buffer_add(out, is_chinese ? "：" : ": ");
    ci_buffer_add(out, ci_export_suffix_title(suffix, is_chinese));
}

static circlet_status bind_title(ci_statement *insert, int position,
                                 const ci_exported *layer, const char *column,
                                 const circlet_policy *policy, bool is_chinese,
                                 circlet_error *error)
{
    const char *suffix = NULL;
    const ci_rule_column *rule = rule_of(layer, column, &suffix);
    const char *title =
        ci_export_column_title(layer->table, column, is_chinese);
    ci_buffer text = {0};
    circlet_status status;

    if (title || !rule)
        return ci_bind_text(insert, position, title ? title : column, error);
    add_rule_title(&text, policy, rule->rule, suffix, is_chinese);
    status = text.failed ? ci_fail_nomem(error)
                         : ci_bind_text(insert, position, text.text, error);
    ci_buffer_free(&text);
    return status;
}

static circlet_status add_column(ci_statement *insert,
                                 const ci_exported *layer, const char *column,
                                 const char *type,
                                 const circlet_policy *policy,
                                 circlet_error *error)
{
    const char *suffix = NULL;
    const char *const texts[] = {
        layer->table, ci_export_layer_title(layer->table, true),
        ci_export_layer_title(layer->table, false), column, type};
    const ci_rule_column *rule =
        ci_export_column_title(layer->table, column, true)
            ? NULL
            : rule_of(layer, column, &suffix);
    circlet_status status = CIRCLET_OK;

    for (int i = 0; i < 5 && status == CIRCLET_OK; i++)
        status = ci_bind_text(insert, i + 1, texts[i], error);
    if (status == CIRCLET_OK)
        status = bind_title(insert, 6, layer, column, policy, true, error);
    if (status == CIRCLET_OK)
        status = bind_title(insert, 7, layer, column, policy, false, error);
    if (status == CIRCLET_OK)
        status = ci_bind_text(insert, 8, rule ? rule->rule : NULL, error);
    return status == CIRCLET_OK ? ci_statement_step(insert, NULL, error)
                                : status;
}

static circlet_status add_layer(ci_db *db, ci_statement *insert,
                                const ci_exported *layer,
                                const circlet_policy *policy,
                                circlet_error *error)
{
    ci_statement *rows = NULL;
    bool has_row = true;
    circlet_status status =
        ci_db_prepare(&rows, db,
                      "SELECT name, type FROM pragma_table_info(?, 'main') "
                      "ORDER BY cid",
                      error);

    if (status == CIRCLET_OK)
        status = ci_bind_text(rows, 1, layer->table, error);
    while (status == CIRCLET_OK) {
        const char *name, *type;

        status = ci_statement_step(rows, &has_row, error);
        if (status != CIRCLET_OK || !has_row)
            break;
        name = ci_column_text(rows, 0);
        type = ci_column_text(rows, 1);
        status = name ? add_column(insert, layer, name, type, policy, error)
                      : ci_fail_nomem(error);
    }
    ci_statement_free(rows);
    return status;
}

circlet_status ci_export_dictionary(ci_db *db, const ci_exported *layers,
                                    size_t count, const circlet_policy *policy,
                                    circlet_error *error)
{
    ci_statement *insert = NULL;
    circlet_status status = ci_db_run(db, table_sql, error);

    if (status == CIRCLET_OK)
        status = ci_db_prepare(
            &insert, db,
            "INSERT INTO main.data_dictionary (layer, layer_zh, layer_en, "
            "\"column\", type, title_zh, title_en, rule) VALUES (?, ?, ?, ?, "
            "?, ?, ?, ?)",
            error);
    for (size_t i = 0; i < count && status == CIRCLET_OK; i++)
        status = add_layer(db, insert, &layers[i], policy, error);
    if (status == CIRCLET_OK)
        status =
            add_layer(db, insert, &(ci_exported){.table = "data_dictionary"},
                      NULL, error);
    ci_statement_free(insert);
    return status;
}

const char *ci_export_field(const ci_field_names *fields, const char *column)
{
    for (size_t i = 0; fields && i < fields->count; i++)
        if (strcmp(fields->items[i].column, column) == 0)
            return fields->items[i].field;
    return column;
}

circlet_status ci_export_aliases(ci_buffer *out, ci_db *db, const char *table,
                                 const ci_field_names *fields, bool is_chinese,
                                 circlet_error *error)
{
    ci_statement *rows = NULL;
    bool has_row = true;
    int64_t index = 0;
    circlet_status status = ci_db_prepare(
        &rows, db,
        is_chinese ? "SELECT \"column\", title_zh FROM main.data_dictionary "
                     "WHERE layer = ? AND \"column\" <> 'geom' ORDER BY fid"
                   : "SELECT \"column\", title_en FROM main.data_dictionary "
                     "WHERE layer = ? AND \"column\" <> 'geom' ORDER BY fid",
        error);

    if (status == CIRCLET_OK)
        status = ci_bind_text(rows, 1, table, error);
    ci_buffer_add(out, "<aliases>");
    while (status == CIRCLET_OK) {
        const char *column, *title;

        status = ci_statement_step(rows, &has_row, error);
        if (status != CIRCLET_OK || !has_row)
            break;
        column = ci_column_text(rows, 0);
        title = ci_column_text(rows, 1);
        ci_buffer_add(out, "<alias index=\"");
        ci_buffer_add_int(out, index++);
        ci_buffer_add(out, "\"");
        ci_xml_add_attribute(out, "field",
                             column ? ci_export_field(fields, column) : "");
        ci_xml_add_attribute(out, "name", title ? title : "");
        ci_buffer_add(out, "/>");
    }
    ci_buffer_add(out, "</aliases>");
    ci_statement_free(rows);
    return status == CIRCLET_OK && out->failed ? ci_fail_nomem(error) : status;
}
