/* circlet export: writes a city, its verdicts and a plan for maps. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "command.h"
#include "day.h"
#include "export_study.h"
#include "json.h"
#include "locale.h"
#include "map_sources.h"
#include "message.h"
#include "workbook_export.h"

/* The side of the cells in which uncovered people are counted. */
#define CELL_M 500

typedef struct export_work {
    const arguments *read;
    circlet_export_options options;
    long year;
    int date;
    double cell_m;
    export_study study;
    char *note;
    uint64_t findings;
} export_work;

/* ---- the command line --------------------------------------------------- */

static int fail_value(const arguments *read, option_id id, const char *takes)
{
    return usage_error(read->command->name,
                       _("option '--%s' takes %s, not '%s'"), option_name(id),
                       takes, option_value(read, id));
}

static int read_language(export_work *work)
{
    const char *text = option_value(work->read, OPTION_LANGUAGE);

    work->options.is_chinese =
        text ? strcmp(text, "zh") == 0 : locale_is_chinese();
    if (!text || work->options.is_chinese || strcmp(text, "en") == 0)
        return ARGUMENTS_ARE_READ;
    return fail_value(work->read, OPTION_LANGUAGE, "zh, en");
}

static int read_cell(export_work *work)
{
    const char *text = option_value(work->read, OPTION_CELL);

    work->cell_m = CELL_M;
    if (!text || (parse_number(&work->cell_m, text) && work->cell_m >= 50 &&
                  work->cell_m <= 100000))
        return ARGUMENTS_ARE_READ;
    return fail_value(work->read, OPTION_CELL, _("metres from 50 to 100000"));
}

static bool ends_in(const char *name, const char *ending)
{
    size_t size = strlen(name), ending_size = strlen(ending);

    return size > ending_size &&
           strcasecmp(name + size - ending_size, ending) == 0;
}

/* Options that one kind of file has no use for. */
static int check_kind(const arguments *read)
{
    const char *to = option_value(read, OPTION_TO);
    bool is_set = !ends_in(to, ".gpkg") && !ends_in(to, ".sqlite");

    if (option_given(read, OPTION_LAYER) && !is_set)
        return usage_error(read->command->name,
                           _("--layer is for .shp, .geojson and .csv: a "
                             ".gpkg or .sqlite has all layers"));
    if (option_given(read, OPTION_ENCODING) && !ends_in(to, ".shp"))
        return usage_error(read->command->name,
                           _("--encoding is for .shp: all else is UTF-8"));
    return ARGUMENTS_ARE_READ;
}

/* Options that would be of no use, or contradict each other. */
static int check_pairs(const arguments *read)
{
    static const option_id of_policy[] = {OPTION_YEAR, OPTION_DATE,
                                          OPTION_CELL, OPTION_SURVEY};
    const char *name = read->command->name;

    for (size_t i = 0; i < sizeof(of_policy) / sizeof(of_policy[0]); i++)
        if (option_given(read, of_policy[i]) &&
            !option_given(read, OPTION_POLICY))
            return usage_error(name, _("--%s needs --policy"),
                               option_name(of_policy[i]));
    if (option_given(read, OPTION_YEAR) && option_given(read, OPTION_DATE))
        return usage_error(name, _("--year means 31 December of it, and "
                                   "--date a day: give one of them"));
    return check_kind(read);
}

static int read_command_line(export_work *work)
{
    const arguments *read = work->read;
    circlet_export_options *out = &work->options;
    int result = check_pairs(read);

    out->plan = option_value(read, OPTION_PLAN);
    out->overwrite = option_given(read, OPTION_FORCE);
    out->is_exact = option_given(read, OPTION_EXACT);
    out->has_roads = option_given(read, OPTION_ROADS);
    out->title = option_value(read, OPTION_TITLE);
    out->note = option_value(read, OPTION_NOTE);
    out->crs = option_value(read, OPTION_CRS);
    out->project = option_value(read, OPTION_PROJECT);
    out->layer = option_value(read, OPTION_LAYER);
    out->encoding = option_value(read, OPTION_ENCODING);
    if (result == ARGUMENTS_ARE_READ)
        result = read_language(work);
    if (result == ARGUMENTS_ARE_READ)
        result = read_cell(work);
    if (result == ARGUMENTS_ARE_READ)
        result = option_whole(&work->year, read, OPTION_YEAR, 1900, 2200);
    return result == ARGUMENTS_ARE_READ
               ? day_read(&work->date, read, OPTION_DATE)
               : result;
}

/* ---- the work ----------------------------------------------------------- */

static circlet_status write_file(export_work *work, circlet_error *error)
{
    const arguments *read = work->read;
    circlet_status status = CIRCLET_OK;

    if (option_given(read, OPTION_POLICY))
        status =
            export_study_make(&work->study, read, (int)work->year, work->date,
                              work->cell_m, &work->options, error);
    if (!status && !work->options.note) {
        status = map_sources_name(&work->note, read->operands[0],
                                  work->options.is_chinese, error);
        work->options.note = work->note;
    }
    return status ? status
                  : circlet_export(read->operands[0],
                                   option_value(read, OPTION_TO),
                                   &work->options, &work->findings, error);
}

/* ---- output ------------------------------------------------------------- */

static void print_result(const export_work *work)
{
    const char *to = option_value(work->read, OPTION_TO);
    json out;

    if (!option_given(work->read, OPTION_JSON)) {
        printf(ngettext("%s written, with %llu finding\n",
                        "%s written, with %llu findings\n",
                        (unsigned long)work->findings),
               to, (unsigned long long)work->findings);
        return;
    }
    json_start(&out, stdout);
    json_text(&out, "file", to);
    json_text(&out, "plan", work->options.plan);
    json_integer(&out, "findings", (int64_t)work->findings);
    json_boolean(&out, "exact", work->options.is_exact);
    json_end(&out);
}

static void remark_on_findings(const export_work *work)
{
    const char *plan = work->options.plan;

    if (work->findings == 0 && !option_given(work->read, OPTION_POLICY) &&
        !option_given(work->read, OPTION_QUIET))
        remark(work->read->command->name,
               _("no findings are saved: give --policy FILE, or run 'circlet "
                 "check %s --policy FILE%s%s --save' first"),
               work->read->operands[0], plan ? " --plan " : "",
               plan ? plan : "");
}

static int run(const arguments *read)
{
    export_work work = {.read = read, .options = CIRCLET_EXPORT_OPTIONS_INIT};
    circlet_error error;
    int result;

    if (workbook_is_named(option_value(read, OPTION_TO)))
        return workbook_export(read);
    result = read_command_line(&work);
    if (result == ARGUMENTS_ARE_READ) {
        if (write_file(&work, &error))
            result = report_error(read->command->name, &error);
        else {
            remark_on_findings(&work);
            print_result(&work);
            result = EXIT_DONE;
        }
    }
    export_study_close(&work.study);
    free(work.note);
    return result;
}

static const option_use options[] = {
    {OPTION_TO, true,
     N_("the file to write: .gpkg, .sqlite, .shp, .geojson, .csv or "
        ".xlsx")},
    {OPTION_POLICY, false,
     N_("judge by these rules; default: the findings that are saved")},
    {OPTION_PLAN, false, N_("with this plan's actions and findings")},
    {OPTION_YEAR, false, NULL},
    {OPTION_DATE, false, NULL},
    {OPTION_CELL, false,
     N_("the side of the cells in which uncovered people are counted; "
        "default: 500")},
    {OPTION_SURVEY, false, NULL},
    {OPTION_ROADS, false, NULL},
    {OPTION_EXACT, false, NULL},
    {OPTION_CRS, false,
     N_("coordinate system of the layers, such as EPSG:4547; default: WGS 84 "
        "degrees")},
    {OPTION_PROJECT, false, NULL},
    {OPTION_LANGUAGE, false, NULL},
    {OPTION_TITLE, false, NULL},
    {OPTION_NOTE, false,
     N_("what is said of sources and licences; default: the sources")},
    {OPTION_LAYER, false, N_("of .shp, .geojson and .csv: this layer alone")},
    {OPTION_ENCODING, false,
     N_("of .shp: UTF-8 (default) or GB18030 for older programs")},
    {OPTION_FORCE, false, NULL},
    {OPTION_THREADS, false, NULL},
    {OPTION_MEMORY, false, NULL},
};

const command command_export = {
    .name = "export",
    .summary = N_("write verdicts and plans for maps"),
    .operands = "CITY",
    .operand_min = 1,
    .operand_max = 1,
    .text = N_("Writes what QGIS and other programs show: units with their "
               "worst verdict and\n"
               "that of each rule, facilities before and after a plan, its "
               "actions in words,\n"
               "people outside the circles in cells, service areas and "
               "density that were saved.\n"
               "A GeoPackage (.gpkg) has styles and a QGIS project in it: "
               "drag it into QGIS and\n"
               "choose the project. Of .shp, .geojson and .csv a file is "
               "written for each layer,\n"
               "NAME_LAYER, or with --layer for one. No row is about a "
               "person; cells of fewer\n"
               "than five people are left out, and the numbers of findings "
               "that would tell of so\n"
               "few, also by differences, unless with --exact.\n"
               "\n"
               "A workbook (.xlsx) has what --policy finds, with --plan as it "
               "leaves the city: a\n"
               "summary, rules, findings, the ledger of streets, actions, "
               "costs by year and\n"
               "sources."),
    .examples =
        "  circlet export city.gpkg --policy rules.yaml --to "
        "map.gpkg\n"
        "  circlet export city.gpkg --policy rules.yaml --plan p20 "
        "--to p20.gpkg\n"
        "  circlet export city.gpkg --to map.shp --crs EPSG:4547 "
        "--encoding GB18030\n"
        "  circlet export city.gpkg --to plan.xlsx --policy rules.yaml "
        "--plan p20\n",
    .options = options,
    .option_count = sizeof(options) / sizeof(options[0]),
    .run = run,
};
