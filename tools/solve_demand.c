/* What the command line of `circlet solve` adds to demand: how near it is to
 * be served, how often, and how much of it. */
#include <stdlib.h>
#include <string.h>

#include "json.h"
#include "locale.h"
#include "message.h"
#include "solve_problem.h"

#define SHARE_ONE INT64_C(1000000000)

/* ---- cover -------------------------------------------------------------- */

static int set_class(solve_problem *problem, const char *name, uint32_t time)
{
    size_t count = circlet_location_file_demand_count(problem->file);
    bool is_known = false;

    for (size_t i = 0; i < count; i++) {
        const char *class = circlet_location_file_class(problem->file, i);

        if (!class || strcmp(class, name) != 0)
            continue;
        problem->cutoffs_ms[i] = time;
        is_known = true;
    }
    if (is_known)
        return ARGUMENTS_ARE_READ;
    return usage_error(problem->read->command->name,
                       _("option '--%s': there is no class '%s' of demand"),
                       option_name(OPTION_CUTOFF_SECONDS), name);
}

/* Cutoffs of classes, once that of all is known. */
static int add_class_cutoffs(solve_problem *problem)
{
    const arguments *read = problem->read;
    size_t count = circlet_location_file_demand_count(problem->file);
    char name[SOLVE_WORD_SIZE];
    int result = ARGUMENTS_ARE_READ;

    for (size_t k = 0; k < read->counts[OPTION_CUTOFF_SECONDS] &&
                       result == ARGUMENTS_ARE_READ;
         k++) {
        const char *value =
            solve_split(name, read->values[OPTION_CUTOFF_SECONDS][k]);
        uint32_t time = 0;

        if (!value)
            continue;
        if (!problem->cutoffs_ms) {
            problem->cutoffs_ms = malloc((count + 1) * sizeof(uint32_t));
            if (!problem->cutoffs_ms)
                return solve_no_memory(problem);
            for (size_t i = 0; i < count; i++)
                problem->cutoffs_ms[i] = problem->location.cutoff_ms > 0
                                             ? problem->location.cutoff_ms
                                             : CIRCLET_TIME_MAX;
            problem->location.cutoffs_ms = problem->cutoffs_ms;
        }
        result = solve_read_time(problem, OPTION_CUTOFF_SECONDS, value, &time);
        if (result == ARGUMENTS_ARE_READ)
            result = set_class(problem, name, time);
    }
    return result;
}

static int add_cutoffs(solve_problem *problem)
{
    const arguments *read = problem->read;
    int result = ARGUMENTS_ARE_READ;

    for (size_t k = 0; k < read->counts[OPTION_CUTOFF_SECONDS] &&
                       result == ARGUMENTS_ARE_READ;
         k++) {
        const char *text = read->values[OPTION_CUTOFF_SECONDS][k];

        if (!strchr(text, '='))
            result = solve_read_time(problem, OPTION_CUTOFF_SECONDS, text,
                                     &problem->location.cutoff_ms);
    }
    return result == ARGUMENTS_ARE_READ ? add_class_cutoffs(problem) : result;
}

/* "SECONDS=SHARE", one of a list. */
static int read_band(const solve_problem *problem, const char *text,
                     size_t size, circlet_cover_band *band)
{
    char word[SOLVE_WORD_SIZE] = "", name[SOLVE_WORD_SIZE];
    const char *value;
    int64_t share;

    if (size < sizeof(word))
        memcpy(word, text, size);
    value = solve_split(name, word);
    if (!value || !solve_read_share(&share, value) || share == 0 ||
        share % 1000000 != 0)
        return solve_fail_value(problem->read, OPTION_BANDS,
                                _("SECONDS=SHARE[,...] with shares in "
                                  "thousandths"),
                                text);
    band->share_milli = (uint32_t)(share / 1000000);
    return solve_read_time(problem, OPTION_BANDS, name, &band->cutoff_ms);
}

static int add_bands(solve_problem *problem)
{
    const char *text = option_value(problem->read, OPTION_BANDS);
    size_t count = 0;
    int result = ARGUMENTS_ARE_READ;

    if (!text)
        return ARGUMENTS_ARE_READ;
    problem->bands = calloc(strlen(text) + 1, sizeof(*problem->bands));
    if (!problem->bands)
        return solve_no_memory(problem);
    while (result == ARGUMENTS_ARE_READ) {
        size_t size = strcspn(text, ",");

        result = read_band(problem, text, size, &problem->bands[count++]);
        if (result == ARGUMENTS_ARE_READ && count > 1 &&
            (problem->bands[count - 1].cutoff_ms <=
                 problem->bands[count - 2].cutoff_ms ||
             problem->bands[count - 1].share_milli >=
                 problem->bands[count - 2].share_milli))
            result = solve_fail_value(problem->read, OPTION_BANDS,
                                      _("longer times with smaller shares, "
                                        "one after the other"),
                                      text);
        if (!text[size])
            break;
        text += size + 1;
    }
    problem->location.bands = problem->bands;
    problem->location.band_count = count;
    return result;
}

static int add_backup(solve_problem *problem)
{
    size_t count = circlet_location_file_demand_count(problem->file);
    long times = 1;
    int result = option_whole(&times, problem->read, OPTION_BACKUP, 1, 65535);

    if (result != ARGUMENTS_ARE_READ ||
        !option_given(problem->read, OPTION_BACKUP))
        return result;
    problem->backup = malloc((count + 1) * sizeof(*problem->backup));
    if (!problem->backup)
        return solve_no_memory(problem);
    for (size_t i = 0; i < count; i++)
        problem->backup[i] = (uint32_t)times;
    problem->location.backup = problem->backup;
    return ARGUMENTS_ARE_READ;
}

static int add_unserved(solve_problem *problem)
{
    const char *text = option_value(problem->read, OPTION_UNSERVED);

    return text ? solve_read_time(problem, OPTION_UNSERVED, text,
                                  &problem->location.unserved_ms)
                : ARGUMENTS_ARE_READ;
}

/* Whether enough sites that are not forbidden cover a point: what none
 * reaches is out of reach, and stated as such. */
static bool is_in_reach(const circlet_location *location, size_t point)
{
    uint32_t cutoff_ms = location->cutoffs_ms ? location->cutoffs_ms[point]
                                              : location->cutoff_ms;
    uint32_t need = location->backup ? location->backup[point] : 1;
    size_t count;
    const circlet_od_entry *row =
        circlet_od_matrix_row(location->reach, point, &count);

    for (size_t k = 0; k < count && need > 0; k++)
        if ((cutoff_ms == 0 || row[k].time_ms <= cutoff_ms) &&
            (!location->states ||
             location->states[row[k].destination] != CIRCLET_SITE_FORBIDDEN))
            need--;
    return need == 0;
}

static int64_t weight_in_reach(const solve_problem *problem)
{
    const circlet_location *location = &problem->location;
    size_t count = circlet_location_file_demand_count(problem->file);
    int64_t total = 0;

    for (size_t i = 0; i < count; i++) {
        int64_t weight = location->weights ? location->weights[i] : 1;

        if (weight == 0 || !is_in_reach(location, i))
            continue;
        if (weight > INT64_MAX - total)
            return INT64_MAX;
        total += weight;
    }
    return total;
}

static int add_target(solve_problem *problem)
{
    const char *text = option_value(problem->read, OPTION_TARGET);
    int64_t share, total;

    if (!text)
        return ARGUMENTS_ARE_READ;
    if (!solve_read_share(&share, text) || share == 0)
        return solve_fail_value(
            problem->read, OPTION_TARGET,
            _("a share above 0, of 1 at most, such as 0.9 or 90%"), text);
    /* Of what can be reached, as all models leave out what cannot; rounded
     * up, in parts that fit. */
    total = weight_in_reach(problem);
    problem->location.target =
        total / SHARE_ONE * share +
        (total % SHARE_ONE * share + SHARE_ONE - 1) / SHARE_ONE;
    return ARGUMENTS_ARE_READ;
}

/* Backup of a list says nothing to these models: it is not passed over. */
static int check_backup(solve_problem *problem)
{
    const circlet_location *location = &problem->location;
    size_t count = circlet_location_file_demand_count(problem->file);
    circlet_error error = {.status = CIRCLET_E_DATA};

    if (solve_has_backup(problem->model) || !location->backup)
        return ARGUMENTS_ARE_READ;
    for (size_t i = 0; i < count; i++) {
        if (location->backup[i] == 1)
            continue;
        snprintf(error.message, sizeof(error.message),
                 _("%s: demand '%s' asks for backup %lu, which says nothing "
                   "to %s"),
                 option_value(problem->read, OPTION_DEMAND),
                 circlet_location_file_demand_id(problem->file, i),
                 (unsigned long)location->backup[i],
                 circlet_model_name(problem->model));
        return report_error(problem->read->command->name, &error);
    }
    return ARGUMENTS_ARE_READ;
}

int solve_add_demand(solve_problem *problem)
{
    static int (*const steps[])(solve_problem *) = {check_backup, add_cutoffs,
                                                    add_bands,    add_backup,
                                                    add_unserved, add_target};
    int result = ARGUMENTS_ARE_READ;

    for (size_t i = 0;
         i < sizeof(steps) / sizeof(steps[0]) && result == ARGUMENTS_ARE_READ;
         i++)
        result = steps[i](problem);
    return result;
}
