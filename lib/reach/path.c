#include "reach/path.h"

#include <stdlib.h>

#include "base/error.h"
#include "base/text.h"
#include "reach/straight_goals.h"

/* Two numbers for a message: "116.3, 39.9". */
typedef struct place_text {
    char text[2 * CI_NUMBER_SIZE + 2];
} place_text;

static place_text text_of(circlet_point at)
{
    ci_buffer buffer = {0};
    place_text out = {""};

    ci_buffer_add_double(&buffer, at.lon);
    ci_buffer_add(&buffer, ", ");
    ci_buffer_add_double(&buffer, at.lat);
    for (size_t i = 0; !buffer.failed && i < buffer.size; i++)
        out.text[i] = buffer.text[i];
    ci_buffer_free(&buffer);
    return out;
}

static circlet_status fail_snap(const ci_travel_job *job, circlet_point at,
                                circlet_snap snap, circlet_error *error)
{
    place_text place = text_of(at);
    char limit[CI_NUMBER_SIZE], spread[CI_NUMBER_SIZE];

    if (snap == CIRCLET_SNAP_ISLAND)
        return ci_fail(error, CIRCLET_E_NOT_FOUND,
                       "the streets near %s lead nowhere in mode '%s'",
                       place.text, job->query->mode);
    ci_format_double(limit, job->router->limits.limit_m);
    ci_format_double(spread, job->router->limits.spread_m);
    if (job->query->bound == CIRCLET_BOUND_MAX)
        return ci_fail(error, CIRCLET_E_NOT_FOUND,
                       "no street that is sure to be passed in mode '%s' lies "
                       "within %s m of %s and at most %s m beyond the nearest "
                       "that may be, with no barrier between",
                       job->query->mode, limit, place.text, spread);
    return ci_fail(error, CIRCLET_E_NOT_FOUND,
                   "no street that can be passed in mode '%s' lies within "
                   "%s m of %s with no barrier between",
                   job->query->mode, limit, place.text);
}

static circlet_status fail_way(const ci_travel_job *job, circlet_error *error)
{
    place_text from = text_of(job->query->origins[0]);
    place_text to = text_of(job->query->destinations[0]);
    char seconds[CI_NUMBER_SIZE];

    ci_format_double(seconds, job->query->cutoff_ms / 1000.0);
    return ci_fail(error, CIRCLET_E_NOT_FOUND,
                   "no way in mode '%s' from %s to %s takes at most %s s",
                   job->query->mode, from.text, to.text, seconds);
}

static circlet_status lay_straight(circlet_path *path,
                                   const ci_travel_job *job,
                                   circlet_error *error)
{
    ci_straight_pace pace = ci_straight_pace_of(job);
    uint32_t time_ms = ci_straight_ms(job->query->origins[0],
                                      job->query->destinations[0], &pace);

    if (time_ms > job->query->cutoff_ms)
        return fail_way(job, error);
    return ci_path_lay_straight(path, job, time_ms) ? CIRCLET_OK
                                                    : ci_fail_nomem(error);
}

static circlet_status lay_streets(circlet_path *path, const ci_travel_job *job,
                                  circlet_error *error)
{
    ci_ways ways = {0};
    ci_way_start start;
    circlet_status status = CIRCLET_OK;

    ci_search_keep_ways(job->search);
    if (!ci_ways_search(&ways, job)) {
        ci_ways_free(&ways);
        return ci_fail_nomem(error);
    }
    start = ci_way_start_find(&ways, 0);
    if (start.time_ms == CIRCLET_UNREACHED)
        status = fail_way(job, error);
    else if (!ci_path_lay(path, &ways, &start))
        status = ci_fail_nomem(error);
    ci_ways_free(&ways);
    return status;
}

static circlet_status lay(circlet_path *path, const ci_travel_job *job,
                          circlet_error *error)
{
    const circlet_travel_query *query = job->query;

    path->mode = ci_travel_mode_share(job->times->mode);
    if (ci_is_same_place(query->origins[0], query->destinations[0]))
        return CIRCLET_OK;
    if (query->bound == CIRCLET_BOUND_MIN &&
        (job->origins.snaps[0] != CIRCLET_SNAP_TIED ||
         job->destinations.snaps[0] != CIRCLET_SNAP_TIED))
        return lay_straight(path, job, error);
    if (job->origins.snaps[0] != CIRCLET_SNAP_TIED)
        return fail_snap(job, query->origins[0], job->origins.snaps[0], error);
    if (job->destinations.snaps[0] != CIRCLET_SNAP_TIED)
        return fail_snap(job, query->destinations[0],
                         job->destinations.snaps[0], error);
    return lay_streets(path, job, error);
}

circlet_status circlet_router_find_path(circlet_path **out,
                                        circlet_router *router,
                                        const char *mode, circlet_bound bound,
                                        circlet_point from, circlet_point to,
                                        uint32_t cutoff_ms,
                                        circlet_error *error)
{
    circlet_travel_query query = {.mode = mode,
                                  .bound = bound,
                                  .origins = &from,
                                  .origin_count = 1,
                                  .destinations = &to,
                                  .destination_count = 1,
                                  .cutoff_ms = cutoff_ms};
    ci_travel_job job = {0};
    circlet_status status = ci_travel_job_start(&job, router, &query, error);
    circlet_path *path = NULL;

    if (!status) {
        path = calloc(1, sizeof(*path));
        status = path ? lay(path, &job, error) : ci_fail_nomem(error);
    }
    if (!status)
        *out = path;
    else
        circlet_path_free(path);
    ci_travel_job_free(&job);
    return status;
}

void circlet_path_free(circlet_path *path)
{
    if (!path)
        return;
    free(path->steps);
    circlet_travel_mode_free(path->mode);
    ci_arena_free(&path->arena);
    free(path);
}

uint32_t circlet_path_time_ms(const circlet_path *path)
{
    return path->time_ms;
}

double circlet_path_length_m(const circlet_path *path)
{
    return path->length_m;
}

size_t circlet_path_step_count(const circlet_path *path)
{
    return path->step_count;
}

const circlet_step *circlet_path_step(const circlet_path *path, size_t i)
{
    return &path->steps[i];
}
