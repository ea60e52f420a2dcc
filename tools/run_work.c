/* The steps of a run, one after the other. */
#include "run_work.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "interrupt.h"
#include "locale.h"
#include "message.h"
#include "run_step.h"

#define NAME "run"

/* What a step printed may stand between. */
static void announce(const run_work *work, size_t i, const char *reason)
{
    const run_step *step = &work->plan.steps[i];

    if (work->is_quiet || work->is_dry)
        return;
    fflush(stdout);
    fprintf(stderr, _("step %zu of %zu, %s: %s\n"), i + 1,
            work->plan.step_count, step->label, reason);
}

/* ---- files -------------------------------------------------------------- */

circlet_status run_make_folders(const char *path, circlet_error *error)
{
    char *folder = strdup(path);
    int cause = 0;

    if (!folder)
        return fail_nomem(error);
    for (char *c = strchr(folder + 1, '/'); c && !cause;
         c = strchr(c + 1, '/')) {
        *c = '\0';
        if (mkdir(folder, 0777) != 0 && errno != EEXIST)
            cause = errno;
        *c = '/';
    }
    free(folder);
    if (!cause)
        return CIRCLET_OK;
    error->status = CIRCLET_E_IO;
    snprintf(error->message, sizeof(error->message),
             _("cannot write '%s': %s"), path, strerror(cause));
    return error->status;
}

static circlet_status make_step_folders(const run_work *work,
                                        const run_step *step,
                                        circlet_error *error)
{
    circlet_status status = CIRCLET_OK;

    if (run_step_is_new(step))
        status =
            run_make_folders(work->plan.cities[step->cities[0]].path, error);
    for (size_t k = 0; !status && k < step->path_count; k++)
        if (step->paths[k].is_written)
            status = run_make_folders(step->paths[k].path, error);
    return status;
}

static circlet_status save(const run_work *work, circlet_error *error)
{
    circlet_status status;

    if (work->is_dry)
        return CIRCLET_OK;
    status = run_make_folders(work->state_path, error);
    return status ? status
                  : run_state_write(&work->state, work->state_path, error);
}

/* ---- one step ----------------------------------------------------------- */

static bool fill_record(run_record *record, const run_step *step,
                        const run_need *need)
{
    bool is_good = true;

    for (size_t k = 0; is_good && k < step->path_count; k++) {
        const run_path *path = &step->paths[k];
        circlet_error ignored;
        run_digest now;

        if (!path->is_written) {
            is_good = run_record_add(&record->inputs, &record->input_count,
                                     path->named, need->inputs[k]);
            continue;
        }
        if (circlet_digest_file(now, path->path, &ignored) != CIRCLET_OK)
            run_digest_set(now, "-");
        is_good = run_record_add(&record->outputs, &record->output_count,
                                 path->named, now);
    }
    return is_good;
}

static circlet_status note_done(run_work *work, size_t i, const run_need *need,
                                circlet_error *error)
{
    const run_step *step = &work->plan.steps[i];
    run_record *record = run_state_find(&work->state, need->key);

    if (record)
        run_state_drop(&work->state, record);
    record = run_state_add_record(&work->state);
    if (!record || !fill_record(record, step, need))
        return fail_nomem(error);
    memcpy(record->key, need->key, CIRCLET_DIGEST_SIZE);
    memcpy(record->words, step->words, CIRCLET_DIGEST_SIZE);
    memcpy(record->level, need->level, CIRCLET_DIGEST_SIZE);
    record->status = work->results[i].status;
    record->is_current = true;
    run_digest_set(work->state.begun, "-");
    return CIRCLET_OK;
}

/* A dry run: what the step would write is not there. */
static circlet_status note_pending(run_work *work, const run_step *step,
                                   circlet_error *error)
{
    for (size_t k = 0; k < step->path_count; k++) {
        const char **more;

        if (!step->paths[k].is_written)
            continue;
        more = realloc((void *)work->pending,
                       (work->pending_count + 1) * sizeof(*more));
        if (!more)
            return fail_nomem(error);
        work->pending = more;
        more[work->pending_count++] = step->paths[k].named;
    }
    return CIRCLET_OK;
}

static int fail_step(run_work *work, size_t i, int status)
{
    const run_step *step = &work->plan.steps[i];

    work->results[i].outcome = RUN_FAILED;
    work->results[i].status = status;
    fflush(stdout);
    fprintf(stderr,
            _("circlet run: %s:%u: step %zu of %zu, %s, ended with exit "
              "status %d; the next run goes on there\n"),
            work->plan.file, (unsigned)step->said->line, i + 1,
            work->plan.step_count, step->label, status);
    return status;
}

/* What a step that failed has left as it was needs no suspicion. */
static void note_failure(run_work *work, const run_step *step)
{
    circlet_error ignored;
    run_digest now = "-";

    if (step->city_count > 0 && step->writes_city &&
        circlet_digest_file(now, work->plan.cities[step->cities[0]].path,
                            &ignored) != CIRCLET_OK)
        run_digest_set(now, "-");
    if (!step->writes_city ||
        strcmp(now, run_cities_history(work, step->cities[0])->digest) == 0)
        run_digest_set(work->state.begun, "-");
    save(work, &ignored);
}

/* Whether the command itself writes a file, besides a city. */
static bool writes_by_option(const run_step *step)
{
    for (size_t k = 0; k < step->path_count; k++)
        if (step->paths[k].is_written &&
            step->paths[k].path != step->printed_to)
            return true;
    return false;
}

static int really_do(run_work *work, size_t i, const run_need *need,
                     circlet_error *error)
{
    run_step *step = &work->plan.steps[i];
    int result;

    if (make_step_folders(work, step, error))
        return fail_step(work, i, report_error(NAME, error));
    if (writes_by_option(step))
        step->given.counts[OPTION_FORCE] = 1; /* the place was looked at */
    if (work->is_quiet)
        step->given.counts[OPTION_QUIET] = 1;
    memcpy(work->state.begun, need->key, CIRCLET_DIGEST_SIZE);
    if (save(work, error))
        return fail_step(work, i, report_error(NAME, error));
    result = run_print_to(step, work->is_json);
    if (result <= EXIT_FINDINGS)
        return result;
    note_failure(work, step);
    return fail_step(work, i, result);
}

/* Does a step; `again` if the steps are to be gone through again. */
static int do_step(bool *again, run_work *work, size_t i, const run_need *need)
{
    const run_step *step = &work->plan.steps[i];
    run_result *result = &work->results[i];
    circlet_error error = {0};
    int ended = EXIT_DONE;

    if (run_need_check_place(work, i, need, &error) ||
        run_cities_prepare(again, work, i, &error))
        return fail_step(work, i, report_error(NAME, &error));
    if (*again)
        return EXIT_DONE;
    announce(work, i, need->reason);
    if (!work->is_dry)
        ended = really_do(work, i, need, &error);
    if (ended > EXIT_FINDINGS)
        return ended;
    *result = (run_result){
        .outcome = RUN_DONE, .status = ended, .reason = need->reason};
    if ((step->writes_city && run_cities_advance(work, i, need, &error)) ||
        (work->is_dry && note_pending(work, step, &error)) ||
        note_done(work, i, need, &error) || save(work, &error))
        return fail_step(work, i, report_error(NAME, &error));
    return EXIT_DONE;
}

/* ---- all ---------------------------------------------------------------- */

static void note_unchanged(run_work *work, size_t i, const run_need *need)
{
    run_record *record = run_state_find(&work->state, need->key);

    record->is_current = true;
    if (work->results[i].outcome == RUN_DONE)
        return; /* it was done before the cities were taken back */
    work->results[i].outcome = RUN_UNCHANGED;
    work->results[i].status = record->status;
    announce(work, i, _("unchanged"));
}

static void start_again(run_work *work)
{
    for (size_t i = 0; i < work->plan.city_count; i++)
        work->positions[i] = 0;
}

/* Goes through the steps; `again` if they are to be gone through again. */
static int go_through(bool *again, run_work *work)
{
    start_again(work);
    for (size_t i = 0; i < work->plan.step_count; i++) {
        const run_step *step = &work->plan.steps[i];
        circlet_error error = {0};
        run_need need = {0};
        int ended = EXIT_DONE;

        if (interrupt_came())
            return fail_step(work, i, EXIT_INTERRUPTED);
        if (run_need_find(&need, work, i, &error))
            ended = fail_step(work, i, report_error(NAME, &error));
        else if (need.reason)
            ended = do_step(again, work, i, &need);
        else
            note_unchanged(work, i, &need);
        run_need_free(&need);
        if (ended != EXIT_DONE || *again)
            return ended;
        if (step->writes_city)
            work->positions[step->cities[0]]++;
    }
    return EXIT_DONE;
}

/* The worst of the steps that were done. */
static int worst_status(const run_work *work)
{
    int worst = EXIT_DONE;

    for (size_t i = 0; i < work->plan.step_count; i++)
        if (work->results[i].status > worst)
            worst = work->results[i].status;
    return worst;
}

int run_work_do(run_work *work)
{
    circlet_error error = {0};
    bool again = true;
    int ended = EXIT_DONE;

    if (run_cities_start(work, &error))
        return report_error(NAME, &error);
    while (ended == EXIT_DONE && again) {
        again = false;
        ended = go_through(&again, work);
    }
    if (ended != EXIT_DONE)
        return ended;
    run_state_prune(&work->state);
    if (save(work, &error))
        return report_error(NAME, &error);
    return work->is_dry ? EXIT_DONE : worst_status(work);
}
