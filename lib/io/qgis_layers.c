/* Which layers a QGIS project has, in which groups. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "io/export_words.h"
#include "io/qgis_project.h"
#include "report/map_key.h"

void ci_qgis_layers_free(ci_qgis_layers *layers)
{
    for (size_t i = 0; i < layers->count; i++) {
        free(layers->items[i].title);
        free(layers->items[i].filter);
    }
    free(layers->items);
    *layers = (ci_qgis_layers){0};
}

const char *ci_qgis_group_title(const char *group, bool is_chinese)
{
    static const struct {
        const char *group, *zh, *en;
    } titles[] = {
        {"plan", "方案", "Plan"},
        {"facilities", "设施与候选点", "Facilities and sites"},
        {"people", "人口与服务圈", "People and service areas"},
        {"streets", "道路", "Streets"},
        {"verdicts", "判定", "Verdicts"},
        {"tables", "数据表", "Tables"},
    };

    for (size_t i = 0; i < sizeof(titles) / sizeof(titles[0]); i++)
        if (strcmp(titles[i].group, group) == 0)
            return is_chinese ? titles[i].zh : titles[i].en;
    return group;
}

typedef struct lister {
    ci_qgis_layers *out;
    const ci_qgis_source *source;
    circlet_error *error;
} lister;

static bool is_exported(const lister *from, const char *table)
{
    for (size_t i = 0; i < from->source->count; i++)
        if (strcmp(from->source->layers[i].table, table) == 0)
            return true;
    return strcmp(table, "data_dictionary") == 0;
}

/* Takes `title` and `filter`. */
static circlet_status add(const lister *from, const ci_qgis_layer *layer)
{
    ci_qgis_layers *out = from->out;
    ci_qgis_layer *items = ci_array_reserve_one(
        out->items, out->count, &out->capacity, sizeof(*items));

    if (items)
        out->items = items;
    if (!items || !layer->title) {
        free(layer->title);
        free(layer->filter);
        return ci_fail_nomem(from->error);
    }
    items[out->count] = *layer;
    snprintf(items[out->count].id, sizeof(items->id), "circlet_%s_%zu",
             layer->table, out->count + 1);
    out->count++;
    return CIRCLET_OK;
}

static circlet_status add_table(const lister *from, const char *group,
                                const char *table, bool is_shown)
{
    ci_qgis_layer layer = {
        .table = table, .group = group, .is_shown = is_shown};

    if (!is_exported(from, table))
        return CIRCLET_OK;
    layer.title = ci_text_copy(
        ci_export_layer_title(table, from->source->options->is_chinese));
    return add(from, &layer);
}

/* ---- units -------------------------------------------------------------- */

static circlet_status has_level(bool *out, const lister *from,
                                const char *level)
{
    return ci_db_has_row(out, from->source->db,
                         "SELECT 1 FROM main.unit WHERE level = ? AND geom IS "
                         "NOT NULL",
                         level, from->error);
}

static circlet_status add_level(const lister *from, circlet_level level,
                                const char *attribute, bool is_shown)
{
    bool is_chinese = from->source->options->is_chinese;
    ci_qgis_layer layer = {.table = "unit",
                           .attribute = attribute,
                           .group = "verdicts",
                           .is_shown = is_shown};
    ci_buffer title = {0}, filter = {0};

    ci_buffer_add(&filter, "\"level\" = '");
    ci_buffer_add(&filter, circlet_level_name(level));
    ci_buffer_add(&filter, "'");
    ci_buffer_add(&title, ci_level_title(level, is_chinese));
    if (attribute)
        ci_buffer_add(&title, is_chinese ? "（实施前）" : ", before the plan");
    else if (from->source->options->plan && level <= CIRCLET_LEVEL_STREET)
        ci_buffer_add(&title, is_chinese ? "（实施后）" : ", with the plan");
    if (title.failed || filter.failed) {
        ci_buffer_free(&title);
        ci_buffer_free(&filter);
        return ci_fail_nomem(from->error);
    }
    layer.title = title.text;
    layer.filter = filter.text;
    return add(from, &layer);
}

/* The streets are shown, or the lowest level above them that has borders. */
static circlet_status add_units(const lister *from)
{
    bool is_shown = false;
    circlet_status status = CIRCLET_OK;

    for (int i = CIRCLET_LEVEL_COUNT - 1; i >= 0 && status == CIRCLET_OK;
         i--) {
        circlet_level level = (circlet_level)i;
        bool has = false, shows;

        status = has_level(&has, from, circlet_level_name(level));
        if (status != CIRCLET_OK || !has)
            continue;
        shows = !is_shown && level <= CIRCLET_LEVEL_STREET;
        is_shown = is_shown || shows;
        status = add_level(from, level, NULL, shows);
        if (status == CIRCLET_OK && from->source->options->plan &&
            level <= CIRCLET_LEVEL_STREET)
            status = add_level(from, level, "class_before", false);
    }
    return status;
}

/* ---- uncovered people --------------------------------------------------- */

static circlet_status add_rule(const lister *from, const char *rule,
                               const char *title, bool is_shown)
{
    bool is_chinese = from->source->options->is_chinese;
    ci_qgis_layer layer = {
        .table = "uncovered_cell", .group = "people", .is_shown = is_shown};
    ci_buffer name = {0}, filter = {0};

    ci_buffer_add(&name, ci_export_layer_title("uncovered_cell", is_chinese));
    ci_buffer_add(&name, is_chinese ? "：" : ": ");
    ci_buffer_add(&name, title ? title : rule);
    ci_buffer_add(&filter, "\"rule\" = '");
    for (const char *c = rule; *c; c++)
        ci_buffer_add_n(&filter, *c == '\'' ? "''" : c, *c == '\'' ? 2 : 1);
    ci_buffer_add(&filter, "'");
    if (name.failed || filter.failed) {
        ci_buffer_free(&name);
        ci_buffer_free(&filter);
        return ci_fail_nomem(from->error);
    }
    layer.title = name.text;
    layer.filter = filter.text;
    return add(from, &layer);
}

static circlet_status add_uncovered(const lister *from)
{
    ci_statement *rows = NULL;
    bool has_row = true, is_first = true;
    circlet_status status;

    if (!is_exported(from, "uncovered_cell"))
        return CIRCLET_OK;
    status =
        ci_db_prepare(&rows, from->source->db,
                      from->source->options->is_chinese
                          ? "SELECT rule, title_zh FROM main.uncovered_cell "
                            "GROUP BY rule ORDER BY min(fid)"
                          : "SELECT rule, title_en FROM main.uncovered_cell "
                            "GROUP BY rule ORDER BY min(fid)",
                      from->error);
    while (status == CIRCLET_OK) {
        const char *rule;

        status = ci_statement_step(rows, &has_row, from->error);
        if (status != CIRCLET_OK || !has_row)
            break;
        rule = ci_column_text(rows, 0);
        status = add_rule(from, rule ? rule : "", ci_column_text(rows, 1),
                          is_first);
        is_first = false;
    }
    ci_statement_free(rows);
    return status;
}

circlet_status ci_qgis_layers_list(ci_qgis_layers *out,
                                   const ci_qgis_source *source,
                                   circlet_error *error)
{
    static const struct {
        const char *group, *table;
        bool is_shown;
    } tables[] = {
        {"plan", "plan_action", true},
        {"plan", "plan_site", true},
        {"plan", "facility_after", false},
        {"facilities", "facility", true},
        {"facilities", "facility_access", false},
        {"facilities", "venue", false},
        {"facilities", "site", false},
        {"people", NULL, true},
        {"people", "service_area", false},
        {"people", "density_cell", false},
        {"people", "density_unit", false},
        {"streets", "survey_node", false},
        {"streets", "survey_link", false},
        {"streets", "road_link", true},
        {"verdicts", NULL, true},
        {"tables", "finding", false},
        {"tables", "waiver", false},
        {"tables", "data_dictionary", false},
    };
    const lister from = {out, source, error};
    circlet_status status = CIRCLET_OK;

    for (size_t i = 0;
         i < sizeof(tables) / sizeof(tables[0]) && status == CIRCLET_OK; i++) {
        if (tables[i].table)
            status = add_table(&from, tables[i].group, tables[i].table,
                               tables[i].is_shown);
        else if (strcmp(tables[i].group, "people") == 0)
            status = add_uncovered(&from);
        else
            status = add_units(&from);
    }
    if (status != CIRCLET_OK)
        ci_qgis_layers_free(out);
    return status;
}
