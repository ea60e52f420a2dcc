/*
 * Answers to travel queries, each from the definition: over ties and streets,
 * along one link, from a place to itself, and at the best straight to or from
 * what is tied to no street.
 */
#include <math.h>
#include <stdlib.h>

#include "base/error.h"
#include "verify/plain_job.h"

/* ---- nearest ------------------------------------------------------------ */

/* By the streets, all goals having been searched from. */
static uint32_t nearest_by_ties(const ci_plain_job *job, size_t origin)
{
    const ci_plain_points *from = &job->origins, *to = &job->destinations;
    uint32_t best_ms = CIRCLET_UNREACHED;

    for (size_t i = from->first[origin]; i < from->first[origin + 1]; i++) {
        const ci_tie *tie = &from->ties[i];

        best_ms =
            ci_plain_least(best_ms, ci_backward_search_from(job->search, tie));
        for (size_t k = to->first_on_link[tie->link];
             k < to->first_on_link[tie->link + 1]; k++)
            best_ms = ci_plain_least(
                best_ms,
                ci_plain_between_ms(job, tie, &to->ties[to->on_link[k]]));
    }
    return best_ms;
}

static uint32_t nearest_ms(const ci_plain_job *job, size_t origin,
                           const uint32_t *untied, size_t untied_count)
{
    const ci_plain_points *from = &job->origins, *to = &job->destinations;
    uint32_t best_ms = nearest_by_ties(job, origin), there;
    bool is_tied = from->snaps[origin] == CIRCLET_SNAP_TIED;

    if (ci_plain_points_find(&there, to, from->places[origin]))
        return 0;
    if (job->query->bound != CIRCLET_BOUND_MIN)
        return best_ms;
    for (size_t i = 0; i < (is_tied ? untied_count : to->place_count); i++)
        best_ms = ci_plain_least(
            best_ms,
            ci_plain_straight_ms(job, from->places[origin],
                                 to->places[is_tied ? untied[i] : i]));
    return best_ms;
}

/* Those to which everybody goes straight at the best; NULL: no memory. */
static uint32_t *list_untied(const ci_plain_points *points, size_t *count)
{
    uint32_t *untied = malloc((points->place_count + 1) * sizeof(*untied));

    *count = 0;
    for (size_t i = 0; untied && i < points->place_count; i++)
        if (points->snaps[i] != CIRCLET_SNAP_TIED)
            untied[(*count)++] = (uint32_t)i;
    return untied;
}

static circlet_status search_from_all(ci_plain_job *job, circlet_error *error)
{
    const ci_plain_points *to = &job->destinations;
    bool is_found = true;

    ci_backward_search_start(job->search, job->query->cutoff_ms);
    for (size_t i = 0; is_found && i < to->first[to->place_count]; i++)
        is_found = ci_backward_search_end_at(job->search, &to->ties[i]);
    return is_found && ci_backward_search_run(job->search)
               ? CIRCLET_OK
               : ci_fail_nomem(error);
}

static circlet_status answer_nearest(uint32_t *times_ms, circlet_snap *snaps,
                                     const ci_plain_job *job,
                                     circlet_error *error)
{
    const ci_plain_points *from = &job->origins;
    size_t untied_count;
    uint32_t *untied = list_untied(&job->destinations, &untied_count);
    circlet_status status = untied ? CIRCLET_OK : ci_fail_nomem(error);

    for (size_t place = 0; status == CIRCLET_OK && place < from->place_count;
         place++) {
        uint32_t ms = nearest_ms(job, place, untied, untied_count);

        for (size_t i = from->first_point[place];
             i < from->first_point[place + 1]; i++) {
            times_ms[from->sorted[i]] = ms;
            snaps[from->sorted[i]] = from->snaps[place];
        }
        if (!ci_plain_goes_on(job, place + 1, from->place_count))
            status = ci_fail(error, CIRCLET_E_CANCELLED, "cancelled");
    }
    free(untied);
    return status;
}

circlet_status ci_plain_find_nearest(uint32_t *times_ms, circlet_snap *snaps,
                                     const circlet_travel_query *query,
                                     void *user, circlet_error *error)
{
    ci_plain_job job = {0};
    circlet_status status = ci_plain_job_start(&job, user, query, error);

    if (status == CIRCLET_OK)
        status = search_from_all(&job, error);
    if (status == CIRCLET_OK)
        status = answer_nearest(times_ms, snaps, &job, error);
    ci_plain_job_end(&job);
    return status;
}

/* ---- the edge ----------------------------------------------------------- */

/* To be there is enough: passing such a node is not waited for. */
static circlet_status search_from_edge(ci_plain_job *job, circlet_error *error)
{
    circlet_plain_travel *plain = job->plain;
    const uint32_t *nodes;
    size_t count;

    if (!plain->edge)
        plain->edge = ci_plain_edge_new(plain->network, plain->limits.limit_m);
    if (!plain->edge)
        return ci_fail_nomem(error);
    nodes = ci_plain_edge_nodes(plain->edge, &count);
    ci_backward_search_start(job->search, job->query->cutoff_ms);
    for (size_t i = 0; i < count; i++)
        if (!ci_backward_search_end_at_node(job->search, nodes[i]))
            return ci_fail_nomem(error);
    return ci_backward_search_run(job->search) ? CIRCLET_OK
                                               : ci_fail_nomem(error);
}

/* Off the road to the border itself where that is near, else by streets. */
static bool find_edge_ms(uint32_t *out, const ci_plain_job *job, size_t place)
{
    const ci_plain_points *from = &job->origins;
    double distance_m, ms;

    if (!ci_plain_edge_distance_m(&distance_m, job->plain->edge,
                                  from->places[place]))
        return false;
    *out = CIRCLET_UNREACHED;
    for (size_t i = from->first[place]; i < from->first[place + 1]; i++)
        *out = ci_plain_least(
            *out, ci_backward_search_from(job->search, &from->ties[i]));
    ms = distance_m * job->plain->limits.detour / job->times->off_road_mps *
         1000;
    if (ms <= job->query->cutoff_ms)
        *out = ci_plain_least(*out, (uint32_t)llround(ms));
    return true;
}

static circlet_status answer_edge(uint32_t *times_ms, const ci_plain_job *job,
                                  circlet_error *error)
{
    const ci_plain_points *from = &job->origins;

    for (size_t place = 0; place < from->place_count; place++) {
        uint32_t ms;

        if (!find_edge_ms(&ms, job, place))
            return ci_fail_nomem(error);
        for (size_t i = from->first_point[place];
             i < from->first_point[place + 1]; i++)
            times_ms[from->sorted[i]] = ms;
    }
    return ci_plain_goes_on(job, 1, 1)
               ? CIRCLET_OK
               : ci_fail(error, CIRCLET_E_CANCELLED, "cancelled");
}

/* No tie is dropped for lying on an island, which may be none beyond the
 * edge. */
circlet_status ci_plain_find_edge(uint32_t *times_ms,
                                  const circlet_travel_query *query,
                                  void *user, circlet_error *error)
{
    ci_plain_job job = {0};
    circlet_status status = ci_plain_job_open(&job, user, query, error);

    if (status == CIRCLET_OK)
        status = ci_plain_job_tie_origins(&job, error);
    if (status == CIRCLET_OK)
        status = search_from_edge(&job, error);
    if (status == CIRCLET_OK)
        status = answer_edge(times_ms, &job, error);
    ci_plain_job_end(&job);
    return status;
}
