/* Layers of an export, filled by SQL from the attached city file. */
#include "io/export_fill.h"

#include "base/error.h"

/* What the finding of a rule adds to its unit or facility. */
static const struct {
    ci_export_column column; /* the name is a suffix */
    bool is_about_persons;
} rule_columns[] = {
    {{"", "TEXT", "verdict", CI_EXPORT_ALWAYS}, false},
    {{"_mode", "TEXT", "mode", CI_EXPORT_ALWAYS}, true},
    {{"_measured", "DOUBLE", "measured", CI_EXPORT_ALWAYS}, false},
    {{"_low", "DOUBLE", "measured_low", CI_EXPORT_ALWAYS}, false},
    {{"_high", "DOUBLE", "measured_high", CI_EXPORT_ALWAYS}, false},
    {{"_shortfall", "DOUBLE", "shortfall", CI_EXPORT_ALWAYS}, false},
    {{"_persons", "DOUBLE", "persons", CI_EXPORT_ALWAYS}, true},
    {{"_uncovered", "DOUBLE", "persons - persons_covered", CI_EXPORT_ALWAYS},
     true},
    {{"_unreached", "DOUBLE", "persons_unreached", CI_EXPORT_ALWAYS}, true},
    {{"_modelled", "DOUBLE", "persons_modelled", CI_EXPORT_ALWAYS}, true},
};

#define RULE_COLUMNS (sizeof(rule_columns) / sizeof(rule_columns[0]))

/* ---- one layer ---------------------------------------------------------- */

/* The two statements that make and fill a layer. */
typedef struct layer_sql {
    ci_buffer make, names, values;
} layer_sql;

static void layer_sql_free(layer_sql *sql)
{
    ci_buffer_free(&sql->make);
    ci_buffer_free(&sql->names);
    ci_buffer_free(&sql->values);
}

static void add_column(layer_sql *sql, const ci_export_column *column,
                       const char *prefix)
{
    const char *comma = sql->names.size > 0 ? ", " : "";

    ci_buffer_add(&sql->make, ", ");
    ci_buffer_add(&sql->make, prefix);
    ci_buffer_add(&sql->make, column->name);
    ci_buffer_add(&sql->make, " ");
    ci_buffer_add(&sql->make, column->type);
    ci_buffer_add(&sql->names, comma);
    ci_buffer_add(&sql->names, prefix);
    ci_buffer_add(&sql->names, column->name);
    ci_buffer_add(&sql->values, comma);
}

/* The rules are the parameters from ?2 on. */
static void add_rule(layer_sql *sql, const ci_export_layer *layer,
                     const ci_rule_column *rule, size_t number)
{
    for (size_t i = 0; i < RULE_COLUMNS; i++) {
        if (rule_columns[i].is_about_persons && !rule->has_persons)
            continue;
        add_column(sql, &rule_columns[i].column, rule->column);
        ci_buffer_add(&sql->values, "(SELECT ");
        ci_buffer_add(&sql->values, rule_columns[i].column.value);
        ci_buffer_add(&sql->values, " FROM temp.judged AS f "
                                    "WHERE f.plan IS ?1 AND f.subject = '");
        ci_buffer_add(&sql->values, layer->subject);
        ci_buffer_add(&sql->values, "' AND f.rule = ?");
        ci_buffer_add_int(&sql->values, (int64_t)number + 2);
        ci_buffer_add(&sql->values, " AND f.subject_id = ");
        ci_buffer_add(&sql->values, layer->key);
        ci_buffer_add(&sql->values, " ORDER BY f.position LIMIT 1)");
    }
}

/* Leaves the CREATE in `make` and the INSERT in `names`. */
static circlet_status make_sql(layer_sql *sql, const ci_export_layer *layer,
                               const ci_rule_columns *rules, bool has_plan,
                               circlet_error *error)
{
    ci_buffer_add(&sql->make, "CREATE TABLE main.");
    ci_buffer_add(&sql->make, layer->table);
    ci_buffer_add(&sql->make,
                  " (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL");
    for (const ci_export_column *column = layer->columns; column->name;
         column++) {
        if (column->need == CI_EXPORT_OF_PLAN && !has_plan)
            continue;
        add_column(sql, column, "");
        ci_buffer_add(&sql->values, column->value);
    }
    for (size_t i = 0; i < rules->count; i++)
        add_rule(sql, layer, &rules->items[i], i);
    ci_buffer_add(&sql->make, ")");
    return sql->make.failed || sql->names.failed || sql->values.failed
               ? ci_fail_nomem(error)
               : CIRCLET_OK;
}

static circlet_status fill_layer(ci_db *db, const ci_export_layer *layer,
                                 const layer_sql *sql,
                                 const ci_rule_columns *rules,
                                 const char *plan, circlet_error *error)
{
    ci_statement *insert = NULL;
    ci_buffer text = {0};
    circlet_status status;

    ci_buffer_add(&text, "INSERT INTO main.");
    ci_buffer_add(&text, layer->table);
    ci_buffer_add(&text, " (");
    ci_buffer_add(&text, sql->names.text);
    ci_buffer_add(&text, ") SELECT ");
    ci_buffer_add(&text, sql->values.text);
    ci_buffer_add(&text, " ");
    ci_buffer_add(&text, layer->from);
    status = text.failed ? ci_fail_nomem(error)
                         : ci_db_prepare(&insert, db, text.text, error);
    if (status == CIRCLET_OK)
        status = ci_bind_text(insert, 1, plan, error);
    for (size_t i = 0; i < rules->count && status == CIRCLET_OK; i++)
        status = ci_bind_text(insert, (int)i + 2, rules->items[i].rule, error);
    if (status == CIRCLET_OK)
        status = ci_statement_step(insert, NULL, error);
    ci_statement_free(insert);
    ci_buffer_free(&text);
    return status;
}

static circlet_status read_rules(ci_rule_columns *out, ci_db *db,
                                 const ci_export_layer *layer,
                                 const char *plan, circlet_error *error)
{
    const char *reserved[CI_EXPORT_COLUMNS + 1] = {"fid"};

    if (!layer->subject)
        return CIRCLET_OK;
    for (size_t i = 0; i + 1 < CI_EXPORT_COLUMNS && layer->columns[i].name;
         i++)
        reserved[i + 1] = layer->columns[i].name;
    return ci_rule_columns_read(out, db, layer->subject, plan, reserved,
                                error);
}

circlet_status ci_export_fill(ci_db *db, const ci_export_layer *layer,
                              const char *plan, ci_rule_columns *rules,
                              circlet_error *error)
{
    layer_sql sql = {0};
    circlet_status status = read_rules(rules, db, layer, plan, error);

    if (status == CIRCLET_OK)
        status = make_sql(&sql, layer, rules, plan != NULL, error);
    if (status == CIRCLET_OK)
        status = ci_db_run(db, sql.make.text, error);
    if (status == CIRCLET_OK)
        status = fill_layer(db, layer, &sql, rules, plan, error);
    layer_sql_free(&sql);
    return status;
}
