/* What the command line of `circlet solve` adds to a problem. */
#include <stdlib.h>
#include <string.h>

#include "json.h"
#include "locale.h"
#include "message.h"
#include "solve_problem.h"

#define SHARE_ONE INT64_C(1000000000)
#define WORD_SIZE 128

static int no_memory(const solve_problem *problem)
{
    circlet_error error = {CIRCLET_OK, ""};

    fail_nomem(&error);
    return report_error(problem->read->command->name, &error);
}

/* A number of the file's units, from 0 (or above it) on. */
static int read_units(const solve_problem *problem, option_id id,
                      const char *text, int decimals, int64_t *out)
{
    if (circlet_decimal_read(out, text, decimals) && *out >= 0)
        return ARGUMENTS_ARE_READ;
    return solve_fail_value(
        problem->read, id,
        _("a number of 0 or more, with no more decimals than the file has"),
        text);
}

static int read_time(const solve_problem *problem, option_id id,
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

/* ---- p, budget, target -------------------------------------------------- */

/* What a file says of p is for the models that need it. */
static int add_p(solve_problem *problem)
{
    const arguments *read = problem->read;
    circlet_location *location = &problem->location;
    bool needs_p = problem->model != CIRCLET_MODEL_LSCP &&
                   problem->model != CIRCLET_MODEL_FACILITY_LOCATION;
    long p = 0;
    int result = option_whole(&p, read, OPTION_P, 0, 1000000000);

    if (result != ARGUMENTS_ARE_READ)
        return result;
    if (option_given(read, OPTION_P)) {
        location->has_p = true;
        location->p = (size_t)p;
    } else if (!needs_p || location->has_budget) {
        location->has_p = false;
    }
    if (needs_p && !location->has_p && !location->has_budget &&
        !option_given(read, OPTION_FRONTIER))
        return usage_error(read->command->name,
                           _("%s needs '--p' or '--budget'"),
                           circlet_model_name(problem->model));
    return ARGUMENTS_ARE_READ;
}

static int add_budget(solve_problem *problem)
{
    const char *text = option_value(problem->read, OPTION_BUDGET);
    circlet_location *location = &problem->location;

    if (!text)
        return ARGUMENTS_ARE_READ;
    location->has_budget = true;
    return read_units(problem, OPTION_BUDGET, text,
                      circlet_location_file_units(problem->file).cost_decimals,
                      &location->budget);
}

/* "FIRST:LAST[:STEP]" */
static int add_frontier(solve_problem *problem)
{
    const char *text = option_value(problem->read, OPTION_FRONTIER);
    int decimals =
        problem->location.has_budget
            ? circlet_location_file_units(problem->file).cost_decimals
            : 0;
    int64_t *parts[3] = {&problem->first, &problem->last, &problem->step};
    size_t count = 0;

    if (!text)
        return ARGUMENTS_ARE_READ;
    problem->has_frontier = true;
    (void)circlet_decimal_read(&problem->step, "1", decimals);
    for (const char *c = text; count < 3; c++, count++) {
        size_t size = strcspn(c, ":");
        char word[WORD_SIZE] = "";

        if (size < sizeof(word))
            memcpy(word, c, size);
        if (!circlet_decimal_read(parts[count], word, decimals))
            break;
        c += size;
        if (!*c) {
            count = count + 1;
            break;
        }
    }
    if (strcspn(text, ":") == strlen(text) || count < 2 || problem->step < 1 ||
        problem->first < 0 || problem->last < problem->first)
        return solve_fail_value(problem->read, OPTION_FRONTIER,
                                "FIRST:LAST[:STEP]", text);
    return ARGUMENTS_ARE_READ;
}

static int64_t total_weight(const solve_problem *problem)
{
    size_t count = circlet_location_file_demand_count(problem->file);
    int64_t total = 0;

    for (size_t i = 0; i < count; i++) {
        int64_t weight =
            problem->location.weights ? problem->location.weights[i] : 1;

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
        return solve_fail_value(problem->read, OPTION_TARGET,
                                _("a share above 0, such as 0.9 or 90%"),
                                text);
    /* Rounded up, in parts that fit. */
    total = total_weight(problem);
    problem->location.target =
        total / SHARE_ONE * share +
        (total % SHARE_ONE * share + SHARE_ONE - 1) / SHARE_ONE;
    return ARGUMENTS_ARE_READ;
}

/* ---- sites and groups --------------------------------------------------- */

/* Whether one of the options before it names the site of `text`, too. */
static const char *other_option(const solve_problem *problem, option_id id,
                                uint32_t site)
{
    static const option_id before[] = {OPTION_FIX_SITE, OPTION_FORBID,
                                       OPTION_EXISTING};
    const arguments *read = problem->read;

    for (size_t i = 0; before[i] != id; i++)
        for (size_t k = 0; k < read->counts[before[i]]; k++) {
            uint32_t other;

            if (circlet_location_file_find_site(
                    problem->file, read->values[before[i]][k], &other) &&
                other == site)
                return option_name(before[i]);
        }
    return NULL;
}

static int set_states(solve_problem *problem, option_id id,
                      circlet_site_state state)
{
    const arguments *read = problem->read;
    uint32_t site;

    for (size_t k = 0; k < read->counts[id]; k++) {
        const char *other;

        if (!circlet_location_file_find_site(problem->file,
                                             read->values[id][k], &site))
            return usage_error(read->command->name,
                               _("option '--%s': there is no site '%s'"),
                               option_name(id), read->values[id][k]);
        other = other_option(problem, id, site);
        if (other) {
            circlet_error error = {.status = CIRCLET_E_INFEASIBLE};

            snprintf(error.message, sizeof(error.message),
                     _("site '%s' is named by '--%s' and by '--%s'"),
                     read->values[id][k], other, option_name(id));
            return report_error(read->command->name, &error);
        }
        problem->states[site] = (uint8_t)state;
    }
    return ARGUMENTS_ARE_READ;
}

static int add_states(solve_problem *problem)
{
    const arguments *read = problem->read;
    size_t count = circlet_location_file_site_count(problem->file);
    int result;

    if (!option_given(read, OPTION_FIX_SITE) &&
        !option_given(read, OPTION_FORBID) &&
        !option_given(read, OPTION_EXISTING))
        return ARGUMENTS_ARE_READ;
    problem->states = calloc(count + 1, 1);
    if (!problem->states)
        return no_memory(problem);
    if (problem->location.states)
        memcpy(problem->states, problem->location.states, count);
    problem->location.states = problem->states;
    result = set_states(problem, OPTION_FIX_SITE, CIRCLET_SITE_FIXED);
    if (result == ARGUMENTS_ARE_READ)
        result = set_states(problem, OPTION_FORBID, CIRCLET_SITE_FORBIDDEN);
    if (result == ARGUMENTS_ARE_READ)
        result = set_states(problem, OPTION_EXISTING, CIRCLET_SITE_EXISTING);
    return result;
}

/* Splits "NAME=VALUE" at the last '='; NULL: there is none, else the value.
 * A name that is longer than any is cut. */
static const char *split(char name[WORD_SIZE], const char *text)
{
    const char *equals = strrchr(text, '=');
    size_t size = equals ? (size_t)(equals - text) : 0;

    if (!equals)
        return NULL;
    if (size >= WORD_SIZE)
        size = WORD_SIZE - 1;
    memcpy(name, text, size);
    name[size] = '\0';
    return equals + 1;
}

static int set_group(solve_problem *problem, option_id id, uint32_t *values,
                     const char *text)
{
    size_t count = problem->location.group_count;
    char name[WORD_SIZE];
    const char *value = split(name, text);
    bool has_name = value != NULL, is_known = false;
    int64_t number;

    if (!circlet_decimal_read(&number, has_name ? value : text, 0) ||
        number < 0 || number >= UINT32_MAX)
        return solve_fail_value(problem->read, id, _("N or GROUP=N"), text);
    for (size_t g = 0; g < count; g++) {
        if (has_name &&
            strcmp(circlet_location_file_group(problem->file, g), name) != 0)
            continue;
        values[g] = (uint32_t)number;
        is_known = true;
    }
    if (is_known)
        return ARGUMENTS_ARE_READ;
    return usage_error(problem->read->command->name,
                       _("option '--%s': there is no group '%s'"),
                       option_name(id), has_name ? name : "");
}

static int add_groups(solve_problem *problem, option_id id, uint32_t usual,
                      uint32_t **values, const uint32_t **borrowed)
{
    const arguments *read = problem->read;
    size_t count = problem->location.group_count;
    int result = ARGUMENTS_ARE_READ;

    if (!option_given(read, id))
        return ARGUMENTS_ARE_READ;
    *values = malloc((count + 1) * sizeof(**values));
    if (!*values)
        return no_memory(problem);
    for (size_t g = 0; g < count; g++)
        (*values)[g] = usual;
    for (size_t k = 0; k < read->counts[id] && result == ARGUMENTS_ARE_READ;
         k++)
        result = set_group(problem, id, *values, read->values[id][k]);
    *borrowed = *values;
    return result;
}

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
    char name[WORD_SIZE];
    int result = ARGUMENTS_ARE_READ;

    for (size_t k = 0; k < read->counts[OPTION_CUTOFF_SECONDS] &&
                       result == ARGUMENTS_ARE_READ;
         k++) {
        const char *value =
            split(name, read->values[OPTION_CUTOFF_SECONDS][k]);
        uint32_t time = 0;

        if (!value)
            continue;
        if (!problem->cutoffs_ms) {
            problem->cutoffs_ms = malloc((count + 1) * sizeof(uint32_t));
            if (!problem->cutoffs_ms)
                return no_memory(problem);
            for (size_t i = 0; i < count; i++)
                problem->cutoffs_ms[i] = problem->location.cutoff_ms > 0
                                             ? problem->location.cutoff_ms
                                             : CIRCLET_TIME_MAX;
            problem->location.cutoffs_ms = problem->cutoffs_ms;
        }
        result = read_time(problem, OPTION_CUTOFF_SECONDS, value, &time);
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
            result = read_time(problem, OPTION_CUTOFF_SECONDS, text,
                               &problem->location.cutoff_ms);
    }
    return result == ARGUMENTS_ARE_READ ? add_class_cutoffs(problem) : result;
}

/* "SECONDS=SHARE", one of a list. */
static int read_band(const solve_problem *problem, const char *text,
                     size_t size, circlet_cover_band *band)
{
    char word[WORD_SIZE] = "", name[WORD_SIZE];
    const char *value;
    int64_t share;

    if (size < sizeof(word))
        memcpy(word, text, size);
    value = split(name, word);
    if (!value || !solve_read_share(&share, value) || share == 0 ||
        share % 1000000 != 0)
        return solve_fail_value(problem->read, OPTION_BANDS,
                                _("SECONDS=SHARE[,...] with shares in "
                                  "thousandths"),
                                text);
    band->share_milli = (uint32_t)(share / 1000000);
    return read_time(problem, OPTION_BANDS, name, &band->cutoff_ms);
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
        return no_memory(problem);
    while (result == ARGUMENTS_ARE_READ) {
        size_t size = strcspn(text, ",");

        result = read_band(problem, text, size, &problem->bands[count++]);
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
        return no_memory(problem);
    for (size_t i = 0; i < count; i++)
        problem->backup[i] = (uint32_t)times;
    problem->location.backup = problem->backup;
    return ARGUMENTS_ARE_READ;
}

static int add_unserved(solve_problem *problem)
{
    const char *text = option_value(problem->read, OPTION_UNSERVED);

    return text ? read_time(problem, OPTION_UNSERVED, text,
                            &problem->location.unserved_ms)
                : ARGUMENTS_ARE_READ;
}

int solve_add_limits(solve_problem *problem)
{
    static int (*const steps[])(solve_problem *) = {
        add_budget,  add_p,     add_frontier, add_target,  add_states,
        add_cutoffs, add_bands, add_backup,   add_unserved};
    circlet_location *location = &problem->location;
    int result = ARGUMENTS_ARE_READ;

    for (size_t i = 0;
         i < sizeof(steps) / sizeof(steps[0]) && result == ARGUMENTS_ARE_READ;
         i++)
        result = steps[i](problem);
    if (result == ARGUMENTS_ARE_READ)
        result = add_groups(problem, OPTION_GROUP_MIN, 0, &problem->group_min,
                            &location->group_min);
    if (result == ARGUMENTS_ARE_READ)
        result = add_groups(problem, OPTION_GROUP_MAX, UINT32_MAX,
                            &problem->group_max, &location->group_max);
    if (option_given(problem->read, OPTION_WHOLE))
        location->is_whole = true;
    return result;
}
