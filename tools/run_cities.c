/*
 * The cities of a run. A city file that a step makes holds what a number of
 * steps did to it, and no step can be undone: where one of them is to be done
 * with other data, or a step before them once more, the city is taken back,
 * to the copy that was kept before anything was judged or planned, or to its
 * beginning. So it is, byte for byte, what a run from the start would give.
 * A city that was there before the run is never taken back.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "locale.h"
#include "message.h"
#include "output_file.h"
#include "run_step.h"
#include "run_work.h"

run_history *run_cities_history(const run_work *work, size_t city)
{
    return run_state_city(&work->state, work->plan.cities[city].named);
}

/* ---- the copy ----------------------------------------------------------- */

/* Beside the city: ".NAME.circlet-run". */
static const char *copy_path(run_work *work, const char *city)
{
    const char *slash = strrchr(city, '/');
    size_t folder = slash ? (size_t)(slash - city) + 1 : 0;

    return run_plan_text(&work->plan, "%.*s.%s.circlet-run", (int)folder, city,
                         city + folder);
}

static circlet_status copy_bytes(FILE *to, const char *from,
                                 circlet_error *error)
{
    static const size_t room = (size_t)1 << 20;
    char *bytes = malloc(room);
    FILE *file = bytes ? fopen(from, "rb") : NULL;
    size_t size;
    bool has_failed = !file;

    while (file && (size = fread(bytes, 1, room, file)) > 0)
        fwrite(bytes, 1, size, to);
    if (file) {
        has_failed = ferror(file) != 0;
        fclose(file);
    }
    free(bytes);
    if (!has_failed)
        return CIRCLET_OK;
    error->status = CIRCLET_E_IO;
    snprintf(error->message, sizeof(error->message), _("cannot read '%s': %s"),
             from, strerror(errno));
    return error->status;
}

static circlet_status copy_file(const char *to, const char *from,
                                circlet_error *error)
{
    output_file file = {0};
    circlet_status status = output_file_open(&file, to, true, error);

    if (!status)
        status = copy_bytes(file.file, from, error);
    if (!status)
        status = output_file_commit(&file, error);
    output_file_end(&file);
    return status;
}

/* Whether a step only brings data into a city. */
static bool is_data(const run_step *step)
{
    return run_step_is_new(step) || run_step_is_import(step);
}

/* Keeps a copy where the data are whole: before the first other step. */
static circlet_status keep_copy(run_work *work, size_t i, circlet_error *error)
{
    const run_step *step = &work->plan.steps[i];
    const run_city *city = &work->plan.cities[step->cities[0]];
    run_history *history = run_cities_history(work, step->cities[0]);
    const char *path, *level;
    circlet_status status;

    if (!city->is_made || is_data(step) || history->level_count == 0)
        return CIRCLET_OK;
    for (size_t j = 0; j < i; j++)
        if (work->plan.steps[j].writes_city &&
            work->plan.steps[j].cities[0] == step->cities[0] &&
            !is_data(&work->plan.steps[j]))
            return CIRCLET_OK;
    level = history->levels[history->level_count - 1];
    path = copy_path(work, city->path);
    if (!path)
        return fail_nomem(error);
    if (strcmp(history->kept_level, level) == 0 && access(path, F_OK) == 0)
        return CIRCLET_OK;
    status = copy_file(path, city->path, error);
    if (!status)
        status = circlet_digest_file(history->kept_digest, path, error);
    if (!status)
        memcpy(history->kept_level, level, CIRCLET_DIGEST_SIZE);
    return status;
}

/* How many steps the copy has behind it, if it is good and that many are no
 * more than `most`; else 0. */
static size_t copy_position(run_work *work, size_t city, size_t most)
{
    const run_history *history = run_cities_history(work, city);
    const char *path = copy_path(work, work->plan.cities[city].path);
    circlet_error ignored;
    run_digest now;

    for (size_t i = most; path && i > 0; i--)
        if (strcmp(history->levels[i - 1], history->kept_level) == 0)
            return circlet_digest_file(now, path, &ignored) == CIRCLET_OK &&
                           strcmp(now, history->kept_digest) == 0
                       ? i
                       : 0;
    return 0;
}

/* Takes a city back to the copy, or to nothing. */
static circlet_status take_back(run_work *work, size_t city, size_t most,
                                circlet_error *error)
{
    run_history *history = run_cities_history(work, city);
    const char *to = work->plan.cities[city].path;
    circlet_status status = CIRCLET_OK;

    history->level_count = copy_position(work, city, most);
    if (history->level_count > 0 && !work->is_dry) {
        const char *copy = copy_path(work, to);

        status = copy ? copy_file(to, copy, error) : fail_nomem(error);
        if (!status)
            memcpy(history->digest, history->kept_digest, CIRCLET_DIGEST_SIZE);
    }
    return status;
}

/* ---- at the start ------------------------------------------------------- */

static circlet_status fail_changed(const run_city *city, circlet_error *error)
{
    error->status = CIRCLET_E_ARGUMENT;
    snprintf(error->message, sizeof(error->message),
             _("'%s' was changed by something else since this run worked on "
               "it; --force makes it anew"),
             city->path);
    return error->status;
}

/* A city that was there before: what it is now is what it starts from. */
static void start_found(run_history *history, const char *now)
{
    if (strcmp(history->digest, now) == 0)
        return;
    history->level_count = 0;
    run_digest_set(history->digest, now);
    run_digest_set(history->base, now);
}

static circlet_status start_city(run_work *work, size_t i,
                                 circlet_error *error)
{
    const run_city *city = &work->plan.cities[i];
    run_history *history = run_cities_history(work, i);
    circlet_error ignored;
    run_digest now;

    if (!history)
        history = run_state_add_city(&work->state, city->named);
    if (!history)
        return fail_nomem(error);
    if (circlet_digest_file(now, city->path, &ignored) != CIRCLET_OK)
        run_digest_set(now, "-");
    if (!city->is_made) {
        start_found(history, now);
        return CIRCLET_OK;
    }
    if (strcmp(history->base, "-") != 0) { /* the run did not make it then */
        history->level_count = 0;
        run_digest_set(history->base, "-");
        run_digest_set(history->digest, "-");
    }
    if (strcmp(history->digest, now) == 0)
        return CIRCLET_OK;
    /* Where a step was begun and not ended, the change is its. */
    if (strcmp(now, "-") != 0 && strcmp(history->digest, "-") != 0 &&
        !work->overwrites && strcmp(work->state.begun, "-") == 0)
        return fail_changed(city, error);
    return take_back(work, i, history->level_count, error);
}

circlet_status run_cities_start(run_work *work, circlet_error *error)
{
    circlet_status status = CIRCLET_OK;

    for (size_t i = 0; !status && i < work->plan.city_count; i++)
        status = start_city(work, i, error);
    return status;
}

/* ---- before and after a step -------------------------------------------- */

/* A city file of this run makes room for 'new'. */
static circlet_status make_room(const run_work *work, const run_step *step,
                                circlet_error *error)
{
    const run_city *city = &work->plan.cities[step->cities[0]];
    const run_history *history = run_cities_history(work, step->cities[0]);

    if (access(city->path, F_OK) != 0)
        return CIRCLET_OK;
    if (strcmp(history->digest, "-") == 0 && !work->overwrites &&
        strcmp(work->state.begun, "-") == 0) {
        error->status = CIRCLET_E_ARGUMENT;
        snprintf(error->message, sizeof(error->message),
                 _("'%s' exists and is not of this run; --force replaces it"),
                 city->path);
        return error->status;
    }
    if (work->is_dry || unlink(city->path) == 0)
        return CIRCLET_OK;
    error->status = CIRCLET_E_IO;
    snprintf(error->message, sizeof(error->message),
             _("cannot write '%s': %s"), city->path, strerror(errno));
    return error->status;
}

circlet_status run_cities_prepare(bool *again, run_work *work, size_t i,
                                  circlet_error *error)
{
    const run_step *step = &work->plan.steps[i];
    circlet_status status = CIRCLET_OK;

    *again = false;
    for (size_t k = 0; !status && k < step->city_count; k++) {
        size_t city = step->cities[k];
        run_history *history = run_cities_history(work, city);
        size_t position = work->positions[city];

        if (history->level_count <= position)
            continue;
        if (!work->plan.cities[city].is_made) {
            history->level_count = position;
            continue;
        }
        status = take_back(work, city, position, error);
        *again = *again || history->level_count < position;
    }
    if (status || *again)
        return status;
    if (run_step_is_new(step))
        return make_room(work, step, error);
    return step->writes_city && !work->is_dry ? keep_copy(work, i, error)
                                              : CIRCLET_OK;
}

circlet_status run_cities_advance(run_work *work, size_t i,
                                  const run_need *need, circlet_error *error)
{
    size_t city = work->plan.steps[i].cities[0];
    run_history *history = run_cities_history(work, city);

    if (!run_history_add(history, need->key))
        return fail_nomem(error);
    return work->is_dry
               ? CIRCLET_OK
               : circlet_digest_file(history->digest,
                                     work->plan.cities[city].path, error);
}
