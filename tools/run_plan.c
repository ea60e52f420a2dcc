#include "run_plan.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "locale.h"
#include "message.h"
#include "run_step.h"

/* ---- texts -------------------------------------------------------------- */

const char *run_plan_text(run_plan *plan, const char *format, ...)
{
    va_list list, again;
    int size;
    char *text;

    if (plan->text_count == plan->text_capacity) {
        size_t more = plan->text_capacity ? 2 * plan->text_capacity : 32;
        char **texts =
            realloc((void *)plan->texts, more * sizeof(*plan->texts));

        if (!texts)
            return NULL;
        plan->texts = texts;
        plan->text_capacity = more;
    }
    va_start(list, format);
    va_copy(again, list);
    size = vsnprintf(NULL, 0, format, list);
    va_end(list);
    text = size < 0 ? NULL : malloc((size_t)size + 1);
    if (text) {
        vsnprintf(text, (size_t)size + 1, format, again);
        plan->texts[plan->text_count++] = text;
    }
    va_end(again);
    return text;
}

circlet_status run_plan_fail(const run_plan *plan, uint32_t line,
                             uint32_t column, circlet_error *error,
                             const char *format, ...)
{
    va_list list;
    int used =
        snprintf(error->message, sizeof(error->message),
                 "%s:%u:%u: ", plan->file, (unsigned)line, (unsigned)column);

    error->status = CIRCLET_E_FORMAT;
    if (used < 0 || (size_t)used >= sizeof(error->message))
        return error->status;
    va_start(list, format);
    vsnprintf(error->message + used, sizeof(error->message) - (size_t)used,
              format, list);
    va_end(list);
    return error->status;
}

/* ---- folders ------------------------------------------------------------ */

/* With the slash at its end; "" is where the program works. */
static const char *as_folder(run_plan *plan, const char *path)
{
    size_t size = strlen(path);

    return run_plan_text(plan, "%s%s", path,
                         size > 0 && path[size - 1] != '/' ? "/" : "");
}

static circlet_status find_folders(run_plan *plan, const char *results,
                                   circlet_error *error)
{
    const circlet_run_value *said =
        circlet_run_file_default(plan->said, "results");
    const char *slash = strrchr(plan->file, '/');
    size_t size = slash ? (size_t)(slash - plan->file) + 1 : 0;

    plan->folder = run_plan_text(plan, "%.*s", (int)size, plan->file);
    plan->results = plan->folder;
    if (results)
        plan->results = as_folder(plan, results);
    else if (said && plan->folder)
        plan->results = as_folder(
            plan, run_plan_text(plan, "%s%s",
                                said->text[0] == '/' ? "" : plan->folder,
                                said->text));
    return plan->folder && plan->results ? CIRCLET_OK : fail_nomem(error);
}

/* ---- cities that the run makes ------------------------------------------ */

static const char *named_city(const run_plan *plan,
                              const circlet_run_step *step)
{
    const circlet_run_value *value =
        circlet_run_file_default(plan->said, "city");

    for (size_t i = 0; i < step->value_count; i++)
        if (strcmp(step->values[i].key, "city") == 0)
            return step->values[i].text;
    return value ? value->text : NULL;
}

static circlet_status add_made_city(run_plan *plan,
                                    const circlet_run_step *step,
                                    const char *named, circlet_error *error)
{
    const char *path = run_plan_text(
        plan, "%s%s", named[0] == '/' ? "" : plan->results, named);

    for (size_t i = 0; i < plan->city_count; i++)
        if (strcmp(plan->cities[i].named, named) == 0)
            return run_plan_fail(plan, step->line, step->column, error,
                                 _("'%s' is made by two steps"), named);
    if (!path)
        return fail_nomem(error);
    plan->cities[plan->city_count++] = (run_city){named, path, true};
    return CIRCLET_OK;
}

static circlet_status find_made_cities(run_plan *plan, circlet_error *error)
{
    circlet_status status = CIRCLET_OK;

    plan->cities = calloc(plan->step_count, sizeof(*plan->cities));
    if (!plan->cities)
        return fail_nomem(error);
    for (size_t i = 0; !status && i < plan->step_count; i++) {
        const circlet_run_step *step = circlet_run_file_step(plan->said, i);
        const char *named = named_city(plan, step);

        if (strcmp(step->command, command_new.name) == 0 && named && *named)
            status = add_made_city(plan, step, named, error);
    }
    return status;
}

/* ---- steps that contradict each other ----------------------------------- */

/* Whether a step before the i-th has to do with the city. */
static bool is_used_before(const run_plan *plan, size_t i, size_t city)
{
    for (size_t j = 0; j < i; j++)
        for (size_t k = 0; k < plan->steps[j].city_count; k++)
            if (plan->steps[j].cities[k] == city)
                return true;
    return false;
}

static circlet_status check_new(const run_plan *plan, size_t i,
                                circlet_error *error)
{
    const run_step *step = &plan->steps[i];

    if (!run_step_is_new(step) || !is_used_before(plan, i, step->cities[0]))
        return CIRCLET_OK;
    return run_plan_fail(plan, step->said->line, step->said->column, error,
                         _("step 'new' makes '%s', which a step before works "
                           "on"),
                         plan->cities[step->cities[0]].named);
}

/* The number of the first step that writes the file or works on it as a
 * city; `end` if none does. */
static size_t find_writer(const run_plan *plan, const run_path *path,
                          size_t end)
{
    for (size_t i = 0; i < end; i++)
        for (size_t k = 0; k < plan->steps[i].path_count; k++)
            if (plan->steps[i].paths[k].is_written &&
                &plan->steps[i].paths[k] != path &&
                strcmp(plan->steps[i].paths[k].path, path->path) == 0)
                return i;
    return end;
}

static bool is_city(const run_plan *plan, const char *path)
{
    for (size_t i = 0; i < plan->city_count; i++)
        if (strcmp(plan->cities[i].path, path) == 0)
            return true;
    return false;
}

static circlet_status check_written(const run_plan *plan, size_t i,
                                    circlet_error *error)
{
    const run_step *step = &plan->steps[i];

    for (size_t k = 0; k < step->path_count; k++) {
        const run_path *path = &step->paths[k];
        size_t writer = find_writer(plan, path, i + 1);

        if (!path->is_written)
            continue;
        if (writer <= i)
            return run_plan_fail(plan, step->said->line, step->said->column,
                                 error,
                                 _("step '%s' writes '%s', as step %zu does"),
                                 step->said->command, path->named, writer + 1);
        if (is_city(plan, path->path))
            return run_plan_fail(plan, step->said->line, step->said->column,
                                 error,
                                 _("step '%s' writes '%s', which is a city "
                                   "of other steps"),
                                 step->said->command, path->named);
    }
    return CIRCLET_OK;
}

/* ---- all ---------------------------------------------------------------- */

circlet_status run_plan_read(run_plan *out, const char *path,
                             const char *results, circlet_error *error)
{
    circlet_status status;

    *out = (run_plan){.file = path};
    status = circlet_read_run_file(&out->said, path, error);
    if (status)
        return status;
    out->step_count = circlet_run_file_step_count(out->said);
    out->steps = calloc(out->step_count, sizeof(*out->steps));
    if (!out->steps)
        return fail_nomem(error);
    status = find_folders(out, results, error);
    if (!status)
        status = find_made_cities(out, error);
    for (size_t i = 0; !status && i < out->step_count; i++)
        status = run_step_read(out, i, error);
    for (size_t i = 0; !status && i < out->step_count; i++) {
        status = check_new(out, i, error);
        if (!status)
            status = check_written(out, i, error);
    }
    return status;
}

void run_plan_free(run_plan *plan)
{
    for (size_t i = 0; plan->steps && i < plan->step_count; i++) {
        free((void *)plan->steps[i].given.operands);
        arguments_free(&plan->steps[i].given);
        free(plan->steps[i].paths);
    }
    for (size_t i = 0; i < plan->text_count; i++)
        free(plan->texts[i]);
    free((void *)plan->texts);
    free(plan->steps);
    free(plan->cities);
    circlet_run_file_free(plan->said);
}
