#include "io/import.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/error.h"
#include "base/options.h"
#include "io/city_file.h"
#include "io/container_gpkg.h"
#include "io/import_layer.h"
#include "io/import_mapping.h"
#include "io/import_source.h"

void ci_import_reject(ci_import *import, const char *source, uint64_t row,
                      const char *reason)
{
    circlet_rejection rejection = {source, row, reason};

    if (import->counts.rejected++ == 0) {
        snprintf(import->first_rejection, sizeof(import->first_rejection),
                 ci_translate("%s: row %" PRIu64 ": %s"), source, row, reason);
        ci_text_cut_at_character(import->first_rejection);
    }
    if (import->options.rejected)
        import->options.rejected(&rejection, import->options.user);
}

void ci_import_remark(const ci_import *import, const char *format, ...)
{
    char remark[CIRCLET_MESSAGE_SIZE];
    va_list arguments;

    if (!import->options.remarked)
        return;
    va_start(arguments, format);
    vsnprintf(remark, sizeof(remark), ci_translate(format), arguments);
    va_end(arguments);
    ci_text_cut_at_character(remark);
    import->options.remarked(remark, import->options.user);
}

circlet_status ci_import_report(const ci_import *import, double fraction,
                                circlet_error *error)
{
    const circlet_progress *progress = &import->options.progress;

    if (progress->report &&
        !progress->report(circlet_layer_name(import->layer), fraction,
                          progress->user))
        return ci_fail(error, CIRCLET_E_CANCELLED, "cancelled");
    return CIRCLET_OK;
}

/* ---- checking the call -------------------------------------------------- */

static circlet_status check_lists(const circlet_import_options *options,
                                  circlet_error *error)
{
    if ((options->map_count > 0 && !options->maps) ||
        (options->set_count > 0 && !options->sets))
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "a count of maps or sets without a list");
    for (size_t i = 0; i < options->map_count; i++)
        if (!options->maps[i])
            return ci_fail(error, CIRCLET_E_ARGUMENT, "map %zu is NULL", i);
    for (size_t i = 0; i < options->set_count; i++)
        if (!options->sets[i])
            return ci_fail(error, CIRCLET_E_ARGUMENT, "set %zu is NULL", i);
    return CIRCLET_OK;
}

/* An option that would change nothing is a mistake of the caller. */
static circlet_status check_options(circlet_layer layer,
                                    const circlet_import_options *options,
                                    circlet_error *error)
{
    bool is_roads = layer == CIRCLET_LAYER_ROADS;

    if (is_roads && (options->map_count > 0 || options->set_count > 0))
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "roads have the columns of their format: they take no "
                       "map and no set");
    if (is_roads && options->crs)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "roads are in WGS 84: they take no crs");
    if (!is_roads && options->extent)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "an extent is for roads, not for %s",
                       circlet_layer_name(layer));
    return check_lists(options, error);
}

static circlet_status check_sources(const char *const *sources, size_t count,
                                    circlet_error *error)
{
    for (size_t i = 0; i < count; i++) {
        if (!sources[i])
            return ci_fail(error, CIRCLET_E_ARGUMENT, "source %zu is NULL", i);
        for (size_t j = 0; j < i; j++)
            if (strcmp(ci_source_base_name(sources[i]),
                       ci_source_base_name(sources[j])) == 0)
                return ci_fail(error, CIRCLET_E_ARGUMENT,
                               "two sources are named %s",
                               ci_source_base_name(sources[i]));
    }
    return CIRCLET_OK;
}

/* ---- doing it ----------------------------------------------------------- */

static circlet_status add_run(ci_import *import, circlet_error *error)
{
    ci_run_record run = {.command = "import",
                         .layer = circlet_layer_name(import->layer),
                         .year = -1};
    ci_buffer options = {0};
    circlet_status status;

    ci_mapping_add_options(&import->options, &options);
    run.options = options.text;
    status = options.failed
                 ? ci_fail_nomem(error)
                 : ci_city_file_add_run(&import->run, import->db, &run, error);
    ci_buffer_free(&options);
    return status;
}

static circlet_status import_sources(ci_import *import,
                                     const char *const *sources, size_t count,
                                     circlet_error *error)
{
    circlet_status status = CIRCLET_OK;

    if (import->layer == CIRCLET_LAYER_ROADS)
        return ci_import_roads(import, sources, count, error);
    for (size_t i = 0; i < count && status == CIRCLET_OK; i++) {
        double fraction = (double)i / (double)count;

        status = ci_import_report(import, fraction, error);
        if (status == CIRCLET_OK)
            status = ci_import_rows(import, sources[i], fraction, error);
    }
    return status;
}

static circlet_status check_strict(const ci_import *import,
                                   circlet_error *error)
{
    if (!import->options.is_strict || import->counts.rejected == 0)
        return CIRCLET_OK;
    return ci_fail(error, CIRCLET_E_DATA,
                   "%" PRIu64 " of %" PRIu64 " rows were refused, the first: "
                   "%s",
                   import->counts.rejected, import->counts.rows,
                   import->first_rejection);
}

/* ---- the units above each other ----------------------------------------- */

/* The place of a level in circlet_level, in SQL. */
#define RANK(level)                                                           \
    "CASE " level " WHEN 'city' THEN 0 WHEN 'district' THEN 1 "               \
    "WHEN 'street' THEN 2 ELSE 3 END"

/* The columns are those of check_parents(). */
static circlet_status fail_parent(ci_statement *row,
                                  const char *const *sources, size_t count,
                                  circlet_error *error)
{
    const char *texts[5];

    for (int i = 0; i < 5; i++) {
        const char *text = ci_column_text(row, i);

        texts[i] = text ? text : "";
    }
    for (size_t i = 0; i < count; i++)
        if (strcmp(ci_source_base_name(sources[i]), texts[4]) == 0)
            return ci_fail(error, CIRCLET_E_DATA,
                           "%s: unit '%s' (%s) names the parent '%s' (%s), "
                           "which is not of a higher level",
                           sources[i], texts[0], texts[1], texts[2], texts[3]);
    return ci_fail(error, CIRCLET_E_DATA,
                   "unit '%s' (%s) names the parent '%s' (%s), which is not "
                   "of a higher level",
                   texts[0], texts[1], texts[2], texts[3]);
}

/* A city with a unit above its own parent could not be read any more. */
static circlet_status check_parents(const ci_import *import,
                                    const char *const *sources, size_t count,
                                    circlet_error *error)
{
    ci_statement *find = NULL;
    bool has_row = false;
    circlet_status status = ci_db_prepare(
        &find, import->db,
        "SELECT u.code, u.level, p.code, p.level, s.file FROM unit AS u "
        "JOIN unit AS p ON p.code = u.parent_code "
        "LEFT JOIN source AS s ON s.fid = u.source WHERE " RANK(
            "p.level") " >= " RANK("u.level") " ORDER BY u.code LIMIT 1",
        error);

    if (status == CIRCLET_OK)
        status = ci_statement_step(find, &has_row, error);
    if (status == CIRCLET_OK && has_row)
        status = fail_parent(find, sources, count, error);
    ci_statement_free(find);
    return status;
}

static circlet_status check_units(const ci_import *import,
                                  const char *const *sources, size_t count,
                                  circlet_error *error)
{
    int64_t orphans = 0;
    circlet_status status = check_parents(import, sources, count, error);

    if (status == CIRCLET_OK)
        status = ci_db_query_int(
            &orphans, import->db,
            "SELECT count(*) FROM unit WHERE parent_code IS NOT NULL AND "
            "parent_code NOT IN (SELECT code FROM unit)",
            error);
    if (status != CIRCLET_OK || orphans == 0)
        return status;
    if (orphans == 1)
        ci_import_remark(
            import, "1 unit names a parent that is not in the city (yet)");
    else
        ci_import_remark(import,
                         "%" PRId64
                         " units name a parent that is not in the city (yet)",
                         orphans);
    return CIRCLET_OK;
}

/* ---- the whole change --------------------------------------------------- */

static circlet_status touch_tables(ci_import *import, circlet_error *error)
{
    static const char *const road_tables[] = {
        "source", "road_node", "road_link", "network_extent", NULL};
    const char *row_tables[] = {"source", NULL, NULL, NULL};
    const char *const *tables = road_tables;
    circlet_status status = CIRCLET_OK;

    if (import->layer != CIRCLET_LAYER_ROADS) {
        row_tables[1] = ci_layer_table_of(import->layer)->table;
        if (import->layer == CIRCLET_LAYER_FACILITIES)
            row_tables[2] = "facility_service";
        tables = row_tables;
    }
    for (; *tables && status == CIRCLET_OK; tables++)
        status = ci_gpkg_touch_table(import->db, *tables, error);
    return status;
}

/* Findings are about the city as it was; the runs that saved them go too. */
static circlet_status drop_findings(const ci_import *import,
                                    circlet_error *error)
{
    int64_t count = 0;
    circlet_status status = ci_db_query_int(
        &count, import->db, "SELECT count(*) FROM finding", error);

    if (status == CIRCLET_OK)
        status = ci_db_run(
            import->db, "DELETE FROM run WHERE command = 'findings'", error);
    if (status != CIRCLET_OK || count == 0)
        return status;
    status = ci_db_run(import->db, "DELETE FROM finding", error);
    if (status == CIRCLET_OK)
        status = ci_gpkg_touch_table(import->db, "finding", error);
    if (status == CIRCLET_OK)
        ci_import_remark(import,
                         "saved findings were dropped: they no longer hold");
    return status;
}

static circlet_status change_city(ci_import *import,
                                  const char *const *sources, size_t count,
                                  circlet_error *error)
{
    circlet_status status = add_run(import, error);

    if (status == CIRCLET_OK)
        status = import_sources(import, sources, count, error);
    if (status == CIRCLET_OK)
        status = check_strict(import, error);
    if (status == CIRCLET_OK && import->layer == CIRCLET_LAYER_UNITS)
        status = check_units(import, sources, count, error);
    if (status == CIRCLET_OK)
        status = drop_findings(import, error);
    if (status == CIRCLET_OK)
        status = touch_tables(import, error);
    if (status == CIRCLET_OK)
        status = ci_import_report(import, 1.0, error);
    return status;
}

circlet_status circlet_import(circlet_import_counts *out, const char *path,
                              circlet_layer layer, const char *const *sources,
                              size_t source_count,
                              const circlet_import_options *options,
                              circlet_error *error)
{
    ci_import import = {.layer = layer};
    ci_city_change change = {0};
    circlet_status status;

    if (!out || !path || !sources || source_count == 0)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "an import needs a city, a source and a place for its "
                       "counts");
    if (!circlet_layer_name(layer))
        return ci_fail(error, CIRCLET_E_ARGUMENT, "layer %d is none",
                       (int)layer);
    status = ci_options_read(&import.options, sizeof(import.options), options,
                             error);
    if (status == CIRCLET_OK)
        status = check_options(layer, &import.options, error);
    if (status == CIRCLET_OK)
        status = check_sources(sources, source_count, error);
    if (status == CIRCLET_OK)
        status = ci_city_change_begin(&change, path, error);
    if (status != CIRCLET_OK)
        return status;
    import.db = change.db;
    status = change_city(&import, sources, source_count, error);
    if (status == CIRCLET_OK)
        status = ci_city_change_commit(&change, error);
    ci_city_change_end(&change);
    if (status == CIRCLET_OK)
        *out = import.counts;
    return status;
}
