/* circlet density: how densely people live, and where to build. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "command.h"
#include "density_output.h"
#include "engine_option.h"
#include "interrupt.h"
#include "json.h"
#include "locale.h"
#include "message.h"
#include "output_file.h"
#include "study.h"
#include "travel_option.h"

typedef enum file_kind { FILE_NONE, FILE_GEOJSON, FILE_CSV } file_kind;

typedef struct density_work {
    const arguments *read;
    study study;
    circlet_density_options options;
    file_kind kind;
    circlet_density *density;
} density_work;

/* ---- the command line --------------------------------------------------- */

static int fail_value(const arguments *read, option_id id, const char *takes)
{
    return usage_error(read->command->name,
                       _("option '--%s' takes %s, not '%s'"), option_name(id),
                       takes, option_value(read, id));
}

static int read_shape(circlet_density_options *out, const arguments *read)
{
    const char *text = option_value(read, OPTION_GRID);

    if (!text || strcmp(text, "square") == 0)
        return ARGUMENTS_ARE_READ;
    if (strcmp(text, "hexagon") != 0)
        return fail_value(read, OPTION_GRID, "square, hexagon");
    out->shape = CIRCLET_CELL_HEXAGON;
    return ARGUMENTS_ARE_READ;
}

static int read_kernel(circlet_density_options *out, const arguments *read)
{
    const char *text = option_value(read, OPTION_KERNEL);

    for (int i = 0; text && i <= CIRCLET_KERNEL_NONE; i++)
        if (strcmp(text, circlet_kernel_name((circlet_kernel)i)) == 0) {
            out->kernel = (circlet_kernel)i;
            return ARGUMENTS_ARE_READ;
        }
    return text ? fail_value(read, OPTION_KERNEL, "quartic, gaussian, none")
                : ARGUMENTS_ARE_READ;
}

static int read_level(circlet_density_options *out, const arguments *read)
{
    const char *text = option_value(read, OPTION_LEVEL);

    for (int i = 0; text && i < CIRCLET_LEVEL_COUNT; i++)
        if (strcmp(text, circlet_level_name((circlet_level)i)) == 0) {
            out->is_by_unit = true;
            out->level = (circlet_level)i;
            return ARGUMENTS_ARE_READ;
        }
    return text ? fail_value(read, OPTION_LEVEL,
                             "city, district, street, community")
                : ARGUMENTS_ARE_READ;
}

static int read_metres(double *out, const arguments *read, option_id id,
                       double max)
{
    const char *text = option_value(read, id);

    if (text && (!parse_number(out, text) || !(*out >= 1 && *out <= max)))
        return fail_value(read, id, _("metres from 1 to 1000000"));
    return ARGUMENTS_ARE_READ;
}

/* "2", "1-2", "65-" or "-12"; false if it is none. */
static bool parse_range(int *from, int *to, const char *text, long max)
{
    char *end;
    const char *dash = strchr(text, '-');
    long low = 0, high = 0;

    if (text[strspn(text, "0123456789-")] || strcmp(text, "-") == 0 || !*text)
        return false;
    if (dash != text) {
        low = strtol(text, &end, 10);
        if ((*end && end != dash) || low < 1)
            return false;
    }
    if (!dash)
        high = low;
    else if (dash[1]) {
        high = strtol(dash + 1, &end, 10);
        if (*end || high < 1)
            return false;
    }
    *from = (int)(low < max + 1 ? low : max + 1);
    *to = (int)(high < max + 1 ? high : max + 1);
    return low <= max && high <= max && (high == 0 || low <= high);
}

static int read_ranges(circlet_density_options *out, const arguments *read)
{
    const char *grade = option_value(read, OPTION_GRADE);
    const char *age = option_value(read, OPTION_AGE);

    if (grade && !parse_range(&out->grade_from, &out->grade_to, grade, 4))
        return fail_value(read, OPTION_GRADE, _("a range such as 1-2"));
    if (age && !parse_range(&out->age_from, &out->age_to, age, 150))
        return fail_value(read, OPTION_AGE, _("a range such as 60-79 or 80-"));
    return ARGUMENTS_ARE_READ;
}

static int read_small(circlet_density_options *out, const arguments *read)
{
    const char *text = option_value(read, OPTION_SMALL);

    if (text && (!parse_number(&out->small_persons, text) ||
                 !(out->small_persons > 0 && out->small_persons <= 1e6)))
        return fail_value(read, OPTION_SMALL, _("a number of persons"));
    return ARGUMENTS_ARE_READ;
}

static int read_origin(circlet_density_options *out, const arguments *read)
{
    out->has_origin = option_given(read, OPTION_ORIGIN);
    return option_point(&out->origin, read, OPTION_ORIGIN);
}

static bool ends_in(const char *path, const char *suffix)
{
    size_t size = strlen(path), suffix_size = strlen(suffix);

    return size > suffix_size &&
           strcasecmp(path + size - suffix_size, suffix) == 0;
}

static int read_file_kind(density_work *work)
{
    const char *path = option_value(work->read, OPTION_OUTPUT);

    if (!path)
        return ARGUMENTS_ARE_READ;
    if (ends_in(path, ".geojson") || ends_in(path, ".json"))
        work->kind = FILE_GEOJSON;
    else if (ends_in(path, ".csv"))
        work->kind = FILE_CSV;
    else
        return usage_error(work->read->command->name,
                           _("'%s': a density is written as .geojson or .csv; "
                             "--save and circlet export make layers of it"),
                           path);
    return ARGUMENTS_ARE_READ;
}

/* Options that would be of no use. */
static int check_pairs(const arguments *read)
{
    static const option_id of_cells[] = {OPTION_GRID, OPTION_CELL,
                                         OPTION_KERNEL, OPTION_BANDWIDTH};
    static const option_id of_policy[] = {OPTION_GROUP, OPTION_UNCOVERED};
    const char *name = read->command->name;

    for (size_t i = 0; i < 4; i++)
        if (option_given(read, OPTION_LEVEL) &&
            option_given(read, of_cells[i]))
            return usage_error(name,
                               _("--%s is about cells, --level about "
                                 "units: give one of them"),
                               option_name(of_cells[i]));
    if (option_given(read, OPTION_BANDWIDTH) &&
        option_given(read, OPTION_KERNEL) &&
        strcmp(option_value(read, OPTION_KERNEL), "none") == 0)
        return usage_error(name, _("--bandwidth is of a kernel: there is none "
                                   "with --kernel none"));
    for (size_t i = 0; i < 2; i++)
        if (option_given(read, of_policy[i]) &&
            !option_given(read, OPTION_POLICY))
            return usage_error(name, _("--%s needs --policy"),
                               option_name(of_policy[i]));
    if (option_given(read, OPTION_MODE) &&
        !option_given(read, OPTION_UNCOVERED))
        return usage_error(name, _("--%s needs --uncovered"),
                           option_name(OPTION_MODE));
    return ARGUMENTS_ARE_READ;
}

static int read_command_line(density_work *work)
{
    const arguments *read = work->read;
    circlet_density_options *out = &work->options;
    long year = 0;
    int result = check_pairs(read);

    out->group = option_value(read, OPTION_GROUP);
    out->uncovered = option_value(read, OPTION_UNCOVERED);
    out->mode = option_value(read, OPTION_MODE);
    out->kind = option_value(read, OPTION_KIND);
    out->aid = option_value(read, OPTION_AID);
    out->has_outlines =
        option_given(read, OPTION_SAVE) || option_given(read, OPTION_OUTPUT);
    if (result == ARGUMENTS_ARE_READ)
        result = read_shape(out, read);
    if (result == ARGUMENTS_ARE_READ)
        result = read_kernel(out, read);
    if (result == ARGUMENTS_ARE_READ)
        result = read_level(out, read);
    if (result == ARGUMENTS_ARE_READ)
        result = read_metres(&out->cell_m, read, OPTION_CELL, 1e6);
    if (result == ARGUMENTS_ARE_READ)
        result = read_metres(&out->bandwidth_m, read, OPTION_BANDWIDTH, 1e6);
    if (result == ARGUMENTS_ARE_READ)
        result = read_ranges(out, read);
    if (result == ARGUMENTS_ARE_READ)
        result = read_small(out, read);
    if (result == ARGUMENTS_ARE_READ)
        result = read_origin(out, read);
    if (result == ARGUMENTS_ARE_READ)
        result = option_whole(&year, read, OPTION_YEAR, 1, 9999);
    if (result == ARGUMENTS_ARE_READ)
        result = read_file_kind(work);
    out->year = (int)year;
    return result;
}

/* ---- the work ----------------------------------------------------------- */

/* Streets are read only for a rule. */
static circlet_status open_study(density_work *work, circlet_error *error)
{
    const arguments *read = work->read;
    study *s = &work->study;
    const char *policy = option_value(read, OPTION_POLICY);
    circlet_status status;

    if (option_given(read, OPTION_UNCOVERED))
        return study_open_with_roads(s, read, error);
    s->path = read->operands[0];
    s->progress = progress_start(&s->bar, option_given(read, OPTION_QUIET));
    status = engine_option_read(&s->engine, read, error);
    if (!status && policy)
        status = circlet_read_policy(&s->policy, policy, error);
    if (!status)
        status = circlet_read_city(&s->city, s->path, &s->progress, error);
    if (!status)
        status = study_check_interrupt(error);
    progress_end(&s->bar);
    return status;
}

static circlet_status compute(density_work *work, circlet_error *error)
{
    study *s = &work->study;
    circlet_status status = open_study(work, error);

    if (status)
        return status;
    work->options.threads = s->engine.threads;
    work->options.progress = s->progress;
    status = circlet_density_make(&work->density, s->city, s->policy,
                                  study_travel(s), &work->options, error);
    progress_end(&s->bar);
    return status ? status : study_check_interrupt(error);
}

static circlet_status write_file(const density_work *work,
                                 const density_output *output,
                                 circlet_error *error)
{
    output_file file = {0};
    circlet_status status =
        output_file_open(&file, option_value(work->read, OPTION_OUTPUT),
                         option_given(work->read, OPTION_FORCE), error);

    if (!status) {
        if (work->kind == FILE_CSV)
            density_write_csv(file.file, output);
        else
            density_write_geojson(file.file, output);
        status = output_file_commit(&file, error);
    }
    output_file_end(&file);
    return status;
}

static int print_result(const density_work *work, circlet_error *error)
{
    const arguments *read = work->read;
    const density_output output = {work->study.city, work->density};
    const char *path = option_value(read, OPTION_OUTPUT);
    circlet_status status = CIRCLET_OK;

    if (option_given(read, OPTION_SAVE))
        status = circlet_write_density(work->study.path, work->density,
                                       work->study.city, error);
    if (!status && work->kind != FILE_NONE)
        status = write_file(work, &output, error);
    if (status)
        return report_error(read->command->name, error);
    if (option_given(read, OPTION_JSON))
        density_print_json(&output, path);
    else if (!density_print_text(&output, path))
        return machine_error(read->command->name, _("out of memory"));
    return EXIT_DONE;
}

static int run(const arguments *read)
{
    density_work work = {.read = read};
    circlet_error error;
    int result;

    work.options = (circlet_density_options)CIRCLET_DENSITY_OPTIONS_INIT;
    result = read_command_line(&work);
    if (result != ARGUMENTS_ARE_READ)
        return result;
    if (compute(&work, &error))
        result = report_error(read->command->name, &error);
    else
        result = print_result(&work, &error);
    circlet_density_free(work.density);
    study_close(&work.study);
    return result;
}

static const option_use options[] = {
    {OPTION_GRID, false, NULL},
    {OPTION_CELL, false,
     N_("the side of a square, or the distance between opposite sides of a "
        "hexagon; default: 250")},
    {OPTION_KERNEL, false, NULL},
    {OPTION_BANDWIDTH, false, NULL},
    {OPTION_ORIGIN, false, NULL},
    {OPTION_LEVEL, false,
     N_("the density of units of this level instead: city, district, street "
        "or community")},
    {OPTION_POLICY, false,
     N_("the rules (YAML): what groups and circles are")},
    {OPTION_GROUP, false, NULL},
    {OPTION_KIND, false, NULL},
    {OPTION_GRADE, false, NULL},
    {OPTION_AGE, false, NULL},
    {OPTION_AID, false, NULL},
    {OPTION_UNCOVERED, false, NULL},
    {OPTION_MODE, false,
     N_("the travel mode instead of that rule's, such as walk, or own")},
    {OPTION_YEAR, false,
     N_("people and facilities on 31 December of YEAR; default: the policy's "
        "year")},
    {OPTION_SMALL, false, NULL},
    {OPTION_OUTPUT, false,
     N_("a file to write as well: .geojson (with outlines) or .csv")},
    {OPTION_FORCE, false, NULL},
    {OPTION_SAVE, false,
     N_("store it in CITY, in place of an earlier one of the same people and "
        "cells or level; exports have it as a layer")},
    {OPTION_THREADS, false,
     N_("how many threads; default: one for each "
        "processor")},
    {OPTION_MEMORY, false, NULL},
};

static const option_label labels[] = {{OPTION_MODE, "MODE"}};

const command command_density = {
    .name = "density",
    .summary = N_("map how densely people live, and where to build"),
    .operands = "CITY",
    .operand_min = 1,
    .operand_max = 1,
    .text = N_("Says how many people live in each cell of a grid, or in each "
               "unit: everybody,\n"
               "those of a group, or those whom a rule's circle leaves "
               "uncovered, which shows\n"
               "where to build. A kernel spreads everybody over the cells "
               "around their home,\n"
               "within the city alone: the cells add up to the people. Cells "
               "lie in the same\n"
               "places in every run. Cells and units of few persons are "
               "marked as internal:\n"
               "they are not to be published."),
    .examples = "  circlet density city.gpkg --cell 500 --grid hexagon -o "
                "density.geojson\n"
                "  circlet density city.gpkg --policy rules.yaml --uncovered "
                "B-CIRCLE-15 --save\n"
                "  circlet density city.gpkg --level street --grade 1-2\n",
    .options = options,
    .option_count = sizeof(options) / sizeof(options[0]),
    .labels = labels,
    .label_count = sizeof(labels) / sizeof(labels[0]),
    .run = run,
};
