#include "study.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "engine_option.h"
#include "interrupt.h"
#include "locale.h"
#include "message.h"

/* So many types are named in a remark. */
#define NAMED_MAX 5

circlet_status study_check_interrupt(circlet_error *error)
{
    if (!interrupt_came())
        return CIRCLET_OK;
    *error = (circlet_error){.status = CIRCLET_E_CANCELLED};
    return CIRCLET_E_CANCELLED;
}

/* The streets and who travels on them. */
static circlet_status read_travel(study *s, const circlet_progress *told,
                                  circlet_error *error)
{
    circlet_snap_options snap = circlet_policy_snap(s->policy);
    circlet_status status =
        circlet_read_network(&s->network, s->path, told, error);

    if (status == CIRCLET_E_NOT_FOUND)
        return CIRCLET_OK;
    if (status || (status = study_check_interrupt(error)))
        return status;
    status = circlet_router_new(&s->router, s->network, &snap, error);
    if (!status)
        status = circlet_router_set_engine(s->router, &s->engine, error);
    if (!status)
        status = circlet_read_policy_modes(s->router, s->policy, error);
    if (!status)
        s->travel = circlet_router_travel(s->router);
    return status;
}

/* The streets, which are read beside the city by a thread of their own. */
typedef struct beside {
    study *s;
    circlet_status status;
    circlet_error error;
    pthread_t thread;
} beside;

static void *read_beside(void *user)
{
    beside *work = user;

    work->status = read_travel(work->s, NULL, &work->error);
    return NULL;
}

static circlet_status read_city(study *s, circlet_error *error)
{
    circlet_read_options options = CIRCLET_READ_OPTIONS_INIT;

    options.progress = s->progress;
    options.threads = s->engine.threads;
    return circlet_read_city_with(&s->city, s->path, &options, error);
}

/* One thread reads both, one after the other. */
static bool wants_one_thread(const study *s)
{
    return s->engine.threads == 1;
}

/* Of two errors that of the city is told. */
static circlet_status read_both(study *s, circlet_error *error)
{
    beside work = {.s = s};
    bool is_beside =
        !wants_one_thread(s) &&
        pthread_create(&work.thread, NULL, read_beside, &work) == 0;
    circlet_status status = read_city(s, error);

    if (is_beside)
        pthread_join(work.thread, NULL);
    if (!status)
        status = study_check_interrupt(error);
    if (status)
        return status;
    if (!is_beside)
        return read_travel(s, &s->progress, error);
    if (work.status)
        *error = work.error;
    return work.status;
}

/* Adds a type to those that are to be named; false if there are too many. */
static bool add_type(const char *named[NAMED_MAX], size_t *count,
                     const char *type)
{
    for (size_t i = 0; i < *count; i++)
        if (strcmp(named[i], type) == 0)
            return true;
    if (*count == NAMED_MAX)
        return false;
    named[(*count)++] = type;
    return true;
}

/* "castle, moat ..."; the caller frees it, NULL if memory ran out. */
static char *list_types(const char *const *named, size_t count, bool is_cut)
{
    char *text = NULL;
    size_t size;
    FILE *stream = open_memstream(&text, &size);

    if (!stream)
        return NULL;
    for (size_t i = 0; i < count; i++)
        fprintf(stream, "%s%s", i > 0 ? ", " : "", named[i]);
    if (is_cut)
        fputs(" ...", stream);
    if (fclose(stream) == 0)
        return text;
    free(text);
    return NULL;
}

/* A misspelt type would keep a facility out of every rule unseen. */
static void remark_types(const study *s, const char *name)
{
    const char *named[NAMED_MAX];
    size_t count = 0, facilities = 0;
    bool is_cut = false;
    char *list;

    for (size_t i = 0; i < circlet_city_facility_count(s->city); i++) {
        const char *type =
            circlet_city_facility(s->city, (circlet_facility)i)->type;

        if (circlet_policy_has_facility_type(s->policy, type))
            continue;
        facilities++;
        if (!add_type(named, &count, type))
            is_cut = true;
    }
    if (facilities == 0)
        return;
    list = list_types(named, count, is_cut);
    remark(name,
           ngettext("%zu facility is of a type that the policy does not "
                    "name: %s",
                    "%zu facilities are of types that the policy does not "
                    "name: %s",
                    (unsigned long)facilities),
           facilities, list ? list : named[0]);
    free(list);
}

circlet_status study_open(study *out, const arguments *from,
                          circlet_error *error)
{
    circlet_status status;

    memset(out, 0, sizeof(*out));
    out->path = from->operands[0];
    out->progress =
        progress_start(&out->bar, option_given(from, OPTION_QUIET));
    status = engine_option_read(&out->engine, from, error);
    if (!status)
        status = circlet_read_policy(&out->policy,
                                     option_value(from, OPTION_POLICY), error);
    if (!status)
        status = read_both(out, error);
    progress_end(&out->bar);
    if (!status && !option_given(from, OPTION_QUIET))
        remark_types(out, from->command->name);
    return status;
}

/* ---- one mode ----------------------------------------------------------- */

/* Out of the policy's folder. */
static circlet_status read_policy_mode(study *s, const char *name,
                                       circlet_error *error)
{
    for (size_t i = 0; i < circlet_policy_mode_count(s->policy); i++)
        if (strcmp(circlet_policy_mode(s->policy, i), name) == 0)
            return circlet_read_policy_mode(&s->mode, s->policy, i, error);
    error->status = CIRCLET_E_NOT_FOUND;
    snprintf(error->message, sizeof(error->message),
             _("policy '%s' has no mode '%s'"), circlet_policy_id(s->policy),
             name);
    return error->status;
}

static bool is_file_name(const char *text)
{
    size_t size = strlen(text);

    return strchr(text, '/') ||
           (size > 5 && strcmp(text + size - 5, ".yaml") == 0);
}

/* One that comes with circlet. */
static circlet_status read_shipped_mode(study *s, const char *name,
                                        circlet_error *error)
{
    static const char folder[] = PACKAGE_DATA "/modes/";
    size_t size = sizeof(folder) + strlen(name) + sizeof(".yaml");
    char *path = malloc(size);
    circlet_status status;

    if (!path)
        return fail_nomem(error);
    snprintf(path, size, "%s%s.yaml", folder, name);
    if (access(path, F_OK) == 0) {
        status = circlet_read_travel_mode(&s->mode, path, error);
        free(path);
        return status;
    }
    free(path);
    if (access(folder, F_OK) == 0)
        snprintf(error->message, sizeof(error->message),
                 _("there is no mode '%s'; 'circlet modes' lists them"), name);
    else
        snprintf(error->message, sizeof(error->message),
                 _("circlet is not installed: there is no folder %s; give "
                   "--policy or the file of a mode"),
                 folder);
    return error->status = CIRCLET_E_NOT_FOUND;
}

static circlet_status read_mode(study *s, const arguments *from,
                                circlet_error *error)
{
    const char *name = option_value(from, OPTION_MODE);

    if (s->policy)
        return read_policy_mode(s, name, error);
    return is_file_name(name) ? circlet_read_travel_mode(&s->mode, name, error)
                              : read_shipped_mode(s, name, error);
}

static circlet_status fail_roads(const study *s, circlet_error *error)
{
    error->status = CIRCLET_E_NOT_FOUND;
    snprintf(error->message, sizeof(error->message),
             _("%s has no roads: import them first"), s->path);
    return error->status;
}

static circlet_status read_streets(study *s, circlet_error *error)
{
    circlet_snap_options snap = CIRCLET_SNAP_OPTIONS_INIT;
    circlet_status status =
        circlet_read_network(&s->network, s->path, &s->progress, error);

    if (status == CIRCLET_E_NOT_FOUND)
        fail_roads(s, error);
    if (status || (status = study_check_interrupt(error)))
        return status;
    if (s->policy)
        snap = circlet_policy_snap(s->policy);
    status = circlet_router_new(&s->router, s->network, &snap, error);
    if (!status)
        status = circlet_router_set_engine(s->router, &s->engine, error);
    if (!status)
        status = circlet_router_add_mode(s->router, s->mode, error);
    if (!status)
        s->travel = circlet_router_travel(s->router);
    return status;
}

circlet_status study_open_streets(study *out, const arguments *from,
                                  bool needs_city, circlet_error *error)
{
    const char *policy = option_value(from, OPTION_POLICY);
    circlet_status status;

    memset(out, 0, sizeof(*out));
    out->path = from->operands[0];
    out->progress =
        progress_start(&out->bar, option_given(from, OPTION_QUIET));
    status = engine_option_read(&out->engine, from, error);
    if (!status && policy)
        status = circlet_read_policy(&out->policy, policy, error);
    if (!status)
        status = read_mode(out, from, error);
    if (!status && needs_city)
        status = read_city(out, error);
    if (!status)
        status = read_streets(out, error);
    progress_end(&out->bar);
    return status;
}

void study_close(study *s)
{
    progress_end(&s->bar);
    circlet_router_free(s->router);
    circlet_travel_mode_free(s->mode);
    circlet_network_free(s->network);
    circlet_city_free(s->city);
    circlet_policy_free(s->policy);
}

const circlet_travel *study_travel(const study *s)
{
    return s->router ? &s->travel : NULL;
}

circlet_status study_open_with_roads(study *out, const arguments *from,
                                     circlet_error *error)
{
    circlet_status status = study_open(out, from, error);

    return status || study_travel(out) ? status : fail_roads(out, error);
}
