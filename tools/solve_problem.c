#include "solve_problem.h"

#include <stdlib.h>
#include <string.h>

#include "json.h"
#include "locale.h"
#include "message.h"

#define MODEL_COUNT 7
#define SHARE_DECIMALS 9

int solve_fail_value(const arguments *read, option_id id, const char *takes,
                     const char *text)
{
    return usage_error(read->command->name,
                       _("option '--%s' takes %s, not '%s'"), option_name(id),
                       takes, text);
}

int solve_no_memory(const solve_problem *problem)
{
    circlet_error error = {CIRCLET_OK, ""};

    fail_nomem(&error);
    return report_error(problem->read->command->name, &error);
}

int solve_read_time(const solve_problem *problem, option_id id,
                    const char *text, uint32_t *out)
{
    int decimals = circlet_location_file_units(problem->file).time_decimals;
    int64_t value;

    if (!circlet_decimal_read(&value, text, decimals) || value < 1 ||
        value > CIRCLET_TIME_MAX)
        return solve_fail_value(
            problem->read, id,
            _("a time above 0, with no more decimals than the file has"),
            text);
    *out = (uint32_t)value;
    return ARGUMENTS_ARE_READ;
}

const char *solve_split(char name[SOLVE_WORD_SIZE], const char *text)
{
    const char *equals = strrchr(text, '=');
    size_t size = equals ? (size_t)(equals - text) : 0;

    if (!equals)
        return NULL;
    if (size >= SOLVE_WORD_SIZE)
        size = SOLVE_WORD_SIZE - 1;
    memcpy(name, text, size);
    name[size] = '\0';
    return equals + 1;
}

bool solve_is_cover(circlet_model model)
{
    return model == CIRCLET_MODEL_LSCP || model == CIRCLET_MODEL_MCLP ||
           model == CIRCLET_MODEL_CAPACITATED_MCLP;
}

bool solve_has_backup(circlet_model model)
{
    return model == CIRCLET_MODEL_LSCP || model == CIRCLET_MODEL_MCLP ||
           model == CIRCLET_MODEL_P_CENTER;
}

bool solve_read_share(int64_t *out, const char *text)
{
    size_t size = strlen(text);
    bool is_percent = size > 0 && text[size - 1] == '%';
    char number[NUMBER_SIZE];

    size -= is_percent;
    if (size >= sizeof(number))
        return false;
    memcpy(number, text, size);
    number[size] = '\0';
    return circlet_decimal_read(out, number,
                                SHARE_DECIMALS - (is_percent ? 2 : 0)) &&
           *out >= 0 && *out <= INT64_C(1000000000);
}

/* ---- before the file ---------------------------------------------------- */

static int read_model(solve_problem *problem)
{
    const char *word = problem->read->operands[0];

    for (int i = 0; i < MODEL_COUNT; i++)
        if (strcmp(word, circlet_model_name((circlet_model)i)) == 0) {
            problem->model = (circlet_model)i;
            return ARGUMENTS_ARE_READ;
        }
    return usage_error(problem->read->command->name,
                       _("unknown model '%s' (lscp, mclp, p-median, "
                         "p-center, facility-location, capacitated-mclp, "
                         "capacitated-p-median)"),
                       word);
}

static int read_format(solve_problem *problem)
{
    const char *word = option_value(problem->read, OPTION_FORMAT);

    for (int i = 0; i < CIRCLET_LOCATION_FORMAT_COUNT; i++)
        if (!word || strcmp(word, circlet_location_format_name(
                                      (circlet_location_format)i)) == 0) {
            problem->format = (circlet_location_format)i;
            return ARGUMENTS_ARE_READ;
        }
    return solve_fail_value(problem->read, OPTION_FORMAT,
                            "od-csv, orlib-pmed, orlib-scp, orlib-rail, "
                            "orlib-uflp, tsplib, cpmp",
                            word);
}

/* A positive number; `out` stays as it is if the option was not given. */
static int read_positive(double *out, const arguments *read, option_id id)
{
    const char *text = option_value(read, id);
    double value;

    if (!text)
        return ARGUMENTS_ARE_READ;
    if (!parse_number(&value, text) || !(value > 0))
        return solve_fail_value(read, id, _("a number above 0"), text);
    *out = value;
    return ARGUMENTS_ARE_READ;
}

static int read_whole64(uint64_t *out, const arguments *read, option_id id)
{
    const char *text = option_value(read, id);
    int64_t value;

    if (!text)
        return ARGUMENTS_ARE_READ;
    if (!circlet_decimal_read(&value, text, 0) || value < 0)
        return solve_fail_value(read, id, _("a whole number of 0 or more"),
                                text);
    *out = (uint64_t)value;
    return ARGUMENTS_ARE_READ;
}

static int read_gap(solve_problem *problem)
{
    const char *text = option_value(problem->read, OPTION_GAP);
    int64_t share;

    if (!text)
        return ARGUMENTS_ARE_READ;
    if (!solve_read_share(&share, text))
        return solve_fail_value(problem->read, OPTION_GAP,
                                _("a share, such as 0.01 or 1%"), text);
    problem->options.gap_limit = (double)share / 1e9;
    return ARGUMENTS_ARE_READ;
}

#define MODEL(name) (1U << CIRCLET_MODEL_##name)

/* An option that says nothing to a model is refused, not passed over. */
static int check_model_options(const solve_problem *problem)
{
    static const struct {
        option_id id;
        unsigned models;
    } uses[] = {
        {OPTION_BACKUP, MODEL(LSCP) | MODEL(MCLP) | MODEL(P_CENTER)},
        {OPTION_BANDS, MODEL(MCLP)},
        {OPTION_TARGET, MODEL(LSCP)},
        {OPTION_CUTOFF_SECONDS,
         MODEL(LSCP) | MODEL(MCLP) | MODEL(CAPACITATED_MCLP)},
        {OPTION_UNSERVED, MODEL(P_MEDIAN) | MODEL(FACILITY_LOCATION) |
                              MODEL(CAPACITATED_P_MEDIAN)},
        {OPTION_WHOLE, MODEL(CAPACITATED_MCLP) | MODEL(CAPACITATED_P_MEDIAN)},
    };

    for (size_t i = 0; i < sizeof(uses) / sizeof(uses[0]); i++)
        if (option_given(problem->read, uses[i].id) &&
            !(uses[i].models & 1U << problem->model))
            return usage_error(
                problem->read->command->name, _("'--%s' says nothing to %s"),
                option_name(uses[i].id), circlet_model_name(problem->model));
    if (option_given(problem->read, OPTION_BANDS) &&
        option_given(problem->read, OPTION_CUTOFF_SECONDS))
        return usage_error(problem->read->command->name,
                           _("'--bands' are cutoffs: '--cutoff' says nothing "
                             "beside them"));
    return ARGUMENTS_ARE_READ;
}

static int check_format_options(const solve_problem *problem)
{
    const arguments *read = problem->read;

    if (option_given(read, OPTION_DISTANCES) &&
        problem->format != CIRCLET_LOCATION_TSPLIB &&
        problem->format != CIRCLET_LOCATION_CPMP)
        return usage_error(read->command->name,
                           _("'--distances' goes with points in the plane "
                             "(tsplib, cpmp)"));
    if ((option_given(read, OPTION_DEMAND) ||
         option_given(read, OPTION_SITES)) &&
        problem->format != CIRCLET_LOCATION_OD_CSV)
        return usage_error(read->command->name,
                           _("'--demand' and '--sites' go with od-csv"));
    return ARGUMENTS_ARE_READ;
}

/* Of several tasks one. */
static int check_tasks(const solve_problem *problem)
{
    static const option_id tasks[] = {OPTION_FRONTIER, OPTION_VERIFY,
                                      OPTION_MPS};
    static const option_id of_one_answer[] = {
        OPTION_CERTIFICATE, OPTION_SITES_OUT, OPTION_ASSIGNMENT, OPTION_WITH};
    const arguments *read = problem->read;
    option_id task = OPTION_END;

    for (size_t i = 0; i < sizeof(tasks) / sizeof(tasks[0]); i++) {
        if (!option_given(read, tasks[i]))
            continue;
        if (task != OPTION_END)
            return usage_error(read->command->name,
                               _("'--%s' does not go with '--%s'"),
                               option_name(task), option_name(tasks[i]));
        task = tasks[i];
    }
    for (size_t i = 0; task != OPTION_END &&
                       i < sizeof(of_one_answer) / sizeof(of_one_answer[0]);
         i++)
        if (option_given(read, of_one_answer[i]))
            return usage_error(
                read->command->name, _("'--%s' does not go with '--%s'"),
                option_name(task), option_name(of_one_answer[i]));
    return ARGUMENTS_ARE_READ;
}

/* How long and how thoroughly to search. */
static int read_search(solve_problem *problem)
{
    const arguments *read = problem->read;
    circlet_siting_options *options = &problem->options;
    long threads = 1;
    int result =
        read_positive(&options->time_limit_s, read, OPTION_TIME_LIMIT);

    if (result == ARGUMENTS_ARE_READ)
        result = read_positive(&problem->spacing, read, OPTION_SPACING);
    if (result == ARGUMENTS_ARE_READ)
        result = read_gap(problem);
    if (result == ARGUMENTS_ARE_READ)
        result = read_whole64(&options->work_limit, read, OPTION_WORK_LIMIT);
    if (result == ARGUMENTS_ARE_READ)
        result = read_whole64(&options->seed, read, OPTION_SEED);
    if (result == ARGUMENTS_ARE_READ)
        result = option_whole(&threads, read, OPTION_THREADS, 1, 256);
    options->threads = (uint32_t)threads;
    options->wants_certificate = option_given(read, OPTION_CERTIFICATE);
    return result;
}

int solve_read_options(solve_problem *problem, const arguments *read)
{
    int result;

    problem->read = read;
    problem->path = read->operands[1];
    problem->options = (circlet_siting_options)CIRCLET_SITING_OPTIONS_INIT;
    result = read_model(problem);
    if (result == ARGUMENTS_ARE_READ)
        result = read_format(problem);
    if (result == ARGUMENTS_ARE_READ)
        result = check_model_options(problem);
    if (result == ARGUMENTS_ARE_READ)
        result = check_format_options(problem);
    if (result == ARGUMENTS_ARE_READ)
        result = check_tasks(problem);
    return result == ARGUMENTS_ARE_READ ? read_search(problem) : result;
}

/* ---- the file ----------------------------------------------------------- */

static int read_distances(circlet_distances *out, const arguments *read)
{
    static const struct {
        const char *word;
        circlet_distances kind;
    } words[] = {{"real", CIRCLET_DISTANCES_REAL},
                 {"rounded", CIRCLET_DISTANCES_ROUNDED},
                 {"floor", CIRCLET_DISTANCES_FLOOR}};
    const char *text = option_value(read, OPTION_DISTANCES);

    for (size_t i = 0; i < 3; i++)
        if (!text || strcmp(text, words[i].word) == 0) {
            *out = text ? words[i].kind : CIRCLET_DISTANCES_USUAL;
            return ARGUMENTS_ARE_READ;
        }
    return solve_fail_value(read, OPTION_DISTANCES, "real, rounded, floor",
                            text);
}

/* How many decimals its objective has. */
static int objective_decimals(const solve_problem *problem)
{
    circlet_location_units units = circlet_location_file_units(problem->file);

    switch (problem->model) {
    case CIRCLET_MODEL_LSCP:
    case CIRCLET_MODEL_FACILITY_LOCATION:
        return units.cost_decimals;
    case CIRCLET_MODEL_MCLP:
        return units.weight_decimals +
               (option_given(problem->read, OPTION_BANDS) ? 3 : 0);
    case CIRCLET_MODEL_CAPACITATED_MCLP:
        return units.weight_decimals;
    case CIRCLET_MODEL_P_CENTER:
        return units.time_decimals;
    default:
        return units.weight_decimals + units.time_decimals;
    }
}

static int read_file(solve_problem *problem, const circlet_progress *progress)
{
    const arguments *read = problem->read;
    circlet_location_file_options options = CIRCLET_LOCATION_FILE_OPTIONS_INIT;
    circlet_error error = {CIRCLET_OK, ""};
    circlet_status status;
    int result = read_distances(&options.distances, read);

    if (result != ARGUMENTS_ARE_READ)
        return result;
    options.model = problem->model;
    options.demand = option_value(read, OPTION_DEMAND);
    options.sites = option_value(read, OPTION_SITES);
    options.progress = *progress;
    status = circlet_read_location(&problem->file, problem->path,
                                   problem->format, &options, &error);
    if (!status && problem->spacing > 0)
        status = circlet_location_file_keep_apart(problem->file,
                                                  problem->spacing, &error);
    return status ? report_error(read->command->name, &error)
                  : ARGUMENTS_ARE_READ;
}

int solve_open_problem(solve_problem *problem,
                       const circlet_progress *progress)
{
    int result = read_file(problem, progress);

    problem->options.progress = *progress;
    if (result != ARGUMENTS_ARE_READ)
        return result;
    problem->location = *circlet_location_file_location(problem->file);
    problem->decimals = objective_decimals(problem);
    return solve_add_limits(problem);
}

void solve_close_problem(solve_problem *problem)
{
    circlet_location_file_free(problem->file);
    free(problem->states);
    free(problem->cutoffs_ms);
    free(problem->backup);
    free(problem->group_min);
    free(problem->group_max);
    free(problem->bands);
}
