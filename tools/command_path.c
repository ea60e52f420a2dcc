/* circlet path: one way, with the reason of each delay. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "json.h"
#include "locale.h"
#include "message.h"
#include "output_file.h"
#include "path_output.h"
#include "study.h"
#include "travel_option.h"

/* Streets are looked for so far from a point that lies at none. */
#define SEEN_FIRST_M 312.5
#define SEEN_M 10000.0

/* About a centimetre, in degrees. */
#define HAIR 1e-7

typedef struct path_search {
    const arguments *read;
    study study;
    const char *mode; /* its name in its file */
    circlet_bound bound;
    uint32_t cutoff_ms;
    circlet_point from, to;
    const circlet_facility_record *facility; /* NULL: --to */
    circlet_path *path;
} path_search;

/* ---- the command line --------------------------------------------------- */

static int read_request(path_search *work)
{
    const arguments *read = work->read;
    int result = option_point(&work->from, read, OPTION_FROM);

    if (result == ARGUMENTS_ARE_READ)
        result = option_point(&work->to, read, OPTION_TO_POINT);
    if (result == ARGUMENTS_ARE_READ)
        result = option_bound(&work->bound, read);
    if (result == ARGUMENTS_ARE_READ)
        result = option_minutes(&work->cutoff_ms, read, OPTION_CUTOFF);
    if (result != ARGUMENTS_ARE_READ)
        return result;
    if (read->counts[OPTION_FACILITY] > 1)
        return usage_error(read->command->name,
                           _("option '--%s' is given twice"),
                           option_name(OPTION_FACILITY));
    if (option_given(read, OPTION_TO_POINT) !=
        option_given(read, OPTION_FACILITY))
        return ARGUMENTS_ARE_READ;
    return usage_error(read->command->name,
                       _("say where the way ends: either --to or --facility"));
}

/* ---- the way ------------------------------------------------------------ */

static circlet_status find_way(path_search *work, circlet_path **out,
                               circlet_bound bound, circlet_point to,
                               circlet_error *error)
{
    return circlet_router_find_path(out, work->study.router, work->mode, bound,
                                    work->from, to, work->cutoff_ms, error);
}

/* The quickest of the ways to the entrances; of two the first. */
static circlet_status find_entrance(path_search *work, circlet_error *error)
{
    const circlet_facility_record *facility = work->facility;
    size_t count = facility->access_count;
    circlet_status status = CIRCLET_OK;

    for (size_t i = 0; i < count; i++) {
        circlet_path *path = NULL;
        circlet_error other;

        status =
            find_way(work, &path, work->bound, facility->accesses[i], &other);
        if (status && status != CIRCLET_E_NOT_FOUND) {
            *error = other;
            return status;
        }
        if (status && !work->path)
            *error = other;
        if (status || (work->path && circlet_path_time_ms(path) >=
                                         circlet_path_time_ms(work->path))) {
            circlet_path_free(path);
            continue;
        }
        circlet_path_free(work->path);
        work->path = path;
        work->to = facility->accesses[i];
    }
    return work->path ? CIRCLET_OK : error->status;
}

static circlet_status find_facility(path_search *work, circlet_error *error)
{
    const char *id = option_value(work->read, OPTION_FACILITY);
    circlet_facility found = circlet_city_find_facility(work->study.city, id);

    if (found == CIRCLET_NONE) {
        error->status = CIRCLET_E_NOT_FOUND;
        snprintf(error->message, sizeof(error->message),
                 _("there is no facility '%s'"), id);
        return error->status;
    }
    work->facility = circlet_city_facility(work->study.city, found);
    work->to = work->facility->access_count > 0 ? work->facility->accesses[0]
                                                : work->facility->at;
    return CIRCLET_OK;
}

static circlet_status find_path(path_search *work, circlet_error *error)
{
    if (work->facility && work->facility->access_count > 0)
        return find_entrance(work, error);
    return find_way(work, &work->path, work->bound, work->to, error);
}

/* ---- why there is none -------------------------------------------------- */

/* Metres to the street on the way to a place a hair away. NaN: there is no
 * way. */
static double first_step_m(const path_search *work, circlet_router *router,
                           circlet_bound bound, circlet_point from,
                           circlet_point to)
{
    circlet_path *path = NULL;
    double metres = NAN;

    if (!circlet_router_find_path(&path, router, work->mode, bound, from, to,
                                  CIRCLET_CUTOFF_MAX, NULL)) {
        const circlet_step *step = circlet_path_step(path, 0);

        metres = step->kind == CIRCLET_STEP_OFF_ROAD ? step->length_m : 0;
    }
    circlet_path_free(path);
    return metres;
}

/* Metres from a point to the nearest street of the mode within a limit; a
 * one-way street leads to one of two places beside the point. NaN: none. */
static double distance_within_m(const path_search *work, circlet_point at,
                                double limit_m)
{
    const circlet_point east = {fmin(at.lon + HAIR, 180), at.lat};
    const circlet_point west = {fmax(at.lon - HAIR, -180), at.lat};
    circlet_snap_options snap = CIRCLET_SNAP_OPTIONS_INIT;
    circlet_router *router = NULL;
    double metres = NAN;
    /* At its best a point that lies at no street goes straight. */
    circlet_bound bound =
        work->bound == CIRCLET_BOUND_MIN ? CIRCLET_BOUND_NOMINAL : work->bound;

    snap.limit_m = limit_m;
    snap.spread_m = limit_m;
    snap.detour = 1;
    snap.component_nodes = 1;
    if (!circlet_router_new(&router, work->study.network, &snap, NULL) &&
        !circlet_router_add_mode(router, work->study.mode, NULL))
        metres = fmin(first_step_m(work, router, bound, at, east),
                      first_step_m(work, router, bound, at, west));
    circlet_router_free(router);
    return metres;
}

/* A wide search among many streets takes long, so that it widens. */
static double street_distance_m(const path_search *work, circlet_point at)
{
    double metres = NAN;

    for (double limit_m = SEEN_FIRST_M; isnan(metres) && limit_m <= SEEN_M;
         limit_m *= 2)
        metres = distance_within_m(work, at, limit_m);
    return metres;
}

static bool is_off_street(path_search *work, circlet_point at)
{
    const circlet_travel *travel = &work->study.travel;
    const circlet_travel_query query = {.mode = work->mode,
                                        .bound = work->bound,
                                        .origins = &at,
                                        .origin_count = 1,
                                        .cutoff_ms = 1};
    circlet_snap snap = CIRCLET_SNAP_TIED;
    uint32_t time_ms;

    return !travel->find_nearest(&time_ms, &snap, &query, travel->user,
                                 NULL) &&
           snap == CIRCLET_SNAP_NO_ROAD;
}

static void tell_distance(path_search *work, circlet_point at)
{
    char lon[NUMBER_SIZE], lat[NUMBER_SIZE], text[NUMBER_SIZE];
    double metres;

    if (!is_off_street(work, at))
        return;
    format_rounded(lon, at.lon, 7);
    format_rounded(lat, at.lat, 7);
    metres = street_distance_m(work, at);
    format_rounded(text, metres, 0);
    if (isfinite(metres))
        remark(work->read->command->name,
               _("the nearest street that the mode can pass lies %s m from "
                 "%s,%s"),
               text, lon, lat);
}

/* What is not known may be why there is no way. */
static void tell_least(path_search *work)
{
    circlet_path *path = NULL;
    char minutes[NUMBER_SIZE];

    if (work->bound == CIRCLET_BOUND_MIN ||
        find_way(work, &path, CIRCLET_BOUND_MIN, work->to, NULL))
        return;
    format_rounded(minutes, circlet_path_time_ms(path) / 60000.0, 1);
    remark(work->read->command->name,
           _("there may be a way all the same: --bound min finds one of %s "
             "min, with what is not known at its best"),
           minutes);
    circlet_path_free(path);
}

static int tell_failure(path_search *work, const circlet_error *error)
{
    int result = report_error(work->read->command->name, error);

    if (error->status != CIRCLET_E_NOT_FOUND || !work->study.router ||
        (option_given(work->read, OPTION_FACILITY) && !work->facility) ||
        option_given(work->read, OPTION_QUIET))
        return result;
    tell_distance(work, work->from);
    tell_distance(work, work->to);
    tell_least(work);
    return result;
}

/* ---- output ------------------------------------------------------------- */

static circlet_status write_file(const path_output *output, const char *path,
                                 bool overwrite, circlet_error *error)
{
    output_file file = {0};
    circlet_status status = output_file_open(&file, path, overwrite, error);

    if (!status) {
        path_write_geojson(file.file, output);
        status = output_file_commit(&file, error);
    }
    output_file_end(&file);
    return status;
}

static int print_result(const path_search *work, circlet_error *error)
{
    const arguments *read = work->read;
    const char *file = option_value(read, OPTION_OUTPUT);
    const path_output output = {
        work->path, work->mode, circlet_bound_name(work->bound),
        work->from, work->to,   work->facility ? work->facility->id : NULL};

    if (file &&
        write_file(&output, file, option_given(read, OPTION_FORCE), error))
        return report_error(read->command->name, error);
    if (option_given(read, OPTION_JSON))
        path_print_json(&output);
    else if (!path_print_text(&output))
        return machine_error(read->command->name, _("out of memory"));
    return EXIT_DONE;
}

static circlet_status compute(path_search *work, circlet_error *error)
{
    bool needs_city = option_given(work->read, OPTION_FACILITY);
    circlet_status status =
        study_open_streets(&work->study, work->read, needs_city, error);

    if (status)
        return status;
    work->mode = circlet_travel_mode_name(work->study.mode);
    if (needs_city)
        status = find_facility(work, error);
    return status ? status : find_path(work, error);
}

static int run(const arguments *read)
{
    path_search work = {.read = read, .cutoff_ms = CIRCLET_CUTOFF_MAX};
    circlet_error error = {CIRCLET_OK, ""};
    int result = read_request(&work);

    if (result == ARGUMENTS_ARE_READ)
        result = compute(&work, &error) ? tell_failure(&work, &error)
                                        : print_result(&work, &error);
    circlet_path_free(work.path);
    study_close(&work.study);
    return result;
}

static const option_use options[] = {
    {OPTION_FROM, true, NULL},
    {OPTION_TO_POINT, false, NULL},
    {OPTION_FACILITY, false,
     N_("the facility where the way ends, at its nearest entrance")},
    {OPTION_MODE, true,
     N_("the travel mode, such as walk; without --policy one that comes with "
        "circlet, or a file")},
    {OPTION_POLICY, false,
     N_("the rules (YAML): where the travel modes are, how points are tied to "
        "streets")},
    {OPTION_BOUND, false, NULL},
    {OPTION_CUTOFF, false, N_("the longest time in minutes; default: 1440")},
    {OPTION_OUTPUT, false, N_("a GeoJSON file to write as well")},
    {OPTION_FORCE, false, NULL},
};

static const option_label labels[] = {{OPTION_FACILITY, "ID"},
                                      {OPTION_MODE, "MODE"},
                                      {OPTION_CUTOFF, "MINUTES"}};

const command command_path = {
    .name = "path",
    .summary = N_("show one way, and the reason of each delay"),
    .operands = "CITY",
    .operand_min = 1,
    .operand_max = 1,
    .text =
        N_("Shows the quickest way between two places in one travel "
           "mode, street by street:\n"
           "metres, seconds, the time so far, and why it takes so long. "
           "The time is the one\n"
           "by which check judges. --json gives the source of each number, "
           "or that it is\n"
           "assumed."),
    .examples = "  circlet path city.gpkg --from 116.38,39.93 --to "
                "116.39,39.94 --mode walk\n"
                "  circlet path city.gpkg --from 116.38,39.93 --facility W01 "
                "\\\n"
                "      --mode manual_wheelchair --bound max -o way.geojson\n",
    .options = options,
    .option_count = sizeof(options) / sizeof(options[0]),
    .labels = labels,
    .label_count = sizeof(labels) / sizeof(labels[0]),
    .run = run,
};
