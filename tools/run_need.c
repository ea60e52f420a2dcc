/* Whether a step is to be done: a step whose files, options and city are as
 * they were, and whose results lie where it left them, is not. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "locale.h"
#include "message.h"
#include "run_step.h"
#include "run_work.h"

/* The digest of a file, or of the one that FILE:TABLE is in. */
static void digest_named(run_digest out, const char *path)
{
    circlet_error ignored;
    const char *mark = strrchr(path, ':');
    char *file;

    if (circlet_digest_file(out, path, &ignored) == CIRCLET_OK)
        return;
    run_digest_set(out, "-");
    file = mark ? strndup(path, (size_t)(mark - path)) : NULL;
    if (file && circlet_digest_file(out, file, &ignored) != CIRCLET_OK)
        run_digest_set(out, "-");
    free(file);
}

static bool is_pending(const run_work *work, const char *named)
{
    for (size_t i = 0; i < work->pending_count; i++)
        if (strcmp(work->pending[i], named) == 0)
            return true;
    return false;
}

/* ---- what it depends on ------------------------------------------------- */

/* Of the cities: what was done to them up to here. */
static void find_level(run_digest out, const run_work *work,
                       const run_step *step)
{
    const char *levels[4] = {"", "", "", ""};

    for (size_t i = 0; i < step->city_count; i++) {
        const run_history *history = run_cities_history(work, step->cities[i]);
        size_t position = work->positions[step->cities[i]];

        levels[2 * i] = work->plan.cities[step->cities[i]].named;
        levels[2 * i + 1] =
            position > 0 ? history->levels[position - 1] : history->base;
    }
    circlet_digest_texts(out, levels, 4);
}

/* What a step writes to a file is in the language of the user; what it does
 * to a city is in none. */
static const char *language_of(const run_step *step)
{
    for (size_t i = 0; i < step->path_count; i++)
        if (step->paths[i].is_written)
            return locale_is_chinese() ? "zh" : "en";
    return "";
}

static circlet_status find_key(run_need *need, const run_step *step,
                               circlet_error *error)
{
    const char **texts = calloc(2 * step->path_count + 4, sizeof(*texts));
    size_t count = 0;

    if (!texts)
        return fail_nomem(error);
    texts[count++] = circlet_version();
    texts[count++] = language_of(step);
    texts[count++] = step->words;
    texts[count++] = need->level;
    for (size_t i = 0; i < step->path_count; i++) {
        texts[count++] = step->paths[i].named;
        texts[count++] = need->inputs[i];
    }
    circlet_digest_texts(need->key, texts, count);
    free((void *)texts);
    return CIRCLET_OK;
}

static circlet_status find_inputs(run_need *need, const run_step *step,
                                  circlet_error *error)
{
    need->inputs = calloc(step->path_count + 1, sizeof(*need->inputs));
    if (!need->inputs)
        return fail_nomem(error);
    for (size_t i = 0; i < step->path_count; i++)
        if (!step->paths[i].is_written)
            digest_named(need->inputs[i], step->paths[i].path);
    return CIRCLET_OK;
}

/* ---- why ---------------------------------------------------------------- */

/* The first file that is not as an earlier run of the step found it. */
static const char *changed_input(const run_need *need, const run_step *step,
                                 const run_record *record)
{
    for (size_t i = 0; i < step->path_count; i++)
        for (size_t k = 0; k < record->input_count; k++)
            if (!step->paths[i].is_written &&
                strcmp(record->inputs[k].named, step->paths[i].named) == 0 &&
                strcmp(record->inputs[k].digest, need->inputs[i]) != 0)
                return step->paths[i].named;
    return NULL;
}

static const run_record *record_of_words(const run_work *work,
                                         const run_step *step)
{
    for (size_t i = work->state.record_count; i-- > 0;)
        if (strcmp(work->state.records[i].words, step->words) == 0)
            return &work->state.records[i];
    return NULL;
}

/* Of a step that was not done with the same files and options. */
static const char *why_no_record(run_work *work, const run_need *need,
                                 const run_step *step)
{
    const run_record *record = record_of_words(work, step);
    const char *input;

    if (!record)
        return _("not done yet");
    input = changed_input(need, step, record);
    if (input)
        return run_plan_text(&work->plan, _("%s has changed"), input);
    if (strcmp(record->level, need->level) != 0)
        return _("the city is another");
    return _("done in another language or by another version");
}

/* The first result that is not as the step left it. */
static const char *why_results(run_work *work, const run_step *step,
                               const run_record *record)
{
    for (size_t i = 0; i < step->path_count; i++) {
        const run_path *path = &step->paths[i];
        run_digest now;

        if (!path->is_written)
            continue;
        if (is_pending(work, path->named))
            continue;
        digest_named(now, path->path);
        for (size_t k = 0; k < record->output_count; k++)
            if (strcmp(record->outputs[k].named, path->named) == 0 &&
                strcmp(record->outputs[k].digest, now) != 0)
                return run_plan_text(&work->plan,
                                     strcmp(now, "-") == 0
                                         ? _("%s is missing")
                                         : _("%s is not as it was left"),
                                     path->named);
    }
    return NULL;
}

/* Whether the city has been through the step. */
static bool is_behind(const run_work *work, const run_step *step,
                      const run_need *need)
{
    const run_history *history = run_cities_history(work, step->cities[0]);
    size_t position = work->positions[step->cities[0]];

    return position < history->level_count &&
           strcmp(history->levels[position], need->key) == 0;
}

static const char *find_reason(run_work *work, size_t i, const run_need *need)
{
    const run_step *step = &work->plan.steps[i];
    const run_record *record = run_state_find(&work->state, need->key);

    if (work->results[i].is_due)
        return _("asked for again");
    for (size_t k = 0; k < step->path_count; k++)
        if (!step->paths[k].is_written &&
            is_pending(work, step->paths[k].named))
            return run_plan_text(&work->plan, _("%s is made anew"),
                                 step->paths[k].named);
    if (!record)
        return why_no_record(work, need, step);
    if (step->writes_city && !is_behind(work, step, need))
        return _("the city is made again");
    return why_results(work, step, record);
}

circlet_status run_need_find(run_need *out, run_work *work, size_t i,
                             circlet_error *error)
{
    const run_step *step = &work->plan.steps[i];
    circlet_status status;

    *out = (run_need){.inputs = NULL};
    find_level(out->level, work, step);
    status = find_inputs(out, step, error);
    if (!status)
        status = find_key(out, step, error);
    if (!status)
        out->reason = find_reason(work, i, out);
    return status;
}

void run_need_free(run_need *need)
{
    free(need->inputs);
    *need = (run_need){.inputs = NULL};
}

/* ---- whose files lie where results go ----------------------------------- */

circlet_status run_need_check_place(const run_work *work, size_t i,
                                    const run_need *need, circlet_error *error)
{
    const run_step *step = &work->plan.steps[i];

    if (work->overwrites || step->overwrites ||
        strcmp(work->state.begun, need->key) == 0)
        return CIRCLET_OK;
    for (size_t k = 0; k < step->path_count; k++) {
        const run_path *path = &step->paths[k];
        const run_seen *seen;
        run_digest now;

        if (!path->is_written || access(path->path, F_OK) != 0)
            continue;
        seen = run_state_written(&work->state, path->named);
        digest_named(now, path->path);
        if (seen && strcmp(seen->digest, now) == 0)
            continue;
        error->status = CIRCLET_E_ARGUMENT;
        snprintf(error->message, sizeof(error->message),
                 seen ? _("'%s' was changed since it was written; --force "
                          "replaces it")
                      : _("'%s' exists and is not of this run; --force "
                          "replaces it"),
                 path->path);
        return error->status;
    }
    return CIRCLET_OK;
}
