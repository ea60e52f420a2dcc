/* A file for maps, filled by SQL from the attached city file. */
#include <circlet/io.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "base/error.h"
#include "base/options.h"
#include "io/city_file.h"
#include "io/export_basis.h"
#include "io/export_crs.h"
#include "io/export_dictionary.h"
#include "io/export_fill.h"
#include "io/export_index.h"
#include "io/export_set.h"
#include "io/export_styles.h"
#include "io/exported_plan.h"
#include "io/plan_store.h"
#include "io/qgis_store.h"
#include "io/xml_text.h"

#define LAYER_MAX 24

/* An export that is being written. */
typedef struct export_file {
    ci_db *db;
    const circlet_export_options *options;
    ci_exported layers[LAYER_MAX];
    size_t count;
    ci_transform *back; /* into the layers' coordinates; NULL: degrees */
    ci_crs_text crs;
    ci_buffer title; /* of metadata and project */
    circlet_error *error;
} export_file;

static void export_file_free(export_file *file)
{
    ci_db_close(file->db);
    for (size_t i = 0; i < file->count; i++)
        ci_rule_columns_free(&file->layers[i].rules);
    ci_transform_free(file->back);
    ci_crs_text_free(&file->crs);
    ci_buffer_free(&file->title);
}

/* ---- layers ------------------------------------------------------------- */

static circlet_status has_rows(bool *out, ci_db *db, const char *table,
                               circlet_error *error)
{
    ci_buffer sql = {0};
    int64_t count = 0;
    circlet_status status;

    ci_buffer_add(&sql, "SELECT EXISTS (SELECT 1 FROM ");
    ci_buffer_add(&sql, table);
    ci_buffer_add(&sql, ")");
    status = sql.failed ? ci_fail_nomem(error)
                        : ci_db_query_int(&count, db, sql.text, error);
    ci_buffer_free(&sql);
    *out = count > 0;
    return status;
}

static circlet_status is_needed(bool *out, const export_file *file,
                                const ci_export_layer *layer)
{
    bool has_plan = file->options->plan != NULL;

    *out = true;
    if (layer->need == CI_EXPORT_ALWAYS)
        return CIRCLET_OK;
    if (layer->need == CI_EXPORT_OF_PLAN) {
        *out = has_plan;
        return CIRCLET_OK;
    }
    *out = false;
    if ((layer->need == CI_EXPORT_PLAN_ROWS && !has_plan) ||
        (layer->need == CI_EXPORT_ROADS && !file->options->has_roads))
        return CIRCLET_OK;
    return has_rows(out, file->db, layer->rows, file->error);
}

static circlet_status fill_layers(export_file *file)
{
    const ci_export_layer *layer;
    circlet_status status = CIRCLET_OK;

    for (size_t i = 0;
         status == CIRCLET_OK && (layer = ci_export_layer_at(i)) != NULL;
         i++) {
        ci_exported *made = &file->layers[file->count];
        bool needs = false;

        status = is_needed(&needs, file, layer);
        if (status != CIRCLET_OK || !needs)
            continue;
        *made = (ci_exported){.table = layer->table};
        file->count++;
        status = ci_export_fill(file->db, layer, file->options->plan,
                                &made->rules, file->error);
    }
    return status;
}

/* Extents, and a spatial index of every layer that has places. */
static circlet_status finish_layers(export_file *file)
{
    circlet_status status = CIRCLET_OK;

    for (size_t i = 0; i < file->count && status == CIRCLET_OK; i++) {
        bool has_places = false;

        status = ci_container_touch_table(file->db, file->layers[i].table,
                                          file->error);
        if (status == CIRCLET_OK)
            status = ci_db_has_row(
                &has_places, file->db,
                "SELECT 1 FROM pragma_table_info(?, 'main') WHERE name = "
                "'geom'",
                file->layers[i].table, file->error);
        if (status == CIRCLET_OK && has_places)
            status =
                ci_export_index(file->db, file->layers[i].table, file->error);
    }
    return status;
}

/* The name of the unit above all others and what is shown of it. */
static circlet_status make_title(export_file *file)
{
    const circlet_export_options *options = file->options;
    bool is_chinese = options->is_chinese, has_row = false;
    ci_buffer *out = &file->title;
    ci_statement *row = NULL;
    circlet_status status;

    if (options->title) {
        ci_buffer_add(out, options->title);
        return out->failed ? ci_fail_nomem(file->error) : CIRCLET_OK;
    }
    status = ci_db_prepare(&row, file->db,
                           "SELECT name FROM main.unit WHERE parent IS NULL "
                           "ORDER BY code LIMIT 1",
                           file->error);
    if (status == CIRCLET_OK)
        status = ci_statement_step(row, &has_row, file->error);
    if (status == CIRCLET_OK && has_row && ci_column_text(row, 0)) {
        ci_buffer_add(out, ci_column_text(row, 0));
        ci_buffer_add(out, is_chinese ? "：" : ": ");
    }
    ci_statement_free(row);
    if (options->plan) {
        ci_buffer_add(out, is_chinese ? "方案“" : "plan '");
        ci_buffer_add(out, options->plan);
        ci_buffer_add(out, is_chinese ? "”" : "'");
    } else
        ci_buffer_add(out,
                      is_chinese ? "设施与判定" : "facilities and verdicts");
    return status == CIRCLET_OK && out->failed ? ci_fail_nomem(file->error)
                                               : status;
}

/* How far numbers of units alone would be off. */
static void add_aggregation(ci_buffer *out, const circlet_aggregation *off)
{
    char text[256];

    snprintf(text, sizeof(text),
             "Coverage is measured from where people live. From the middle of "
             "each unit the persons covered would be off by %lld.%lld %% on "
             "average, by up to %lld.%lld %% in one finding.",
             llround(off->mean * 1000) / 10, llround(off->mean * 1000) % 10,
             llround(off->largest * 1000) / 10,
             llround(off->largest * 1000) % 10);
    ci_xml_add_element(out, "dc:description", text);
}

/* What the file is about, in Dublin Core. */
static circlet_status add_metadata(export_file *file)
{
    const circlet_export_options *options = file->options;
    ci_buffer text = {0};
    circlet_status status;

    ci_buffer_add(&text, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
                         "<metadata xmlns:dc=\"http://purl.org/dc/"
                         "elements/1.1/\">");
    ci_xml_add_element(&text, "dc:title", file->title.text);
    ci_xml_add_element(&text, "dc:creator", "circlet");
    ci_xml_add_element(&text, "dc:language",
                       options->is_chinese ? "zh" : "en");
    if (options->plan)
        ci_xml_add_element(&text, "dc:subject", options->plan);
    if (options->policy)
        ci_xml_add_element(&text, "dc:relation",
                           circlet_policy_id(options->policy));
    if (options->note)
        ci_xml_add_element(&text, "dc:rights", options->note);
    if (options->aggregation && options->aggregation->findings > 0)
        add_aggregation(&text, options->aggregation);
    ci_xml_add_element(
        &text, "dc:description",
        options->is_exact
            ? "精确数据，含少数人的数字，不得公布。 Exact: with numbers of "
              "few "
              "persons; not for publication."
            : "少数人的数字以及会透露它们的数字均已略去。 Numbers of few "
              "persons, and those that would tell them, are left out.");
    ci_buffer_add(&text, "</metadata>");
    status = text.failed
                 ? ci_fail_nomem(file->error)
                 : ci_export_metadata(file->db, text.text, file->error);
    ci_buffer_free(&text);
    return status;
}

/* In a GeoPackage, and beside the file if that is asked for. */
static circlet_status add_projects(export_file *file, const char *to)
{
    const char *slash = strrchr(to, '/');
    const ci_qgis_source source = {.db = file->db,
                                   .layers = file->layers,
                                   .count = file->count,
                                   .options = file->options,
                                   .crs = &file->crs,
                                   .file = slash ? slash + 1 : to,
                                   .title = file->title.text};
    circlet_status status = CIRCLET_OK;

    if (ci_is_export_set(to))
        return CIRCLET_OK;
    if (ci_db_container(file->db) == &ci_container_gpkg)
        status = ci_qgis_store(&source, file->error);
    if (status == CIRCLET_OK && file->options->project)
        status = ci_qgis_write(file->options->project, &source, file->error);
    return status;
}

static circlet_status fill(export_file *file, const ci_container *from,
                           const char *to, int64_t *finding_count)
{
    ci_db *db = file->db;
    circlet_error *error = file->error;
    circlet_status status = ci_export_basis(db, from, file->options, error);

    if (status == CIRCLET_OK)
        status = ci_db_run(db, "BEGIN", error);
    if (status == CIRCLET_OK)
        status = fill_layers(file);
    if (status == CIRCLET_OK && file->options->plan)
        status = ci_exported_plan_add(db, file->options->plan, error);
    if (status == CIRCLET_OK)
        status = ci_export_dictionary(db, file->layers, file->count,
                                      file->options->policy, error);
    if (status == CIRCLET_OK)
        status = ci_container_register_tables(db, error);
    if (status == CIRCLET_OK)
        status = ci_container_touch_table(db, "data_dictionary", error);
    if (status == CIRCLET_OK)
        status = finish_layers(file);
    if (status == CIRCLET_OK)
        status = ci_export_styles(db, file->layers, file->count, file->options,
                                  error);
    if (status == CIRCLET_OK)
        status = make_title(file);
    if (status == CIRCLET_OK)
        status = add_metadata(file);
    if (status == CIRCLET_OK)
        status = add_projects(file, to);
    if (status == CIRCLET_OK)
        status = ci_db_query_int(finding_count, db,
                                 "SELECT count(*) FROM main.finding", error);
    if (status == CIRCLET_OK)
        status = ci_db_run(db, "COMMIT", error);
    return status;
}

/* Files of one layer each, out of a GeoPackage that is dropped then. */
static circlet_status write_set(const export_file *file, const char *to)
{
    const ci_export_set set = {.db = file->db,
                               .layers = file->layers,
                               .count = file->count,
                               .options = file->options,
                               .crs = &file->crs,
                               .to = to};

    return ci_export_set_write(&set, file->title.text, file->error);
}

/* From the city at `path`, whose container is `from`, into `place`, for the
 * file `to`. */
static circlet_status write_export(const char *path, const ci_container *from,
                                   const ci_replacement *place, const char *to,
                                   const circlet_export_options *options,
                                   int64_t *finding_count,
                                   circlet_error *error)
{
    export_file file = {.options = options, .error = error};
    const ci_container *container = ci_container_by_name(to);
    circlet_status status =
        ci_db_open_copy(&file.db, place->temporary, to, error);

    if (status == CIRCLET_OK)
        status = ci_container_start(
            file.db, container ? container : &ci_container_gpkg, error);
    if (status == CIRCLET_OK)
        status =
            ci_export_crs(&file.back, &file.crs, file.db, options->crs, error);
    if (status == CIRCLET_OK)
        status = ci_db_attach(file.db, path, error);
    if (status == CIRCLET_OK)
        status = ci_container_add_conversion(file.db, from, file.back, error);
    if (status == CIRCLET_OK)
        status = fill(&file, from, to, finding_count);
    if (status == CIRCLET_OK && ci_is_export_set(to))
        status = write_set(&file, to);
    export_file_free(&file);
    return status;
}

static circlet_status check_target(const char *path, const char *to,
                                   circlet_error *error)
{
    struct stat city, target;

    if (!ci_container_by_name(to) && !ci_is_export_set(to))
        return ci_fail(error, CIRCLET_E_UNSUPPORTED,
                       "%s: exports are written as .gpkg, .sqlite, .shp, "
                       ".geojson or .csv, and workbooks as .xlsx",
                       to);
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

/* The project names its layers by the folder that it stands in. */
static circlet_status check_project(const char *project, const char *to,
                                    circlet_error *error)
{
    const char *slash = strrchr(to, '/');
    size_t size = slash ? (size_t)(slash - to) + 1 : 0;
    const char *other = project ? strrchr(project, '/') : NULL;
    size_t other_size = other ? (size_t)(other - project) + 1 : 0;
    size_t length = project ? strlen(project) : 0;

    if (!project)
        return CIRCLET_OK;
    if (length < 5 || strcasecmp(project + length - 4, ".qgz") != 0)
        return ci_fail(error, CIRCLET_E_UNSUPPORTED,
                       "%s: a QGIS project is written as .qgz", project);
    if (size != other_size || strncmp(project, to, size) != 0)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "%s: the project must stand in the folder of %s",
                       project, to);
    return CIRCLET_OK;
}

/* Where the file is written first: beside it; a set's GeoPackage is only
 * read, under a name of its own. */
static circlet_status begin(ci_replacement *out, const char *to,
                            bool overwrites, circlet_error *error)
{
    ci_buffer name = {0};
    circlet_status status;

    if (!ci_is_export_set(to))
        return ci_replacement_begin(
            out, to, overwrites ? CI_REPLACEMENT_ANY : CI_REPLACEMENT_NEW,
            error);
    ci_buffer_add(&name, to);
    ci_buffer_add(&name, ".layers");
    status = name.failed ? ci_fail_nomem(error)
                         : ci_replacement_begin(out, name.text,
                                                CI_REPLACEMENT_ANY, error);
    ci_buffer_free(&name);
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
        status = check_project(settings.project, to, error);
    if (status == CIRCLET_OK)
        status = begin(&replacement, to, settings.overwrite, error);
    if (status != CIRCLET_OK)
        return status;
    status =
        write_export(path, from, &replacement, to, &settings, &count, error);
    if (status == CIRCLET_E_UNSUPPORTED)
        ci_fail_within(error, status, to);
    if (status == CIRCLET_OK && !ci_is_export_set(to))
        status = ci_replacement_commit(&replacement, error);
    ci_replacement_end(&replacement);
    if (status == CIRCLET_OK && finding_count)
        *finding_count = (uint64_t)count;
    return status;
}
