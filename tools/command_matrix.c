/* circlet matrix: travel times between all places of two layers. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "json.h"
#include "locale.h"
#include "matrix_output.h"
#include "message.h"
#include "output_file.h"
#include "study.h"
#include "travel_option.h"

#define MS_PER_MINUTE 60000.0

typedef struct matrix_work {
    const arguments *read;
    study study;
    uint32_t cutoff_ms;
    circlet_bound bound;
    long nearest; /* 0: all */
    bool is_binary;
    matrix_points origins, destinations;
    circlet_od_matrix *matrix; /* between the points of both */
} matrix_work;

/* ---- the command line --------------------------------------------------- */

static int fail_value(const arguments *read, option_id id, const char *takes,
                      const char *text)
{
    return usage_error(read->command->name,
                       _("option '--%s' takes %s, not '%s'"), option_name(id),
                       takes, text);
}

/* Minutes; the unit may be said. */
static int read_cutoff(matrix_work *work)
{
    const char *text = option_value(work->read, OPTION_CUTOFF);
    size_t size = strlen(text);
    char number[NUMBER_SIZE];
    double minutes, ms = 0;

    if (size > 3 && strcmp(text + size - 3, "min") == 0)
        size -= 3;
    if (size < sizeof(number)) {
        memcpy(number, text, size);
        number[size] = '\0';
        if (parse_number(&minutes, number))
            ms = minutes * MS_PER_MINUTE;
    }
    if (!(ms >= 1 && ms <= CIRCLET_CUTOFF_MAX))
        return fail_value(work->read, OPTION_CUTOFF, _("minutes up to 1440"),
                          text);
    work->cutoff_ms = (uint32_t)llround(ms);
    return ARGUMENTS_ARE_READ;
}

static int check_layers(const arguments *read, option_id id)
{
    for (size_t i = 0; i < read->counts[id]; i++)
        if (!matrix_layer_is_known(read->values[id][i]))
            return fail_value(read, id, "people, facilities, sites",
                              read->values[id][i]);
    return ARGUMENTS_ARE_READ;
}

/* The end of the file's name says how it is written. */
static int read_output(matrix_work *work)
{
    const char *path = option_value(work->read, OPTION_OUTPUT);
    const char *dot = path ? strrchr(path, '.') : NULL;

    work->is_binary = dot && strcmp(dot, ".bin") == 0;
    if (!path || work->is_binary || (dot && strcmp(dot, ".csv") == 0))
        return ARGUMENTS_ARE_READ;
    return fail_value(work->read, OPTION_OUTPUT, _("a .csv or .bin file"),
                      path);
}

static int read_command_line(matrix_work *work)
{
    const arguments *read = work->read;
    int result = read_cutoff(work);

    if (result == ARGUMENTS_ARE_READ)
        result = option_bound(&work->bound, read);
    if (result == ARGUMENTS_ARE_READ)
        result =
            option_whole(&work->nearest, read, OPTION_NEAREST, 1, 1000000);
    if (result == ARGUMENTS_ARE_READ)
        result = check_layers(read, OPTION_FROM_LAYER);
    if (result == ARGUMENTS_ARE_READ)
        result = check_layers(read, OPTION_TO_LAYER);
    return result == ARGUMENTS_ARE_READ ? read_output(work) : result;
}

/* ---- the times ---------------------------------------------------------- */

/* A layer that is named twice counts once. */
static bool stands_before(const arguments *read, option_id id, size_t position)
{
    for (size_t i = 0; i < position; i++)
        if (strcmp(read->values[id][i], read->values[id][position]) == 0)
            return true;
    return false;
}

static circlet_status find_points(matrix_points *points,
                                  const matrix_work *work, option_id id,
                                  const char *usual, circlet_error *error)
{
    const arguments *read = work->read;
    circlet_status status = CIRCLET_OK;

    points->has_individuals = option_given(read, OPTION_INDIVIDUALS);
    if (!option_given(read, id))
        return matrix_points_add(points, work->study.city, usual, error);
    for (size_t i = 0; i < read->counts[id] && !status; i++)
        if (!stands_before(read, id, i))
            status = matrix_points_add(points, work->study.city,
                                       read->values[id][i], error);
    return status;
}

/* Of the points of so many destinations, so many times as many as one has may
 * be nearer. */
static circlet_status find_times(matrix_work *work, circlet_error *error)
{
    const circlet_travel_query query = {
        .mode = circlet_travel_mode_name(work->study.mode),
        .bound = work->bound,
        .origins = work->origins.points,
        .origin_count = work->origins.point_count,
        .destinations = work->destinations.points,
        .destination_count = work->destinations.point_count,
        .cutoff_ms = work->cutoff_ms,
        .progress = work->study.progress};
    circlet_status status;

    if (work->nearest > 0 && work->destinations.most_points > 0)
        status = circlet_nearest_compute(
            &work->matrix, work->study.router, &query,
            (size_t)work->nearest * work->destinations.most_points, error);
    else
        status = circlet_od_matrix_compute(&work->matrix, work->study.router,
                                           &query, error);
    return status;
}

static circlet_status compute(matrix_work *work, circlet_error *error)
{
    circlet_status status =
        study_open_streets(&work->study, work->read, true, error);

    if (!status)
        status = find_points(&work->origins, work, OPTION_FROM_LAYER, "people",
                             error);
    if (!status)
        status = find_points(&work->destinations, work, OPTION_TO_LAYER,
                             "facilities", error);
    return status ? status : find_times(work, error);
}

/* ---- output ------------------------------------------------------------- */

static circlet_status write_file(const matrix_work *work,
                                 const matrix_output *output,
                                 circlet_error *error)
{
    output_file file = {0};
    circlet_status status =
        output_file_open(&file, option_value(work->read, OPTION_OUTPUT),
                         option_given(work->read, OPTION_FORCE), error);

    if (!status && !(work->is_binary ? matrix_write_binary(file.file, output)
                                     : matrix_write_csv(file.file, output)))
        status = study_check_interrupt(error);
    if (!status)
        status = output_file_commit(&file, error);
    output_file_end(&file);
    return status;
}

static circlet_status write_result(matrix_work *work,
                                   const matrix_output *output,
                                   circlet_error *error)
{
    const char *path = option_value(work->read, OPTION_OUTPUT);
    circlet_status status =
        path ? write_file(work, output, error) : CIRCLET_OK;
    bool is_done = true;

    if (status)
        return status;
    progress_end(&work->study.bar);
    work->study.bar.is_shown = false; /* it would stand among the lines */
    if (option_given(work->read, OPTION_JSON))
        is_done = matrix_print_json(output, path);
    else if (path)
        matrix_print_text(output, path);
    else
        is_done = matrix_write_csv(stdout, output);
    return is_done ? CIRCLET_OK : study_check_interrupt(error);
}

static circlet_status print_result(matrix_work *work, circlet_error *error)
{
    matrix_rows rows = {.matrix = work->matrix,
                        .origins = &work->origins,
                        .destinations = &work->destinations,
                        .nearest = (size_t)work->nearest};
    const matrix_output output = {
        &rows, circlet_travel_mode_name(work->study.mode), work->bound,
        work->cutoff_ms, &work->study.progress};
    circlet_status status = matrix_rows_start(&rows, error);

    if (!status)
        status = write_result(work, &output, error);
    progress_end(&work->study.bar);
    matrix_rows_free(&rows);
    return status;
}

static int run(const arguments *read)
{
    matrix_work work = {.read = read};
    circlet_error error = {CIRCLET_OK, ""};
    int result = read_command_line(&work);

    if (result != ARGUMENTS_ARE_READ)
        return result;
    result = EXIT_DONE;
    if (compute(&work, &error) || print_result(&work, &error)) {
        progress_end(&work.study.bar);
        result = report_error(read->command->name, &error);
    }
    circlet_od_matrix_free(work.matrix);
    matrix_points_free(&work.origins);
    matrix_points_free(&work.destinations);
    study_close(&work.study);
    return result;
}

static const option_use options[] = {
    {OPTION_MODE, true,
     N_("the travel mode, such as walk; without --policy one that comes with "
        "circlet, or a file")},
    {OPTION_CUTOFF, true,
     N_("the longest time in minutes, such as 15 or 15min")},
    {OPTION_FROM_LAYER, false, NULL},
    {OPTION_TO_LAYER, false, NULL},
    {OPTION_NEAREST, false, NULL},
    {OPTION_INDIVIDUALS, false, NULL},
    {OPTION_POLICY, false,
     N_("the rules (YAML): where the travel modes are, how points are tied to "
        "streets")},
    {OPTION_BOUND, false, NULL},
    {OPTION_OUTPUT, false,
     N_("the file to write, .csv or .bin (see the manual); default: CSV to "
        "stdout")},
    {OPTION_FORCE, false, NULL},
    {OPTION_THREADS, false, NULL},
    {OPTION_MEMORY, false, NULL},
};

static const option_label labels[] = {{OPTION_MODE, "MODE"},
                                      {OPTION_CUTOFF, "MINUTES"}};

const command command_matrix = {
    .name = "matrix",
    .summary = N_("travel times between all places of two layers"),
    .operands = "CITY",
    .operand_min = 1,
    .operand_max = 1,
    .text = N_("Writes the travel time of every pair of an origin and a "
               "destination that is not\n"
               "over the cutoff, as lines origin,destination,seconds, sorted "
               "by origin, seconds,\n"
               "destination. Layers are people, facilities (the open ones; "
               "each at its nearest\n"
               "entrance) and sites. People have their numbers in the city "
               "(1, 2, ...) unless\n"
               "--individuals asks for ids. Whatever the threads and the "
               "memory, the lines are\n"
               "the same."),
    .examples = "  circlet matrix city.gpkg --mode walk --cutoff 15 > "
                "times.csv\n"
                "  circlet matrix city.gpkg --mode drive --cutoff 30min "
                "--to sites \\\n"
                "      --nearest 3 -o times.bin\n",
    .options = options,
    .option_count = sizeof(options) / sizeof(options[0]),
    .labels = labels,
    .label_count = sizeof(labels) / sizeof(labels[0]),
    .run = run,
};
