/* circlet run: the steps of a run file, of which those are left out that are
 * done. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "command.h"
#include "json.h"
#include "locale.h"
#include "message.h"
#include "run_work.h"

/* ---- what is said ------------------------------------------------------- */

static const char *outcome_name(const run_result *result)
{
    static const char *const names[] = {"not_reached", "unchanged", "done",
                                        "failed"};

    return names[result->outcome];
}

static void print_json_step(json *out, const run_work *work, size_t i)
{
    const run_step *step = &work->plan.steps[i];
    const run_result *result = &work->results[i];
    bool has_ended = result->outcome != RUN_NOT_REACHED;

    json_object(out, NULL);
    json_integer(out, "step", (int64_t)i + 1);
    json_text(out, "command", step->command->name);
    json_integer(out, "line", step->said->line);
    json_text(out, "what", step->label);
    json_text(out, "outcome", outcome_name(result));
    json_text(out, "reason", result->reason);
    if (has_ended && !(work->is_dry && result->outcome == RUN_DONE))
        json_integer(out, "exit", result->status);
    else
        json_null(out, "exit");
    json_array(out, "writes");
    for (size_t k = 0; k < step->path_count; k++)
        if (step->paths[k].is_written)
            json_text(out, NULL, step->paths[k].path);
    json_end(out);
    json_end(out);
}

static void print_json(const run_work *work, int status)
{
    json out;

    json_start(&out, stdout);
    json_text(&out, "file", work->plan.file);
    json_boolean(&out, "dry_run", work->is_dry);
    json_integer(&out, "exit", status);
    json_array(&out, "steps");
    for (size_t i = 0; i < work->plan.step_count; i++)
        print_json_step(&out, work, i);
    json_end(&out);
    json_end(&out);
}

/* A dry run: every step and why it would be done. */
static void print_steps(const run_work *work)
{
    for (size_t i = 0; i < work->plan.step_count; i++)
        printf(_("step %zu of %zu, %s: %s\n"), i + 1, work->plan.step_count,
               work->plan.steps[i].label,
               work->results[i].reason ? work->results[i].reason
                                       : _("unchanged"));
}

static size_t count(const run_work *work, run_outcome outcome)
{
    size_t found = 0;

    for (size_t i = 0; i < work->plan.step_count; i++)
        found += work->results[i].outcome == outcome;
    return found;
}

/* ---- running ------------------------------------------------------------ */

/* "FOLDER/.circlet-run-NAME", of a run file NAME.yaml. */
static circlet_status name_state(run_work *work, circlet_error *error)
{
    const char *slash = strrchr(work->plan.file, '/');
    const char *name = slash ? slash + 1 : work->plan.file;
    size_t size = strlen(name);

    if (size > 5 && strcmp(name + size - 5, ".yaml") == 0)
        size -= 5;
    work->state_path = run_plan_text(&work->plan, "%s.circlet-run-%.*s",
                                     work->plan.results, (int)size, name);
    return work->state_path ? CIRCLET_OK : fail_nomem(error);
}

static circlet_status make_work(run_work *out, const arguments *read,
                                circlet_error *error)
{
    circlet_status status =
        run_plan_read(&out->plan, read->operands[0],
                      option_value(read, OPTION_RESULTS), error);

    out->is_dry = option_given(read, OPTION_DRY_RUN);
    out->overwrites = option_given(read, OPTION_FORCE);
    out->is_quiet = option_given(read, OPTION_QUIET);
    out->is_json = option_given(read, OPTION_JSON);
    if (status)
        return status;
    out->results = calloc(out->plan.step_count, sizeof(*out->results));
    out->positions = calloc(out->plan.city_count + 1, sizeof(*out->positions));
    if (!out->results || !out->positions)
        return fail_nomem(error);
    for (size_t i = 0; i < out->plan.step_count; i++)
        out->results[i].is_due = option_given(read, OPTION_AGAIN);
    status = name_state(out, error);
    return status || out->is_dry ? status
                                 : run_make_folders(out->state_path, error);
}

/*
 * Two runs at a time would undo each other's work. Gives the descriptor of
 * the folder, which is free again when it is closed; -1: there is none yet.
 */
static circlet_status lock_results(int *out, const run_work *work,
                                   circlet_error *error)
{
    const char *folder = work->plan.results;

    *out = open(*folder ? folder : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (*out < 0 || flock(*out, LOCK_EX | LOCK_NB) == 0 ||
        errno != EWOULDBLOCK)
        return CIRCLET_OK;
    error->status = CIRCLET_E_IO;
    snprintf(error->message, sizeof(error->message),
             _("another run works in '%s'"), *folder ? folder : ".");
    return error->status;
}

static void free_work(run_work *work)
{
    free((void *)work->pending);
    free(work->results);
    free(work->positions);
    run_state_free(&work->state);
    run_plan_free(&work->plan);
}

static void print_all(const run_work *work, int status)
{
    size_t done = count(work, RUN_DONE);
    size_t unchanged = count(work, RUN_UNCHANGED);

    if (work->is_json) {
        print_json(work, status);
        return;
    }
    if (work->is_dry)
        print_steps(work);
    if (status > EXIT_FINDINGS)
        return;
    if (work->is_dry)
        printf(ngettext("%zu of %zu step would be done\n",
                        "%zu of %zu steps would be done\n",
                        (unsigned long)work->plan.step_count),
               done, work->plan.step_count);
    else
        printf(ngettext("%zu step: %zu done, %zu unchanged\n",
                        "%zu steps: %zu done, %zu unchanged\n",
                        (unsigned long)work->plan.step_count),
               work->plan.step_count, done, unchanged);
}

static int run(const arguments *read)
{
    run_work work = {0};
    circlet_error error;
    int folder = -1, status;

    if (make_work(&work, read, &error) ||
        lock_results(&folder, &work, &error) ||
        run_state_read(&work.state, work.state_path, &error)) {
        status = report_error(read->command->name, &error);
    } else {
        status = run_work_do(&work);
        print_all(&work, status);
    }
    if (folder >= 0)
        close(folder);
    free_work(&work);
    return status;
}

static const option_use options[] = {
    {OPTION_RESULTS, false, NULL},
    {OPTION_DRY_RUN, false, NULL},
    {OPTION_AGAIN, false, NULL},
    {OPTION_FORCE, false,
     N_("replace files that lie where results go and that this run did not "
        "write, or that were changed since")},
};

const command command_run = {
    .name = "run",
    .summary = N_("do all of it as a file says, step by step"),
    .operands = "FILE",
    .operand_min = 1,
    .operand_max = 1,
    .text = N_(
        "Does the steps that FILE (YAML) lists: each is a command with its "
        "options, as\n"
        "in '- import: {layer: people, source: people.csv, complete: true}'. "
        "Names of\n"
        "files are relative to FILE. A step is left out if it was done with "
        "the same\n"
        "files, options and city and its results are as it left them; so the "
        "next run\n"
        "goes on where one failed or was interrupted. 'output: FILE' keeps "
        "what a step\n"
        "prints.\n"
        "\n"
        "Where data of a city changed that it makes ('new'), the city is made "
        "again as\n"
        "far as needed. The exit status is the worst of the steps; a rule "
        "that is\n"
        "broken (1) does not stop them."),
    .examples = "  circlet run plan.yaml\n"
                "  circlet run plan.yaml --dry-run\n"
                "  circlet run geodata/sample/run.yaml --results results\n",
    .options = options,
    .option_count = sizeof(options) / sizeof(options[0]),
    .run = run,
};
