/* A file for maps, filled by SQL from the attached city file. */
#include <circlet/io.h>

#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "base/error.h"
#include "base/options.h"
#include "io/city_file.h"
#include "io/container.h"
#include "io/export_columns.h"
#include "io/exported_plan.h"
#include "io/plan_store.h"

#define COLUMN_MAX 32
#define LAYER_MAX 11

/* A column of an exported layer and the expression that fills it. */
typedef struct export_column {
    const char *name;
    const char *type;
    const char *value;
} export_column;

typedef struct export_layer {
    const char *table;
    const char *from; /* what comes after SELECT ...; ?1 is the plan */
    const char *subject; /* of findings that add columns; NULL: none */
    const char *key; /* of the subject in `from` */
    export_column columns[COLUMN_MAX]; /* ends in {NULL} */
} export_layer;

static const export_layer unit_layer = {
    .table = "unit",
    .from = "FROM city.unit AS t "
            "LEFT JOIN city.unit AS p ON p.code = t.parent_code "
            "LEFT JOIN city.unit AS g ON g.code = p.parent_code "
            "LEFT JOIN city.unit AS c ON c.code = g.parent_code "
            "WHERE ?1 IS ?1 ORDER BY t.code",
    .subject = "unit",
    .key = "t.code",
    .columns = {{"geom", "MULTIPOLYGON", "circlet_geometry(t.geom)"},
                {"code", "TEXT", "t.code"},
                {"name", "TEXT", "t.name"},
                {"level", "TEXT", "t.level"},
                {"parent", "TEXT", "t.parent_code"},
                {"setting", "TEXT",
                 "coalesce(t.setting, p.setting, g.setting, c.setting)"},
                {"residents", "INTEGER", "t.residents"}}};

static const export_layer facility_layer = {
    .table = "facility",
    .from = "FROM city.facility AS t WHERE ?1 IS ?1 ORDER BY t.id",
    .subject = "facility",
    .key = "t.id",
    .columns = {
        {"geom", "POINT", "circlet_geometry(t.geom)"},
        {"id", "TEXT", "t.id"},
        {"name", "TEXT", "t.name"},
        {"type", "TEXT", "t.type"},
        {"status", "TEXT", "coalesce(t.status, 'open')"},
        {"tier", "TEXT", "t.tier"},
        {"building_id", "TEXT", "t.building_id"},
        {"area_m2", "DOUBLE", "t.area_m2"},
        {"opened", "TEXT", "t.opened"},
        {"closed", "TEXT", "t.closed"},
        {"address", "TEXT", "t.address"},
        {"services", "TEXT",
         "(SELECT group_concat(s.line, ';') FROM (SELECT service || "
         "coalesce(':' || places, '') || coalesce(':beds=' || beds, '') || "
         "coalesce(':occupied=' || occupied, '') AS line FROM "
         "city.facility_service WHERE facility = t.id ORDER BY service) "
         "AS s)"}}};

static const export_layer entrance_layer = {
    .table = "facility_access",
    .from = "FROM city.facility_access AS t WHERE ?1 IS ?1 "
            "ORDER BY t.facility, t.fid",
    .columns = {{"geom", "POINT", "circlet_geometry(t.geom)"},
                {"facility", "TEXT", "t.facility"},
                {"name", "TEXT",
                 "(SELECT name FROM city.facility WHERE id = t.facility)"}}};

static const export_layer venue_layer = {
    .table = "venue",
    .from = "FROM city.venue AS t WHERE ?1 IS ?1 ORDER BY t.id",
    .subject = "venue",
    .key = "t.id",
    .columns = {{"geom", "POINT", "circlet_geometry(t.geom)"},
                {"id", "TEXT", "t.id"},
                {"name", "TEXT", "t.name"},
                {"kind", "TEXT", "t.kind"}}};

static const export_layer waiver_layer = {
    .table = "waiver",
    .from = "FROM city.waiver AS t WHERE ?1 IS ?1 "
            "ORDER BY t.rule, t.unit_code, t.\"from\", t.fid",
    .columns = {{"rule", "TEXT", "t.rule"},
                {"unit_code", "TEXT", "t.unit_code"},
                {"name", "TEXT",
                 "(SELECT name FROM city.unit WHERE code = t.unit_code)"},
                {"document", "TEXT", "t.document"},
                {"\"from\"", "TEXT", "t.\"from\""},
                {"until", "TEXT", "t.until"}}};

static const export_layer action_layer = {
    .table = "plan_action",
    .from = "FROM city.plan_action AS t WHERE plan IS ?1 ORDER BY position",
    .columns = {{"geom", "POINT", "circlet_geometry(geom)"},
                {"plan", "TEXT", "plan"},
                {"position", "INTEGER", "position"},
                {"id", "TEXT", "id"},
                {"kind", "TEXT", "kind"},
                {"facility", "TEXT", "facility"},
                {"site", "TEXT", "site"},
                {"service", "TEXT", "service"},
                {"from_service", "TEXT", "from_service"},
                {"type", "TEXT", "type"},
                {"tier", "TEXT", "tier"},
                {"places", "INTEGER", "places"},
                {"beds", "INTEGER", "beds"},
                {"area_m2", "DOUBLE", "area_m2"},
                {"year", "INTEGER", "year"},
                {"cost_cny", "DOUBLE", "cost_cny"},
                {"fixed", "BOOLEAN", "fixed"},
                {"proposed", "BOOLEAN", "proposed"},
                {"mends", "TEXT", "mends"},
                {"mode", "TEXT", "mode"},
                {"persons_gained", "DOUBLE", "persons_gained"},
                {"persons_modelled", "DOUBLE", "persons_modelled"},
                {"text_zh", "TEXT", "text_zh"},
                {"text_en", "TEXT", "text_en"}}};

static const export_layer site_layer = {
    .table = "plan_site",
    .from = "FROM city.plan_site AS t WHERE plan IS ?1 ORDER BY id",
    .columns = {{"geom", "POINT", "circlet_geometry(geom)"},
                {"plan", "TEXT", "plan"},
                {"id", "TEXT", "id"},
                {"name", "TEXT", "name"},
                {"proposed", "BOOLEAN", "proposed"}}};

static const export_layer area_layer = {
    .table = "service_area",
    .from = "FROM city.service_area AS t WHERE ?1 IS ?1 "
            "ORDER BY minutes DESC, places, mode, bound, direction, facility, "
            "fid",
    .columns = {{"geom", "MULTIPOLYGON", "circlet_geometry(geom)"},
                {"places", "TEXT", "places"},
                {"facility", "TEXT", "facility"},
                {"name", "TEXT",
                 "(SELECT name FROM city.facility WHERE id = t.facility)"},
                {"mode", "TEXT", "mode"},
                {"bound", "TEXT", "bound"},
                {"direction", "TEXT", "direction"},
                {"minutes", "DOUBLE", "minutes"},
                {"place_count", "INTEGER", "place_count"},
                {"lon", "DOUBLE", "lon"},
                {"lat", "DOUBLE", "lat"},
                {"area_km2", "DOUBLE", "area_km2"},
                {"persons_reached", "DOUBLE", "persons_reached"},
                {"persons_modelled", "DOUBLE", "persons_modelled"}}};

static const export_layer cell_layer = {
    .table = "density_cell",
    .from = "FROM city.density_cell AS t WHERE ?1 IS ?1 ORDER BY fid",
    .columns = {{"geom", "MULTIPOLYGON", "circlet_geometry(geom)"},
                {"id", "TEXT", "id"},
                {"subject", "TEXT", "subject"},
                {"shape", "TEXT", "shape"},
                {"cell_m", "DOUBLE", "cell_m"},
                {"kernel", "TEXT", "kernel"},
                {"bandwidth_m", "DOUBLE", "bandwidth_m"},
                {"persons", "DOUBLE", "persons"},
                {"persons_low", "DOUBLE", "persons_low"},
                {"persons_high", "DOUBLE", "persons_high"},
                {"area_km2", "DOUBLE", "area_km2"},
                {"per_km2", "DOUBLE", "per_km2"},
                {"internal", "BOOLEAN", "internal"}}};

static const export_layer density_layer = {
    .table = "density_unit",
    .from = "FROM city.density_unit AS t LEFT JOIN city.unit AS u "
            "ON u.code = t.unit WHERE ?1 IS ?1 ORDER BY t.fid",
    .columns = {{"geom", "MULTIPOLYGON", "circlet_geometry(u.geom)"},
                {"unit", "TEXT", "t.unit"},
                {"name", "TEXT", "u.name"},
                {"level", "TEXT", "t.level"},
                {"subject", "TEXT", "t.subject"},
                {"persons", "DOUBLE", "t.persons"},
                {"persons_low", "DOUBLE", "t.persons_low"},
                {"persons_high", "DOUBLE", "t.persons_high"},
                {"area_km2", "DOUBLE", "t.area_km2"},
                {"per_km2", "DOUBLE", "t.per_km2"},
                {"per_1000", "DOUBLE", "t.per_1000"},
                {"internal", "BOOLEAN", "t.internal"}}};

static const export_layer finding_layer = {
    .table = "finding",
    .from = "FROM city.finding AS t WHERE plan IS ?1 ORDER BY position",
    .columns = {{"plan", "TEXT", "plan"},
                {"policy", "TEXT", "policy"},
                {"year", "INTEGER", "year"},
                {"date", "TEXT", "date"},
                {"rule", "TEXT", "rule"},
                {"unit", "TEXT", "unit"},
                {"unit_name", "TEXT", "unit_name"},
                {"level", "TEXT", "level"},
                {"subject", "TEXT", "subject"},
                {"subject_id", "TEXT", "subject_id"},
                {"force", "TEXT", "force"},
                {"due", "INTEGER", "due"},
                {"mode", "TEXT", "mode"},
                {"verdict", "TEXT", "verdict"},
                {"measured", "DOUBLE", "measured"},
                {"measured_low", "DOUBLE", "measured_low"},
                {"measured_high", "DOUBLE", "measured_high"},
                {"required", "DOUBLE", "required"},
                {"measured_unit", "TEXT", "measured_unit"},
                {"shortfall", "DOUBLE", "shortfall"},
                {"shortfall_unit", "TEXT", "shortfall_unit"},
                {"reasons", "TEXT", "reasons"},
                {"citation", "TEXT", "citation"},
                {"persons", "DOUBLE", "persons"},
                {"persons_covered", "DOUBLE", "persons_covered"},
                {"persons_unreached", "DOUBLE", "persons_unreached"},
                {"persons_modelled", "DOUBLE", "persons_modelled"},
                {"text_zh", "TEXT", "text_zh"},
                {"text_en", "TEXT", "text_en"}}};

/* What the finding of a rule adds to its unit or facility. */
static const struct {
    export_column column; /* the name is a suffix */
    bool is_about_persons;
} rule_columns[] = {
    {{"", "TEXT", "verdict"}, false},
    {{"_mode", "TEXT", "mode"}, true},
    {{"_measured", "DOUBLE", "measured"}, false},
    {{"_low", "DOUBLE", "measured_low"}, false},
    {{"_high", "DOUBLE", "measured_high"}, false},
    {{"_shortfall", "DOUBLE", "shortfall"}, false},
    {{"_persons", "DOUBLE", "persons"}, true},
    {{"_uncovered", "DOUBLE", "persons - persons_covered"}, true},
    {{"_unreached", "DOUBLE", "persons_unreached"}, true},
    {{"_modelled", "DOUBLE", "persons_modelled"}, true},
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

static void add_column(layer_sql *sql, const export_column *column,
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
static void add_rule(layer_sql *sql, const export_layer *layer,
                     const ci_rule_column *rule, size_t number)
{
    for (size_t i = 0; i < RULE_COLUMNS; i++) {
        if (rule_columns[i].is_about_persons && !rule->has_persons)
            continue;
        add_column(sql, &rule_columns[i].column, rule->column);
        ci_buffer_add(&sql->values, "(SELECT ");
        ci_buffer_add(&sql->values, rule_columns[i].column.value);
        ci_buffer_add(&sql->values, " FROM city.finding AS f "
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
static circlet_status make_sql(layer_sql *sql, const export_layer *layer,
                               const ci_rule_columns *rules,
                               circlet_error *error)
{
    ci_buffer_add(&sql->make, "CREATE TABLE main.");
    ci_buffer_add(&sql->make, layer->table);
    ci_buffer_add(&sql->make,
                  " (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL");
    for (const export_column *column = layer->columns; column->name;
         column++) {
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

static circlet_status fill_layer(ci_db *db, const export_layer *layer,
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
                                 const export_layer *layer, const char *plan,
                                 circlet_error *error)
{
    const char *reserved[COLUMN_MAX + 1] = {"fid"};

    if (!layer->subject)
        return CIRCLET_OK;
    for (size_t i = 0; i + 1 < COLUMN_MAX && layer->columns[i].name; i++)
        reserved[i + 1] = layer->columns[i].name;
    return ci_rule_columns_read(out, db, layer->subject, plan, reserved,
                                error);
}

static circlet_status export_one(ci_db *db, const export_layer *layer,
                                 const char *plan, circlet_error *error)
{
    ci_rule_columns rules = {0};
    layer_sql sql = {0};
    circlet_status status = read_rules(&rules, db, layer, plan, error);

    if (status == CIRCLET_OK)
        status = make_sql(&sql, layer, &rules, error);
    if (status == CIRCLET_OK)
        status = ci_db_run(db, sql.make.text, error);
    if (status == CIRCLET_OK)
        status = fill_layer(db, layer, &sql, &rules, plan, error);
    layer_sql_free(&sql);
    ci_rule_columns_free(&rules);
    return status;
}

/* ---- all of them -------------------------------------------------------- */

/* Adds a layer if the city has rows of it. */
static circlet_status choose_layer(const export_layer **layers, size_t *count,
                                   ci_db *db, const export_layer *layer,
                                   circlet_error *error)
{
    ci_buffer sql = {0};
    int64_t rows = 0;
    circlet_status status;

    ci_buffer_add(&sql, "SELECT count(*) FROM city.");
    ci_buffer_add(&sql, layer->table);
    status = sql.failed ? ci_fail_nomem(error)
                        : ci_db_query_int(&rows, db, sql.text, error);
    ci_buffer_free(&sql);
    if (status == CIRCLET_OK && rows > 0)
        layers[(*count)++] = layer;
    return status;
}

static circlet_status choose_layers(const export_layer **layers, size_t *count,
                                    ci_db *db, const char *plan,
                                    circlet_error *error)
{
    circlet_status status =
        choose_layer(layers, count, db, &venue_layer, error);

    if (status == CIRCLET_OK)
        status = choose_layer(layers, count, db, &waiver_layer, error);
    if (plan)
        layers[(*count)++] = &action_layer;
    if (plan && status == CIRCLET_OK)
        status = choose_layer(layers, count, db, &site_layer, error);
    if (status == CIRCLET_OK)
        status = choose_layer(layers, count, db, &area_layer, error);
    if (status == CIRCLET_OK)
        status = choose_layer(layers, count, db, &cell_layer, error);
    return status == CIRCLET_OK
               ? choose_layer(layers, count, db, &density_layer, error)
               : status;
}

static circlet_status fill(ci_db *db, const char *plan, int64_t *finding_count,
                           circlet_error *error)
{
    const export_layer *layers[LAYER_MAX] = {&unit_layer, &facility_layer,
                                             &entrance_layer, &finding_layer};
    size_t count = 4;
    circlet_status status = choose_layers(layers, &count, db, plan, error);

    if (status == CIRCLET_OK)
        status = ci_db_run(db, "BEGIN", error);
    for (size_t i = 0; i < count && status == CIRCLET_OK; i++)
        status = export_one(db, layers[i], plan, error);
    if (status == CIRCLET_OK)
        status = ci_container_register_tables(db, error);
    for (size_t i = 0; i < count && status == CIRCLET_OK; i++)
        status = ci_container_touch_table(db, layers[i]->table, error);
    if (status == CIRCLET_OK && plan)
        status = ci_exported_plan_add(db, plan, error);
    if (status == CIRCLET_OK)
        status = ci_db_query_int(finding_count, db,
                                 "SELECT count(*) FROM main.finding", error);
    if (status == CIRCLET_OK)
        status = ci_db_run(db, "COMMIT", error);
    return status;
}

/* From the city at `path`, whose container is `from`. */
static circlet_status write_export(const char *path, const ci_container *from,
                                   const ci_replacement *to,
                                   const ci_container *container,
                                   const char *plan, int64_t *finding_count,
                                   circlet_error *error)
{
    ci_db *db = NULL;
    circlet_status status =
        ci_db_open_copy(&db, to->temporary, to->path, error);

    if (status == CIRCLET_OK)
        status = ci_container_start(db, container, error);
    if (status == CIRCLET_OK)
        status = ci_db_attach(db, path, error);
    if (status == CIRCLET_OK)
        status = ci_container_add_conversion(db, from, error);
    if (status == CIRCLET_OK)
        status = fill(db, plan, finding_count, error);
    ci_db_close(db);
    return status;
}

static circlet_status check_target(const char *path, const char *to,
                                   circlet_error *error)
{
    struct stat city, target;

    if (!ci_container_by_name(to))
        return ci_fail(error, CIRCLET_E_UNSUPPORTED,
                       "%s: exports are written as .gpkg or .sqlite", to);
    if (stat(path, &city) == 0 && stat(to, &target) == 0 &&
        city.st_dev == target.st_dev && city.st_ino == target.st_ino)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "%s: an export cannot replace its own city", to);
    return CIRCLET_OK;
}

static circlet_status check_city(const ci_container **container,
                                 const char *path, const char *plan,
                                 circlet_error *error)
{
    ci_db *db = NULL;
    circlet_status status = ci_city_file_open(&db, path, error);

    if (status == CIRCLET_OK && plan)
        status = ci_plan_find(db, path, plan, error);
    if (status == CIRCLET_OK)
        *container = ci_db_container(db);
    ci_db_close(db);
    return status;
}

circlet_status circlet_export(const char *path, const char *to,
                              const circlet_export_options *options,
                              uint64_t *finding_count, circlet_error *error)
{
    circlet_export_options settings;
    const ci_container *from = NULL;
    ci_replacement replacement = {0};
    int64_t count = 0;
    circlet_status status;

    if (!path || !to)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "an export needs a city and a file to write");
    status = ci_options_read(&settings, sizeof(settings), options, error);
    if (status == CIRCLET_OK)
        status = check_city(&from, path, settings.plan, error);
    if (status == CIRCLET_OK)
        status = check_target(path, to, error);
    if (status == CIRCLET_OK)
        status = ci_replacement_begin(&replacement, to,
                                      settings.overwrite ? CI_REPLACEMENT_ANY
                                                         : CI_REPLACEMENT_NEW,
                                      error);
    if (status != CIRCLET_OK)
        return status;
    status = write_export(path, from, &replacement, ci_container_by_name(to),
                          settings.plan, &count, error);
    if (status == CIRCLET_E_UNSUPPORTED)
        ci_fail_within(error, status, to);
    if (status == CIRCLET_OK)
        status = ci_replacement_commit(&replacement, error);
    ci_replacement_end(&replacement);
    if (status == CIRCLET_OK && finding_count)
        *finding_count = (uint64_t)count;
    return status;
}
