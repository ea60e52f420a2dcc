/* circlet import: reads sources into a layer of a city file. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "command.h"
#include "json.h"
#include "locale.h"
#include "message.h"
#include "progress.h"
#include "rejects.h"
#include "word.h"

#define REMARK_MAX 32

/* What the library's callbacks are handed. */
typedef struct import {
    const arguments *read;
    progress bar;
    rejects refused;
    char *remarks[REMARK_MAX]; /* for JSON */
    size_t remark_count;
} import;

static void hear_rejection(const circlet_rejection *rejection, void *user)
{
    import *work = user;

    progress_end(&work->bar);
    rejects_add(&work->refused, rejection);
}

static void hear_remark(const char *text, void *user)
{
    import *work = user;

    progress_end(&work->bar);
    if (!option_given(work->read, OPTION_QUIET))
        remark(work->read->command->name, "%s", text);
    if (work->remark_count < REMARK_MAX &&
        (work->remarks[work->remark_count] = strdup(text)))
        work->remark_count++;
}

static int find_layer(circlet_layer *out, const arguments *read)
{
    const char *name = read->operands[1];
    char known[128] = "";

    for (int i = 0; i < CIRCLET_LAYER_COUNT; i++) {
        const char *layer = circlet_layer_name((circlet_layer)i);

        if (strcmp(layer, name) == 0) {
            *out = (circlet_layer)i;
            return ARGUMENTS_ARE_READ;
        }
        snprintf(known + strlen(known), sizeof(known) - strlen(known), "%s%s",
                 i ? ", " : "", layer);
    }
    return usage_error(read->command->name, _("unknown layer '%s' (%s)"), name,
                       known);
}

/* The file of refused rows must not replace what is read. */
static int check_rejects(const arguments *read)
{
    const char *path = option_value(read, OPTION_REJECTS);
    struct stat given, other;

    if (!path || stat(path, &given) != 0)
        return ARGUMENTS_ARE_READ;
    for (size_t i = 0; i < read->operand_count; i++)
        if (i != 1 && stat(read->operands[i], &other) == 0 &&
            given.st_dev == other.st_dev && given.st_ino == other.st_ino)
            return usage_error(read->command->name,
                               _("--rejects names '%s', which is read"),
                               read->operands[i]);
    return ARGUMENTS_ARE_READ;
}

static void print_json(const import *work, circlet_layer layer,
                       const circlet_import_counts *counts)
{
    json out;

    json_start(&out, stdout);
    json_text(&out, "layer", circlet_layer_name(layer));
    json_integer(&out, "rows", (int64_t)counts->rows);
    json_integer(&out, "imported", (int64_t)counts->imported);
    json_integer(&out, "rejected", (int64_t)counts->rejected);
    json_integer(&out, "replaced", (int64_t)counts->replaced);
    if (layer == CIRCLET_LAYER_ROADS) {
        json_integer(&out, "nodes", (int64_t)counts->nodes);
        json_integer(&out, "links", (int64_t)counts->links);
        json_integer(&out, "turn_restrictions",
                     (int64_t)counts->turn_restrictions);
    }
    json_array(&out, "remarks");
    for (size_t i = 0; i < work->remark_count; i++)
        json_text(&out, NULL, work->remarks[i]);
    json_end(&out);
    json_end(&out);
}

static void print_counts(circlet_layer layer,
                         const circlet_import_counts *counts)
{
    if (layer == CIRCLET_LAYER_ROADS)
        printf(_("%llu nodes and %llu links imported into %s, %llu rows "
                 "read\n"),
               (unsigned long long)counts->nodes,
               (unsigned long long)counts->links, circlet_layer_name(layer),
               (unsigned long long)counts->rows);
    else
        printf(_("%llu of %llu rows imported into %s\n"),
               (unsigned long long)counts->imported,
               (unsigned long long)counts->rows, circlet_layer_name(layer));
    if (counts->rejected)
        printf(ngettext("%llu row refused\n", "%llu rows refused\n",
                        (unsigned long)counts->rejected),
               (unsigned long long)counts->rejected);
    if (counts->replaced)
        printf(ngettext("%llu row of an earlier import replaced\n",
                        "%llu rows of an earlier import replaced\n",
                        (unsigned long)counts->replaced),
               (unsigned long long)counts->replaced);
}

static circlet_import_options import_options(import *work)
{
    const arguments *read = work->read;
    circlet_import_options options = CIRCLET_IMPORT_OPTIONS_INIT;

    options.maps = read->values[OPTION_MAP];
    options.map_count = read->counts[OPTION_MAP];
    options.sets = read->values[OPTION_SET];
    options.set_count = read->counts[OPTION_SET];
    options.crs = option_value(read, OPTION_CRS);
    options.extent = option_value(read, OPTION_EXTENT);
    options.is_complete = option_given(read, OPTION_COMPLETE);
    options.is_strict = option_given(read, OPTION_STRICT);
    options.rejected = hear_rejection;
    options.remarked = hear_remark;
    options.user = work;
    options.progress =
        progress_start(&work->bar, option_given(read, OPTION_QUIET));
    return options;
}

/* Imports; the failure of either file is what is reported. */
static circlet_status read_sources(circlet_import_counts *counts, import *work,
                                   circlet_layer layer, circlet_error *error)
{
    const arguments *read = work->read;
    circlet_import_options options = import_options(work);
    circlet_status status, closed;
    circlet_error trouble;

    status = rejects_open(&work->refused, option_value(read, OPTION_REJECTS),
                          option_given(read, OPTION_FORCE), error);
    if (status)
        return status;
    status = circlet_import(counts, read->operands[0], layer,
                            (const char *const *)read->operands + 2,
                            read->operand_count - 2, &options, error);
    progress_end(&work->bar);
    closed = rejects_close(&work->refused, &trouble);
    if (status || !closed)
        return status;
    *error = trouble;
    return closed;
}

static int run(const arguments *read)
{
import work = {.read = read };
    circlet_import_counts counts = {0};
    circlet_layer layer = CIRCLET_LAYER_UNITS;
    circlet_error error;
    int result = find_layer(&layer, read);

    if (result == ARGUMENTS_ARE_READ)
        result = option_check_columns(read, OPTION_MAP);
    if (result == ARGUMENTS_ARE_READ)
        result = option_check_columns(read, OPTION_SET);
    if (result == ARGUMENTS_ARE_READ)
        result = check_rejects(read);
    if (result != ARGUMENTS_ARE_READ)
        return result;
    result = EXIT_DONE;
    if (read_sources(&counts, &work, layer, &error))
        result = report_error(read->command->name, &error);
    else if (option_given(read, OPTION_JSON))
        print_json(&work, layer, &counts);
    else
        print_counts(layer, &counts);
    for (size_t i = 0; i < work.remark_count; i++)
        free(work.remarks[i]);
    return result;
}

static const option_use options[] = {
    {OPTION_MAP, false, NULL},
    {OPTION_SET, false, NULL},
    {OPTION_CRS, false, NULL},
    {OPTION_EXTENT, false, NULL},
    {OPTION_COMPLETE, false, NULL},
    {OPTION_STRICT, false, NULL},
    {OPTION_REJECTS, false, NULL},
    {OPTION_FORCE, false, N_("replace the file that --rejects names")},
};

const command command_import = {
    .name = "import",
    .summary = N_("read units, people, facilities, sites or roads into it"),
    .operands = "CITY LAYER SOURCE...",
    .operand_min = 3,
    .operand_max = (size_t)-1,
    .text =
        N_("Reads SOURCE into a layer of CITY. LAYER is units, people, "
           "facilities, sites\n"
           "or roads. SOURCE is a shapefile (.shp), GeoPackage (.gpkg or\n"
           ".gpkg:TABLE), GeoJSON (.geojson, .json) or table (.csv); roads "
           "come from an\n"
           "OpenStreetMap extract (.pbf) or a GMNS node and link file "
           "(.csv).\n"
           "\n"
           "Rows that cannot be used are refused, counted and said on "
           "stderr as\n"
           "FILE:ROW: reason. A source that was imported before replaces its "
           "earlier\n"
           "rows; roads replace all roads."),
    .examples = "  circlet import city.gpkg units streets.shp --map code=id "
                "--set level=street\n"
                "  circlet import city.gpkg people people.csv --complete\n"
                "  circlet import city.gpkg facilities homes.csv --rejects "
                "refused.csv\n"
                "  circlet import city.gpkg roads city.osm.pbf "
                "--extent 116.2,39.8,116.5,40.0\n"
                "  circlet import city.gpkg roads node.csv link.csv\n",
    .options = options,
    .option_count = sizeof(options) / sizeof(options[0]),
    .run = run,
};
