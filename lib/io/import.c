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
#include "io/container.h"
#include "io/import_elevation.h"
#include "io/import_layer.h"
#include "io/import_mapping.h"
#include "io/import_plan.h"
#include "io/import_shift.h"
#include "io/import_source.h"
#include "io/import_spread.h"
#include "io/import_units.h"

#define CI_ID_KEY_MIN 16 /* bytes */

const char *circlet_row_outcome_word(circlet_row_outcome outcome)
{
    static const char *const words[] = {"refused", "repaired", "doubtful"};

    return (unsigned)outcome < 3 ? words[outcome] : NULL;
}

static void keep_first(ci_import *import, const circlet_row_note *note)
{
    snprintf(import->first_rejection, sizeof(import->first_rejection),
             ci_translate("%s: row %" PRIu64 ": %s"), note->source, note->row,
             note->reason);
    ci_text_cut_at_character(import->first_rejection);
}

/* Whether nothing was noted yet of this outcome about the row that the note
 * before was about: what is odd in a row twice is one odd row. */
static bool is_first_of_row(ci_import *import, const circlet_row_note *note)
{
    ci_noted_row *last = &import->last_noted;
    bool is_first;

    if (last->row != note->row ||
        strncmp(last->source, note->source, sizeof(last->source) - 1) != 0) {
        *last = (ci_noted_row){.row = note->row};
        snprintf(last->source, sizeof(last->source), "%s", note->source);
    }
    is_first = !last->outcomes[note->outcome];
    last->outcomes[note->outcome] = true;
    return is_first;
}

void ci_import_note(ci_import *import, const circlet_row_note *note)
{
    circlet_import_counts *counts = &import->counts;

    if (note->outcome == CIRCLET_ROW_REFUSED) {
        if (counts->rejected++ == 0)
            keep_first(import, note);
    } else if (is_first_of_row(import, note)) {
        if (note->outcome == CIRCLET_ROW_REPAIRED)
            counts->repaired++;
        else
            counts->doubtful++;
    }
    if (import->options.noted)
        import->options.noted(note, import->options.user);
}

void ci_import_reject(ci_import *import, const char *source, uint64_t row,
                      const char *reason)
{
    circlet_row_note note = {.outcome = CIRCLET_ROW_REFUSED,
                             .kind = "row",
                             .source = source,
                             .row = row,
                             .reason = reason};

    ci_import_note(import, &note);
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

/* Options that one layer alone has. */
static circlet_status check_special_options(
    circlet_layer layer, const circlet_import_options *options,
    circlet_error *error)
{
    const char *name = circlet_layer_name(layer);

    if (layer != CIRCLET_LAYER_ROADS && options->extent)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "an extent is for roads, not for %s", name);
    if (layer != CIRCLET_LAYER_ROADS && options->split_crossings)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "crossings are split of roads, not of %s", name);
    if (layer != CIRCLET_LAYER_TOTALS && options->spread)
        return ci_fail(error, CIRCLET_E_ARGUMENT, "totals are spread, not %s",
                       name);
    if (layer != CIRCLET_LAYER_PLAN && options->plan)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "the name of a plan is for a plan, not for %s", name);
    if (options->plan && !*options->plan)
        return ci_fail(error, CIRCLET_E_ARGUMENT, "a plan needs a name");
    if (options->seed != 0 && !options->spread)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "a seed is for totals that are spread");
    if (layer != CIRCLET_LAYER_PEOPLE && options->id_key)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "a key of ids is for people, not for %s", name);
    if (!options->id_key != (options->id_key_size == 0))
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "a key of ids needs its bytes and their number");
    if (options->id_key && options->id_key_size < CI_ID_KEY_MIN)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "the key of ids has %zu bytes: it can be guessed, %d "
                       "are needed at least",
                       options->id_key_size, CI_ID_KEY_MIN);
    return CIRCLET_OK;
}

static circlet_status check_coordinate_options(
    circlet_layer layer, const circlet_import_options *options,
    circlet_error *error)
{
    if (!circlet_datum_word(options->datum))
        return ci_fail(error, CIRCLET_E_ARGUMENT, "datum %d is none",
                       (int)options->datum);
    if (layer != CIRCLET_LAYER_ROADS &&
        ci_layer_table_of(layer)->place == CI_PLACE_NONE &&
        (options->crs || options->datum != CIRCLET_DATUM_NONE))
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "%s have no coordinates: they take no crs and no datum",
                       circlet_layer_name(layer));
    return CIRCLET_OK;
}

/* An option that would change nothing is a mistake of the caller; of roads
 * it depends on their format, see road_sources.c. */
static circlet_status check_options(circlet_layer layer,
                                    const circlet_import_options *options,
                                    circlet_error *error)
{
    circlet_status status = check_special_options(layer, options, error);

    if (status == CIRCLET_OK)
        status = check_coordinate_options(layer, options, error);
    if (status == CIRCLET_OK)
        status = ci_spread_check_option(options->spread, error);
    if (status == CIRCLET_OK && layer == CIRCLET_LAYER_ELEVATION)
        status = ci_elevation_check_options(options, error);
    return status == CIRCLET_OK ? check_lists(options, error) : status;
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
    if (import->layer == CIRCLET_LAYER_ELEVATION)
        return ci_import_elevation(import, sources, count, error);
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

/* ---- the whole change --------------------------------------------------- */

static circlet_status touch_tables(ci_import *import, circlet_error *error)
{
    static const char *const road_tables[] = {
        "source", "road_node", "road_link", "network_extent", NULL};
    const char *row_tables[] = {"source", NULL, NULL, NULL};
    const char *const *tables = road_tables;
    circlet_status status = CIRCLET_OK;

    if (import->layer == CIRCLET_LAYER_PLAN) {
        tables = row_tables; /* the plan's own were touched with it */
    } else if (import->layer != CIRCLET_LAYER_ROADS) {
        row_tables[1] = ci_layer_table_of(import->layer)->table;
        if (import->layer == CIRCLET_LAYER_FACILITIES)
            row_tables[2] = "facility_service";
        tables = row_tables;
    }
    for (; *tables && status == CIRCLET_OK; tables++)
        status = ci_container_touch_table(import->db, *tables, error);
    return status;
}

/* Empties a table of results, which are about the city as it was; the runs
 * that saved them go too. */
static circlet_status drop_results(const ci_import *import, const char *table,
                                   const char *command, const char *remark,
                                   circlet_error *error)
{
    char count_sql[64], run_sql[96], row_sql[64];
    int64_t count = 0;
    circlet_status status;

    snprintf(count_sql, sizeof(count_sql), "SELECT count(*) FROM %s", table);
    snprintf(run_sql, sizeof(run_sql), "DELETE FROM run WHERE command = '%s'",
             command);
    snprintf(row_sql, sizeof(row_sql), "DELETE FROM %s", table);
    status = ci_db_query_int(&count, import->db, count_sql, error);
    if (status == CIRCLET_OK)
        status = ci_db_run(import->db, run_sql, error);
    if (status != CIRCLET_OK || count == 0)
        return status;
    status = ci_db_run(import->db, row_sql, error);
    if (status == CIRCLET_OK)
        status = ci_container_touch_table(import->db, table, error);
    if (status == CIRCLET_OK)
        ci_import_remark(import, "%s", ci_translate(remark));
    return status;
}

static circlet_status drop_all_results(const ci_import *import,
                                       circlet_error *error)
{
    static const struct {
        const char *table, *command, *remark;
    } results[] = {
        {"finding", "findings",
         CI_TRANSLATED("saved findings were dropped: they no longer hold")},
        {"service_area", "service areas",
         CI_TRANSLATED(
             "saved service areas were dropped: they no longer hold")},
        {"density_cell", "density of cells",
         CI_TRANSLATED(
             "saved densities of cells were dropped: they no longer hold")},
        {"density_unit", "density of units",
         CI_TRANSLATED(
             "saved densities of units were dropped: they no longer hold")},
    };
    circlet_status status = CIRCLET_OK;

    if (import->layer == CIRCLET_LAYER_PLAN)
        return CIRCLET_OK; /* the city is as it was */
    for (size_t i = 0;
         i < sizeof(results) / sizeof(results[0]) && status == CIRCLET_OK; i++)
        status = drop_results(import, results[i].table, results[i].command,
                              results[i].remark, error);
    return status;
}

static circlet_status change_city(ci_import *import, const char *path,
                                  const char *const *sources, size_t count,
                                  circlet_error *error)
{
    circlet_status status = ci_spread_keep_sources(import, error);

    if (status == CIRCLET_OK && import->layer == CIRCLET_LAYER_PLAN)
        status = ci_import_plan_start(import, error);
    if (status == CIRCLET_OK)
        status = add_run(import, error);
    if (status == CIRCLET_OK)
        status = import_sources(import, sources, count, error);
    if (status == CIRCLET_OK && import->layer == CIRCLET_LAYER_TOTALS)
        status = ci_import_spread(import, sources, count, error);
    if (status == CIRCLET_OK)
        status = check_strict(import, error);
    if (status == CIRCLET_OK && import->layer == CIRCLET_LAYER_UNITS)
        status = ci_units_check(import, sources, count, error);
    if (status == CIRCLET_OK && import->layer == CIRCLET_LAYER_PLAN)
        status = ci_import_plan_finish(import, sources, count, path, error);
    if (status == CIRCLET_OK)
        status = ci_import_look_for_shift(import, error);
    if (status == CIRCLET_OK)
        status = ci_spread_remark_stale(import, error);
    if (status == CIRCLET_OK)
        status = drop_all_results(import, error);
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
    status = change_city(&import, path, sources, source_count, error);
    if (status == CIRCLET_OK)
        status = ci_city_change_commit(&change, error);
    ci_city_change_end(&change);
    if (status == CIRCLET_OK)
        *out = import.counts;
    return status;
}
