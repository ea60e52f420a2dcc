/* circlet isochrone: service areas for the eye. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "area_places.h"
#include "command.h"
#include "json.h"
#include "locale.h"
#include "message.h"
#include "output_file.h"
#include "service_area_output.h"
#include "study.h"
#include "travel_option.h"

#define MS_PER_MINUTE 60000.0
#define CUTOFF_MAX 100

typedef struct isochrone {
    const arguments *read;
    study study;
    uint32_t cutoffs_ms[CUTOFF_MAX];
    size_t cutoff_count;
    circlet_bound bound;
    double cell_m; /* 0: the default */
    area_places places;
    circlet_point *homes;
    area_group *groups;
    size_t group_count;
} isochrone;

/* ---- the command line --------------------------------------------------- */

static int fail_value(const arguments *read, option_id id, const char *takes,
                      const char *text)
{
    return usage_error(read->command->name,
                       _("option '--%s' takes %s, not '%s'"), option_name(id),
                       takes, text);
}

static int compare_cutoffs(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;

    return (a > b) - (a < b);
}

/* One item of the list of cutoffs; one that is there already is dropped. */
static bool add_cutoff(isochrone *work, const char *text)
{
    double minutes, ms;

    if (!parse_number(&minutes, text) || work->cutoff_count == CUTOFF_MAX)
        return false;
    ms = minutes * MS_PER_MINUTE;
    if (!(ms >= 1 && ms <= CIRCLET_CUTOFF_MAX))
        return false;
    for (size_t i = 0; i < work->cutoff_count; i++)
        if (work->cutoffs_ms[i] == (uint32_t)llround(ms))
            return true;
    work->cutoffs_ms[work->cutoff_count++] = (uint32_t)llround(ms);
    return true;
}

static int read_cutoffs(isochrone *work)
{
    const char *list = option_value(work->read, OPTION_CUTOFF);
    char *copy = strdup(list), *rest = copy;
    bool is_read = true;

    if (!copy)
        return machine_error(work->read->command->name, _("out of memory"));
    while (rest && is_read) {
        char *item = rest;

        rest = strchr(item, ',');
        if (rest)
            *rest++ = '\0';
        is_read = add_cutoff(work, item);
    }
    free(copy);
    if (!is_read)
        return fail_value(work->read, OPTION_CUTOFF,
                          _("minutes up to 1440, divided by commas"), list);
    qsort(work->cutoffs_ms, work->cutoff_count, sizeof(*work->cutoffs_ms),
          compare_cutoffs);
    return ARGUMENTS_ARE_READ;
}

static int read_cell(isochrone *work)
{
    const char *text = option_value(work->read, OPTION_CELL);

    if (text && (!parse_number(&work->cell_m, text) ||
                 !(work->cell_m >= 5 && work->cell_m <= 1000)))
        return fail_value(work->read, OPTION_CELL, _("metres from 5 to 1000"),
                          text);
    return ARGUMENTS_ARE_READ;
}

static int check_places(const arguments *read)
{
    static const option_id kinds[] = {OPTION_AT, OPTION_FACILITY,
                                      OPTION_SERVICE, OPTION_TYPE};
    size_t given = 0;

    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
        given += option_given(read, kinds[i]);
    if (given == 1)
        return ARGUMENTS_ARE_READ;
    return usage_error(read->command->name,
                       _("say which places: one of --at, --facility, "
                         "--service and --type"));
}

/* A map program would not open GeoJSON under another format's name. */
static int check_file_name(const arguments *read)
{
    static const char *const others[] = {
        ".gpkg", ".sqlite", ".db",  ".shp", ".dbf",  ".csv", ".kml",
        ".kmz",  ".gml",    ".fgb", ".tif", ".xlsx", ".pbf", ".zip"};
    const char *path = option_value(read, OPTION_OUTPUT);
    const char *ending = path ? strrchr(path, '.') : NULL;

    for (size_t i = 0; ending && i < sizeof(others) / sizeof(others[0]); i++)
        if (strcasecmp(ending, others[i]) == 0)
            return usage_error(read->command->name,
                               _("'%s': areas are written as GeoJSON, into a "
                                 "file such as areas.geojson; --save and "
                                 "circlet export make layers of them"),
                               path);
    return ARGUMENTS_ARE_READ;
}

static int read_command_line(isochrone *work)
{
    int result = check_places(work->read);

    if (result == ARGUMENTS_ARE_READ)
        result = check_file_name(work->read);

    if (result == ARGUMENTS_ARE_READ)
        result = read_cutoffs(work);
    if (result == ARGUMENTS_ARE_READ)
        result = option_bound(&work->bound, work->read);
    return result == ARGUMENTS_ARE_READ ? read_cell(work) : result;
}

static circlet_status find_homes(isochrone *work, circlet_error *error)
{
    size_t count = circlet_city_demand_count(work->study.city);

    work->homes = malloc((count + 1) * sizeof(*work->homes));
    if (!work->homes)
        return fail_nomem(error);
    for (size_t i = 0; i < count; i++)
        work->homes[i] =
            circlet_city_demand(work->study.city, (circlet_demand)i)->at;
    return CIRCLET_OK;
}

/* ---- the areas ---------------------------------------------------------- */

/* The areas of places from `first` on. */
static circlet_status make_group(isochrone *work, size_t first, size_t count,
                                 circlet_error *error)
{
    circlet_service_area_query query = CIRCLET_SERVICE_AREA_QUERY_INIT;
    area_group *group = &work->groups[work->group_count];
    circlet_point *places = malloc(count * sizeof(*places));
    circlet_status status;

    if (!places)
        return fail_nomem(error);
    for (size_t i = 0; i < count; i++)
        places[i] = work->places.items[first + i].at;
    query.mode = option_value(work->read, OPTION_MODE);
    query.bound = work->bound;
    query.places = places;
    query.place_count = count;
    query.cutoffs_ms = work->cutoffs_ms;
    query.cutoff_count = work->cutoff_count;
    query.is_outward = option_given(work->read, OPTION_OUTWARD);
    query.cell_m = work->cell_m;
    query.points = work->homes;
    query.point_count = circlet_city_demand_count(work->study.city);
    query.progress = work->study.progress;
    *group = (area_group){
        NULL, places[0], area_places_total(&work->places, first, count), NULL};
    if (group->place_count == 1)
        group->facility = work->places.items[first].facility;
    if (group->facility) /* not one of its entrances */
        group->at = group->facility->at;
    status = circlet_service_areas_make(&group->areas, work->study.router,
                                        &query, error);
    free(places);
    work->group_count += !status;
    return status;
}

static circlet_status make_groups(isochrone *work, circlet_error *error)
{
    bool is_each = option_given(work->read, OPTION_EACH);
    size_t count;
    circlet_status status = CIRCLET_OK;

    work->groups = calloc(work->places.count, sizeof(*work->groups));
    if (!work->groups)
        return fail_nomem(error);
    for (size_t i = 0; i < work->places.count && !status; i += count) {
        count = 1;
        while (i + count < work->places.count &&
               (!is_each || area_places_is_entrance(&work->places, i + count)))
            count++;
        status = make_group(work, i, count, error);
        if (!status)
            status = study_check_interrupt(error);
    }
    progress_end(&work->study.bar);
    return status;
}

static circlet_status compute(isochrone *work, circlet_error *error)
{
    circlet_status status =
        study_open_with_roads(&work->study, work->read, error);

    if (!status)
        status =
            area_places_find(&work->places, work->read, &work->study, error);
    if (!status)
        status = find_homes(work, error);
    return status ? status : make_groups(work, error);
}

/* ---- output ------------------------------------------------------------- */

static void tell_doubts(const isochrone *work)
{
    const char *name = work->read->command->name;
    double cell_m = work->cell_m > 0 ? work->cell_m : 25;
    size_t untied_count = 0;

    for (size_t i = 0; i < work->group_count; i++) {
        const circlet_service_areas *areas = work->groups[i].areas;

        untied_count += circlet_service_areas_untied_count(areas);
        cell_m = fmax(cell_m, circlet_service_areas_cell_m(areas));
    }
    if (untied_count > 0)
        remark(name,
               ngettext("%zu place lies at no street of the travel mode",
                        "%zu places lie at no street of the travel mode",
                        (unsigned long)untied_count),
               untied_count);
    if (cell_m > (work->cell_m > 0 ? work->cell_m : 25)) {
        char text[NUMBER_SIZE];

        format_rounded(text, cell_m, 0);
        remark(name,
               _("the areas are so large that borders are drawn in "
                 "cells of %s m"),
               text);
    }
}

static circlet_status write_file(const area_output *output, const char *path,
                                 bool overwrite, circlet_error *error)
{
    output_file file = {0};
    circlet_status status = output_file_open(&file, path, overwrite, error);

    if (!status) {
        areas_write_geojson(file.file, output);
        status = output_file_commit(&file, error);
    }
    output_file_end(&file);
    return status;
}

static circlet_status save(const isochrone *work, const area_output *output,
                           circlet_error *error)
{
    char *places = area_places_describe(work->read);
    circlet_status status =
        places ? areas_save(output, work->study.path, places,
                            option_given(work->read, OPTION_EACH), error)
               : fail_nomem(error);

    free(places);
    return status;
}

/* Without a file they go to stdout, unless they are saved. */
static int write_result(const isochrone *work, const area_output *output,
                        circlet_error *error)
{
    const arguments *read = work->read;
    const char *path = option_value(read, OPTION_OUTPUT);
    circlet_status status = CIRCLET_OK;

    if (option_given(read, OPTION_SAVE))
        status = save(work, output, error);
    if (!status && path)
        status =
            write_file(output, path, option_given(read, OPTION_FORCE), error);
    if (status)
        return report_error(read->command->name, error);
    if (!path && option_given(read, OPTION_SAVE))
        path = work->study.path;
    if (!path)
        areas_write_geojson(stdout, output);
    else if (option_given(read, OPTION_JSON))
        areas_print_json(output, path);
    else
        areas_print_text(output, path);
    return EXIT_DONE;
}

static int print_result(const isochrone *work, circlet_error *error)
{
    const arguments *read = work->read;
    area_output output = {.city = work->study.city,
                          .mode = option_value(read, OPTION_MODE),
                          .bound = work->bound,
                          .is_outward = option_given(read, OPTION_OUTWARD),
                          .cutoffs_ms = work->cutoffs_ms,
                          .cutoff_count = work->cutoff_count,
                          .groups = work->groups,
                          .group_count = work->group_count};

    if (!option_given(read, OPTION_QUIET))
        tell_doubts(work);
    return write_result(work, &output, error);
}

static int run(const arguments *read)
{
    isochrone work = {.read = read};
    circlet_error error;
    int result = read_command_line(&work);

    if (result != ARGUMENTS_ARE_READ)
        return result;
    if (compute(&work, &error))
        result = report_error(read->command->name, &error);
    else
        result = print_result(&work, &error);
    for (size_t i = 0; i < work.group_count; i++)
        circlet_service_areas_free(work.groups[i].areas);
    free(work.groups);
    free(work.homes);
    area_places_free(&work.places);
    study_close(&work.study);
    return result;
}

static const option_use options[] = {
    {OPTION_POLICY, true,
     N_("the rules (YAML): where the travel modes are, how points are tied to "
        "streets")},
    {OPTION_MODE, true, N_("the travel mode, such as walk")},
    {OPTION_CUTOFF, true, NULL},
    {OPTION_AT, false, NULL},
    {OPTION_FACILITY, false, NULL},
    {OPTION_SERVICE, false, NULL},
    {OPTION_TYPE, false, NULL},
    {OPTION_EACH, false, NULL},
    {OPTION_OUTWARD, false, NULL},
    {OPTION_BOUND, false, NULL},
    {OPTION_CELL, false, NULL},
    {OPTION_OUTPUT, false, N_("the GeoJSON file to write; default: stdout")},
    {OPTION_FORCE, false, NULL},
    {OPTION_SAVE, false,
     N_("store the areas in CITY, in place of earlier ones of the same "
        "places, "
        "mode, bound and direction; exports have them as a layer")},
    {OPTION_THREADS, false, NULL},
    {OPTION_MEMORY, false, NULL},
};

static const option_label labels[] = {{OPTION_MODE, "MODE"}};

const command command_isochrone = {
    .name = "isochrone",
    .summary = N_("draw the areas from which places are reached in time"),
    .operands = "CITY",
    .operand_min = 1,
    .operand_max = 1,
    .text = N_("Draws, for each cutoff, the area from which one gets to a "
               "place, or to the\n"
               "nearest of several, within so many minutes. The areas are for "
               "the eye:\n"
               "persons_reached is counted by travel times. They agree with "
               "these all the same:\n"
               "every home of CITY's people that is reached in time is "
               "inside, and no other one.\n"
               "Areas of shorter times lie within those of longer ones; "
               "rails, water and\n"
               "motorways are not drawn over."),
    .examples = "  circlet isochrone city.gpkg --policy rules.yaml --mode "
                "walk \\\n"
                "      --cutoff 5,10,15 --type warm_home -o circles.geojson\n"
                "  circlet isochrone city.gpkg --policy rules.yaml --mode "
                "walk \\\n"
                "      --cutoff 15 --at 116.38,39.93 > circle.geojson\n",
    .options = options,
    .option_count = sizeof(options) / sizeof(options[0]),
    .labels = labels,
    .label_count = sizeof(labels) / sizeof(labels[0]),
    .run = run,
};
