/* circlet import: reads sources into a layer of a city file. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "command.h"
#include "id_key.h"
#include "import_output.h"
#include "locale.h"
#include "message.h"
#include "progress.h"

#define REMARK_MAX (sizeof((import_result *)0)->remarks / sizeof(char *))

/* What the library's callbacks are handed. */
typedef struct importing {
    const arguments *read;
    progress bar;
    import_result result;
    id_key key;
    uint64_t seed;
} importing;

static void hear_note(const circlet_row_note *note, void *user)
{
    importing *work = user;

    progress_end(&work->bar);
    rejects_add(&work->result.notes, note);
}

/* Kept for when the import is done: before that nothing has changed. Persons
 * are named by their rows unless asked for. */
static void hear_news(const circlet_row_news *row, void *user)
{
    importing *work = user;
    circlet_row_news named = *row;

    if (work->result.layer == CIRCLET_LAYER_PEOPLE &&
        !option_given(work->read, OPTION_INDIVIDUALS))
        named.id = NULL;
    news_add(&work->result.changes, &named);
    if (work->result.changes.has_no_memory)
        work->result.notes.has_no_memory = true;
}

static void hear_remark(const char *text, void *user)
{
    importing *work = user;
    import_result *result = &work->result;

    progress_end(&work->bar);
    if (!option_given(work->read, OPTION_QUIET))
        remark(work->read->command->name, "%s", text);
    if (result->remark_count < REMARK_MAX &&
        (result->remarks[result->remark_count] = strdup(text)))
        result->remark_count++;
}

/* ---- the command line --------------------------------------------------- */

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

/* Options that some layers alone have. */
static int check_layer(const arguments *read, circlet_layer layer)
{
    static const struct {
        option_id option;
        unsigned layers; /* a bit each */
    } special[] = {
        {OPTION_EXTENT, 1U << CIRCLET_LAYER_ROADS},
        {OPTION_SPLIT_CROSSINGS, 1U << CIRCLET_LAYER_ROADS},
        {OPTION_SPREAD, 1U << CIRCLET_LAYER_TOTALS},
        {OPTION_SEED, 1U << CIRCLET_LAYER_TOTALS},
        {OPTION_ID_KEY, 1U << CIRCLET_LAYER_PEOPLE},
        {OPTION_INDIVIDUALS, 1U << CIRCLET_LAYER_PEOPLE},
        {OPTION_PLAN, 1U << CIRCLET_LAYER_PLAN},
        {OPTION_MAP, ~(1U << CIRCLET_LAYER_ELEVATION)},
        {OPTION_SET, ~(1U << CIRCLET_LAYER_ELEVATION)},
        {OPTION_ENCODING, ~(1U << CIRCLET_LAYER_ELEVATION)},
        {OPTION_COMPLETE,
         ~(1U << CIRCLET_LAYER_ELEVATION | 1U << CIRCLET_LAYER_PLAN)},
        {OPTION_CRS,
         ~(1U << CIRCLET_LAYER_TOTALS | 1U << CIRCLET_LAYER_WAIVERS)},
        {OPTION_DATUM,
         ~(1U << CIRCLET_LAYER_TOTALS | 1U << CIRCLET_LAYER_WAIVERS |
           1U << CIRCLET_LAYER_ELEVATION)},
    };

    for (size_t i = 0; i < sizeof(special) / sizeof(special[0]); i++)
        if (option_given(read, special[i].option) &&
            !(special[i].layers & 1U << layer))
            return usage_error(
                read->command->name, _("option '--%s' does not apply to %s"),
                option_name(special[i].option), circlet_layer_name(layer));
    if (option_given(read, OPTION_SEED) && !option_given(read, OPTION_SPREAD))
        return usage_error(read->command->name,
                           _("option '--%s' needs '--%s'"), "seed", "spread");
    return ARGUMENTS_ARE_READ;
}

/* The file of what is said about rows must not replace what is read. */
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

static int read_datum(circlet_datum *out, const arguments *read)
{
    const char *word = option_value(read, OPTION_DATUM);

    if (!word)
        return ARGUMENTS_ARE_READ;
    for (int i = 0; i < CIRCLET_DATUM_COUNT; i++)
        if (strcmp(word, circlet_datum_word((circlet_datum)i)) == 0) {
            *out = (circlet_datum)i;
            return ARGUMENTS_ARE_READ;
        }
    return usage_error(read->command->name,
                       _("option '--%s' takes gcj02, bd09 or none, not '%s'"),
                       "datum", word);
}

/* "by=PLACES": what to spread by may get company one day. */
static int read_spread(const char **out, const arguments *read)
{
    const char *value = option_value(read, OPTION_SPREAD);

    if (!value)
        return ARGUMENTS_ARE_READ;
    if (strncmp(value, "by=", 3) != 0 || !value[3])
        return usage_error(read->command->name,
                           _("option '--%s' takes %s, not '%s'"), "spread",
                           "by=PLACES", value);
    *out = value + 3;
    return ARGUMENTS_ARE_READ;
}

static int read_seed(uint64_t *out, const arguments *read)
{
    long seed = 0;
    int result = option_whole(&seed, read, OPTION_SEED, 0, LONG_MAX);

    *out = (uint64_t)seed;
    return result;
}

/* What can be wrong before a file is touched. */
static int check_arguments(const arguments *read, circlet_layer layer)
{
    int result = check_layer(read, layer);

    if (result == ARGUMENTS_ARE_READ)
        result = option_check_columns(read, OPTION_MAP);
    if (result == ARGUMENTS_ARE_READ)
        result = option_check_columns(read, OPTION_SET);
    if (result == ARGUMENTS_ARE_READ)
        result = check_rejects(read);
    return result;
}

static int read_options(circlet_import_options *out, importing *work)
{
    const arguments *read = work->read;
    int result = read_datum(&out->datum, read);

    if (result == ARGUMENTS_ARE_READ)
        result = read_spread(&out->spread, read);
    if (result == ARGUMENTS_ARE_READ)
        result = read_seed(&out->seed, read);
    out->maps = read->values[OPTION_MAP];
    out->map_count = read->counts[OPTION_MAP];
    out->sets = read->values[OPTION_SET];
    out->set_count = read->counts[OPTION_SET];
    out->crs = option_value(read, OPTION_CRS);
    out->encoding = option_value(read, OPTION_ENCODING);
    out->extent = option_value(read, OPTION_EXTENT);
    out->plan = option_value(read, OPTION_PLAN);
    out->is_complete = option_given(read, OPTION_COMPLETE);
    out->is_strict = option_given(read, OPTION_STRICT);
    out->split_crossings = option_given(read, OPTION_SPLIT_CROSSINGS);
    out->noted = hear_note;
    out->remarked = hear_remark;
    out->changed = hear_news;
    out->user = work;
    return result;
}

/* ---- doing it ----------------------------------------------------------- */

static circlet_status read_key(circlet_import_options *options,
                               importing *work, circlet_error *error)
{
    const char *path = option_value(work->read, OPTION_ID_KEY);
    circlet_status status;

    if (!path)
        return CIRCLET_OK;
    status = id_key_read(&work->key, path, error);
    options->id_key = work->key.bytes;
    options->id_key_size = work->key.size;
    return status;
}

/* Imports; the failure of either file is what is reported. Where rows that
 * were refused are why it failed, their file is what is wanted most. */
static circlet_status read_sources(importing *work,
                                   circlet_import_options *options,
                                   circlet_error *error)
{
    const arguments *read = work->read;
    import_result *result = &work->result;
    circlet_status status = read_key(options, work, error), closed;
    circlet_error trouble;

    if (!status)
        status =
            rejects_open(&result->notes, option_value(read, OPTION_REJECTS),
                         option_given(read, OPTION_FORCE), error);
    if (status)
        return status;
    options->progress =
        progress_start(&work->bar, option_given(read, OPTION_QUIET));
    status = circlet_import(&result->counts, read->operands[0], result->layer,
                            (const char *const *)read->operands + 2,
                            read->operand_count - 2, options, error);
    progress_end(&work->bar);
    closed = rejects_close(
        &result->notes,
        !status || (status == CIRCLET_E_DATA && result->notes.count > 0),
        &trouble);
    if (status || !closed)
        return status;
    *error = trouble;
    return closed;
}

static void import_free(importing *work)
{
    rejects_free(&work->result.notes);
    news_free(&work->result.changes);
    for (size_t i = 0; i < work->result.remark_count; i++)
        free(work->result.remarks[i]);
}

static int run(const arguments *read)
{
    importing work = {.read = read};
    circlet_import_options options = CIRCLET_IMPORT_OPTIONS_INIT;
    circlet_error error;
    int result = find_layer(&work.result.layer, read);

    if (result == ARGUMENTS_ARE_READ)
        result = check_arguments(read, work.result.layer);
    if (result == ARGUMENTS_ARE_READ)
        result = read_options(&options, &work);
    if (result != ARGUMENTS_ARE_READ)
        return result;
    result = EXIT_DONE;
    if (read_sources(&work, &options, &error))
        result = report_error(read->command->name, &error);
    else if (option_given(read, OPTION_JSON))
        import_print_json(&work.result);
    else
        import_print(&work.result);
    import_free(&work);
    return result;
}

static const option_use options[] = {
    {OPTION_MAP, false, NULL},
    {OPTION_SET, false, NULL},
    {OPTION_CRS, false, NULL},
    {OPTION_DATUM, false, NULL},
    {OPTION_ENCODING, false, NULL},
    {OPTION_EXTENT, false, NULL},
    {OPTION_SPLIT_CROSSINGS, false, NULL},
    {OPTION_SPREAD, false, NULL},
    {OPTION_SEED, false, NULL},
    {OPTION_ID_KEY, false, NULL},
    {OPTION_PLAN, false,
     N_("of actions: the name under which they are stored; it replaces one "
        "of that name (default: the name of the source)")},
    {OPTION_INDIVIDUALS, false,
     N_("name people who are new, gone or changed by their ids, not by their "
        "rows")},
    {OPTION_COMPLETE, false, NULL},
    {OPTION_STRICT, false, NULL},
    {OPTION_REJECTS, false, NULL},
    {OPTION_FORCE, false, N_("replace the file that --rejects names")},
};

const command command_import = {
    .name = "import",
    .summary = N_("read units, people, facilities, roads ... into it"),
    .operands = "CITY LAYER SOURCE...",
    .operand_min = 3,
    .operand_max = (size_t)-1,
    .text = N_(
        "Reads SOURCE into a layer of CITY. LAYER is units, people, "
        "facilities, sites,\n"
        "roads, elevation, totals, grid, buildings, venues, waivers, "
        "entrances or plan.\n"
        "SOURCE is a shapefile (.shp), GeoPackage or SpatiaLite file (.gpkg, "
        ".sqlite,\n"
        "each with :TABLE), GeoJSON (.geojson, .json) or table (.csv, .xlsx,\n"
        ".xlsx:SHEET); roads come from an OpenStreetMap extract (.pbf), "
        "lines, or a\n"
        "GMNS node and link file (.csv). Elevation gives the roads heights "
        "from grids\n"
        "(.hgt, .hgt.zip, .hgt.gz, .asc), of several files the first that "
        "knows a\n"
        "place.\n"
        "\n"
        "Rows that cannot be used are refused, counted and said on stderr as\n"
        "FILE:ROW: reason; rows that were repaired or are doubtful are in the "
        "city. A\n"
        "source that was imported before replaces its earlier rows; roads "
        "replace all\n"
        "roads. With --rejects all of it is written to a file, also when "
        "refused rows\n"
        "are why the import fails.\n"
        "\n"
        "The rows of a plan are its actions: keep, enlarge, add_service, "
        "partition,\n"
        "designate, build, move and close. They are refused as a whole if "
        "they\n"
        "contradict the city or each other."),
    .examples = "  circlet import city.gpkg units streets.shp --map code=id "
                "--set level=street\n"
                "  circlet import city.gpkg people people.csv --complete\n"
                "  circlet import city.gpkg facilities homes.csv --rejects "
                "refused.csv\n"
                "  circlet import city.gpkg totals streets.xlsx "
                "--spread by=buildings\n"
                "  circlet import city.gpkg roads city.osm.pbf "
                "--extent 116.2,39.8,116.5,40.0\n"
                "  circlet import city.gpkg roads node.csv link.csv\n"
                "  circlet import city.gpkg elevation N39E116.hgt.zip\n"
                "  circlet import city.gpkg plan actions.csv --plan p1\n",
    .options = options,
    .option_count = sizeof(options) / sizeof(options[0]),
    .run = run,
};
