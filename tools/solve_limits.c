/* What the command line of `circlet solve` adds to sites and to the choice as
 * a whole. */
#include <stdlib.h>
#include <string.h>

#include "json.h"
#include "locale.h"
#include "message.h"
#include "solve_problem.h"

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

/* ---- p and budget ------------------------------------------------------- */

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
    if (problem->model == CIRCLET_MODEL_LSCP &&
        !option_given(problem->read, OPTION_TARGET))
        return usage_error(problem->read->command->name,
                           _("lscp has a frontier only with '--target'"));
    problem->has_frontier = true;
    (void)circlet_decimal_read(&problem->step, "1", decimals);
    for (const char *c = text; count < 3; c++, count++) {
        size_t size = strcspn(c, ":");
        char word[SOLVE_WORD_SIZE] = "";

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
        return solve_no_memory(problem);
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

static int set_group(solve_problem *problem, option_id id, uint32_t *values,
                     const char *text)
{
    size_t count = problem->location.group_count;
    char name[SOLVE_WORD_SIZE];
    const char *value = solve_split(name, text);
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
    if (!has_name)
        return usage_error(problem->read->command->name,
                           _("option '--%s': no site is in a group"),
                           option_name(id));
    return usage_error(problem->read->command->name,
                       _("option '--%s': there is no group '%s'"),
                       option_name(id), name);
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
        return solve_no_memory(problem);
    for (size_t g = 0; g < count; g++)
        (*values)[g] = usual;
    for (size_t k = 0; k < read->counts[id] && result == ARGUMENTS_ARE_READ;
         k++)
        result = set_group(problem, id, *values, read->values[id][k]);
    *borrowed = *values;
    return result;
}

int solve_add_limits(solve_problem *problem)
{
    static int (*const steps[])(solve_problem *) = {
        add_budget, add_p, add_frontier, add_states, solve_add_demand};
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
